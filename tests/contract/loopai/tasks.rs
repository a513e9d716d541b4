//! Tasks and their programs: every documented success. Contract: §1.1.

use std::time::Duration;

use quintet::loopai::{ArtifactStatus, Client, CreateTask, SynthesisStrategy, Tasks};
use quintet::sim::loopai::Timestamps;
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{NOTHING, OLD, PROGRAM, Stage, TASK, drive, payload, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    create(stage).await;
    read(stage).await;
    artifacts(stage).await;
}

async fn create(stage: &Stage) {
    let all = drive!(stage, Client, tasks, &stage.client);
    let call = drive!(stage, Tasks, create, &all, "invoices_v2.0-a");
    let call = drive!(stage, Call<CreateTask>, description, call, "Reads é");
    let call = drive!(stage, Call<CreateTask>, input_schema, call, payload());
    let call = drive!(stage, Call<CreateTask>, output_schema, call, true);
    let example = json!({ "input": payload(), "output": payload() });
    let call = drive!(stage, Call<CreateTask>, example, call, &example);
    let call = drive!(stage, Call<CreateTask>, examples, call, [1, 2]);
    let call = drive!(stage, Call<CreateTask>, accuracy_target, call, 1.0);
    let latency = Duration::from_micros(1500);
    let call = drive!(stage, Call<CreateTask>, latency_target, call, latency);
    let call = drive!(stage, Call<CreateTask>, sampling_rate, call, 0.0);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!(reply.status(), 201);
    let location = reply.headers()["location"].to_str().unwrap().to_owned();
    let task = reply.into_value();
    assert!(location.ends_with(&format!("/api/v1/Tasks/{}", task.id)));
    let sent = json!({
        "name": "invoices_v2.0-a", "description": "Reads é", "input_schema": payload(), "output_schema": true,
        "examples": [example, 1, 2], "accuracy_target": 1.0, "latency_target_ms": 2, "sampling_rate": 0.0,
    });
    assert_eq!(
        (stage.line(), stage.sent()),
        ("POST /api/v1/tasks".to_owned(), sent)
    );
    // What is the caller's comes back as it was given.
    assert_eq!(
        (&task.input_schema, &task.output_schema),
        (&payload(), &json!(true))
    );
    assert_eq!(task.examples, [example, json!(1), json!(2)]);
    assert_eq!((task.active_version, task.total_versions), (None, 0));
    let read = stage.done(drive!(stage, Tasks, get, &all, &task.id)).await;
    assert_eq!(json!(read), json!(task));

    let call = all.create("least").description("d");
    let least = stage.done(call.input_schema(0).output_schema("")).await;
    let sent =
        json!({ "name": "least", "description": "d", "input_schema": 0, "output_schema": "" });
    assert_eq!(stage.sent(), sent);
    let defaults = (
        least.accuracy_target,
        least.latency_target_ms,
        least.sampling_rate,
    );
    assert_eq!(defaults, (0.9, 10, 0.1));
    assert!(least.examples.is_empty());
}

async fn read(stage: &Stage) {
    let all = stage.client.tasks();
    let path = format!("/api/v1/tasks/{TASK}");
    let raw = stage.look(&path).await;
    assert!(!raw["created_at"].as_str().unwrap().ends_with('Z'));
    let mut read = Vec::new();
    for manner in [Timestamps::AsStored, Timestamps::Utc, Timestamps::Offset] {
        stage.simulator.set_timestamps(manner);
        let task = stage.done(all.get(TASK)).await;
        assert_eq!(stage.line(), format!("GET {path}"));
        assert_eq!(wire(&task), wire(&stage.look(&path).await));
        read.push(task);
    }
    // The same time, however it is written.
    assert!(
        read.windows(2).all(|pair| json!(pair[0]) == json!(pair[1])),
        "{read:?}"
    );
    stage.simulator.set_timestamps(Timestamps::AsStored);
    assert_eq!(
        (read[0].active_version, read[0].total_versions),
        (Some(2), 2)
    );
    // Capitals do not matter.
    let loud = stage.done(all.get(TASK.to_uppercase())).await;
    assert_eq!(loud.id, TASK);
}

