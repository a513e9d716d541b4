//! Replies that are not what the document promises, as other servers and the tests of other clients have them, and what is
//! read out of them. Contract: §0, §1.0, §1.2, §5.1 (F), §10.

use quintet::loopai::{
    ArtifactStatus, BatchItem, CanaryAction, CanaryStage, CanaryStatus, Client,
    ComparisonRecommendation, Confidence, ExecutionStatus, SynthesisStrategy, ValidateItem,
    WebhookEventType,
};
use quintet::sim::Fault;
use quintet::sim::loopai::Simulator;
use quintet::{ErrorKind, RetryPolicy, Timestamp};
use serde_json::{Value, json};

use super::stage::{NOTHING, Stage, TASK, payload};

/// A server that says what it is told, and a client that asks it directly.
async fn server() -> (Simulator, Client) {
    let stage = Stage::start().await;
    let clients = stage.unwatched(RetryPolicy::never());
    (stage.simulator.clone(), clients.cloud)
}

fn says(simulator: &Simulator, status: u16, body: &Value) {
    let fault = Fault::status(status).body("application/json", body.to_string());
    simulator.inject(fault);
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const AT: &str = "2025-10-27T01:02:03";

/// The names of our own types, at their top level and nowhere else, in camelCase, in PascalCase and after the renaming that
/// is planned.
#[tokio::test]
async fn names_of_our_own_types_are_read_in_other_spellings() {
    let (simulator, client) = server().await;
    for status in [200, 201] {
        says(
            &simulator,
            status,
            &json!({
                "id": TASK, "name": "n", "description": "d", "inputSchema": payload(), "OutputSchema": payload(),
                "examples": [payload()], "accuracyTarget": 0.9, "latencyTargetMs": 10, "samplingRate": 0.1,
                "activeVersion": 3, "totalVersions": 4, "createdAt": AT, "updatedAt": "2025-10-27T10:02:03.5+09:00",
            }),
        );
        let call = client
            .tasks()
            .create("n")
            .description("d")
            .input_schema(1)
            .output_schema(1);
        let task = call.await.unwrap();
        assert_eq!(
            (&task.input_schema, &task.output_schema),
            (&payload(), &payload())
        );
        assert_eq!(
            (task.examples, task.active_version, task.total_versions),
            (vec![payload()], Some(3), 4)
        );
        assert_eq!(
            (task.created_at, task.updated_at),
            (time(AT), time("2025-10-27T01:02:03.5Z"))
        );
    }
    for id in ["taskId", "loop_app_id", "loopAppId", "LoopAppId", "task_id"] {
        says(
            &simulator,
            200,
            &json!({
                id: TASK, "executionId": "e-1", "programId": "p-1", "version": 2, "status": "success", "output": payload(),
                "latencyMs": 42.5, "memoryUsageMb": 1.5, "sampledForValidation": true, "executedAt": AT,
            }),
        );
        let execution = client.execute(TASK, 1).await.unwrap();
        assert_eq!(
            (&*execution.task_id, &execution.output),
            (TASK, &Some(payload()))
        );
        assert_eq!(execution.execution_id.as_deref(), Some("e-1"));
        assert_eq!(
            (execution.latency_ms, execution.memory_usage_mb),
            (42.5, Some(1.5))
        );
        assert!(execution.sampled_for_validation && execution.executed_at == Some(time(AT)));
    }
}

/// The form that the tests of all other clients have: the id is `id`, and there is neither status nor program.
#[tokio::test]
async fn executions_are_read_as_other_clients_expect_them() {
    let (simulator, client) = server().await;
    let least = json!({
        "id": "e-1", "taskId": TASK, "version": 1, "output": payload(), "latencyMs": 42.5,
        "sampledForValidation": false, "executedAt": "2025-10-27T01:02:03Z",
    });
    says(&simulator, 200, &least);
    let execution = client.execute(TASK, 1).await.unwrap();
    assert_eq!(
        (
            execution.execution_id.as_deref(),
            execution.program_id.as_deref()
        ),
        (Some("e-1"), None)
    );
    assert!(execution.is_success() && execution.output == Some(payload()));
    let mut failed = least;
    failed["errorMessage"] = "Execution timeout".into();
    says(&simulator, 200, &failed);
    let execution = client.execute(TASK, 1).await.unwrap();
    assert!(execution.is_timeout() && !execution.is_success());
    // What is written by our names goes before, whatever else is there.
    says(
        &simulator,
        200,
        &json!({
            "id": "other", "execution_id": "e-2", "executionId": "other", "task_id": TASK, "taskId": "other", "program_id": "p",
            "version": 1, "status": "timeout", "latency_ms": 1, "latencyMs": 2, "sampled_for_validation": false, "executed_at": AT,
        }),
    );
    let execution = client.execute(TASK, 1).await.unwrap();
    assert_eq!(
        (execution.execution_id.as_deref(), &*execution.task_id),
        (Some("e-2"), TASK)
    );
    assert_eq!(
        (execution.latency_ms, &execution.status),
        (1.0, &ExecutionStatus::Timeout)
    );
}

#[tokio::test]
async fn batches_are_read_in_both_spellings() {
    let (simulator, client) = server().await;
    says(
        &simulator,
        200,
        &json!({
            "batchId": "b", "loopAppId": TASK, "version": 0, "totalItems": 2, "successCount": 1, "failureCount": 1,
            "totalDurationMs": 1, "avgLatencyMs": 0.5, "startedAt": AT, "completedAt": AT,
            "results": [
                { "id": "1", "success": false, "errorMessage": "Execution timeout", "latencyMs": 1, "sampledForValidation": false },
                { "id": "0", "executionId": "e", "success": true, "output": payload(), "latencyMs": 1, "sampledForValidation": true },
            ],
        }),
    );
    let batch = client
        .batch_execute(TASK, BatchItem::numbered([1, 2]))
        .await
        .unwrap();
    let [one, other] = &batch.results[..] else {
        panic!("{batch:?}")
    };
    assert_eq!((&*one.id, &one.execution.output), ("0", &Some(payload())));
    assert!(one.execution.sampled_for_validation && other.execution.is_timeout());
    assert_eq!(
        (&*batch.task_id, batch.version, batch.started_at),
        (TASK, None, time(AT))
    );

    says(
        &simulator,
        200,
        &json!({
            "batchId": "b", "taskId": TASK, "totalItems": 1, "validCount": 0, "invalidCount": 1, "accuracyRate": 0,
            "results": [{ "id": "0", "isValid": false, "message": "m" }], "totalDurationMs": 1,
        }),
    );
    let validation = client
        .batch_validate(TASK, [ValidateItem::new("0", 1, 2)])
        .await
        .unwrap();
    assert_eq!(
        (
            validation.results[0].is_valid,
            validation.results[0].confidence_score
        ),
        (false, None)
    );
}

/// Values that nobody has heard of are kept, and fields that nobody has heard of do no harm.
#[tokio::test]
async fn new_values_and_new_fields_do_no_harm() {
    let (simulator, client) = server().await;
    let artifact = json!({
        "id": "p", "task_id": TASK, "version": 1, "language": "rust", "code": "", "synthesis_strategy": "quantum",
        "confidence_score": 1, "complexity_metrics": { "novel": 1 }, "llm_provider": "", "llm_model": "",
        "generation_cost": 0, "generation_time_sec": 0, "status": "retired", "deployment_percentage": 0.05,
        "created_at": "2025-10-27T01:02:03.1234567", "novel": { "a": [1] },
    });
    says(&simulator, 200, &json!([artifact]));
    let artifacts = client.tasks().artifacts(TASK).await.unwrap();
    assert_eq!(
        artifacts[0].synthesis_strategy,
        SynthesisStrategy::Other("quantum".to_owned())
    );
    assert_eq!(
        artifacts[0].status,
        ArtifactStatus::Other("retired".to_owned())
    );

    says(
        &simulator,
        200,
        &json!({
            "execution_id": "e", "task_id": TASK, "program_id": "p", "version": 1, "status": "cancelled", "latency_ms": 1,
            "sampled_for_validation": false, "executed_at": AT, "novel": 1,
        }),
    );
    let execution = client.execute(TASK, 1).await.unwrap();
    assert_eq!(
        execution.status,
        ExecutionStatus::Other("cancelled".to_owned())
    );
    assert!(!execution.is_success());
    let error = execution.into_result().unwrap_err();
    assert!(error.message().contains("cancelled"), "{error}");

    says(
        &simulator,
        200,
        &json!({
            "id": "c", "task_id": TASK, "new_program_id": "n", "current_program_id": "o", "current_stage": "Stage9",
            "current_percentage": 0.1, "status": "Asleep", "started_at": AT,
            "history": [{ "stage": "Stage0", "percentage": 0, "action": "slept", "timestamp": AT, "novel": 1 }],
        }),
    );
    let canary = client.canary().current(TASK).await.unwrap().unwrap();
    assert_eq!(
        canary.current_stage,
        CanaryStage::Other("Stage9".to_owned())
    );
    assert_eq!(canary.status, CanaryStatus::Other("Asleep".to_owned()));
    assert_eq!(
        canary.history[0].action,
        CanaryAction::Other("slept".to_owned())
    );

    says(
        &simulator,
        200,
        &json!({
            "should_improve": false, "validation_rate": 0, "failed_validations_count": 0, "common_errors": [],
            "suggested_fixes": [], "confidence": "absolute",
        }),
    );
    let recommendations = client.validation().recommendations(NOTHING).await.unwrap();
    assert_eq!(
        recommendations.confidence,
        Confidence::Other("absolute".to_owned())
    );

    says(
        &simulator,
        200,
        &json!([{
            "id": "s", "url": "u", "event_types": ["canaryRollback", "moonRise"], "is_active": true, "max_retries": 3,
            "timeout_seconds": 30, "created_at": AT,
        }]),
    );
    let subscriptions = client.webhooks().list().await.unwrap();
    let novel = WebhookEventType::Other("moonRise".to_owned());
    assert_eq!(
        subscriptions[0].event_types,
        [WebhookEventType::CanaryRollback, novel]
    );
}

/// What holds types of our own in fields of its own is read in other spellings there, too.
#[tokio::test]
async fn parts_of_our_own_are_read_in_other_spellings() {
    let (simulator, client) = server().await;
    says(
        &simulator,
        200,
        &json!({
            "programId": NOTHING,
            "statistics": {
                "totalValidations": 2, "validCount": 1, "invalidCount": 1, "averageScore": 0.5, "validationRate": 0.5,
            },
            "recommendations": {
                "shouldImprove": true, "validationRate": 0.5, "failedValidationsCount": 1, "commonErrors": ["camelCase"],
                "suggestedFixes": [], "confidence": "high",
            },
        }),
    );
    let summary = client.validation().summary(NOTHING).await.unwrap();
    assert!(summary.recommendations.should_improve && summary.statistics.total_validations == 2);

    says(
        &simulator,
        200,
        &json!({ "success": true, "newProgramId": "n", "newVersion": 2, "changesApplied": ["x"] }),
    );
    let improvement = client.validation().improve(NOTHING).await.unwrap();
    assert_eq!(improvement.new_program_id.as_deref(), Some("n"));

    let metrics = json!({
        "averageLatencyMs": 1, "p50LatencyMs": 1, "p95LatencyMs": 1, "p99LatencyMs": 1, "validationRate": 1, "errorRate": 0,
        "totalExecutions": 1, "successfulExecutions": 1, "failedExecutions": 0,
    });
    says(
        &simulator,
        200,
        &json!({
            "taskId": TASK, "controlProgramId": "c", "treatmentProgramId": "t", "recommendation": "pray", "confidence": 1,
            "comparedAt": AT,
            "statistics": {
                "controlMetrics": metrics, "treatmentMetrics": metrics, "performanceDelta": 0, "pValue": 1, "isSignificant": false,
                "controlSampleSize": 1, "treatmentSampleSize": 1,
            },
        }),
    );
    let comparison = client.validation().compare(NOTHING, TASK).await.unwrap();
    assert_eq!(
        comparison.recommendation,
        ComparisonRecommendation::Other("pray".to_owned())
    );
    assert_eq!(comparison.statistics.control_metrics.p50_latency_ms, 1.0);

    says(
        &simulator,
        503,
        &json!({
            "status": "degraded", "components": { "redisCache": { "status": "unhealthy", "responseTime": 7 } },
        }),
    );
    let health = client.detailed_health().await.unwrap();
    let (name, component) = health.components.iter().next().unwrap();
    assert_eq!((&**name, component.response_time), ("redisCache", Some(7)));
}

/// Times in every form that a server may write, wherever they stand.
#[tokio::test]
async fn times_are_read_in_every_form() {
    let (simulator, client) = server().await;
    for (written, meant) in [
        ("2025-10-27T01:02:03Z", "2025-10-27T01:02:03Z"),
        ("2025-10-27T01:02:03", "2025-10-27T01:02:03Z"),
        ("2025-10-27T01:02:03.1", "2025-10-27T01:02:03.1Z"),
        (
            "2025-10-27T01:02:03.1234567",
            "2025-10-27T01:02:03.1234567Z",
        ),
        (
            "2025-10-27T10:02:03.1234567+09:00",
            "2025-10-27T01:02:03.1234567Z",
        ),
        ("2025-10-26T20:32:03-04:30", "2025-10-27T01:02:03Z"),
    ] {
        says(
            &simulator,
            200,
            &json!({
                "execution_id": "e", "task_id": TASK, "program_id": "p", "version": 1, "status": "success", "latency_ms": 1,
                "sampled_for_validation": false, "executed_at": written,
            }),
        );
        let execution = client.execute(TASK, 1).await.unwrap();
        assert_eq!(execution.executed_at, Some(time(meant)), "{written}");
        says(
            &simulator,
            200,
            &json!({ "status": "healthy", "timestamp": written }),
        );
        let health = client.health().await.unwrap();
        assert_eq!(
            (health.timestamp, health.version),
            (Some(time(meant)), None)
        );
    }
}

/// Every answer that was ever given or expected at `/health`.
#[tokio::test]
async fn health_is_read_in_every_shape() {
    let (simulator, client) = server().await;
    for (status, media, body, word, healthy) in [
        (200, "text/plain", "Healthy", "Healthy", true),
        (
            200,
            "application/json",
            r#"{"status":"healthy","version":"1.0","timestamp":"2025-10-27T01:02:03","checks":{"db":"up"}}"#,
            "healthy",
            true,
        ),
        (
            200,
            "application/json",
            r#"{"status":"healthy","version":"0.1.0","task_id":"t","active_version":1}"#,
            "healthy",
            true,
        ),
        (503, "text/plain", "Unhealthy", "Unhealthy", false),
        (
            503,
            "application/json",
            r#"{"status":"unhealthy"}"#,
            "unhealthy",
            false,
        ),
    ] {
        simulator.inject(Fault::status(status).body(media, body));
        let probe = client.probe_health().await.unwrap();
        assert_eq!(
            (&*probe.status, probe.is_healthy),
            (word, healthy),
            "{body}"
        );
    }
    simulator.inject(Fault::status(200).body("text/html", "<html>Welcome</html>"));
    assert_eq!(
        client.probe_health().await.unwrap_err().kind(),
        ErrorKind::Decode
    );
}

/// What cannot be read in any spelling is an error with the reply, and is not sent again.
#[tokio::test]
async fn what_cannot_be_read_is_told() {
    let (simulator, client) = server().await;
    for body in [
        json!({}),
        json!([]),
        json!(null),
        json!("x"),
        json!({ "task_id": 1 }),
    ] {
        says(&simulator, 200, &body);
        says(&simulator, 200, &body);
        let call = client.batch_execute(TASK, [BatchItem::new("a", 1)]);
        let errors = [
            client.execute(TASK, 1).await.unwrap_err(),
            call.await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Decode, 1),
                "{error}"
            );
            assert_eq!(&**error.body().unwrap(), body.to_string().as_bytes());
            assert!(!error.is_retryable(), "{error}");
        }
    }
}
