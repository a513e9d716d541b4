//! Every part of the client, once over.

use std::time::Duration;

use quintet::loopai::{
    BatchItem, CanaryStage, CanaryStatus, Refusal, RefusalKind, ValidateItem, WebhookEventType,
};
use quintet::sim::loopai::{ExecutionFault, Timestamps};
use quintet::{Error, ErrorKind};
use serde_json::json;

use crate::support::loopai::{Stage, TASK};
use crate::support::stage::sent;

const NOBODY: &str = "11111111-2222-3333-4444-555555555555";

fn kind(error: &Error) -> (ErrorKind, RefusalKind, Option<&str>) {
    (error.kind(), Refusal::of(error).kind, error.code())
}

#[tokio::test]
async fn tasks_are_created_and_read() {
    let stage = Stage::start().await;
    let tasks = stage.client.tasks();
    let create = || {
        let call = tasks
            .create("sentiment")
            .description("Tell the mood of a text");
        let call = call
            .input_schema(json!({"userText": {}}))
            .output_schema(json!({}));
        call.example(json!({"input": {"userText": "fine"}, "output": "good"}))
    };
    let created = create()
        .latency_target(Duration::from_millis(20))
        .await
        .unwrap();
    assert_eq!((created.total_versions, created.active_version), (0, None));
    assert_eq!(created.latency_target_ms, 20);
    let read = tasks.get(&created.id).await.unwrap();
    assert_eq!(read.input_schema, json!({"userText": {}}));
    assert_eq!(read.examples, created.examples);
    assert_eq!(read.created_at.timestamp(), created.created_at.timestamp());
    let taken = create().await.unwrap_err();
    let expected = (
        ErrorKind::Conflict,
        RefusalKind::Conflict,
        Some("TASK_ALREADY_EXISTS"),
    );
    assert_eq!(kind(&taken), expected);
    let missing = tasks.get(NOBODY).await.unwrap_err();
    let expected = (
        ErrorKind::NotFound,
        RefusalKind::NotFound,
        Some("TASK_NOT_FOUND"),
    );
    assert_eq!(kind(&missing), expected);
    assert!(Refusal::of(&missing).trace_id.is_some());
}

