//! What no published client has. Contract: §8 (20, 22).

use futures_util::StreamExt;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::loopai::{
    BatchItem, CanaryStage, CanaryStatus, Client, ValidateItem, WebhookEventType, WebhookVerifier,
};
use quintet::sim::loopai::{CanaryVerdict, Simulator};
use serde_json::json;
use tokio::runtime::Runtime;

use super::super::stage::Stage;
use crate::support::raw_loopai::{TASK, bare};

#[tokio::test]
async fn w20_outputs_are_validated_and_programs_read() {
    let stage = Stage::start().await;
    let client = &stage.client;
    // Equal as values, whatever the spelling.
    let pairs = [
        ValidateItem::new(
            "a",
            json!({ "x": 1, "y": [1.0] }),
            json!({ "y": [1], "x": 1.0 }),
        ),
        ValidateItem::new("b", "spam", "ham"),
    ];
    let validation = client.batch_validate(TASK, pairs).await.unwrap();
    assert_eq!((validation.valid_count, validation.invalid_count), (1, 1));
    assert_eq!(validation.accuracy_rate, 0.5);
    let ids: Vec<_> = validation
        .results
        .iter()
        .map(|one| (&*one.id, one.is_valid))
        .collect();
    assert_eq!(ids, [("a", true), ("b", false)]);
    let artifacts = client.tasks().artifacts(TASK).await.unwrap();
    let program = &artifacts[1].id;
    stage.simulator.add_validations(program, 10, 10);
    let summary = client.validation().summary(program).await.unwrap();
    assert_eq!(summary.statistics.total_validations, 20);
    assert!(
        client
            .validation()
            .recommendations(program)
            .await
            .unwrap()
            .should_improve
    );
    let better = client.validation().improve(program).await.unwrap();
    assert_eq!(better.new_version, Some(3));
    let compared = client
        .validation()
        .compare(program, better.new_program_id.unwrap())
        .await;
    assert_eq!(compared.unwrap().task_id, TASK);
    assert!(!client.metrics().await.unwrap().is_empty());
}

#[tokio::test]
async fn w20_programs_are_rolled_out_and_back() {
    let stage = Stage::start().await;
    let (client, simulator) = (&stage.client, &stage.simulator);
    assert!(client.canary().current(TASK).await.unwrap().is_none());
    let version = simulator.add_program(TASK).unwrap();
    let program = simulator.program_id(TASK, version).unwrap();
    let canary = client.canary().start(TASK, &program).await.unwrap();
    assert_eq!(canary.current_stage, CanaryStage::Stage1_5Percent);
    simulator.set_canary_verdict(Some(CanaryVerdict::Promote));
    let next = client.canary().progress(&canary.id).await.unwrap();
    assert_eq!((next.current_percentage, next.history.len()), (0.25, 2));
    let back = client
        .canary()
        .rollback(&canary.id, "too slow")
        .await
        .unwrap();
    assert_eq!(back.status, CanaryStatus::RolledBack);
    assert_eq!(back.status_reason.as_deref(), Some("too slow"));
    assert!(client.canary().current(TASK).await.unwrap().is_none());
}

#[tokio::test]
async fn w20_events_are_subscribed_to_and_verified() {
    let stage = Stage::start().await;
    let webhooks = stage.client.webhooks();
    let call = webhooks.subscribe(
        "http://127.0.0.1:9/hook",
        [WebhookEventType::CanaryCompleted],
    );
    let subscription = call.secret("whsec-1").await.unwrap();
    assert!(subscription.is_active && webhooks.list().await.unwrap().len() == 1);
    assert!(webhooks.history(&subscription.id).await.unwrap().is_empty());
    webhooks.delete(&subscription.id).await.unwrap();
    assert!(
        webhooks
            .delete(&subscription.id)
            .await
            .unwrap_err()
            .is_not_found()
    );
    let verifier = WebhookVerifier::new("whsec-1").unwrap();
    let body = br#"{"id":"1","event_type":4}"#;
    assert!(verifier.verify(&verifier.sign(body), body).is_ok());
    let error = verifier.verify(&verifier.sign(b"other"), body).unwrap_err();
    assert!(error.is_auth());
}

#[tokio::test]
async fn w20_results_are_a_stream() {
    let stage = Stage::start().await;
    let inputs = BatchItem::numbered((0..20).map(|n| json!({ "text": n.to_string() })));
    let mut results = stage.client.execute_many(TASK, inputs).results().unwrap();
    let first = results.next().await.unwrap();
    assert_eq!((first.index, first.is_success()), (0, true));
    // While nobody reads, nothing more is sent than what may be under way.
    assert!(stage.simulator.request_count("POST", "/") < 20);
    assert_eq!(results.count().await, 19);
}

#[test]
fn w20_no_async_is_needed() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let client = bare(&simulator.base_url()).build().unwrap();
    let executed = client
        .execute(TASK, json!({ "text": "Free money" }))
        .blocking();
    assert_eq!(executed.unwrap().output, Some(json!("spam")));
    let inputs = BatchItem::numbered((0..3).map(|n| json!({ "text": n.to_string() })));
    let results = client.execute_many(TASK, inputs).results().unwrap();
    assert_eq!(results.blocking_iter().unwrap().count(), 3);
}

/// All that is needed is found in one place, and is cheap to hand on.
#[test]
fn w22_everything_is_exported() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    is_shared::<BatchItem>();
    is_shared::<ValidateItem>();
    is_shared::<quintet::loopai::Task>();
    is_shared::<quintet::loopai::Execution>();
    is_shared::<quintet::loopai::BatchExecution>();
    is_shared::<quintet::loopai::BatchResult>();
    is_shared::<quintet::loopai::Health>();
    is_shared::<quintet::loopai::Refusal>();
}
