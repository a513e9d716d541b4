//! A Synapse agent in front of a Ray cluster: jobs that write logs, and two ways to follow them.
//!
//! # What is there
//!
//! | job | state |
//! |---|---|
//! | `raysubmit_abc123` | runs, and writes a line in each simulated second until it is stopped |
//! | `raysubmit_succeeded`, `raysubmit_failed`, `raysubmit_stopped` | over, with four lines |
//! | `raysubmit_pending` | waits for its start |
//! | Ray's own `06000000` | connected by itself, has no log |

mod auth;
mod backend;
mod body;
mod cluster;
mod containers;
mod jobs;
mod levers;
mod page;
mod plugins;
mod reply;
mod resources;
mod router;
mod seed;
mod system;
mod tail;
#[cfg(test)]
mod testing;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use backend::Agent;
pub use containers::BuildOutcome;
use http::StatusCode;
pub use jobs::{Job, JobStatus};
pub use plugins::Deferral;
use serde_json::json;
pub use system::{Absence, SystemOutcome};
pub use tail::{Batching, Framing, Tail, TailCounts, TailEnd, TailFault, Transport};
use world::World;

use super::clock::Clock;
use super::exchange::{Hooks, Reply};
use super::server::{Bound, Server};
use super::{Fault, Recorded};

/// The time scale of a simulator that is not told another one.
const TIME_SCALE: f64 = 20.0;

/// The head node of the cluster.
const NODE: &str = "node-abc123";

/// A running agent. Clones are handles of the same server; it ends when the last one is dropped.
///
/// ```
/// use quintet::sim::synapse::{Job, Simulator, TailFault};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{} takes the agent token {}", simulator.base_url(), simulator.token());
/// // A job that writes ten lines a second, and a connection that breaks while somebody reads along.
/// simulator.add_job(Job::new("train-1").generate(100, |line| format!("step {line}")).every(Duration::from_millis(100)));
/// simulator.inject_tail(TailFault::cut().after_lines(50));
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
///
/// Time in the simulator runs 20 times as fast as real time unless [`Builder::time_scale`] says otherwise.
#[derive(Clone)]
pub struct Simulator {
    server: Arc<Server>,
    backend: Arc<Agent>,
    hooks: Arc<Hooks>,
}

/// What a whole log looks like in a reply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogReply {
    /// `text/plain`. The default.
    #[default]
    Text,
    /// `application/json`, one string.
    JsonString,
}

/// What a deletion is answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeleteReply {
    /// 204. The default.
    #[default]
    NoContent,
    /// 200 with JSON that means nothing.
    Json,
}

impl DeleteReply {
    fn reply(self) -> Reply {
        match self {
            Self::NoContent => reply::bare(StatusCode::NO_CONTENT),
            Self::Json => reply::ok(&json!({ "detail": "deleted" })),
        }
    }
}

/// Settings of a simulator that is to be started.
///
/// ```
/// use quintet::sim::synapse::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::builder().time_scale(1.0).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    time_scale: f64,
}

impl Builder {
    /// The port on 127.0.0.1. The default, 0, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How much faster than real time the simulated time runs. The default is 20; values outside of 0.001 to 1,000,000 are
    /// brought into that range.
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.time_scale = scale;
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
        let backend = Arc::new(Agent::new(clock, hooks.door.clone()));
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
            time_scale: TIME_SCALE,
        }
    }

    /// Where the agent is: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        self.server.root().to_owned()
    }

    /// Spoils requests to come, handshakes of WebSockets included.
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

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.hooks.recorder.clear();
    }

    /// Closes the port, lets requests under way finish for up to five seconds, and returns when every connection is closed.
    /// Other handles stay valid, but nothing answers any more.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.backend.shared))
    }

    /// The same, and tells who waits for changes.
    fn change<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let mut world = lock(&self.backend.shared);
        let done = work(&mut world);
        world.changes.send_replace(());
        done
    }
}

/// The state. A panic in between leaves it as it was.
fn lock(shared: &Mutex<World>) -> MutexGuard<'_, World> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