#[tokio::test]
async fn artifacts_are_listed_and_read() {
    let stage = Stage::start().await;
    let tasks = stage.client.tasks();
    let artifacts = tasks.artifacts(TASK).await.unwrap();
    assert_eq!(
        artifacts.iter().map(|one| one.version).collect::<Vec<_>>(),
        [1, 2]
    );
    let artifact = tasks.artifact(TASK, 2).await.unwrap();
    assert_eq!(artifact.id, artifacts[1].id);
    assert!(tasks.artifacts(NOBODY).await.unwrap().is_empty());
    assert!(tasks.artifact(TASK, 99).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_execution_ends_well_or_not() {
    let stage = Stage::start().await;
    let input = json!({"text": "Buy now! Free money"});
    let execution = stage.client.execute(TASK, &input).await.unwrap();
    assert_eq!(execution.output_as::<String>().unwrap(), "spam");
    assert_eq!(execution.task_id, TASK);
    assert_eq!(
        sent(&stage.request()),
        json!({"task_id": TASK, "input": input})
    );
    stage
        .simulator
        .inject_execution(ExecutionFault::error("out of range").times(2));
    let failed = stage.client.execute(TASK, &input).await.unwrap();
    assert!(!failed.is_success() && failed.output.is_none());
    let id = failed.execution_id.clone().unwrap();
    let error = failed.into_result().unwrap_err();
    assert_eq!(Refusal::of(&error).execution_id, Some(id));
    let error = stage
        .client
        .execute(TASK, &input)
        .must_succeed()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(
        error.body().is_some() && error.message().starts_with("out of range"),
        "{error}"
    );
    let unknown = stage.client.execute(NOBODY, &input).await.unwrap_err();
    let expected = (
        ErrorKind::Failed,
        RefusalKind::Execution,
        Some("EXECUTION_ERROR"),
    );
    assert_eq!(kind(&unknown), expected);
}

#[tokio::test]
async fn a_batch_in_one_request() {
    let stage = Stage::start().await;
    let texts = ["Buy now! Free money", "See you at the meeting"];
    let items = BatchItem::numbered(texts.map(|text| json!({"text": text})));
    let batch = stage
        .client
        .batch_execute(TASK, items)
        .concurrency(1)
        .await
        .unwrap();
    assert!(batch.all_success() && batch.skipped.is_empty());
    assert_eq!((batch.total_items, batch.version), (2, None));
    assert_eq!(batch.get("0").unwrap().output, Some(json!("spam")));
    let twice = ["a", "a"].map(|id| BatchItem::new(id, 1));
    let refused = stage.client.batch_execute(TASK, twice).await.unwrap_err();
    assert!(refused.is_invalid_input() && refused.attempts() == 0);
}

#[tokio::test]
async fn equal_outputs_are_equal_however_they_are_written() {
    let stage = Stage::start().await;
    let pairs = [
        ValidateItem::new(
            "a",
            json!({"x": 1, "y": [1.0]}),
            json!({"y": [1], "x": 1.0}),
        ),
        ValidateItem::new("b", json!({"x": 1}), json!({"x": 2})),
    ];
    let validation = stage.client.batch_validate(TASK, pairs).await.unwrap();
    let valid: Vec<_> = validation.results.iter().map(|one| one.is_valid).collect();
    assert_eq!(valid, [true, false]);
    assert_eq!(validation.accuracy_rate, 0.5);
}

#[tokio::test]
async fn programs_are_judged_improved_and_compared() {
    let stage = Stage::start().await;
    let program = stage.simulator.program_id(TASK, 2).unwrap();
    stage.simulator.add_validations(&program, 5, 15);
    let validation = stage.client.validation();
    let summary = validation.summary(&program).await.unwrap();
    assert_eq!(summary.statistics.total_validations, 20);
    let advice = validation.recommendations(&program).await.unwrap();
    assert!(advice.should_improve);
    let improvement = validation.improve(&program).await.unwrap();
    let better = improvement.new_program_id.unwrap();
    let comparison = validation
        .compare(&program, &better)
        .minimum_sample_size(1)
        .await
        .unwrap();
    assert_eq!(comparison.task_id, TASK);
    let needless = validation.improve(NOBODY).await.unwrap_err();
    assert_eq!(
        (needless.kind(), needless.code()),
        (ErrorKind::BadRequest, Some("IMPROVEMENT_FAILED"))
    );
    assert_eq!(
        validation
            .summary(NOBODY)
            .await
            .unwrap()
            .statistics
            .total_validations,
        0
    );
}

#[tokio::test]
async fn a_canary_goes_its_way() {
    let stage = Stage::start().await;
    let (canary, program) = (
        stage.client.canary(),
        stage.simulator.program_id(TASK, 1).unwrap(),
    );
    assert_eq!(canary.current(TASK).await.unwrap().map(|one| one.id), None);
    let begun = canary.start(TASK, &program).await.unwrap();
    assert_eq!(
        (&begun.status, begun.new_program_id.as_str()),
        (&CanaryStatus::InProgress, &*program)
    );
    assert_ne!(begun.current_stage, CanaryStage::Completed);
    let current = canary.current(TASK).await.unwrap().unwrap();
    assert_eq!(current.id, begun.id);
    let moved = canary.progress(&begun.id).await.unwrap();
    assert!(!moved.history.is_empty());
    let over = canary.rollback(&begun.id, "too slow").await.unwrap();
    assert_eq!(over.status, CanaryStatus::RolledBack);
    let unknown = canary.progress(NOBODY).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::BadRequest);
}

#[tokio::test]
async fn subscriptions_come_and_go() {
    let stage = Stage::start().await;
    let webhooks = stage.client.webhooks();
    let events = [
        WebhookEventType::CanaryRollback,
        WebhookEventType::AbTestCompleted,
    ];
    let call = webhooks.subscribe("https://hooks.example/x", events.clone());
    let subscription = call
        .secret("canary-7f3a")
        .delivery_attempts(1)
        .await
        .unwrap();
    assert_eq!(subscription.event_types, events);
    assert!(!format!("{subscription:?}").contains("canary-7f3a"));
    assert_eq!(
        subscription.secret.as_ref().unwrap().expose(),
        "canary-7f3a"
    );
    let listed = webhooks.list().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert!(
        webhooks
            .history(&subscription.id)
            .limit(5)
            .await
            .unwrap()
            .is_empty()
    );
    webhooks.delete(&subscription.id).await.unwrap();
    assert!(
        webhooks
            .delete(&subscription.id)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn health_has_many_shapes() {
    let stage = Stage::start().await;
    let client = &stage.client;
    assert_eq!(client.health().await.unwrap().status, "healthy");
    assert_eq!(client.liveness().await.unwrap().status, "alive");
    assert_eq!(client.detailed_health().await.unwrap().components.len(), 3);
    assert_eq!(client.readiness().await.unwrap().database, Some(true));
    let probe = client.probe_health().await.unwrap();
    assert!(probe.is_healthy && probe.status == "Healthy");
    assert!(client.metrics().await.unwrap().contains("# TYPE"));
    stage.simulator.set_redis_down(true);
    let detailed = client.detailed_health().response().await.unwrap();
    assert_eq!((detailed.status().as_u16(), detailed.attempts()), (503, 1));
    assert_eq!(detailed.value().status, "degraded");
    assert_eq!(client.readiness().await.unwrap().redis, Some(false));
}

#[tokio::test]
async fn times_come_with_and_without_an_offset() {
    let stage = Stage::start().await;
    let mut seen = Vec::new();
    for form in [Timestamps::AsStored, Timestamps::Utc, Timestamps::Offset] {
        stage.simulator.set_timestamps(form);
        stage.simulator.clear_task_cache();
        seen.push(
            stage
                .client
                .tasks()
                .get(TASK)
                .await
                .unwrap()
                .created_at
                .timestamp(),
        );
    }
    assert!(seen.iter().all(|time| time == &seen[0]), "{seen:?}");
}
