//! The waits of Synapse, against its simulator. What single replies mean is in `tests/agent`.

use std::pin::pin;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use quintet::sim::Fault;
use quintet::sim::synapse::{Absence, BuildOutcome, Deferral, Job, Simulator, SystemOutcome};
use quintet::synapse::{Client, Deferred, JobStatus, UntilSettled, UntilSucceeded};
use quintet::{End, ErrorKind, RetryPolicy, Wait};

const RELEASE: &str = "detector@1.2.0";
const SOON: Duration = Duration::from_millis(1);

/// A simulator, in which a second takes so little that no wait is felt, and its client, which never retries by itself.
struct Bench {
    simulator: Simulator,
    client: Client,
}

impl Bench {
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = simulator.start().await.unwrap();
        let client = client(&simulator, simulator.token());
        Self { simulator, client }
    }

    fn succeeded(&self, id: &str) -> Wait<UntilSucceeded> {
        self.client.jobs().wait(id).interval(SOON)
    }

    fn settled(&self) -> Wait<UntilSettled> {
        self.client.system().wait().interval(SOON)
    }
}

fn client(simulator: &Simulator, token: &str) -> Client {
    let builder = Client::builder().base_url(simulator.base_url());
    let builder = builder.token(token).retry(RetryPolicy::never());
    builder.build().unwrap()
}

#[tokio::test]
async fn a_job_is_seen_on_its_way() {
    let bench = Bench::start().await;
    bench.simulator.add_job(Job::new("job").pending());
    let mut states = pin!(bench.succeeded("job").updates());
    let mut seen = Vec::new();
    while let Some(state) = states.next().await {
        let status = state.unwrap().status.unwrap();
        match status {
            JobStatus::Pending => bench.simulator.start_job("job"),
            JobStatus::Running => bench
                .simulator
                .finish_job("job", quintet::sim::synapse::JobStatus::Succeeded),
            _ => {}
        }
        seen.push(status);
    }
    seen.dedup();
    let all = [JobStatus::Pending, JobStatus::Running, JobStatus::Succeeded];
    assert_eq!(seen, all);
}

