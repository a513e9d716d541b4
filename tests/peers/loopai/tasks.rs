//! Tasks. Contract: §1.1, §7.

use std::time::Duration;

use quintet::loopai::{CreateTask, Refusal, RefusalKind};
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{Stage, said};
use crate::support::raw_loopai::{OTHER, TASK, answers, client, says, task};
use crate::support::raw_server::RawServer;

const ZEROS: &str = "00000000-0000-0000-0000-000000000000";

/// A task as the published clients' own mocks send it.
fn mocked() -> Value {
    json!({
        "id": TASK, "name": "spam-classifier", "description": "Classify emails as spam or not",
        "inputSchema": { "type": "object", "userName": 1 }, "outputSchema": { "type": "string" },
        "accuracyTarget": 0.9, "latencyTargetMs": 10, "samplingRate": 0.1, "createdAt": "2025-10-27T01:02:03Z",
    })
}

/// The real server answers 201, the mocks 200 and in camelCase.
#[tokio::test]
async fn c05_a_task_is_created() {
    let stage = Stage::start().await;
    let created = stage.wish("spam-classifier-2").response().await.unwrap();
    assert_eq!(created.status(), 201);
    let id = created.value().id.clone();
    let location = created.headers()["location"].to_str().unwrap();
    assert!(
        location.ends_with(&format!("/api/v1/Tasks/{id}")),
        "{location}"
    );
    let created = created.into_value();
    assert_eq!(
        (&*created.name, created.accuracy_target),
        ("spam-classifier-2", 0.9)
    );
    assert_eq!((created.active_version, created.total_versions), (None, 0));

    let server = RawServer::start([says(&mocked())]).await;
    let tasks = client(server.url()).tasks();
    let call = tasks.create("spam-classifier").description("d");
    let created = call.input_schema(json!({})).output_schema(json!({})).await;
    let created = created.unwrap();
    assert_eq!((&*created.id, created.accuracy_target), (TASK, 0.9));
    assert_eq!(created.input_schema["userName"], 1);
}

#[tokio::test]
async fn c06_a_task_is_read() {
    let stage = Stage::start().await;
    let read = stage.client.tasks().get(TASK).await.unwrap();
    assert_eq!((&*read.id, &*read.name), (TASK, "spam-classifier"));
    assert!(!read.description.is_empty() && read.input_schema.is_object());
    assert_eq!((read.active_version, read.total_versions), (Some(2), 2));
    let server = RawServer::start([says(&mocked())]).await;
    let read = client(server.url()).tasks().get(TASK).await.unwrap();
    assert_eq!(
        (&*read.name, read.latency_target_ms),
        ("spam-classifier", 10)
    );
    assert_eq!(read.updated_at, read.created_at);
}

