//! Synapse from plain threads. Following a log is in `tests/tail`.

use std::time::Duration;

use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::Fault;
use quintet::sim::synapse::{Job, JobStatus, Simulator};
use quintet::synapse::{self, Client, FeasibilityKind, TailOutcome};
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;
use tokio::runtime::Runtime;

const SOON: Duration = Duration::from_millis(1);

/// A simulator on a runtime of its own; the test's thread has none.
struct Bench {
    simulator: Simulator,
    client: Client,
    runtime: Runtime,
}

impl Bench {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = runtime.block_on(simulator.start()).unwrap();
        let client = Client::builder()
            .base_url(simulator.base_url())
            .token(simulator.token())
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        Self {
            simulator,
            client,
            runtime,
        }
    }
}

#[test]
fn a_run_and_its_job() {
    let bench = Bench::start();
    let client = &bench.client;
    let run = client.plugins().run("detector@1.2.0", "train");
    let reply = run.job_id("train-1").blocking().unwrap();
    assert_eq!(reply, json!({ "job_id": "train-1" }));
    let updates = client.jobs().wait("train-1").interval(SOON).updates();
    let states: Vec<_> = updates.blocking_iter().unwrap().collect();
    let last = states.into_iter().next_back().unwrap().unwrap();
    assert_eq!(last.status, Some(synapse::JobStatus::Succeeded));
    let log = client.jobs().logs("train-1").blocking().unwrap();
    assert_eq!(log.lines().count(), 10);
    let stopped = client.jobs().stop("raysubmit_abc123").blocking().unwrap();
    assert_eq!(stopped.status.as_deref(), Some("STOPPING"));
    let wait = client.jobs().wait_until_over("raysubmit_abc123");
    let over = wait.interval(SOON).blocking().unwrap();
    assert_eq!(over.status, Some(synapse::JobStatus::Stopped));
}

#[test]
fn the_cluster_and_what_it_has_left() {
    let bench = Bench::start();
    let client = &bench.client;
    assert_eq!(client.nodes().list().blocking().unwrap().len(), 2);
    assert_eq!(client.tasks().list().blocking().unwrap().len(), 3);
    let cluster = client.resources().cluster().blocking().unwrap();
    assert_eq!(cluster.node_counts().alive(), 1);
    let asked = client.resources().feasibility(FeasibilityKind::Job, 1e6);
    assert!(!asked.blocking().unwrap().allowed());
    let policy = client.resources().update_policy().max_concurrent_jobs(7);
    assert_eq!(policy.blocking().unwrap().max_concurrent_jobs(), 7);
}

#[test]
fn pages_are_an_iterator() {
    let bench = Bench::start();
    for version in 0..5 {
        bench
            .simulator
            .add_plugin_release("many", &version.to_string());
    }
    let list = || bench.client.plugins().list().page_size(3);
    let pages = list().pages().blocking_iter().unwrap();
    let sizes: Vec<_> = pages.map(|page| page.unwrap().results.len()).collect();
    assert_eq!(sizes, [3, 3, 1]);
    assert_eq!(list().items().blocking_iter().unwrap().count(), 7);
}

#[test]
fn a_build_and_its_container() {
    let bench = Bench::start();
    let containers = bench.client.containers();
    let created = containers.create("detector@1.2.0").blocking().unwrap();
    let wait = bench.client.builds().wait(created.build_id.unwrap());
    let build = wait.interval(SOON).blocking().unwrap();
    let id = build.result.unwrap().id.unwrap().as_i64().unwrap();
    containers.delete(id).blocking().unwrap();
    assert!(containers.get(id).blocking().unwrap_err().is_not_found());
}

#[test]
fn an_update_is_waited_for() {
    let bench = Bench::start();
    let system = bench.client.system();
    let wait = system.wait().interval(SOON);
    let updated = system.update().api_tag("3").worker_tag("3").and_wait(wait);
    let status = Box::pin(updated).blocking().unwrap();
    assert_eq!(status.api_tag.as_deref(), Some("3"));
}

#[test]
fn a_tail_is_left_in_the_middle() {
    let bench = Bench::start();
    let jobs = bench.client.jobs();
    let lines = jobs.tail("raysubmit_abc123").blocking().unwrap();
    let first: Vec<_> = lines.blocking_iter().unwrap().take(2).collect();
    assert!(first.iter().all(Result::is_ok));
    let left = bench.simulator.until_tails(|tails| tails.open == 0);
    bench.runtime.block_on(left);
    let job = Job::new("over").line("one").then(JobStatus::Succeeded);
    bench.simulator.add_job(job);
    let mut tail = jobs.tail("over").blocking().unwrap();
    assert_eq!(
        Box::pin(tail.next_line()).blocking().unwrap().as_deref(),
        Some("one")
    );
    Box::pin(tail.stop()).blocking().unwrap();
    assert_eq!(tail.outcome(), Some(TailOutcome::Stopped));
}

#[test]
fn errors_are_those_of_async_code() {
    let bench = Bench::start();
    bench.simulator.inject(Fault::status(503));
    let reply = Box::pin(bench.client.jobs().list().response())
        .blocking()
        .unwrap();
    assert_eq!(reply.attempts(), 2);
    let error = bench.client.jobs().get("nobody").blocking().unwrap_err();
    assert!(error.is_not_found());
}

#[test]
fn inside_of_async_code_it_is_an_error_and_no_panic() {
    let bench = Bench::start();
    let jobs = bench.client.jobs();
    let tail = jobs.tail("raysubmit_abc123").blocking().unwrap();
    bench.simulator.clear_requests();
    let refused = bench.runtime.block_on(async {
        [
            jobs.list().blocking().err(),
            jobs.wait("raysubmit_abc123").blocking().err(),
            jobs.tail("raysubmit_abc123").blocking().err(),
            tail.blocking_iter().err(),
        ]
    });
    for error in refused {
        assert_eq!(error.unwrap().kind(), ErrorKind::InvalidInput);
    }
    assert!(bench.simulator.requests().is_empty());
}
