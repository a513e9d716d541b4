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
//! | any request | [`inject`](Simulator::inject) a [`Fault`](super::Fault); [`requests`](Simulator::requests), [`request_count`](Simulator::request_count), [`clear_requests`](Simulator::clear_requests) |
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
use super::handle::{Served, handle};
use super::lock::lock;
use super::server::Bound;

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
    served: Served<Agent>,
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

handle!(base_url: "", time_scale: 20.0);

impl Builder {
    fn serve(self, clock: Clock, bound: Bound) -> Simulator {
        let hooks = Hooks::new(clock);
        let backend = Agent::new(clock, hooks.door.clone());
        Simulator {
            served: Served::new(bound, hooks, backend),
        }
    }
}

impl Simulator {
    /// Settings for a simulator other than the default ones.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            time_scale: TIME_SCALE,
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.served.backend.shared))
    }

    /// The same, and tells who waits for changes.
    fn change<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        let mut world = lock(&self.served.backend.shared);
        let done = work(&mut world);
        world.changes.send_replace(());
        done
    }
}
