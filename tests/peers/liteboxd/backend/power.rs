//! Stop, start and restart.

use std::time::Duration;

use quintet::ErrorKind::{self, BadRequest, Conflict, NotFound};
use quintet::liteboxd::SandboxStatus;
use tokio::time::advance;

use crate::peers::liteboxd::stage::{OFTEN, PERSISTENT, PLAIN, Stage, UNKNOWN};
use crate::support::frozen::Frozen;

/// A refusal is told by its kind, its status and the server's words.
async fn refused(stage: &Stage, verb: &str, id: &str, kind: ErrorKind, status: u16, words: &str) {
    let sandboxes = stage.client.sandboxes();
    let result = match verb {
        "stop" => sandboxes.stop(id).await,
        "start" => sandboxes.start(id).await,
        _ => sandboxes.restart(id).await,
    };
    let error = result.expect_err(verb);
    assert_eq!(error.kind(), kind, "{verb}: {error}");
    assert_eq!(error.status().unwrap(), status, "{verb}: {error}");
    assert!(error.message().contains(words), "{verb}: {error}");
}

/// `TestStop{NotFound,NonPersistent,AlreadyStopped,Terminating}`
#[tokio::test]
async fn what_cannot_be_stopped() {
    let stage = Stage::frozen().await;
    let plain = stage.running(PLAIN).await;
    let stopped = stage.stopped().await;
    let terminating = stage.terminating(PERSISTENT).await;
    for (id, kind, status, words) in [
        (UNKNOWN, NotFound, 404, "not found"),
        (&plain, BadRequest, 400, "only supported for persistence"),
        (&stopped, Conflict, 409, "already stopped"),
        (&terminating, NotFound, 404, "not found"),
    ] {
        refused(&stage, "stop", id, kind, status, words).await;
    }
}

/// `TestStart{NotFound,NonPersistent,NotStopped}`, `TestRestartRejectsStoppedSandbox`
#[tokio::test]
async fn what_cannot_be_started() {
    let stage = Stage::frozen().await;
    let plain = stage.running(PLAIN).await;
    let running = stage.running(PERSISTENT).await;
    let stopped = stage.stopped().await;
    for (verb, id, kind, status, words) in [
        ("start", UNKNOWN, NotFound, 404, "not found"),
        ("start", &plain, BadRequest, 400, "only supported"),
        ("start", &running, Conflict, 409, "not stopped"),
        ("restart", &stopped, Conflict, 409, "is stopped"),
        ("restart", &plain, BadRequest, 400, "only supported"),
    ] {
        refused(&stage, verb, id, kind, status, words).await;
    }
}

/// `TestStopDeletedSandbox`, `TestStartDeletedSandbox`
#[tokio::test]
async fn what_is_deleted_is_not_there() {
    let stage = Stage::fast().await;
    let deleted = stage.deleted(PERSISTENT).await;
    for verb in ["stop", "start", "restart"] {
        refused(&stage, verb, &deleted, NotFound, 404, "not found").await;
    }
}

/// `TestStopSuccess`, `TestStopThenStartCycle`
#[tokio::test]
async fn a_stopped_sandbox_runs_again() {
    let stage = Stage::fast().await;
    let sandboxes = stage.client.sandboxes();
    let id = stage.running(PERSISTENT).await;
    sandboxes.upload(&id, "/kept", "data").await.unwrap();
    for _ in 0..2 {
        sandboxes.stop(&id).await.unwrap();
        let stopped = stage.get(&id).await;
        assert_eq!(stopped.status, SandboxStatus::Stopped);
        assert_eq!((stopped.pod_phase, stopped.pod_ip), (None, None));
        sandboxes.start(&id).await.unwrap();
        let ready = sandboxes.wait_for_ready(&id).interval(OFTEN);
        assert!(ready.await.unwrap().is_running());
    }
    let kept = sandboxes.download(&id, "/kept").await.unwrap();
    assert_eq!(kept.bytes().await.unwrap(), "data");
}

/// `TestStartSuccess`
#[tokio::test(start_paused = true)]
async fn starting_gives_back_the_time_that_it_was_stopped() {
    let _frozen = Frozen::new();
    let mut stage = Stage::real().await;
    let hour = Duration::from_secs(3600);
    let created = stage.client.sandboxes().create(PERSISTENT).ttl(hour);
    let created = created.await.unwrap();
    let before = created.expires().unwrap();
    stage.client.sandboxes().stop(&created.id).await.unwrap();
    advance(hour / 2).await;
    stage.reconnect();
    stage.client.sandboxes().start(&created.id).await.unwrap();
    let started = stage.get(&created.id).await;
    assert_eq!(started.status, SandboxStatus::Pending);
    let more = started.expires().unwrap() - before;
    assert_eq!(more.num_minutes(), 30);
}
