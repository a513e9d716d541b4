//! The ingestion service of GT8004: takes batches, stores rows, and knows the numbers that its dashboards show.
//!
//! It answers 202 when it has read a batch, and stores all entries of it or, where one does not fit into its columns, none:
//! [`Simulator::lost_batches`] is how a test sees what nobody is told. It reads at most 51,200 bytes, and recognises nothing
//! that was sent before.
//!
//! # What is there
//!
//! | request | reply |
//! |---|---|
//! | `POST /v1/ingest` | 202 with the number of entries; 401, 413 and 400, looked for in this order |
//! | `GET /healthz`, `GET /readyz` | 200, without a key |
//! | `OPTIONS` of anything | 204 |
//! | the same with a slash behind it | 307, or 301 for GET |
//! | anything else | 404 in plain text |
//!
//! # What tests can see and make happen
//!
//! | about | levers |
//! |---|---|
//! | what was stored | [`rows`](Simulator::rows), [`stored`](Simulator::stored), [`numbers`](Simulator::numbers), [`pings`](Simulator::pings) |
//! | what was accepted | [`batches`](Simulator::batches), [`lost_batches`](Simulator::lost_batches), [`lose_batches`](Simulator::lose_batches) |
//! | the key | [`token`](Simulator::token), [`set_revoked`](Simulator::set_revoked) |
//! | the service | [`set_body_limit`](Simulator::set_body_limit), [`set_not_ready`](Simulator::set_not_ready) |
//! | any request | [`inject`](Simulator::inject) a [`Fault`](super::Fault); [`requests`](Simulator::requests), [`request_count`](Simulator::request_count), [`clear_requests`](Simulator::clear_requests) |
//!
//! # Where the contract is silent
//!
//! - The key is looked at before the body, and the size of the body before its form.
//! - An entry without a protocol is one of HTTP, and one without a source comes from an SDK.
//! - A ping is seen although the rows of its batch are lost, but not in a batch that the full queue has lost.
//! - Bodies are cut between characters.
//! - Readiness that is not there is a 503 of what stands before the service.
//! - Half of a pair of surrogates is no text: 400.

mod auth;
mod backend;
mod batch;
mod columns;
mod levers;
mod numbers;
mod reply;
mod row;
#[cfg(test)]
mod tests;
mod world;

use backend::Service;
pub use numbers::{Numbers, ToolNumbers};
pub use row::Row;
use world::World;

use super::clock::Clock;
use super::exchange::Hooks;
use super::handle::{Served, handle};
use super::lock::lock;
use super::server::Bound;

/// A running ingestion service. Clones are handles of the same server, which ends when the last one is dropped.
///
/// ```
/// use quintet::sim::gt8004::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{} takes the API key {}", simulator.ingest_url(), simulator.token());
/// assert_eq!(simulator.numbers().requests, 0);
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Simulator {
    served: Served<Service>,
}

/// How much of what was stored is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keep {
    /// Every row. The default.
    #[default]
    Rows,
    /// The numbers only, for measurements.
    Numbers,
}

/// Settings of a simulator that is to be started.
///
/// ```
/// use quintet::sim::gt8004::{Keep, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// // For a measurement that stores millions of rows.
/// let simulator = Simulator::builder().keep(Keep::Numbers).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    time_scale: f64,
    keep: Keep,
}

handle!(base_url: "", time_scale: 1.0);

impl Builder {
    /// How much of what was stored is kept. The default is every row.
    pub fn keep(mut self, keep: Keep) -> Self {
        self.keep = keep;
        self
    }

    fn serve(self, clock: Clock, bound: Bound) -> Simulator {
        let backend = Service::new(clock, self.keep);
        Simulator {
            served: Served::new(bound, Hooks::new(clock), backend),
        }
    }
}

impl Simulator {
    /// Settings for a simulator other than the default ones.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            time_scale: TIME_SCALE,
            keep: Keep::default(),
        }
    }

    /// Where it takes batches: `http://127.0.0.1:PORT/v1/ingest`.
    pub fn ingest_url(&self) -> String {
        format!("{}{}", self.served.root(), backend::INGEST)
    }

    /// The API key that it accepts: `quintet-sim`.
    pub fn token(&self) -> &'static str {
        auth::TOKEN
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.served.backend.world))
    }
}
