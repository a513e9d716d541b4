//! Jobs, the cluster and what it has left.

use std::collections::HashMap;
use std::time::Duration;

use quintet::RetryPolicy;
use quintet::synapse::FeasibilityKind;

use super::{SEGMENT, check, refusal};

const ZERO: Duration = Duration::ZERO;

#[tokio::test]
async fn ids_of_jobs_that_are_changed() {
    const RIGHT: &str = "give 1 to 100 of `A-Z`, `a-z`, `0-9`, `-` and `_`";
    let format = "Invalid job ID format";
    let empty = "job ID cannot be empty";
    check(async |client| {
        let stop = |id: &str| refusal(client.jobs().stop(id));
        vec![
            ("nothing", stop("").await, [empty, RIGHT]),
            ("a path", stop("job/../x").await, [format, RIGHT]),
            ("a line end", stop("job\n").await, [format, RIGHT]),
            ("an at sign", stop("user@domain.com").await, [format, RIGHT]),
            ("a dot", stop("my.job").await, [format, RIGHT]),
            ("a blank", stop("a b").await, [format, RIGHT]),
            ("a quote", stop("a'b").await, [format, RIGHT]),
            ("a query", stop("a?b=1#f").await, [format, RIGHT]),
            ("letters of others", stop("작업").await, [format, RIGHT]),
            (
                "too long",
                stop(&"x".repeat(101)).await,
                ["job ID too long: 101 characters", RIGHT],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn ids_of_what_is_read() {
    let job = "Invalid job ID format: job ID \"a/b\" contains a path separator";
    check(async |client| {
        let (jobs, serve) = (client.jobs(), client.serve());
        vec![
            (
                "no job",
                refusal(jobs.get("")).await,
                ["job ID cannot be empty", "give the `submission_id`"],
            ),
            ("a job", refusal(jobs.get("a/b")).await, [job, SEGMENT]),
            (
                "a log",
                refusal(jobs.logs("../nodes")).await,
                ["Invalid job ID format", SEGMENT],
            ),
            (
                "a wait",
                jobs.wait("..").await.err(),
                ["Invalid job ID format", SEGMENT],
            ),
            (
                "a wait for the end",
                jobs.wait_until_over("a\n").await.err(),
                ["Invalid job ID format", SEGMENT],
            ),
            (
                "a node",
                refusal(client.nodes().get("")).await,
                ["node id \"\" is empty", SEGMENT],
            ),
            (
                "a task",
                refusal(client.tasks().get("..")).await,
                ["\"..\" is a relative path", SEGMENT],
            ),
            (
                "an application",
                refusal(serve.get("a/b")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "an application that is deleted",
                refusal(serve.delete("")).await,
                ["serve application \"\" is empty", SEGMENT],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn resources() {
    const AMOUNT: &str = "give a finite number, 0 or more";
    check(async |client| {
        let resources = client.resources();
        let ask = |cpus| resources.feasibility(FeasibilityKind::Job, cpus);
        let policy = || resources.update_policy();
        let pairs = HashMap::from([((1, 2), 3)]);
        vec![
            ("NaN", refusal(ask(f64::NAN)).await, ["cpus NaN", AMOUNT]),
            (
                "infinity",
                refusal(ask(f64::INFINITY)).await,
                ["cpus inf", AMOUNT],
            ),
            ("less", refusal(ask(-0.5)).await, ["cpus -0.5", AMOUNT]),
            (
                "GPUs",
                refusal(ask(1.0).gpus(f64::NAN)).await,
                ["gpus NaN", AMOUNT],
            ),
            (
                "memory",
                refusal(ask(1.0).memory_bytes(-1)).await,
                ["a negative number of bytes", "give 0 or more"],
            ),
            (
                "replicas",
                refusal(ask(1.0).replicas(-1)).await,
                ["a negative number of bytes or replicas", "give 0 or more"],
            ),
            (
                "metadata",
                refusal(ask(1.0).metadata("n", &pairs)).await,
                ["metadata", "JSON"],
            ),
            (
                "a limit",
                refusal(policy().cpu_max_utilization_percent(f64::NAN)).await,
                ["cpu_max_utilization_percent NaN", AMOUNT],
            ),
            (
                "a limit of no JSON",
                refusal(policy().limit("n", &pairs)).await,
                ["the policy", "JSON"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn options_of_calls_and_waits() {
    let unset = "give a longer time or leave it unset";
    let never = RetryPolicy::default().max_attempts(0);
    check(async |client| {
        let (jobs, system) = (client.jobs(), client.system());
        vec![
            (
                "timeout",
                refusal(jobs.list().timeout(ZERO)).await,
                ["the timeout of the call is zero", unset],
            ),
            (
                "attempts",
                refusal(jobs.list().retry(never)).await,
                ["0 attempts sends nothing", "1 means no retries"],
            ),
            (
                "header",
                refusal(jobs.list().header("a", "\n")).await,
                ["the value of header a is not", "one line"],
            ),
            (
                "interval",
                jobs.wait("j").interval(ZERO).await.err(),
                ["the interval of the wait is zero", unset],
            ),
            (
                "a wait of no time",
                client.builds().wait("b").timeout(ZERO).await.err(),
                ["the timeout of the wait is zero", unset],
            ),
            (
                "an api tag",
                refusal(system.update().api_tag("")).await,
                ["api tag \"\" is empty", "leave it unset"],
            ),
            (
                "a worker tag",
                refusal(system.update().worker_tag("1\n")).await,
                ["worker tag \"1\\n\"", "leave it unset"],
            ),
        ]
    })
    .await;
}
