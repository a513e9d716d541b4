//! Programs that are generated when they are needed. Contract: §1.2, §7.

use quintet::ErrorKind;
use quintet::loopai::{ArtifactStatus, Refusal, RefusalKind};
use quintet::sim::loopai::Generator;
use serde_json::json;

use super::stage::{Stage, said};
use crate::support::raw_loopai::TASK;

#[tokio::test]
async fn c48_the_first_execution_generates_a_program_and_the_second_uses_it() {
    let stage = Stage::start().await;
    let id = stage.task("fresh").await;
    let execute = || stage.client.execute(&id, json!({ "text": "cheap pills" }));
    let first = execute().await.unwrap();
    assert_eq!((first.version, stage.simulator.syntheses()), (Some(1), 1));
    let second = execute().await.unwrap();
    assert_eq!((second.version, stage.simulator.syntheses()), (Some(1), 1));
    assert_eq!(first.program_id, second.program_id);
    assert_ne!(first.execution_id, second.execution_id);
    stage.simulator.clear_task_cache();
    let task = stage.client.tasks().get(&id).await.unwrap();
    assert_eq!((task.active_version, task.total_versions), (Some(1), 1));
    let program = stage.client.tasks().artifact(&id, 1).await.unwrap();
    assert_eq!(Some(program.id), first.program_id);
}

#[tokio::test]
async fn c49_sampling_is_never_or_always() {
    let stage = Stage::start().await;
    for (rate, sampled) in [(0.0, 0), (1.0, 20)] {
        let wish = stage.wish(&format!("rate-{sampled}")).sampling_rate(rate);
        let id = wish.await.unwrap().id;
        let mut validated = 0;
        for _ in 0..20 {
            let executed = stage.client.execute(&id, json!({ "text": "x" })).await;
            validated += usize::from(executed.unwrap().sampled_for_validation);
        }
        assert_eq!(validated, sampled);
    }
}

#[tokio::test]
async fn c51_a_generator_that_fails_is_told() {
    let stage = Stage::start().await;
    let id = stage.task("ungenerated").await;
    stage.simulator.set_generator(Generator::Fails);
    stage.simulator.set_development(true);
    let error = stage.client.execute(&id, json!({ "text": "x" })).await;
    let error = error.unwrap_err();
    assert_eq!(said(&error), (500, Some("EXECUTION_ERROR")));
    let refusal = Refusal::of(&error);
    assert_eq!(
        (error.kind(), refusal.kind),
        (ErrorKind::Failed, RefusalKind::Execution)
    );
    let details = refusal.details.unwrap().to_string();
    assert!(details.contains("Program generation failed"), "{details}");
    // It is sent once: another attempt would generate again.
    assert_eq!(
        stage
            .simulator
            .request_count("POST", &format!("/api/v1/tasks/{id}")),
        1
    );
}

#[tokio::test]
async fn c52_an_old_version_runs_when_it_is_asked_for() {
    let stage = Stage::start().await;
    let old = stage.client.tasks().artifact(TASK, 1).await.unwrap();
    assert_eq!(old.status, ArtifactStatus::Deprecated);
    let call = stage.client.execute(TASK, json!({ "text": "Free money" }));
    let executed = call.version(1).await.unwrap();
    assert_eq!(
        (executed.version, executed.program_id),
        (Some(1), Some(old.id))
    );
    assert_eq!(executed.output, Some(json!("spam")));
}
