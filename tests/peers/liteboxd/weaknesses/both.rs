//! Weaknesses of both other SDKs.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use quintet::liteboxd::{DesiredState, NetworkSpec, PersistenceSpec, PrepullStatus, TemplateSpec};
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy, Upload};

use crate::peers::liteboxd::stage::{OFTEN, PERSISTENT, PLAIN, Stage};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Tell, Until, Wait};
use crate::support::raw_server::{RawServer, builder, given, head, reply, send, signal};

#[tokio::test]
async fn a_a_prepull_task_can_be_read_and_waited_for() {
    let stage = Stage::fast().await;
    let prepulls = stage.client.prepulls();
    let task = prepulls.create("alpine:3.20").await.unwrap();
    assert_eq!(prepulls.get(&task.id).await.unwrap().image, "alpine:3.20");
    let done = prepulls.wait_for_completion(&task.id).interval(OFTEN);
    assert_eq!(done.await.unwrap().status, PrepullStatus::Completed);
}

#[tokio::test]
async fn b_both_forms_of_errors_are_read() {
    let stage = Stage::frozen().await;
    let nested = stage.client.templates().get("none").await.unwrap_err();
    assert_eq!(nested.code(), Some("TEMPLATE_NOT_FOUND"));
    assert!(nested.message().contains("none"), "{nested}");
    let flat = stage.client.sandboxes().get("none").await.unwrap_err();
    assert_eq!((flat.code(), flat.message()), (None, "sandbox not found"));
}

#[tokio::test]
async fn c_an_id_is_one_segment_of_the_path() {
    let stage = Stage::frozen().await;
    let templates = stage.client.templates();
    let spec = TemplateSpec::new("alpine:3.20");
    templates.create("victim", spec).await.unwrap();
    let sandboxes = stage.client.sandboxes();
    for id in [
        "../templates/victim",
        "..",
        "",
        "a/logs",
        "a?x=",
        "a%2Flogs",
    ] {
        stage.simulator.clear_requests();
        assert!(sandboxes.delete(id).await.is_err(), "{id:?}");
        for request in stage.simulator.requests() {
            let rest = request.path().strip_prefix("/api/v1/sandboxes/");
            let rest = rest.unwrap_or_else(|| panic!("{id:?}: {}", request.path()));
            assert!(!rest.is_empty() && !rest.contains(['/', '?']), "{rest}");
        }
    }
    assert_eq!(templates.get("victim").await.unwrap().name, "victim");
}

#[tokio::test]
async fn d_one_blip_ends_neither_a_call_nor_a_wait() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let sandboxes = stage.client.sandboxes();
    let policy = RetryPolicy::default().base_delay(OFTEN).max_delay(OFTEN);
    for fault in [Fault::reset(), Fault::status(503), Fault::status(502)] {
        stage.simulator.inject(fault.clone());
        let read = sandboxes.get(&id).retry(policy.clone()).response().await;
        assert_eq!(read.unwrap().attempts(), 2, "{fault:?}");
        // Without retries: the wait looks again.
        stage.simulator.inject(fault.clone());
        let ready = sandboxes.wait_for_ready(&id).interval(OFTEN).await;
        assert!(ready.unwrap().is_running(), "{fault:?}");
    }
}

#[tokio::test]
async fn e_a_wait_ends_where_nothing_can_become_of_it() {
    let stage = Stage::frozen().await;
    let lost = stage.running(PLAIN).await;
    stage.simulator.lose(&lost);
    let terminating = stage.terminating(PLAIN).await;
    let stopped = stage.stopped().await;
    for id in [lost, terminating, stopped] {
        stage.simulator.clear_requests();
        let wait = stage.client.sandboxes().wait_for_ready(&id);
        assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Failed);
        assert_eq!(stage.simulator.requests().len(), 1);
    }
}

/// A time limit so short that nothing below could keep to it.
fn hasty(stage: &Stage) -> quintet::liteboxd::Sandboxes {
    let builder = quintet::liteboxd::Client::builder().base_url(stage.simulator.base_url());
    let builder = builder.token(stage.simulator.token());
    let client = builder.timeout(Duration::from_millis(5)).build();
    client.unwrap().sandboxes()
}