async fn artifacts(stage: &Stage) {
    let all = stage.client.tasks();
    let list = stage
        .done(drive!(stage, Tasks, artifacts, &all, TASK))
        .await;
    let path = format!("/api/v1/tasks/{TASK}/artifacts");
    assert_eq!(stage.line(), format!("GET {path}"));
    assert_eq!(wire(&list), wire(&stage.look(&path).await));
    let facts = list.iter().map(|one| (&*one.id, one.version, &one.status));
    let expected = [
        (OLD, 1, &ArtifactStatus::Deprecated),
        (PROGRAM, 2, &ArtifactStatus::Active),
    ];
    assert!(facts.eq(expected), "{list:?}");
    for artifact in &list {
        let version = u32::try_from(artifact.version).unwrap();
        let call = drive!(stage, Tasks, artifact, &all, TASK, version);
        assert_eq!(json!(stage.done(call).await), json!(artifact));
        assert_eq!(stage.line(), format!("GET {path}/{version}"));
        let known = !matches!(artifact.synthesis_strategy, SynthesisStrategy::Other(_));
        assert!(known && !artifact.code.is_empty());
    }
    assert!(stage.done(all.artifacts(NOTHING)).await.is_empty());
}

/// The server finds what the client leaves to it, and what it cannot store although its rules allow it.
#[tokio::test]
async fn what_the_server_does_not_take_is_told() {
    let stage = Stage::start().await;
    let all = stage.client.tasks();
    let call = |name: &str, description: &str| {
        let call = all.create(name).description(description);
        call.input_schema(json!({})).output_schema(json!({}))
    };
    let error = call("a", " ").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::BadRequest, Some("VALIDATION_ERROR"))
    );
    let said = "Request validation failed: Description: Task description is required";
    assert_eq!(error.message(), said);
    let fields = quintet::loopai::Refusal::of(&error).fields;
    let expected: Vec<_> = fields.into_iter().collect();
    assert_eq!(
        expected,
        [(
            "Description".to_owned(),
            vec!["Task description is required".to_owned()]
        )]
    );

    call(&"n".repeat(100), &"d".repeat(2000)).await.unwrap();
    for (name, description) in [
        ("n".repeat(101), "d".to_owned()),
        ("n".to_owned(), "d".repeat(2001)),
    ] {
        let error = call(&name, &description).await.unwrap_err();
        let expected = (ErrorKind::Server, Some("TASK_CREATION_ERROR"), 1);
        assert_eq!((error.kind(), error.code(), error.attempts()), expected);
    }
    stage.proxy.assert_clean();
}

/// The program that a task has is made by its first execution, and then it is there.
#[tokio::test]
async fn a_task_has_no_program_before_it_is_executed() {
    let stage = Stage::start().await;
    let all = stage.client.tasks();
    let call = all
        .create("doubles")
        .description("Doubles")
        .input_schema(json!({"type": "number"}));
    let examples = [1, 2].map(|n| json!({ "input": n, "output": 2 * n }));
    let call = call
        .output_schema(json!({"type": "number"}))
        .examples(examples);
    let task = call.await.unwrap();
    assert!(all.artifacts(&task.id).await.unwrap().is_empty());
    assert_eq!(
        all.artifact(&task.id, 1).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    for _ in 0..2 {
        let execution = stage.client.execute(&task.id, 21).await.unwrap();
        assert_eq!(execution.output_as::<f64>().unwrap(), 42.0);
        assert_eq!(execution.version, Some(1));
    }
    assert_eq!(stage.simulator.syntheses(), 1);
    stage.simulator.clear_task_cache();
    let now = all.get(&task.id).await.unwrap();
    assert_eq!((now.active_version, now.total_versions), (Some(1), 1));
    let artifact = all.artifact(&task.id, 1).await.unwrap();
    assert_eq!(
        (artifact.task_id, artifact.status),
        (task.id, ArtifactStatus::Active)
    );
    assert!(artifact.deployed_at.is_some());
    assert_ne!(wire(&artifact.complexity_metrics), Value::Null);
    stage.proxy.assert_clean();
}
