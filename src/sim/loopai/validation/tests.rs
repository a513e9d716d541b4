use serde_json::{Value, json};

use super::super::testing::{Answer, Server, TASK};
use super::super::{CanaryVerdict, Generator};

const PROGRAMS: &str = "/api/v1/validation/programs";
const OTHER: &str = "11111111-2222-3333-4444-555555555555";

/// The id of a version of the seeded task.
fn program(server: &Server, version: i32) -> String {
    server.with(|world| {
        let task = world.tasks.get(TASK).unwrap();
        task.version(version).unwrap().id.clone()
    })
}

/// So many validations more of a version.
fn validate(server: &Server, version: i32, valid: u64, invalid: u64) {
    server.with(|world| {
        let task = world.tasks.get_mut(TASK).unwrap();
        let record = &mut task.version_mut(version).unwrap().record;
        record.valid += valid;
        record.invalid += invalid;
    });
}

async fn post(server: &Server, path: &str, body: Value) -> Answer {
    server.post(&format!("{PROGRAMS}/{path}"), &body).await
}

#[tokio::test(start_paused = true)]
async fn a_summary_counts_validations() {
    let server = Server::new();
    let active = program(&server, 2);
    let summary = async |id: &str| server.get(&format!("{PROGRAMS}/{id}/summary")).await;
    let zeros = json!({
        "total_validations": 0, "valid_count": 0, "invalid_count": 0, "average_score": 0, "validation_rate": 0,
    });
    let unknown = summary(OTHER).await;
    assert_eq!(
        (unknown.status, &unknown.json()["statistics"]),
        (200, &zeros)
    );
    assert_eq!(unknown.json()["recommendations"]["confidence"], "low");
    for input in [json!({ "text": "x" }), json!({})] {
        let body = json!({ "task_id": TASK, "input": input, "force_validation": true });
        server
            .post(&format!("/api/v1/tasks/{TASK}/execute"), &body)
            .await;
    }
    let known = summary(&active).await.json();
    assert_eq!(known["program_id"], active);
    assert_eq!(known["statistics"]["validation_rate"], 0.5);
    let recommended = &known["recommendations"];
    assert_eq!(
        (
            &recommended["should_improve"],
            &recommended["failed_validations_count"]
        ),
        (&json!(true), &json!(1))
    );
    assert!(
        recommended["common_errors"][0]
            .as_str()
            .unwrap()
            .contains("undefined")
    );
    let alone = server
        .get(&format!("{PROGRAMS}/{active}/recommendations"))
        .await;
    assert_eq!(alone.json(), *recommended);
    server.with(|world| world.health.database_down = true);
    let refused = summary(&active).await;
    assert_eq!(refused.code(), (404, "PROGRAM_NOT_FOUND".to_owned()));
    assert!(refused.json().get("trace_id").is_none());
    let zeros = server
        .get(&format!("{PROGRAMS}/{active}/recommendations"))
        .await;
    assert_eq!(
        (zeros.status, &zeros.json()["should_improve"]),
        (200, &json!(false))
    );
    assert_eq!(
        summary("x").await.json()["errors"]["programId"][0],
        "The value 'x' is not valid."
    );
}

#[tokio::test(start_paused = true)]
async fn improving_makes_a_version_when_it_is_needed() {
    let server = Server::new();
    let active = program(&server, 2);
    let improve = async |id: &str| {
        server
            .send("POST", &format!("{PROGRAMS}/{id}/improve"), &[], "")
            .await
    };
    let failed = (400, "IMPROVEMENT_FAILED".to_owned());
    assert_eq!(improve(OTHER).await.code(), failed);
    assert_eq!(improve(&active).await.code(), failed);
    validate(&server, 2, 50, 60);
    server.with(|world| world.synthesis.generator = Generator::Fails);
    let refused = improve(&active).await;
    assert_eq!(refused.code(), failed);
    assert_eq!(refused.json()["message"], "Program generation failed");
    server.with(|world| world.synthesis.generator = Generator::Works);
    let improved = improve(&active).await.json();
    assert_eq!(improved["success"], true);
    assert_eq!(improved["new_version"], 3);
    assert_eq!(improved["new_program_id"], program(&server, 3));
    let artifact = server
        .get(&format!("/api/v1/tasks/{TASK}/artifacts/3"))
        .await
        .json();
    assert_eq!(
        (&artifact["status"], artifact.get("deployed_at")),
        (&json!("validated"), None)
    );
    server.with(|world| world.health.database_down = true);
    assert_eq!(
        improve(&active).await.code(),
        (400, "IMPROVEMENT_ERROR".to_owned())
    );
}

