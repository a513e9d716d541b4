//! The ingestion service of GT8004: takes batches, stores rows, and knows the numbers that its dashboards show.
//!
//! It answers 202 when it has read a batch, and stores all entries of it or, where one does not fit into its columns, none:
//! [`Simulator::lost_batches`] is how a test sees what nobody is told. It reads at most 51,200 bytes, and recognises nothing
//! that was sent before.
//!
//! # Where the contract is silent
//!
//! - The key is looked at before the size of the body.
//! - Names of fields are read as they are written; the service reads them in any case.
//! - A time that is none is a value of another type: 400.

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

use std::io;

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
/// use quintet::sim::gt8004::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::builder().port(0).start().await?;
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

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// The port cannot be bound.
    pub async fn start(self) -> io::Result<Simulator> {
        let bound = Bound::new(self.port).await?;
        let clock = Clock::new(self.time_scale);
        let backend = Service::new(clock, self.keep);
        Ok(Simulator {
            served: Served::new(bound, Hooks::new(clock), backend),
        })
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
