//! The agent's own installation: every documented success, and its absences.

use std::time::Duration;

use quintet::Call;
use quintet::ErrorKind;
use quintet::sim::synapse::{Absence, SystemOutcome};
use quintet::synapse::{
    Client, ComposeConfig, RestartSystem, System, SystemOperation, SystemResultStatus, UpdateSystem,
};
use serde_json::{Value, json};

use super::stage::{SOON, Stage, drive, wire};

/// Makes every call with success. The agent is away in between.
pub(super) async fn drive_all(stage: &Stage) {
    read(stage).await;
    order(stage).await;
    wait(stage).await;
}

async fn read(stage: &Stage) {
    let all = drive!(stage, Client, system, &stage.client);
    let config = stage
        .done(drive!(stage, System, compose_config, &all))
        .await;
    assert_eq!(stage.line(), "GET /system/compose-config/");
    assert_eq!(
        wire(&config),
        wire(&stage.look("/system/compose-config/").await)
    );
    assert!(!drive!(stage, ComposeConfig, files, &config).is_empty());
    let status = stage.done(drive!(stage, System, status, &all)).await;
    assert_eq!(stage.line(), "GET /system/status/");
    assert_eq!(wire(&status), wire(&stage.look("/system/status/").await));
    assert!(!status.in_progress && status.operation.is_none());
}

/// Orders that are carried out before they are answered, or not at all.
async fn order(stage: &Stage) {
    let all = stage.client.system();
    stage.simulator.set_system_outcome(SystemOutcome::Succeeded);
    let call = drive!(stage, System, update, &all);
    let call = drive!(stage, Call<UpdateSystem>, api_tag, call, "2027.1.1");
    let call = drive!(stage, Call<UpdateSystem>, worker_tag, call, "2027.1.2");
    let updated = stage.done(call).await;
    assert_eq!(stage.line(), "POST /system/update/");
    assert_eq!(
        stage.sent(),
        json!({ "api_tag": "2027.1.1", "worker_tag": "2027.1.2" })
    );
    assert_eq!(updated.status, SystemResultStatus::Success);
    assert!(updated.pull_output.is_some() && updated.up_output.is_some());
    let status = stage.done(all.status()).await;
    assert_eq!(status.api_tag.as_deref(), Some("2027.1.1"));
    assert_eq!(status.worker_tag.as_deref(), Some("2027.1.2"));
    stage.done(all.update()).await;
    assert_eq!(stage.sent(), Value::Null);
    let restarted = stage.done(drive!(stage, System, restart, &all)).await;
    assert_eq!(stage.line(), "POST /system/restart/");
    assert!(stage.last().body().is_empty());
    assert_eq!(
        (restarted.status, restarted.pull_output),
        (SystemResultStatus::Success, None)
    );

    let failed = SystemOutcome::Failed("no such tag".to_owned());
    stage.simulator.set_system_outcome(failed);
    let orders = [
        stage.settle(all.update()).await.unwrap_err(),
        stage.settle(all.restart()).await.unwrap_err(),
    ];
    for error in orders {
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Failed, "no such tag")
        );
        assert_eq!(
            (error.status().unwrap().as_u16(), error.attempts()),
            (200, 1)
        );
        let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
        assert_eq!(body["status"], "error");
    }
}

async fn wait(stage: &Stage) {
    let all = stage.client.system();
    let seconds = Duration::from_secs;
    stage.simulator.set_system_outcome(SystemOutcome::Started);
    stage.simulator.set_system_times(seconds(20), seconds(50));
    for absence in [Absence::Dropped, Absence::Refused] {
        stage.simulator.set_system_absence(absence);
        come_back(stage, &all, &format!("{absence:?}")).await;
    }
}

/// Updates and restarts an agent that goes away meanwhile.
async fn come_back(stage: &Stage, all: &System, tag: &str) {
    let wait = drive!(stage, System, wait, all).interval(SOON);
    let update = all.update().api_tag(tag);
    let update = drive!(stage, Call<UpdateSystem>, and_wait, update, wait);
    assert_eq!(update.await.unwrap().api_tag.as_deref(), Some(tag));
    let wait = all.wait().interval(SOON);
    let restart = drive!(stage, Call<RestartSystem>, and_wait, all.restart(), wait);
    assert!(!restart.await.unwrap().in_progress);
}

/// What stands before an agent that is away answers with statuses that no document of the agent has.
#[tokio::test]
async fn an_absence_may_have_any_status() {
    let stage = Stage::start().await;
    let all = stage.unwatched().system();
    let seconds = Duration::from_secs;
    stage.simulator.set_system_times(seconds(20), seconds(50));
    for status in [502, 503, 504] {
        stage.simulator.set_system_absence(Absence::Status(status));
        come_back(&stage, &all, &status.to_string()).await;
    }
}

/// One at a time: the second is refused with 409, and the first can be seen.
#[tokio::test]
async fn an_agent_that_is_busy_says_so() {
    let stage = Stage::start().await;
    let all = stage.client.system();
    stage
        .simulator
        .set_system_times(Duration::from_secs(86_400), Duration::ZERO);
    let begun = stage.done(all.restart()).await;
    assert_eq!(begun.status, SystemResultStatus::InProgress);
    let status = stage.done(all.status()).await;
    assert_eq!(
        (status.in_progress, status.operation),
        (true, Some(SystemOperation::Restart))
    );
    for error in [
        stage.settle(all.update()).await.unwrap_err(),
        stage.settle(all.restart()).await.unwrap_err(),
        all.update().and_wait(all.wait()).await.unwrap_err(),
        all.restart().and_wait(all.wait()).await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Conflict, 1),
            "{error}"
        );
        assert_eq!(error.status().unwrap(), 409);
        assert_eq!(error.message(), "Another system operation is in progress");
    }
    stage.proxy.assert_clean();
}
