//! What an agent is told, and what it says. Contract: §1.4 to §1.6, §7 (20, 21, 26, 30, 31).

use std::error::Error as _;

use quintet::synapse::{
    JobStatus, NodeState, Protocol, Refusal, ServeApplicationStatus, TaskState,
};
use quintet::{Call, Error, ErrorKind, Invoke, Upload};
use serde_json::json;

use crate::support::raw_server::RawServer;
use crate::support::raw_server::Step::Close;
use crate::support::raw_synapse::{TOKEN, answers, builder, client};

/// What a call fails with, and how many requests it took.
async fn failed<I: Invoke>(server: &RawServer, call: Call<I>) -> (Error, usize) {
    let before = server.received().len();
    let error = call.await.err().expect("an error");
    (error, server.received().len() - before)
}

#[tokio::test]
async fn w20_what_changes_something_is_sent_once() {
    for status in ["502 Bad Gateway", "503 Unavailable", "504 Gateway Timeout"] {
        let lines = format!("{status}\nretry-after: 0");
        let server = RawServer::start([answers(&lines, "{}")]).await;
        let client = client(server.url());
        let (containers, docker) = (client.containers(), client.docker());
        let (plugins, system) = (client.plugins(), client.system());
        let plugin = Upload::from("PK").named("a.zip");
        for (error, requests) in [
            failed(&server, client.jobs().stop("job")).await,
            failed(&server, plugins.run("d@1", "train")).await,
            failed(&server, plugins.run_debug("train")).await,
            failed(&server, containers.create("d@1")).await,
            failed(&server, containers.create_from_file(plugin)).await,
            failed(&server, docker.create("d@1")).await,
            failed(&server, system.update()).await,
            failed(&server, system.restart()).await,
        ] {
            assert_eq!((error.attempts(), requests), (1, 1), "{error}");
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        }
    }
}

