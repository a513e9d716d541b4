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

use std::time::Duration;

use serde_json::Value;

use self::backend::Edge;
use self::world::World;
use super::seed::TASK;
use crate::sim::clock::Clock;
use crate::sim::exchange::Hooks;
use crate::sim::handle::{Served, handle};
use crate::sim::lock::lock;
use crate::sim::server::Bound;

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
    served: Served<Edge>,
}

/// Settings of a simulator that is to be started.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    time_scale: f64,
    task: String,
}

handle!(base_url: "", time_scale: 20.0);

impl Builder {
    /// The id of its task. The default is `550e8400-e29b-41d4-a716-446655440000`.
    pub fn task_id(mut self, id: impl Into<String>) -> Self {
        self.task = id.into();
        self
    }

    fn serve(self, clock: Clock, bound: Bound) -> Simulator {
        let backend = Edge::new(clock, self.task);
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
            task: TASK.to_owned(),
        }
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
        work(&mut lock(&self.served.backend.shared))
    }
}
