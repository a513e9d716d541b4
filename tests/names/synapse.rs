//! The methods and promises of the document of Synapse's agent client, in its order. Names that begin with `get_` or end with
//! what the methods are about have lost that, as is usual in Rust. Contract: §1.2, §2, §3, §8.

use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::ErrorKind;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::synapse::{Job, JobStatus, Simulator, TailFault};
use quintet::synapse::{Client, Protocol, TailLimits, TailOutcome};
use tokio::runtime::Runtime;

use crate::support::raw_synapse::builder;

async fn stage() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    let builder = builder(&simulator.base_url()).token(simulator.token());
    (simulator, builder.build().unwrap())
}

/// A job of so many lines that is over.
fn ended(simulator: &Simulator, lines: u64) {
    let job = Job::new("train-1").generate(lines, |line| format!("epoch {line}"));
    simulator.add_job(job.then(JobStatus::Succeeded));
}

/// `AgentClient(base_url, agent_token, user_token, tenant, timeout={"connect": …, "read": …})`, and `AsyncAgentClient` of the
/// same; closed by leaving its block.
#[tokio::test]
async fn clients() {
    let simulator = Simulator::start().await.unwrap();
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .user_token("user-1")
        .tenant("tenant-1")
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    client.health().await.unwrap();
    let request = simulator.requests().remove(0);
    assert_eq!(request.headers()["authorization"], simulator.token());
    assert_eq!(request.headers()["synapse-user"], "Token user-1");
    assert_eq!(request.headers()["synapse-tenant"], "Token tenant-1");
}

/// `health_check`.
#[tokio::test]
async fn health() {
    let (simulator, client) = stage().await;
    assert!(client.health().await.unwrap().is_object());
    simulator.revoke_token();
    let error = client.health().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

/// `list_jobs`, `get_job`, `get_job_logs` (also called `list_job_logs`) and `stop_job`.
#[tokio::test]
async fn jobs() {
    let (_simulator, client) = stage().await;
    let jobs = client.jobs();
    let all = jobs.list().await.unwrap();
    assert!(all.iter().any(|job| job.id() == Some("raysubmit_abc123")));
    let job = jobs.get("raysubmit_succeeded").await.unwrap();
    assert_eq!(job.status.unwrap().to_string(), "SUCCEEDED");
    let logs = jobs.logs("raysubmit_succeeded").await.unwrap();
    assert!(logs.contains("loading the model\n"), "{logs}");
    jobs.stop("raysubmit_abc123").await.unwrap();
    let error = jobs.stop("raysubmit_failed").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(jobs.get("none").await.unwrap_err().is_not_found());
}

/// `for line in client.tail_job_logs(job_id, timeout=…, protocol="auto")`, and `websocket` and `http`.
#[tokio::test]
async fn tails() {
    let (simulator, client) = stage().await;
    ended(&simulator, 20);
    for name in ["auto", "websocket", "http"] {
        let protocol: Protocol = name.parse().unwrap();
        let tail = client.jobs().tail("train-1").protocol(protocol);
        let mut tail = tail.idle_timeout(Duration::from_secs(60)).await.unwrap();
        let mut lines = 0;
        while let Some(line) = tail.next_line().await.unwrap() {
            assert_eq!(line, format!("epoch {lines}"));
            lines += 1;
        }
        assert_eq!((lines, tail.outcome()), (20, Some(TailOutcome::Complete)));
    }
}

/// `async for line in …`, and a loop that is left before the end.
#[tokio::test]
async fn tails_that_are_left() {
    let (simulator, client) = stage().await;
    let mut tail = client.jobs().tail("raysubmit_abc123").await.unwrap();
    while let Some(line) = tail.try_next().await.unwrap() {
        if line.contains("step 2/") {
            break;
        }
    }
    drop(tail);
    simulator.until_tails(|counts| counts.open == 0).await;
}

/// `StreamLimits(max_messages, max_lines, max_bytes, max_message_size)`, of a tail and not of the client. The document's
/// message size is that of a line here.
#[tokio::test]
async fn limits() {
    let (simulator, client) = stage().await;
    ended(&simulator, 100);
    let limits = TailLimits::default()
        .messages(10_000)
        .lines(30)
        .bytes(50 * 1024 * 1024)
        .message_size(10 * 1024);
    let tail = client.jobs().tail("train-1").limits(limits);
    let mut tail = tail.await.unwrap();
    for _ in 0..30 {
        tail.next_line().await.unwrap().unwrap();
    }
    let error = tail.next_line().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(tail.outcome(), Some(TailOutcome::Limit));
}

/// `list_nodes`, `get_node`, `list_tasks` and `get_task`.
#[tokio::test]
async fn nodes_and_tasks() {
    let (_simulator, client) = stage().await;
    let nodes = client.nodes().list().await.unwrap();
    let id = nodes[0].node_id.clone().unwrap();
    let node = client.nodes().get(&id).await.unwrap();
    assert_eq!((node.node_id, node.state.is_some()), (Some(id), true));
    let tasks = client.tasks().list().await.unwrap();
    let id = tasks[0].task_id.clone().unwrap();
    let task = client.tasks().get(&id).await.unwrap();
    assert!(task.task_id == Some(id) && task.name.is_some() && task.state.is_some());
}

/// `list_serve_applications`, `get_serve_application` and `delete_serve_application`.
#[tokio::test]
async fn serve_applications() {
    let (_simulator, client) = stage().await;
    let serve = client.serve();
    let all = serve.list().await.unwrap();
    let name = all[0].name.clone().unwrap();
    assert!(serve.get(&name).await.unwrap().status.is_some());
    serve.delete(&name).await.unwrap();
    assert!(serve.get(&name).await.unwrap_err().is_not_found());
}

/// `ClientError.status_code` of the document's table. What no agent has sent has no status here, but a kind.
#[tokio::test]
async fn errors() {
    let (simulator, client) = stage().await;
    let tail = |id: &str| client.jobs().tail(id).reconnects(0);
    // 400. The document's own example, `invalid-job`, is an id like any other.
    let error = tail("job/../x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    // 404.
    let error = tail("invalid-job").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.status().unwrap(), 404);
    // 408.
    ended(&simulator, 20);
    simulator.inject_tail(TailFault::silence());
    let silent = tail("train-1").idle_timeout(Duration::from_secs(1));
    let error = silent.await.unwrap().next_line().await.unwrap_err();
    assert!(error.is_timeout());
    // 429.
    let limited = tail("train-1").limits(TailLimits::default().bytes(1));
    let error = limited.await.unwrap().next_line().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    // 500.
    simulator.inject_tail(TailFault::error("the log cannot be read"));
    let error = tail("train-1").await.unwrap().next_line().await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Server);
    // 503.
    simulator.stop().await;
    let error = tail("train-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

/// The synchronous client of the document is the same client.
#[test]
fn synchronous() {
    let runtime = Runtime::new().unwrap();
    let (simulator, client) = runtime.block_on(stage());
    ended(&simulator, 3);
    client.health().blocking().unwrap();
    let tail = client.jobs().tail("train-1").blocking().unwrap();
    let lines: Result<Vec<_>, _> = tail.blocking_iter().unwrap().collect();
    assert_eq!(lines.unwrap(), ["epoch 0", "epoch 1", "epoch 2"]);
}