#[tokio::test]
async fn f_the_time_limit_of_calls_is_neither_that_of_commands_nor_of_files() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let slow = Fault::delay(Duration::from_millis(20));
    stage.simulator.inject(slow.clone().times(4));
    let error = hasty(&stage).get(&id).retry(RetryPolicy::never()).await;
    assert!(error.unwrap_err().is_timeout(), "a call has the limit");
    let result = hasty(&stage).execute(&id, ["echo", "done"]).await.unwrap();
    assert_eq!(result.stdout, "done\n");
    hasty(&stage).upload(&id, "/x", "content").await.unwrap();
    let read = hasty(&stage).download(&id, "/x").await.unwrap();
    assert_eq!(read.bytes().await.unwrap(), "content");
}

/// The server has the first piece before there is a second one.
#[tokio::test(start_paused = true)]
async fn g_an_upload_is_sent_while_it_is_read() {
    let _frozen = Frozen::new();
    let arrived = signal();
    let accepted = reply("200 OK", r#"{"message":"file uploaded successfully"}"#);
    let script = vec![
        Until("first"),
        Tell(arrived.clone()),
        Request,
        send(accepted),
    ];
    let server = RawServer::start([script]).await;
    let pieces = stream::once(async { "first" }).chain(stream::once(async move {
        given(&arrived).await;
        "second"
    }));
    let content = Upload::stream(pieces.map(|piece| Ok::<_, quintet::Error>(Bytes::from(piece))));
    let sandboxes = builder(server.url()).build().unwrap().sandboxes();
    sandboxes.upload("a1b2c3d4", "/x", content).await.unwrap();
}

/// The client has the first piece before the server has sent the second one.
#[tokio::test(start_paused = true)]
async fn g_a_download_is_read_while_it_is_sent() {
    let _frozen = Frozen::new();
    let seen = signal();
    let script = vec![
        Request,
        send(head("200 OK\ncontent-length: 6") + "one"),
        Wait(seen.clone()),
        send("two"),
    ];
    let server = RawServer::start([script]).await;
    let sandboxes = builder(server.url()).build().unwrap().sandboxes();
    let mut download = sandboxes.download("a1b2c3d4", "/x").await.unwrap();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "one");
    seen.notify_one();
    assert_eq!(download.try_next().await.unwrap().unwrap(), "two");
}

#[tokio::test]
async fn h_records_the_gateway_and_what_deleting_gives() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let sandboxes = stage.client.sandboxes();
    let port = sandboxes.port(&stage.get(&id).await, 44772).unwrap();
    assert_eq!(port.get("/ping").await.unwrap().status(), 200);
    let record = sandboxes.delete(&id).await.unwrap().unwrap();
    assert_eq!(record.id, id);
    let records = sandboxes.metadata().desired_state(DesiredState::Deleted);
    assert_eq!(records.await.unwrap().items[0].id, id);
}

#[tokio::test]
async fn i_an_update_of_what_was_read_loses_neither_persistence_nor_network() {
    let stage = Stage::frozen().await;
    let templates = stage.client.templates();
    let spec = TemplateSpec::new("ubuntu:24.04")
        .with_persistence(PersistenceSpec::new("fast"))
        .with_network(NetworkSpec::internet());
    let created = templates.create("t", spec).await.unwrap();
    let before = created.into_spec().unwrap();
    templates.update("t", before.clone()).await.unwrap();
    let after = templates.get("t").await.unwrap().into_spec().unwrap();
    let class = after
        .persistence
        .as_ref()
        .unwrap()
        .storage_class_name
        .as_deref();
    assert_eq!(class, Some("fast"));
    let value = |spec| serde_json::to_value::<TemplateSpec>(spec).unwrap();
    assert_eq!(value(after), value(before));
    let kept = stage.client.sandboxes().create(PERSISTENT).await.unwrap();
    assert!(kept.is_persistent());
}