#[tokio::test]
async fn w21_a_lack_of_gpus_is_told_with_its_numbers() {
    let body = json!({
        "error_type": "gpu_unavailable", "message": "All GPUs are busy",
        "max_utilization": 97.5, "threshold": 90.0, "node": "a",
    });
    let server = RawServer::start([answers("503 Unavailable", &body.to_string())]).await;
    let client = client(server.url());
    let error = client.plugins().run("d@1", "train").await.unwrap_err();
    assert_eq!(error.code(), Some("gpu_unavailable"));
    assert_eq!(error.message(), "All GPUs are busy");
    let Some(Refusal::GpuUnavailable {
        max_utilization,
        threshold,
        details,
        ..
    }) = Refusal::of(&error)
    else {
        panic!("{error:?}");
    };
    assert_eq!((max_utilization, threshold), (Some(97.5), Some(90.0)));
    assert_eq!(details["node"], "a");
    // Nor is any other 503 without its body, also after the last attempt.
    let server =
        RawServer::start([answers("503 Unavailable", r#"{"detail":"Ray is down"}"#)]).await;
    let error = self::client(server.url()).jobs().list().await.unwrap_err();
    assert!(error.is_exhausted() && error.message() == "Ray is down");
    assert_eq!(&**error.body().unwrap(), br#"{"detail":"Ray is down"}"#);
}

/// An agent that is well has not done what it has refused to do.
#[tokio::test]
async fn w26_a_refused_order_is_no_success() {
    for (status, kind) in [
        ("401 Unauthorized", ErrorKind::Unauthorized),
        ("403 Forbidden", ErrorKind::Forbidden),
        ("404 Not Found", ErrorKind::NotFound),
        ("409 Conflict", ErrorKind::Conflict),
        ("422 Unprocessable", ErrorKind::BadRequest),
        ("500 Oops", ErrorKind::Server),
        ("503 Unavailable", ErrorKind::Unavailable),
    ] {
        for is_update in [true, false] {
            let refused = answers(status, r#"{"detail":"no"}"#);
            let well = answers("200 OK", r#"{"in_progress":false}"#);
            let server = RawServer::start([refused, well]).await;
            let system = client(server.url()).system();
            let done = match is_update {
                true => system.update().and_wait(system.wait()).await,
                false => system.restart().and_wait(system.wait()).await,
            };
            let error = done.unwrap_err();
            assert_eq!(error.kind(), kind, "{status}");
            assert_eq!(error.status().unwrap().as_str(), &status[..3]);
            assert_eq!(server.received().len(), 1, "{status}");
        }
    }
}

/// Also one that says so itself.
#[tokio::test]
async fn w26_an_order_that_failed_is_no_success() {
    let failed = r#"{"status":"error","message":"manifest unknown"}"#;
    let server = RawServer::start([answers("200 OK", failed)]).await;
    let system = client(server.url()).system();
    let error = system.update().and_wait(system.wait()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Failed, "manifest unknown")
    );
    assert_eq!(server.received().len(), 1);
}

/// Whatever an agent repeats of what it was sent: in a header, in a body, in an address, with a scheme or without.
#[tokio::test]
async fn w30_no_handshake_shows_a_credential() {
    let body = json!({
        "detail": format!("authorization: {TOKEN} at ws://agent/?token={TOKEN}\nsynapse-user: Token canary-user"),
    });
    for status in ["401 Unauthorized", "404 Not Found", "426 Upgrade Required"] {
        let lines = format!("{status}\nx-echo: {TOKEN} canary-user canary-tenant");
        let mut script = answers(&lines, &body.to_string());
        script.push(Close);
        let server = RawServer::start([script]).await;
        let builder = builder(server.url()).user_token("canary-user");
        let client = builder.tenant("canary-tenant").build().unwrap();
        let tail = client.jobs().tail("job").protocol(Protocol::WebSocket);
        let error = tail.await.unwrap_err();
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert_eq!(error.operation(), Some("websocket_tail_job_logs"));
        let mut shown = format!("{error} {error:?} {:?} {:?}", error.headers(), error.body());
        let mut cause = error.source();
        while let Some(error) = cause {
            shown += &format!("{error} {error:?}");
            cause = error.source();
        }
        for secret in [TOKEN, "canary"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        // The message is what the agent says, in one line, and no dump of its reply.
        assert_eq!(
            error.message(),
            "authorization: *** at ws://agent/?token=*** synapse-user: Token ***"
        );
    }
}

/// A reply of each kind with states that nobody knows yet, and lists of processes as Ray has them.
#[tokio::test]
async fn w31_states_and_processes_may_be_anything() {
    let snapshot = json!({
        "collected_at": "2026-02-17T00:00:00Z",
        "nodes": [{ "node_id": "a", "state": "DRAINING", "gpus": [{ "index": 0, "processes_pids": [{ "pid": 1 }] }] }],
    });
    let server = RawServer::start([
        answers("200 OK", &snapshot.to_string()),
        answers("200 OK", r#"[{"state":"DRAINING"}]"#),
        answers("200 OK", r#"[{"status":"PAUSED"}]"#),
        answers("200 OK", r#"[{"state":"PARKED"}]"#),
        answers("200 OK", r#"[{"status":"WARM"}]"#),
        answers("200 OK", r#"{"status":"queued"}"#),
    ])
    .await;
    let client = client(server.url());
    let cluster = client.resources().cluster().await.unwrap();
    let node = &cluster.nodes[0];
    assert_eq!(node.state(), NodeState::Other("DRAINING".to_owned()));
    assert_eq!(node.gpus[0].processes_pids, Some(json!([{ "pid": 1 }])));
    let nodes = client.nodes().list().await.unwrap();
    let draining = NodeState::Other("DRAINING".to_owned());
    assert_eq!(nodes[0].state, Some(draining));
    let jobs = client.jobs().list().await.unwrap();
    let paused = JobStatus::Other("PAUSED".to_owned());
    assert_eq!(jobs[0].status, Some(paused));
    assert!(!jobs[0].is_over());
    let tasks = client.tasks().list().await.unwrap();
    assert_eq!(tasks[0].state, Some(TaskState::Other("PARKED".to_owned())));
    let serve = client.serve().list().await.unwrap();
    let warm = ServeApplicationStatus::Other("WARM".to_owned());
    assert_eq!(serve[0].status, Some(warm));
    assert_eq!(client.builds().get("b-1").await.unwrap().status, "queued");
}

#[test]
fn w30_no_setting_of_a_client_is_shown() {
    let url = "ws://127.0.0.1:9";
    let builder = builder(url)
        .user_token("canary-user")
        .tenant("canary-tenant");
    let client = builder.build().unwrap();
    let shown = format!("{client:?} {:?}", client.jobs().tail("job"));
    assert!(
        !shown.contains(TOKEN) && !shown.contains("canary"),
        "{shown}"
    );
}