#[tokio::test(start_paused = true)]
async fn programs_are_compared() {
    let server = Server::new();
    let (control, treatment) = (program(&server, 1), program(&server, 2));
    let body = |configuration: Value| json!({ "control_program_id": control, "treatment_program_id": treatment, "configuration": configuration });
    let compare = async |configuration| post(&server, "compare", body(configuration)).await.json();
    assert_eq!(compare(Value::Null).await["recommendation"], "continue");
    validate(&server, 1, 50, 50);
    validate(&server, 2, 90, 10);
    let better = compare(json!({})).await;
    assert_eq!(better["recommendation"], "promote");
    let statistics = &better["statistics"];
    assert_eq!(
        (
            &statistics["performance_delta"],
            &statistics["is_significant"],
            &statistics["control_sample_size"]
        ),
        (&json!(0.4), &json!(true), &json!(100))
    );
    assert_eq!(statistics["treatment_metrics"]["validation_rate"], 0.9);
    assert_eq!(better["task_id"], TASK);
    let more = compare(json!({ "minimum_sample_size": 101 })).await;
    assert_eq!(more["recommendation"], "continue");
    validate(&server, 1, 380, 20);
    assert_eq!(compare(json!({})).await["recommendation"], "manual_review");
    validate(&server, 2, 0, 100);
    assert_eq!(compare(json!({})).await["recommendation"], "rollback");

    let other = server.create("other", json!([])).await;
    server.execute(&other, json!(1)).await;
    let foreign = server.with(|world| world.tasks.get(&other).unwrap().artifacts[0].id.clone());
    for id in [foreign.as_str(), OTHER] {
        let body = json!({ "control_program_id": control, "treatment_program_id": id });
        let refused = post(&server, "compare", body).await;
        assert_eq!(refused.code(), (400, "COMPARISON_FAILED".to_owned()));
    }
}

async fn start(server: &Server, program: &str) -> Answer {
    let body = json!({ "task_id": TASK, "new_program_id": program });
    post(server, "canary/start", body).await
}