#[tokio::test]
async fn c07_a_task_that_is_not_there_is_not_found() {
    let stage = Stage::start().await;
    let error = stage.client.tasks().get(OTHER).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(said(&error), (404, Some("TASK_NOT_FOUND")));
    assert_eq!(error.message(), format!("Task with ID {OTHER} not found"));
    let server =
        RawServer::start([answers("404 Not Found", r#"{"message":"Task not found"}"#)]).await;
    let error = client(server.url()).tasks().get(TASK).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::NotFound, 404)
    );
    assert!(error.to_string().contains("not found"), "{error}");
}

#[tokio::test]
async fn c18_a_resource_that_is_not_there_says_which() {
    let body = r#"{"message":"Resource not found"}"#;
    let server = RawServer::start([answers("404 Not Found", body)]).await;
    let client = client(server.url());
    let execute = client.execute(TASK, 1).await.map(drop);
    let batch = client.batch_execute(TASK, []).await.map(drop);
    for error in [execute.unwrap_err(), batch.unwrap_err()] {
        assert!(error.is_not_found(), "{error}");
        assert_eq!(error.message(), "Resource not found");
        assert_eq!(Refusal::of(&error).kind, RefusalKind::NotFound);
    }
}

#[tokio::test]
async fn c21_what_was_created_can_be_read() {
    let stage = Stage::start().await;
    let call = stage.wish("round-trip").accuracy_target(0.85);
    let call = call.latency_target(Duration::from_millis(25));
    let created = call.sampling_rate(0.2).await.unwrap();
    let read = stage.client.tasks().get(&created.id).await.unwrap();
    assert_eq!((&read.id, &read.name), (&created.id, &created.name));
    assert_eq!(read.description, created.description);
    assert_eq!(read.input_schema, created.input_schema);
    assert_eq!(read.output_schema, created.output_schema);
    assert_eq!(
        (&read.examples, read.examples.len()),
        (&created.examples, 2)
    );
    let targets = (
        read.accuracy_target,
        read.latency_target_ms,
        read.sampling_rate,
    );
    assert_eq!(targets, (0.85, 25, 0.2));
}

#[tokio::test]
async fn c26_an_id_that_nobody_has_is_not_found() {
    let stage = Stage::start().await;
    for id in [ZEROS, OTHER] {
        let error = stage.client.tasks().get(id).await.unwrap_err();
        assert_eq!(said(&error), (404, Some("TASK_NOT_FOUND")), "{id}");
    }
}

/// What the server would refuse is refused before it is asked; and so is what it says of it.
#[tokio::test]
async fn c34_a_task_without_a_name_or_a_description_is_refused() {
    let stage = Stage::start().await;
    let tasks = stage.client.tasks();
    for call in [
        stage.wish(""),
        stage.wish("no spaces"),
        stage.wish("t").description(""),
        tasks.create("t"),
    ] {
        let error = call.await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        assert_eq!(Refusal::of(&error).kind, RefusalKind::Validation);
    }
    assert!(stage.simulator.requests().is_empty());

    let told = json!({
        "code": "VALIDATION_ERROR", "message": "Request validation failed",
        "details": [
            { "property_name": "Name", "error_message": "Task name is required" },
            { "property_name": "Name", "error_message": "Task name must match" },
        ],
        "timestamp": "2025-10-27T01:02:03.1234567Z",
    });
    let server = RawServer::start([answers("400 Bad Request", &told.to_string())]).await;
    let error = create(&client(server.url()), "t").await.unwrap_err();
    assert_eq!(said(&error), (400, Some("VALIDATION_ERROR")));
    let refusal = Refusal::of(&error);
    assert_eq!(refusal.kind, RefusalKind::Validation);
    assert_eq!(
        refusal.fields["Name"],
        ["Task name is required", "Task name must match"]
    );
}

#[tokio::test]
async fn c41_a_task_without_programs_has_none() {
    let stage = Stage::start().await;
    let id = stage.task("without").await;
    let tasks = stage.client.tasks();
    assert!(tasks.artifacts(id).await.unwrap().is_empty());
    // As one that does not exist.
    assert!(tasks.artifacts(OTHER).await.unwrap().is_empty());
    let programs = tasks.artifacts(TASK).await.unwrap();
    let versions: Vec<_> = programs.iter().map(|program| program.version).collect();
    assert_eq!(versions, [1, 2]);
    assert!(programs.iter().all(|program| program.task_id == TASK));
}

#[tokio::test]
async fn c42_a_version_that_is_not_there_is_not_found() {
    let stage = Stage::start().await;
    let tasks = stage.client.tasks();
    let error = tasks.artifact(TASK, 99).await.unwrap_err();
    assert_eq!(said(&error), (404, Some("ARTIFACT_NOT_FOUND")));
    let program = tasks.artifact(TASK, 1).await.unwrap();
    assert_eq!(program.version, 1);
    assert!(!program.code.is_empty());
}

#[tokio::test]
async fn c43_targets_are_the_callers() {
    let stage = Stage::start().await;
    let call = stage.wish("targets").accuracy_target(0.0);
    let call = call.latency_target(Duration::from_millis(60_000));
    let task = call.sampling_rate(1.0).await.unwrap();
    let targets = (
        task.accuracy_target,
        task.latency_target_ms,
        task.sampling_rate,
    );
    assert_eq!(targets, (0.0, 60_000, 1.0));
    // The server's own, when nothing is said.
    let task = stage.wish("no-targets").await.unwrap();
    let targets = (
        task.accuracy_target,
        task.latency_target_ms,
        task.sampling_rate,
    );
    assert_eq!(targets, (0.9, 10, 0.1));
}

fn create(client: &quintet::loopai::Client, name: &str) -> Call<CreateTask> {
    let call = client.tasks().create(name).description("d");
    call.input_schema(json!({})).output_schema(json!({}))
}

/// Each limit: what is just within it goes out, what is just beyond does not.
#[tokio::test]
async fn c46_limits_of_a_task() {
    let server = RawServer::start([says(&task())]).await;
    let client = client(server.url());
    let longest = "n".repeat(200);
    let ms = Duration::from_millis;
    let all = || create(&client, "a_B-9.z");
    for (call, field, value) in [
        (create(&client, &longest), "name", json!(longest)),
        (create(&client, "."), "name", json!(".")),
        (
            all().description("d".repeat(5000)),
            "description",
            json!("d".repeat(5000)),
        ),
        (all().accuracy_target(0.0), "accuracy_target", json!(0.0)),
        (all().accuracy_target(1.0), "accuracy_target", json!(1.0)),
        (all().latency_target(ms(1)), "latency_target_ms", json!(1)),
        (
            all().latency_target(ms(60_000)),
            "latency_target_ms",
            json!(60_000),
        ),
        (all().sampling_rate(0.0), "sampling_rate", json!(0.0)),
        (all().sampling_rate(1.0), "sampling_rate", json!(1.0)),
        (
            all().input_schema(json!("any")),
            "input_schema",
            json!("any"),
        ),
        (
            all().output_schema(json!(false)),
            "output_schema",
            json!(false),
        ),
        (all().examples([0; 0]), "examples", Value::Null),
    ] {
        call.await.unwrap();
        let sent: Value = serde_json::from_slice(&server.received().pop().unwrap().body).unwrap();
        assert_eq!(sent[field], value, "{field}");
    }
    let before = server.received().len();
    for (call, rule) in [
        (create(&client, ""), "Task name is required"),
        (create(&client, &"n".repeat(201)), "at most 200"),
        (create(&client, "a b"), r"^[a-zA-Z0-9_\-\.]+$"),
        (create(&client, "a/b"), r"^[a-zA-Z0-9_\-\.]+$"),
        (create(&client, "na\u{ef}ve"), r"^[a-zA-Z0-9_\-\.]+$"),
        (all().description(""), "not empty"),
        (all().description("d".repeat(5001)), "at most 5000"),
        (all().accuracy_target(-0.01), "0.0 to 1.0"),
        (all().accuracy_target(1.01), "0.0 to 1.0"),
        (all().latency_target(Duration::ZERO), "1 to 60000 ms"),
        (all().latency_target(ms(60_001)), "1 to 60000 ms"),
        (all().sampling_rate(-0.01), "0.0 to 1.0"),
        (all().sampling_rate(1.01), "0.0 to 1.0"),
        (all().input_schema(Value::Null), "input schema is null"),
        (all().output_schema(Value::Null), "output schema is null"),
        (all().example(Value::Null), "example 0 is null"),
    ] {
        let error = call.await.unwrap_err();
        assert!(
            error.is_invalid_input() && error.attempts() == 0,
            "{error:?}"
        );
        assert!(error.message().contains(rule), "{error}");
    }
    assert_eq!(server.received().len(), before);
}
