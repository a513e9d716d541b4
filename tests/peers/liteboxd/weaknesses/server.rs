//! Faults of the server, and what is made of them.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::liteboxd::{PvcState, TemplateSpec};
use quintet::sim::Fault;
use serde_json::Value;

use crate::peers::liteboxd::stage::{PERSISTENT, PLAIN, Stage, UNKNOWN};
use crate::support::frozen::{Frozen, pass_until};

#[tokio::test]
async fn s_what_never_expires_does_not_expire_in_the_year_1() {
    let stage = Stage::frozen().await;
    let id = stage.stopped().await;
    stage.client.sandboxes().start(&id).await.unwrap();
    let started = stage.get(&id).await;
    assert!(started.expires_at.to_rfc3339().starts_with("0001-"));
    assert_eq!(started.expires(), None);
}

#[tokio::test]
async fn t_a_quantity_that_would_leave_a_wreck_is_refused() {
    let stage = Stage::frozen().await;
    let create = || stage.client.sandboxes().create(PLAIN);
    for call in [create().cpu("lots"), create().memory("512MB")] {
        let error = call.await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
    }
    let spec = TemplateSpec::new("alpine:3.20").with_cpu("lots");
    let error = stage.client.templates().create("t", spec).await;
    assert!(error.unwrap_err().is_invalid_input());
    assert!(stage.simulator.requests().is_empty());
}

#[tokio::test]
async fn u_the_export_has_more_than_the_20_newest() {
    let stage = Stage::frozen().await;
    let templates = stage.client.templates();
    for number in 0..25 {
        let spec = TemplateSpec::new("alpine:3.20");
        templates.create(format!("t-{number}"), spec).await.unwrap();
    }
    let exports = stage.client.import_export();
    let all = exports.export_all().await.unwrap();
    let all = std::str::from_utf8(&all).unwrap();
    // Three templates are there from the beginning.
    assert_eq!(all.matches("kind: SandboxTemplate\n").count(), 28);
    let oldest = exports.export_all().names([PERSISTENT]).await.unwrap();
    let oldest = std::str::from_utf8(&oldest).unwrap();
    assert!(oldest.contains(PERSISTENT), "{oldest}");
}

#[tokio::test]
async fn v_a_command_whose_result_would_be_lost_is_refused() {
    let stage = Stage::frozen().await;
    let command = stage.client.sandboxes().execute(UNKNOWN, ["make"]);
    let command = command.command_timeout(Duration::from_secs(61));
    let error = command.await.unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
    assert!(error.message().contains("WRITE_TIMEOUT"), "{error}");
    assert!(stage.simulator.requests().is_empty());
}

#[tokio::test]
async fn w_an_upload_that_was_too_slow_is_told_so() {
    let stage = Stage::frozen().await;
    let body = r#"{"error":"path is required"}"#;
    let fault = Fault::status(400).body("application/json", body);
    stage.simulator.inject(fault);
    let upload = stage.client.sandboxes().upload(UNKNOWN, "/x", "content");
    let error = upload.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.message().contains("as it does after 10 s"), "{error}");
}

/// The server refuses to filter what its own items say; a client has to do it.
#[tokio::test]
async fn x_volumes_that_are_being_deleted_are_found() {
    let stage = Stage::frozen().await;
    stage.terminating(PERSISTENT).await;
    let all = stage.look("/sandboxes/pvcs").await;
    assert_eq!(all["items"][0]["state"], "deleting");
    let query = "/sandboxes/pvcs?state=deleting";
    let (status, _) = stage.ask("GET", query, &Value::Null).await;
    assert_eq!(status, 400, "the server itself refuses the filter");
    let deleting = stage.client.sandboxes().pvcs().state(PvcState::Deleting);
    let found = deleting.all().await.unwrap();
    assert!(found.len() == 1 && found[0].state == PvcState::Deleting);
}

/// Reading first tells an unknown sandbox from a silent one.
#[tokio::test]
async fn y_an_unknown_sandbox_has_an_empty_log_and_is_not_found_when_read() {
    let stage = Stage::frozen().await;
    let sandboxes = stage.client.sandboxes();
    let logs = sandboxes.logs(UNKNOWN).await.unwrap();
    assert_eq!((&*logs.logs, logs.events().len()), ("", 0));
    assert!(sandboxes.get(UNKNOWN).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn z_a_reply_that_the_gateway_cuts_is_told_so() {
    let _frozen = Frozen::new();
    let stage = Stage::real().await;
    let id = stage.running(PLAIN).await;
    let port = stage.client.sandboxes().port(&stage.get(&id).await, 44772);
    let port = port.unwrap();
    let read = async {
        let reply = port.get("/stream").query("seconds", "60").await?;
        reply.bytes().await
    };
    let cut = pass_until(read, Duration::from_secs(60)).await.unwrap_err();
    assert_eq!(cut.kind(), ErrorKind::Transport, "{cut:?}");
    assert!(cut.message().contains("10 s after each request"), "{cut}");
}