#[tokio::test]
async fn one_that_ended_badly_ends_it_at_the_first_look() {
    let bench = Bench::start().await;
    for (id, words) in [
        ("raysubmit_failed", "it is FAILED: Job entrypoint command"),
        ("raysubmit_stopped", "it is STOPPED: Job was intentionally"),
    ] {
        bench.simulator.clear_requests();
        let error = bench.succeeded(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert!(error.message().contains(words), "{error}");
        assert_eq!(bench.simulator.request_count("GET", "/jobs/"), 1);
        let over = bench.client.jobs().wait_until_over(id).await.unwrap();
        assert!(over.is_over());
    }
    let succeeded = bench.client.jobs().wait("raysubmit_succeeded");
    assert_eq!(succeeded.await.unwrap().driver_exit_code, Some(0));
    let unknown = bench.succeeded("nobody").await.unwrap_err();
    assert!(unknown.is_not_found());
    let wait = client(&bench.simulator, "wrong").jobs().wait("nobody");
    assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn one_that_vanishes_is_gone() {
    let bench = Bench::start().await;
    let mut states = pin!(bench.succeeded("raysubmit_pending").updates());
    let seen = states.try_next().await.unwrap().unwrap();
    assert_eq!(seen.status, Some(JobStatus::Pending));
    bench.simulator.remove_job("raysubmit_pending");
    let error = states.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone);
    assert!(error.message().contains("last seen PENDING"), "{error}");
}

#[tokio::test]
async fn passing_failures_do_not_end_it() {
    let bench = Bench::start().await;
    let run = bench.client.plugins().run(RELEASE, "train").job_id("job");
    run.await.unwrap();
    let faults = [
        Fault::status(503),
        Fault::status(502),
        Fault::status(429),
        Fault::reset(),
        Fault::truncate(5),
    ];
    for fault in faults {
        bench.simulator.inject(fault.on("GET", "/jobs/"));
    }
    bench.simulator.set_ray_down(true);
    let mut states = pin!(bench.succeeded("job").end());
    let down = bench.simulator.clone();
    let end = tokio::select! {
        biased;
        end = &mut states => end,
        () = seen(&down, 7) => {
            down.set_ray_down(false);
            states.await
        }
    };
    assert!(matches!(end.unwrap(), End::Ready(_)));
}

/// Returns when so many looks were made.
async fn seen(simulator: &Simulator, looks: usize) {
    while simulator.request_count("GET", "/jobs/") < looks {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn its_time_ends_it_with_the_last_state() {
    let bench = Bench::start().await;
    let wait = bench.succeeded("raysubmit_pending");
    let error = wait.timeout(Duration::from_millis(500)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("last seen PENDING"), "{error}");
}

#[tokio::test]
async fn every_end_of_a_build_is_told() {
    let bench = Bench::start().await;
    let failed = BuildOutcome::Failed("no space left".to_owned());
    for (outcome, kind, words) in [
        (failed, ErrorKind::Failed, "it is failed: no space left"),
        (
            BuildOutcome::Cancelled,
            ErrorKind::Failed,
            "it is cancelled",
        ),
        (
            BuildOutcome::Endless,
            ErrorKind::Timeout,
            "last seen building",
        ),
    ] {
        bench.simulator.set_build_outcome(outcome);
        let created = bench.client.containers().create(RELEASE).await.unwrap();
        let wait = bench.client.builds().wait(created.build_id.unwrap());
        let wait = wait.interval(SOON).timeout(Duration::from_millis(500));
        let error = wait.await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.message().contains(words), "{error}");
    }
}

#[tokio::test]
async fn every_end_of_an_inference_is_told() {
    let bench = Bench::start().await;
    let plugins = bench.client.plugins();
    let infer = async |deferral| {
        bench.simulator.set_deferral(Some(deferral));
        let call = plugins.run(RELEASE, "inference").param("model", 12);
        let reply = call.param("json", "x").await.unwrap();
        let ticket = Deferred::of(&reply).unwrap().ticket.unwrap();
        let wait = plugins.wait_for_result(RELEASE, 12, ticket).interval(SOON);
        wait.timeout(Duration::from_millis(500)).await
    };
    let result = infer(Deferral::After(3)).await.unwrap();
    assert_eq!(
        (&result["model"], &result["input"]),
        (&12.into(), &"x".into())
    );
    let failed = infer(Deferral::Fails("out of memory".to_owned())).await;
    let failed = failed.unwrap_err();
    assert_eq!(failed.kind(), ErrorKind::Failed);
    assert!(failed.message().contains("out of memory"), "{failed}");
    let never = infer(Deferral::Never).await.unwrap_err();
    assert_eq!(never.kind(), ErrorKind::Timeout);
    // A result is given once.
    let again = plugins.wait_for_result(RELEASE, 12, "t1-1").interval(SOON);
    assert_eq!(again.await.unwrap_err().kind(), ErrorKind::Gone);
}

#[tokio::test]
async fn an_agent_that_is_away_is_waited_for_whatever_that_looks_like() {
    let bench = Bench::start().await;
    let system = bench.client.system();
    for (number, absence) in [
        Absence::Refused,
        Absence::Dropped,
        Absence::Status(502),
        Absence::Status(503),
    ]
    .into_iter()
    .enumerate()
    {
        bench.simulator.set_system_absence(absence);
        let tag = format!("1.{number}");
        let update = system.update().api_tag(&tag).worker_tag(&tag);
        let status = update.and_wait(bench.settled()).await.unwrap();
        assert_eq!(status.worker_tag.as_deref(), Some(&*tag), "{absence:?}");
        let status = system.restart().and_wait(bench.settled()).await.unwrap();
        assert!(!status.in_progress);
    }
    // It comes back, but as it was: the tags say so.
    bench
        .simulator
        .set_system_outcome(SystemOutcome::StartedInVain);
    let update = system.update().api_tag("2").and_wait(bench.settled());
    assert_eq!(update.await.unwrap().api_tag.as_deref(), Some("1.3"));
    let failed = SystemOutcome::Failed("manifest unknown".to_owned());
    bench.simulator.set_system_outcome(failed);
    let error = system.update().and_wait(bench.settled()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains("manifest unknown"), "{error}");
}
