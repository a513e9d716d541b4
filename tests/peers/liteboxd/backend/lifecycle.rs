//! States, and what passes with time.

use std::time::Duration;

use quintet::liteboxd::{LifecycleStatus, SandboxStatus};
use quintet::sim::Fault;
use tokio::time::advance;

use crate::peers::liteboxd::stage::{OFTEN, PERSISTENT, PLAIN, Stage};
use crate::support::frozen::Frozen;

/// `lifecycle_status` and `status` of a sandbox.
async fn state(stage: &Stage, id: &str) -> (String, String) {
    let sandbox = stage.get(id).await;
    let lifecycle = sandbox.lifecycle_status.unwrap();
    (lifecycle.to_string(), sandbox.status.to_string())
}

/// `TestParseLifecycleStatusAll`
#[tokio::test]
async fn every_lifecycle_has_its_status() {
    let stage = Stage::frozen().await;
    let created = stage.created(PLAIN).await;
    let pending = stage.created(PERSISTENT).await;
    let running = stage.running(PLAIN).await;
    let succeeded = stage.running(PLAIN).await;
    stage.simulator.finish(&succeeded);
    let failed = stage.running(PLAIN).await;
    stage.simulator.fail(&failed, "OOMKilled");
    let lost = stage.running(PLAIN).await;
    stage.simulator.lose(&lost);
    for (id, lifecycle, status) in [
        (created, "creating", "pending"),
        (pending, "pending", "pending"),
        (running, "running", "running"),
        (succeeded, "succeeded", "succeeded"),
        (failed, "failed", "failed"),
        (lost, "lost", "unknown"),
        (stage.stopped().await, "stopped", "stopped"),
        (stage.terminating(PLAIN).await, "terminating", "terminating"),
    ] {
        let expected = (lifecycle.to_owned(), status.to_owned());
        assert_eq!(state(&stage, &id).await, expected);
    }
}

/// `TestParseLifecycleStatusAll`, the rest
#[tokio::test]
async fn a_deleted_record_and_an_unknown_state_are_unknown() {
    let stage = Stage::fast().await;
    let id = stage.deleted(PLAIN).await;
    let records = stage.client.sandboxes().metadata().id_prefix(&id);
    let record = records.await.unwrap().items.remove(0);
    assert_eq!(record.status, SandboxStatus::Unknown);
    assert_eq!(record.lifecycle_status, Some(LifecycleStatus::Deleted));

    let id = stage.created(PLAIN).await;
    let mut body = stage.look(&format!("/sandboxes/{id}")).await;
    body["lifecycle_status"] = "hibernating".into();
    body["status"] = "asleep".into();
    let fault = Fault::status(200).body("application/json", body.to_string());
    stage.simulator.inject(fault);
    let expected = ("hibernating".to_owned(), "asleep".to_owned());
    assert_eq!(state(&stage, &id).await, expected, "nothing is lost");
}

/// `TestCreatePersistentSandboxReturnsPendingLifecycle`
#[tokio::test]
async fn a_new_persistent_sandbox_is_pending_in_both_ways() {
    let stage = Stage::frozen().await;
    let created = stage.client.sandboxes().create(PERSISTENT).await.unwrap();
    assert_eq!(created.status, SandboxStatus::Pending);
    assert_eq!(created.lifecycle_status, Some(LifecycleStatus::Pending));
    assert!(created.is_persistent());
}

/// `TestSandboxStoreListExpiredActive{SkipsTTLZero,ExcludesStopped}`
#[tokio::test(start_paused = true)]
async fn what_never_expires_and_what_is_stopped_stays() {
    let _frozen = Frozen::new();
    let mut stage = Stage::real().await;
    let minute = Duration::from_secs(60);
    let mortal = stage.client.sandboxes().create(PERSISTENT).ttl(minute);
    let mortal = mortal.await.unwrap().id;
    let stopped = stage.client.sandboxes().create(PERSISTENT).ttl(minute);
    let stopped = stopped.await.unwrap().id;
    stage.client.sandboxes().stop(&stopped).await.unwrap();
    let immortal = stage.created(PERSISTENT).await;
    // The cleaner comes every 30 s, and what it finds is gone 51 s later.
    advance(Duration::from_secs(100)).await;
    stage.reconnect();
    let mut states = Vec::new();
    for id in [mortal, stopped, immortal] {
        states.push(state(&stage, &id).await.1);
    }
    let listed = stage.client.sandboxes().list().await.unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(states, ["terminating", "stopped", "running"]);
}

/// `TestSandboxStoreListExpiredActive`, what it is for
#[tokio::test]
async fn what_expires_goes_the_way_of_what_is_deleted() {
    let stage = Stage::fast().await;
    let create = stage.client.sandboxes().create(PLAIN);
    let id = create.ttl(Duration::from_secs(1)).await.unwrap().id;
    let gone = stage.client.sandboxes().wait_until_deleted(&id);
    gone.interval(OFTEN).await.unwrap();
    let history = stage.look(&format!("/sandboxes/{id}/status-history")).await;
    let items = history["items"].as_array().unwrap();
    let cleaned = items.iter().find(|item| item["to_status"] == "terminating");
    assert_eq!(cleaned.unwrap()["source"], "ttl_cleaner");
}
