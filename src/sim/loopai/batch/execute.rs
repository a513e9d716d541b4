//! `POST /batch/execute`

use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{StreamExt as _, stream};
use http::StatusCode;

use super::super::aspnet::payload::Payload;
use super::super::backend::Shared;
use super::super::call::Call;
use super::super::execute::{self, Job};
use super::super::lock;
use super::super::reply::{self, Refusal};
use super::report::{Done, Report};
use crate::sim::clock::Clock;
use crate::sim::exchange::Reply;

/// What runs batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchExecutor {
    /// The one that is in use: `stop_on_first_error` does nothing, results are in the order of the request, and the version is
    /// 0 unless the request has one. The default.
    #[default]
    Standard,
    /// The one that is there but not in use: `stop_on_first_error` skips, one item after the failed one at the earliest;
    /// results are in the order of their ids, the version is the real one, and an unknown task is a 500.
    CodeBeaker,
}

/// What is said when items that share a connection to the database use it at once.
const SHARED: &str = "A second operation was started on this context instance before a previous operation completed.";

/// What a program has when nobody says how much, in milliseconds.
const TIMEOUT: i32 = 5000;

struct Item {
    id: String,
    input: Payload,
    forced: bool,
}

struct Wanted {
    task: String,
    items: Vec<Item>,
    version: Option<i32>,
    concurrency: i32,
    stop: bool,
    timeout_ms: i32,
}

fn read(call: &Call<'_>) -> Result<Wanted, Refusal> {
    call.read("BatchExecuteRequest", |form| Wanted {
        task: form.guid("task_id"),
        items: {
            let items = form.list("items").into_iter().enumerate();
            let read = items.map(|(index, raw)| {
                form.object("items", index, "BatchExecuteItem", raw, |item| Item {
                    id: item.text("id"),
                    input: item.any("input"),
                    forced: item.flag("force_validation"),
                })
            });
            read.collect()
        },
        version: form.optional_int("version"),
        concurrency: form.optional_int("max_concurrency").unwrap_or(10),
        stop: form.flag("stop_on_first_error"),
        timeout_ms: form.optional_int("timeout_ms").unwrap_or(TIMEOUT),
    })
}

/// How a batch is run.
struct Plan {
    executor: BatchExecutor,
    /// What is thrown before any item.
    error: Option<String>,
    /// Whether items get into each other's way.
    collide: bool,
    clock: Clock,
}

/// `POST /api/v1/batch/execute`
pub(in super::super) async fn execute(shared: &Shared, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wanted = read(call)?;
    let concurrency = usize::try_from(wanted.concurrency).unwrap_or(0);
    if !(1..=100).contains(&concurrency) {
        let text = "MaxConcurrency must be between 1 and 100";
        let refusal = call.error(StatusCode::BAD_REQUEST, "INVALID_CONCURRENCY", text);
        return Err(refusal.into());
    }
    let (plan, requests) = {
        let world = lock(shared);
        let plan = Plan {
            executor: world.batch_executor,
            error: world.batch_error.clone(),
            collide: world.shared_context,
            clock: world.stamps.clock,
        };
        (plan, world.execute_requests.clone())
    };
    let _running = requests.enter();
    if let Some(exception) = &plan.error {
        let text = format!("Batch execution failed: {exception}");
        let refusal = call.thrown("BATCH_EXECUTION_ERROR", &text, exception);
        return Err(refusal.into());
    }
    let version = match plan.executor {
        BatchExecutor::Standard => wanted.version.unwrap_or(0),
        BatchExecutor::CodeBeaker => {
            let version = execute::settle(shared, &wanted.task, wanted.version).await;
            version.map_err(|exception| {
                let text = format!("CodeBeaker batch execution failed: {exception}");
                call.thrown("BATCH_EXECUTION_ERROR", &text, &exception)
            })?
        }
    };
    let begun = plan.clock.now();
    let batch = Batch {
        shared,
        plan: &plan,
        wanted: &wanted,
        concurrency,
        failed: AtomicBool::new(false),
        stopped: AtomicBool::new(false),
    };
    let done = batch.run().await;
    let report = Report {
        task: &wanted.task,
        version,
        done: &done,
        span: (begun, plan.clock.now()),
        make_ids: plan.executor == BatchExecutor::CodeBeaker,
    };
    Ok(reply::ok(&report.view(call.stamps)))
}

/// A batch under way.
struct Batch<'a> {
    shared: &'a Shared,
    plan: &'a Plan,
    wanted: &'a Wanted,
    concurrency: usize,
    failed: AtomicBool,
    stopped: AtomicBool,
}

impl Batch<'_> {
    async fn run(&self) -> Vec<Done> {
        // Nothing runs before its turn.
        let mut items = Vec::with_capacity(self.wanted.items.len());
        for (index, item) in self.wanted.items.iter().enumerate() {
            items.push(self.item(index, item));
        }
        let done = stream::iter(items).buffered(self.concurrency);
        let mut done: Vec<Done> = done.filter_map(std::future::ready).collect().await;
        if self.plan.executor == BatchExecutor::CodeBeaker {
            done.sort_by(|a, b| a.id.cmp(&b.id));
        }
        done
    }

    /// Runs an item, unless it is skipped.
    async fn item(&self, index: usize, item: &Item) -> Option<Done> {
        let stops = self.wanted.stop && self.plan.executor == BatchExecutor::CodeBeaker;
        if stops && self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        // The item after a failed one had passed this place before it failed.
        let failed = self.failed.load(Ordering::Relaxed);
        self.stopped.fetch_or(failed, Ordering::Relaxed);
        let begun = self.plan.clock.now();
        let run = match self.plan.collide && !index.is_multiple_of(self.concurrency) {
            true => Err(SHARED.to_owned()),
            false => {
                let job = Job {
                    task: &self.wanted.task,
                    version: self.wanted.version,
                    input: &item.input,
                    timeout_ms: self.wanted.timeout_ms,
                    forced: item.forced,
                };
                execute::run(self.shared, job).await
            }
        };
        let took = self.plan.clock.now().saturating_sub(begun);
        let done = Done {
            id: item.id.clone(),
            run,
            latency: (took.as_secs_f64() * 1000.0).max(0.01),
        };
        self.failed.fetch_or(!done.is_success(), Ordering::Relaxed);
        Some(done)
    }
}
