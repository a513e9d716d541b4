//! Loopai: tasks that become programs, their execution alone and in batches, validation, canaries and webhooks; and in
//! [`edge`] the edge runtime, a server of its own.
//!
//! # What is there
//!
//! The task `550e8400-e29b-41d4-a716-446655440000`, `spam-classifier`, says of `text` whether it is `spam` or `ham`. Its version
//! 2 is in use, version 1 is deprecated. Other tasks are made into programs, by their examples and schemas, when they are
//! executed for the first time, which takes 4 simulated seconds: a known input has its known output; texts are told apart by
//! the words of the examples; numbers are put on the line through two of them; without either, the output schema says what
//! comes out.
//!
//! # What tests can make happen
//!
//! | what | where |
//! |---|---|
//! | scripted faults of the wire | [`Simulator::inject`] |
//! | programs and executions that fail or are slow | [`Simulator::inject_execution`], [`Simulator::set_execution_time`] |
//! | batches that fail as a whole | [`Simulator::set_batch_error`] |
//! | synthesis that is slow, fails or hangs | [`Simulator::set_synthesis_time`], [`Simulator::set_generator`] |
//! | the other executor of batches; items in each other's way | [`Simulator::set_batch_executor`], [`Simulator::set_shared_context`] |
//! | rate limits, and the mistake in their reply | [`Simulator::set_rate_limits`], [`Simulator::set_limit_reply`] |
//! | validations, new versions, what becomes of a canary | [`Simulator::add_validations`], [`Simulator::add_program`], [`Simulator::set_canary_verdict`] |
//! | events told to subscribers | [`Simulator::set_webhooks_published`], [`Simulator::publish`] |
//! | credentials that are needed, revoked or not enough | [`Simulator::set_access`], [`Simulator::revoke_token`], [`Simulator::set_forbidden`] |
//! | a database or a Redis that is down | [`Simulator::set_database_down`], [`Simulator::set_redis_down`], [`Simulator::set_readiness_error`] |
//! | tasks that are read anew | [`Simulator::clear_task_cache`] |
//! | how it speaks | [`Simulator::set_timestamps`], [`Simulator::set_development`], [`Simulator::set_problem_media`], [`Simulator::set_https_port`] |
//!
//! And what they can see: [`Simulator::requests`], [`Simulator::executions`], [`Simulator::syntheses`],
//! [`Simulator::most_executions_at_once`], [`Simulator::most_execute_requests_at_once`], [`Simulator::until_deliveries`].
//!
//! # Where the contract is silent, or only derived
//!
//! - Upstream looks at no credential. Here a key other than `quintet-sim` is refused, with a 401 that has no body, as by a
//!   server in front; none at all is fine. [`Access`] changes that. A 403 is the error of the program, which never sends it.
//! - There are no rate limits until a test sets some. Those over them get the reply that is meant, not the one that is derived.
//!   A refused request counts, and limits are looked at before anything else.
//! - An unknown version of the API is a 400, a version that is no number a 404 without a body.
//! - Of several things that cannot be bound in a body, only the first wrong type is told, or all missing properties, or all
//!   nulls. Positions in these texts are not right.
//! - Rules of a body are checked before the id in the path is compared.
//! - What was created is not in the cache of tasks; what was read is, for 10 simulated minutes, 2 in Development.
//! - Executions of a task that is being made into a program wait for it instead of making another one. The time of a synthesis
//!   does not count as latency, and not for `timeout_ms`.
//! - Samples are taken at equal distances: with a rate of 0.1, each tenth execution. One of them is valid when the program did
//!   not fail and its output is that of the example with this input, if there is one.
//! - A program needs improvement when it was validated and the share of valid ones is below the task's `accuracy_target`;
//!   recommendations are of medium confidence from 20 validations on, and of high confidence from 100. A new version is
//!   `validated` and has 0 per cent.
//! - `performance_delta` is a number: the difference of the shares of valid ones. They are compared as two proportions, whose
//!   samples are validations.
//! - A canary does not share executions out: without a version, they run the active one until the canary is through. It goes
//!   from stage 4 to `Completed` by one more step. It is taken back when the new program is worse by more than 5 per cent in
//!   validations or failures. A task has the canary that is in progress or paused; another one is refused meanwhile.
//! - `severity` of an event is a text, and `data` an object. A delivery that is answered is successful with a status of 2xx.
//!   The limit of a delivery is real time, waits between attempts are simulated. Deliveries go to `http://` URLs of this machine
//!   only; every other one fails and says so.
//! - With a database that is down `/health` is `Unhealthy`, although the JSON health is not.
//! - Metrics have one line of the many.

mod aspnet;
mod auth;
mod backend;
mod batch;
mod call;
pub mod edge;
mod execute;
mod health;
mod levers;
mod limits;
mod number;
mod programs;
mod reply;
mod router;
mod seed;
mod stamps;
mod tasks;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod validation;
mod webhooks;
mod world;

use std::sync::Arc;

pub use auth::Access;
use backend::Cloud;
pub use batch::BatchExecutor;
pub use execute::{ExecutionFault, Generator};
pub use limits::{LimitReply, RateLimits};
pub use reply::ProblemMedia;
pub use stamps::Timestamps;
pub use validation::CanaryVerdict;
pub use webhooks::WebhookEvent;
use world::World;

use super::clock::Clock;
use super::exchange::Hooks;
use super::handle::{Served, handle};
use super::lock::lock;
use super::server::Bound;

/// A running server. Clones are handles of the same server; it ends when the last one is dropped.
///
/// ```
/// use quintet::sim::loopai::{ExecutionFault, Simulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{} takes the key {}", simulator.base_url(), simulator.token());
/// // The next execution whose input has this number in it fails.
/// simulator.inject_execution(ExecutionFault::error("out of range").on_input("17"));
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
///
/// Time in the simulator runs 20 times as fast as real time unless [`Builder::time_scale`] says otherwise: the first execution
/// of a new task takes a fifth of a second.
#[derive(Clone)]
pub struct Simulator {
    served: Served<Cloud>,
}

/// Settings of a simulator that is to be started.
///
/// ```
/// use quintet::sim::loopai::Simulator;
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
    kept: usize,
}

handle!(base_url: "", time_scale: 20.0);

impl Builder {
    /// How many of the last requests it remembers: at most, and by default, 100,000. For programs that send many more and
    /// measure memory.
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.kept = requests;
        self
    }

    fn serve(self, clock: Clock, bound: Bound) -> Simulator {
        let hooks = Hooks::new(clock);
        hooks.recorder.keep(self.kept);
        let backend = Cloud::new(clock);
        if let Some(parcels) = lock(&backend.shared).webhooks.parcels() {
            let world = Arc::downgrade(&backend.shared);
            #[expect(
                clippy::disallowed_methods,
                reason = "deliveries end when the state is dropped, with the last handle"
            )]
            tokio::spawn(webhooks::dispatch(world, clock, parcels));
        }
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
            kept: usize::MAX,
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.served.backend.shared))
    }
}
