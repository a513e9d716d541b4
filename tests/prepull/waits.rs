//! Waiting for an image to be on all nodes. Contract: §3.4, §7.A.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use quintet::liteboxd::{PrepullStatus, PrepullTask, UntilPulled};
use quintet::sim::Fault;
use quintet::{End, ErrorKind, Wait};

use crate::support::liteboxd::Stage;

const IMAGE: &str = "alpine:3.20";

fn waiting(stage: &Stage, task: &PrepullTask) -> Wait<UntilPulled> {
    let wait = stage.client.prepulls().wait_for_completion(&task.id);
    wait.interval(Duration::from_millis(1))
        .timeout(Duration::from_secs(20))
}

#[tokio::test]
async fn it_completes() {
    let stage = Stage::start().await;
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    let done = waiting(&stage, &task).await.unwrap();
    assert_eq!((done.id, done.status), (task.id, PrepullStatus::Completed));
    let progress = done.progress.unwrap();
    assert_eq!(progress.ready, progress.total);
    assert!(done.completed_at.is_some());
    assert_eq!(
        stage
            .simulator
            .request_count("GET", "/api/v1/images/prepull/"),
        0
    );
}

#[tokio::test]
async fn updates_tell_the_progress() {
    let stage = Stage::start().await;
    stage.simulator.stall_prepull(IMAGE);
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    let mut updates = pin!(waiting(&stage, &task).updates());
    let first = updates.next().await.unwrap().unwrap();
    assert_eq!(first.status, PrepullStatus::Pulling);
    assert_eq!(first.progress.unwrap().total, 3);
    stage.simulator.resume_prepull(IMAGE);
    let mut last = first.status;
    while let Some(task) = updates.next().await {
        last = task.unwrap().status;
    }
    assert_eq!(last, PrepullStatus::Completed);
}

#[tokio::test]
async fn a_task_that_failed_at_creation() {
    let stage = Stage::start().await;
    stage.simulator.fail_next_prepull("quota exceeded");
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    assert_eq!(task.status, PrepullStatus::Failed);
    let error = waiting(&stage, &task).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains(&task.id), "{error}");
    assert!(error.message().ends_with("quota exceeded"), "{error}");
    let end = waiting(&stage, &task).end().await.unwrap();
    assert!(
        matches!(end, End::Failed { last, reason } if last.id == task.id && reason == "quota exceeded")
    );
}

#[tokio::test]
async fn a_job_that_is_lost() {
    let stage = Stage::start().await;
    stage.simulator.stall_prepull(IMAGE);
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    stage.simulator.lose_prepull(IMAGE);
    let error = waiting(&stage, &task).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains("not found"), "{error}");
}

#[tokio::test]
async fn a_task_that_vanishes() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    stage.simulator.stall_prepull(IMAGE);
    let task = prepulls.create(IMAGE).await.unwrap();
    let mut updates = pin!(waiting(&stage, &task).updates());
    updates.next().await.unwrap().unwrap();
    prepulls.delete(&task.id).await.unwrap();
    let mut end = updates.next().await.unwrap();
    // Looks before the deletion are still to come.
    while end.is_ok() {
        end = updates.next().await.unwrap();
    }
    assert_eq!(end.unwrap_err().kind(), ErrorKind::Gone);
    assert!(updates.next().await.is_none());
}

#[tokio::test]
async fn a_task_that_never_was() {
    let stage = Stage::start().await;
    let wait = stage.client.prepulls().wait_for_completion("pp-00000000");
    let error = wait.await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(stage.simulator.requests().len(), 1);
}

#[tokio::test]
async fn the_time_passes_with_the_last_progress() {
    let stage = Stage::start().await;
    stage.simulator.stall_prepull(IMAGE);
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    let wait = waiting(&stage, &task).timeout(Duration::from_millis(60));
    let error = wait.await.unwrap_err();
    assert!(error.is_timeout());
    assert!(
        error.message().contains("pulling on 0 of 3 nodes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_fault_on_the_way_does_not_end_it() {
    let stage = Stage::start().await;
    let task = stage.client.prepulls().create(IMAGE).await.unwrap();
    let list = "/api/v1/images/prepull";
    stage.simulator.inject(Fault::reset().on("GET", list));
    stage
        .simulator
        .inject(Fault::reset().on("GET", list).after(1));
    let done = waiting(&stage, &task).await.unwrap();
    assert_eq!(done.status, PrepullStatus::Completed);
}
