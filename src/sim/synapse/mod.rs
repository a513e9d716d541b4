//! A Synapse agent in front of a Ray cluster: jobs that write logs, and two ways to follow them; plugin releases, containers,
//! and an agent that goes away while it is updated.
//!
//! # What is there
//!
//! | job | state |
//! |---|---|
//! | `raysubmit_abc123` | runs, and writes a line in each simulated second until it is stopped |
//! | `raysubmit_succeeded`, `raysubmit_failed`, `raysubmit_stopped` | over, with four lines |
//! | `raysubmit_pending` | waits for its start |
//! | Ray's own `06000000` | connected by itself: has no log and cannot be stopped |
//!
//! | what | from the start |
//! |---|---|
//! | nodes | `node-abc123`, the head; `node-def456`, which is dead. Each that lives has 16 processors, 32 GiB and a GPU |
//! | tasks | `task-xyz789` runs, `task-failed` failed, `task-finished` is finished |
//! | serve applications | `my-app` and `detector@1.2.0` run, `broken@0.1.0` could not be deployed |
//! | plugin releases | `detector@1.2.0`, `trainer@0.3.1`; any other can be fetched |
//! | containers | the record 1, of `detector@1.2.0`, with its Docker container |
//! | the installation | both images at `2026.2.17`; an update without tags takes `2026.2.18` |
//!
//! Running the action `inference` gives back what it was told, running any other makes a job that writes ten lines in ten
//! simulated seconds, and running none gives `null`.
//!
//! # What tests can make happen
//!
//! | about | levers |
//! |---|---|
//! | credentials | [`token`](Simulator::token), [`revoke_token`](Simulator::revoke_token), [`set_forbidden`](Simulator::set_forbidden), [`deny`](Simulator::deny) a user or tenant |
//! | jobs | [`add_job`](Simulator::add_job), [`remove_job`](Simulator::remove_job), [`start_job`](Simulator::start_job), [`finish_job`](Simulator::finish_job), [`append_log`](Simulator::append_log), [`job_status`](Simulator::job_status) |
//! | whole logs | [`set_log_reply`](Simulator::set_log_reply) |
//! | logs that are followed | [`set_tail`](Simulator::set_tail): framing, batches, signs of life, how they end; [`inject_tail`](Simulator::inject_tail): what breaks, and where; [`tails`](Simulator::tails) and [`until_tails`](Simulator::until_tails): what was seen |
//! | the cluster | [`add_node`](Simulator::add_node), [`add_task`](Simulator::add_task), [`add_serve_application`](Simulator::add_serve_application), [`set_ray_down`](Simulator::set_ray_down) |
//! | what is left of it | [`set_cpu_utilization`](Simulator::set_cpu_utilization), [`set_memory_utilization`](Simulator::set_memory_utilization), [`set_gpu_utilization`](Simulator::set_gpu_utilization), [`set_stale`](Simulator::set_stale), [`set_policy`](Simulator::set_policy) |
//! | plugin releases | [`add_plugin_release`](Simulator::add_plugin_release), [`set_run_result`](Simulator::set_run_result), [`set_deferral`](Simulator::set_deferral), [`set_gpu_unavailable`](Simulator::set_gpu_unavailable), [`set_gpu_available`](Simulator::set_gpu_available) |
//! | builds | [`set_build_outcome`](Simulator::set_build_outcome) |
//! | updates and restarts | [`set_system_outcome`](Simulator::set_system_outcome), [`set_system_absence`](Simulator::set_system_absence), [`set_system_times`](Simulator::set_system_times) |
//! | lists and deletions | [`set_page_root`](Simulator::set_page_root): where other pages are; [`set_delete_reply`](Simulator::set_delete_reply) |
//! | any request | [`inject`](Simulator::inject) a [`Fault`]; [`requests`](Simulator::requests), [`request_count`](Simulator::request_count), [`clear_requests`](Simulator::clear_requests) |
//!
//! # Where the contract is silent
//!
//! Nobody has seen the agent's server from inside. What follows is inferred from its clients, from Ray, or made up:
//!
//! - Texts of errors, and that they are FastAPI's: `{"detail": …}`, and a 307 for a slash too many or too few.
//! - `/health/` needs the token, and answers while the cluster does not; what is Ray's is a 503 then.
//! - Every user and tenant is let in unless it is denied; one without the word `Token` before it is refused with 403.
//! - Rows of jobs, nodes, tasks and serve applications are Ray's own, without Ray's envelope. A list of tasks ends at Ray's 100.
//! - A job stops two simulated seconds after it was told to, and can be told again meanwhile.
//! - Followed logs begin with the first line on every connection, come in Ray's batches, and end with a `complete` event. A
//!   piece of the log has the type `log`: clients look at no types but `error` and `complete`. WebSockets are pinged every 20
//!   simulated seconds.
//! - When something is feasible, and why not; the agent keeps what it has read of the cluster for as long as the policy says.
//!   `/gpu_status/` is the same as the `gpu` of `/resources/cluster/`.
//! - A page has 20 items unless the request says otherwise, and 100 at most. The URLs of others are absolute, at the host that
//!   the request names.
//! - A run that makes a job answers `{"job_id": …}`. A ticket gives its result, or its failure, once.
//! - A build waits for two simulated seconds and works for eight. Records of containers have what the request had, a name, an
//!   image and an endpoint, where nothing listens. The URLs of a build's events lead nowhere.
//! - Deletions are answered with 204.
//! - An update answers at once, works for five simulated seconds, is away for ten, and then has other images.

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
