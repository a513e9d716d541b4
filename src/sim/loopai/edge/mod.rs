//! The edge runtime: one program of one task, on a server of its own without credentials.
//!
//! The program tells spam from ham. It sees `input.text`, else `input.input`, else the whole input as Python writes it, and
//! whatever it returns becomes a text as Python makes one of it.
//!
//! Where the contract is silent: days are those of UTC; what the program throws is told as it is; the program is no other
//! in another version; keys of an input that is written as a whole are sorted; `/docs` and `/openapi.json` are not there.

mod backend;
mod python;
#[cfg(test)]
mod tests;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fmt, io};

use serde_json::Value;

use self::backend::Edge;
use self::world::World;
use super::seed::TASK;
use crate::sim::clock::Clock;
use crate::sim::exchange::Hooks;
use crate::sim::server::{Bound, Server};
use crate::sim::{Fault, Recorded};

/// The time scale of a simulator that is not told another one.
const TIME_SCALE: f64 = 20.0;

/// A running edge runtime. Clones are handles of the same server; it ends when the last one is dropped.
///
/// ```
/// use quintet::sim::loopai::edge::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{}", simulator.base_url());
/// simulator.set_active_version(3);
/// simulator.restart();
/// assert_eq!(simulator.executions_today(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Simulator {
    server: Arc<Server>,
    backend: Arc<Edge>,
    hooks: Arc<Hooks>,
}

/// Settings of a simulator that is to be started.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    time_scale: f64,
    task: String,
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

    /// The id of its task. The default is `550e8400-e29b-41d4-a716-446655440000`.
    pub fn task_id(mut self, id: impl Into<String>) -> Self {
        self.task = id.into();
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
        let backend = Arc::new(Edge::new(clock, self.task));
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
            task: TASK.to_owned(),
        }
    }

    /// Where the server is: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        self.server.root().to_owned()
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

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.hooks.recorder.clear();
    }

    /// Closes the port, lets requests under way finish for up to five seconds, and returns when every connection is closed.
    /// Other handles stay valid, but nothing answers any more.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    /// The version that it takes up when it is restarted. The one that it has until then is 1.
    pub fn set_active_version(&self, version: i32) {
        self.with(|world| world.next_version = version);
    }

    /// The runtime stops and starts: it takes up the version that was set, and finds what it has written before.
    pub fn restart(&self) {
        self.with(|world| world.version = world.next_version);
    }

    /// What the program throws, for every input. `None`, the default, is nothing.
    pub fn set_program_error(&self, message: Option<&str>) {
        self.with(|world| world.error = message.map(str::to_owned));
    }

    /// What the program returns, for every input. `None`, the default, is what it makes of the input.
    pub fn set_output(&self, output: Option<Value>) {
        self.with(|world| world.output = output);
    }

    /// How long every execution takes, in simulated time. The default is no time at all.
    pub fn set_execution_time(&self, time: Duration) {
        self.with(|world| world.takes = time);
    }

    /// How often the program was executed with success since midnight.
    pub fn executions_today(&self) -> usize {
        self.with(|world| world.today().len())
    }

    /// The lines of the log that it writes, one JSON object each.
    pub fn log(&self) -> Vec<String> {
        self.with(|world| world.log.iter().map(|entry| entry.line.clone()).collect())
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.backend.shared))
    }
}

/// The state. A panic in between leaves it as it was.
fn lock(shared: &Mutex<World>) -> MutexGuard<'_, World> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