#[tokio::test(start_paused = true)]
async fn a_canary_comes_into_use_stage_by_stage() {
    let server = Server::new();
    let (new, current) = (program(&server, 1), program(&server, 2));
    let none = server
        .get(&format!("/api/v1/validation/tasks/{TASK}/canary"))
        .await;
    assert_eq!((none.status, none.text.as_str()), (204, ""));
    let started = start(&server, &new).await.json();
    assert_eq!(
        (
            &started["current_stage"],
            &started["current_percentage"],
            &started["status"]
        ),
        (
            &json!("Stage1_5Percent"),
            &json!(0.05),
            &json!("InProgress")
        )
    );
    assert_eq!(
        (&started["new_program_id"], &started["current_program_id"]),
        (&json!(new), &json!(current))
    );
    assert_eq!(started["history"][0]["action"], "started");
    assert!(started["started_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(
        start(&server, &new).await.code(),
        (400, "CANARY_START_FAILED".to_owned())
    );
    let id = started["id"].as_str().unwrap();
    let progress = async || post(&server, &format!("canary/{id}/progress"), json!({})).await;
    let mut stages = Vec::new();
    for _ in 0..4 {
        let canary = progress().await.json();
        stages.push((
            canary["current_stage"].as_str().unwrap().to_owned(),
            canary["current_percentage"].as_f64().unwrap(),
        ));
        let deployed = server
            .get(&format!("/api/v1/tasks/{TASK}/artifacts/1"))
            .await
            .json();
        assert_eq!(
            deployed["deployment_percentage"],
            canary["current_percentage"]
        );
    }
    let expected = [
        ("Stage2_25Percent", 0.25),
        ("Stage3_50Percent", 0.5),
        ("Stage4_100Percent", 1.0),
        ("Completed", 1.0),
    ];
    assert_eq!(
        stages,
        expected.map(|(stage, share)| (stage.to_owned(), share))
    );
    assert_eq!(
        progress().await.code(),
        (400, "CANARY_PROGRESS_FAILED".to_owned())
    );
    let run = server.execute(TASK, json!({ "text": "x" })).await.json();
    assert_eq!(run["version"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_canary_can_pause_and_be_taken_back() {
    let server = Server::new();
    let new = program(&server, 1);
    let started = start(&server, &new).await.json();
    let id = started["id"].as_str().unwrap();
    server.with(|world| world.canaries.verdict = Some(CanaryVerdict::Pause));
    let paused = post(&server, &format!("canary/{id}/progress"), json!({}))
        .await
        .json();
    assert_eq!(
        (&paused["status"], &paused["history"][1]["action"]),
        (&json!("Paused"), &json!("paused"))
    );
    assert!(!paused["started_at"].as_str().unwrap().ends_with('Z'));
    assert!(
        paused["history"][1]["timestamp"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    server.with(|world| world.canaries.verdict = None);
    let again = post(&server, &format!("canary/{id}/progress"), json!({})).await;
    assert_eq!(again.code(), (400, "CANARY_PROGRESS_FAILED".to_owned()));
    let read = server
        .get(&format!("/api/v1/validation/tasks/{TASK}/canary"))
        .await;
    assert_eq!(read.json()["id"], id);
    let reason = json!({ "reason": "too many complaints" });
    let back = post(&server, &format!("canary/{id}/rollback"), reason.clone())
        .await
        .json();
    assert_eq!(
        (&back["status"], &back["status_reason"]),
        (&json!("RolledBack"), &reason["reason"])
    );
    assert_eq!(back["history"][2]["action"], "rolled_back");
    assert!(back["completed_at"].is_string());
    let over = post(&server, &format!("canary/{id}/rollback"), reason).await;
    assert_eq!(over.code(), (400, "CANARY_ROLLBACK_ERROR".to_owned()));
    let run = server.execute(TASK, json!({ "text": "x" })).await.json();
    assert_eq!(run["version"], 2);
}

#[tokio::test(start_paused = true)]
async fn a_program_that_does_worse_is_taken_back() {
    let server = Server::new();
    let started = start(&server, &program(&server, 1)).await.json();
    validate(&server, 1, 80, 20);
    validate(&server, 2, 90, 10);
    let id = started["id"].as_str().unwrap();
    let back = post(&server, &format!("canary/{id}/progress"), json!({}))
        .await
        .json();
    assert_eq!(
        (&back["status"], &back["current_percentage"]),
        (&json!("RolledBack"), &json!(0))
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_a_canary_is_refused() {
    let server = Server::new();
    let active = program(&server, 2);
    let failed = (400, "CANARY_START_FAILED".to_owned());
    assert_eq!(start(&server, &active).await.code(), failed);
    assert_eq!(start(&server, OTHER).await.code(), failed);
    let body = json!({ "task_id": OTHER, "new_program_id": active });
    assert_eq!(post(&server, "canary/start", body).await.code(), failed);
    let progress = post(&server, &format!("canary/{OTHER}/progress"), json!({})).await;
    assert_eq!(progress.code(), (400, "CANARY_PROGRESS_FAILED".to_owned()));
    let no_reason = post(&server, &format!("canary/{OTHER}/rollback"), json!({})).await;
    assert!(no_reason.json()["errors"]["$"].is_array());
    server.with(|world| world.health.database_down = true);
    assert_eq!(
        start(&server, &active).await.code(),
        (400, "CANARY_START_ERROR".to_owned())
    );
    let progress = post(&server, &format!("canary/{OTHER}/progress"), json!({})).await;
    assert_eq!(progress.code(), (400, "CANARY_PROGRESS_ERROR".to_owned()));
}
