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

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use backend::Service;
pub use numbers::{Numbers, ToolNumbers};
pub use row::Row;
use world::World;

use super::clock::Clock;
use super::exchange::Hooks;
use super::server::{Bound, Server};
use super::{Fault, Recorded};

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
    server: Arc<Server>,
    backend: Arc<Service>,
    hooks: Arc<Hooks>,
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

impl Builder {
    /// The port on 127.0.0.1. The default, 0, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How much faster than real time the time of rows runs. The default is 1.
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.time_scale = scale;
        self
    }

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
        let hooks = Arc::new(Hooks::new(clock));
        let backend = Arc::new(Service::new(clock, self.keep));
        Ok(Simulator {
            server: Arc::new(bound.serve(Arc::clone(&backend), Arc::clone(&hooks))),
            backend,
            hooks,
        })
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a simulator with the default settings on a free port.
    ///
    /// # Errors
    ///
    /// No port can be bound.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings for a simulator other than the default ones.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            time_scale: 1.0,
            keep: Keep::default(),
        }
    }

    /// Where the service is: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        self.server.root().to_owned()
    }

    /// Where it takes batches: `http://127.0.0.1:PORT/v1/ingest`.
    pub fn ingest_url(&self) -> String {
        format!("{}{}", self.server.root(), backend::INGEST)
    }

    /// The API key that it accepts: `quintet-sim`.
    pub fn token(&self) -> &'static str {
        auth::TOKEN
    }

    /// Spoils requests to come.
    pub fn inject(&self, fault: Fault) {
        self.hooks.faults.inject(fault);
    }

    /// The requests received so far, oldest first; the last 100,000 of them and at most 64 MiB of their bodies.
    pub fn requests(&self) -> Vec<Recorded> {
        self.hooks.recorder.all()
    }

    /// How many of these requests have that method (`*` is any) and a path that starts so.
    pub fn request_count(&self, method: &str, path_prefix: &str) -> usize {
        self.hooks.recorder.count(method, path_prefix)
    }

    /// Forgets the requests received so far. What was stored stays.
    pub fn clear_requests(&self) {
        self.hooks.recorder.clear();
    }

    /// Closes the port, lets requests under way finish for up to five seconds, and returns when every connection is closed.
    /// Other handles stay valid, but nothing answers any more.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.backend.world))
    }
}

/// The state. A panic in between leaves it as it was.
fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}
