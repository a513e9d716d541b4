use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::testing::{Server, TASK};
use super::{ExecutionFault, Generator};

fn path(task: &str) -> String {
    format!("/api/v1/tasks/{task}/execute")
}

fn inject(server: &Server, fault: ExecutionFault) {
    server.with(|world| world.execution_faults.inject(fault));
}

#[tokio::test(start_paused = true)]
async fn an_execution_computes() {
    let server = Server::new();
    let spam = server
        .execute(
            TASK,
            json!({ "text": "You are a winner, claim your prize" }),
        )
        .await;
    let run = spam.json();
    assert_eq!(spam.status, 200);
    assert_eq!(
        (&run["status"], &run["output"], &run["version"]),
        (&json!("success"), &json!("spam"), &json!(2))
    );
    assert_eq!(run["task_id"], TASK);
    assert_eq!(run["sampled_for_validation"], false);
    assert!(run["latency_ms"].as_f64().unwrap() > 0.0);
    assert!(run["executed_at"].as_str().unwrap().ends_with('Z'));
    for absent in ["error_message", "memory_usage_mb"] {
        assert!(run.get(absent).is_none(), "{absent}");
    }
    let ham = server
        .execute(TASK, json!({ "text": "The report, as promised" }))
        .await;
    assert_eq!(ham.json()["output"], "ham");
}

#[tokio::test(start_paused = true)]
async fn a_program_that_fails_is_an_answer() {
    let server = Server::new();
    let failed = server.execute(TASK, json!({})).await;
    let run = failed.json();
    assert_eq!((failed.status, &run["status"]), (200, &json!("error")));
    assert!(run["error_message"].as_str().unwrap().contains("undefined"));
    assert!(run.get("output").is_none());
    assert!(run["execution_id"].is_string());
    let nothing = server
        .create("nothing", json!([{ "input": 1, "output": null }]))
        .await;
    let nothing = server.execute(&nothing, json!(1)).await.json();
    assert_eq!(
        (&nothing["status"], nothing.get("output")),
        (&json!("success"), None)
    );
}

#[tokio::test(start_paused = true)]
async fn limits_are_checked() {
    let server = Server::new();
    let send = async |changes: Value| {
        let mut body = json!({ "task_id": TASK, "input": { "text": "x" } });
        let fields = changes.as_object().cloned().unwrap_or_default();
        body.as_object_mut().unwrap().extend(fields);
        server.post(&path(TASK), &body).await
    };
    for (changes, name) in [
        (json!({ "version": 0 }), "Version"),
        (json!({ "timeout_ms": 0 }), "TimeoutMs"),
        (json!({ "timeout_ms": 60_001 }), "TimeoutMs"),
    ] {
        let refused = send(changes).await;
        assert_eq!(refused.code(), (400, "VALIDATION_ERROR".to_owned()));
        assert_eq!(refused.json()["details"][0]["property_name"], name);
    }
    for changes in [
        json!({ "version": null, "timeout_ms": null }),
        json!({ "timeout_ms": 60_000, "version": "1" }),
        json!({ "timeout_ms": 1 }),
    ] {
        assert_eq!(send(changes).await.status, 200);
    }
    let other = "11111111-2222-3333-4444-555555555555";
    let refused = send(json!({ "task_id": other })).await;
    assert_eq!(refused.code(), (400, "TASK_ID_MISMATCH".to_owned()));
    let zero = "00000000-0000-0000-0000-000000000000";
    let refused = server.execute(zero, json!(1)).await;
    assert_eq!(refused.json()["details"][0]["property_name"], "TaskId");
    let refused = send(json!({ "input": null })).await;
    assert_eq!(
        refused.json()["errors"]["Input"][0],
        "The Input field is required."
    );
    let refused = server.post("/api/v1/tasks/execute", &json!({})).await;
    assert_eq!(
        (
            refused.status,
            refused.header("allow"),
            refused.text.as_str()
        ),
        (405, "GET", "")
    );
}

#[tokio::test(start_paused = true)]
async fn what_does_not_exist_is_a_500() {
    let server = Server::new();
    server.with(|world| world.development = true);
    let other = "11111111-2222-3333-4444-555555555555";
    let refused = server.execute(other, json!(1)).await;
    assert_eq!(refused.code(), (500, "EXECUTION_ERROR".to_owned()));
    assert_eq!(
        refused.json()["details"],
        format!("Task with ID {other} not found")
    );
    let body = json!({ "task_id": TASK, "input": 1, "version": 9 });
    let refused = server.post(&path(TASK), &body).await;
    assert_eq!(refused.status, 500);
    server.with(|world| world.health.database_down = true);
    let refused = server.execute(TASK, json!({ "text": "x" })).await;
    assert_eq!(refused.code(), (500, "EXECUTION_ERROR".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn the_first_execution_makes_a_program() {
    let server = Server::new();
    let task = server
        .create(
            "line",
            json!([{ "input": 1, "output": 2 }, { "input": 2, "output": 4 }]),
        )
        .await;
    let begun = Instant::now();
    let (first, meanwhile) = tokio::join!(
        server.execute(&task, json!(10)),
        server.execute(&task, json!(11))
    );
    assert_eq!(begun.elapsed().as_secs(), 4);
    assert_eq!(
        (&first.json()["output"], &meanwhile.json()["output"]),
        (&json!(20), &json!(22))
    );
    assert_eq!(server.with(|world| world.synthesis.count), 1);
    let third = server.execute(&task, json!(12)).await;
    assert_eq!(
        (begun.elapsed().as_secs(), &third.json()["version"]),
        (4, &json!(1))
    );
}

#[tokio::test(start_paused = true)]
async fn a_generator_may_fail_or_hang() {
    let server = Server::new();
    server.with(|world| world.development = true);
    let task = server.create("never", json!([])).await;
    for (generator, seconds) in [(Generator::Fails, 6), (Generator::Hangs, 96)] {
        server.with(|world| world.synthesis.generator = generator);
        let begun = Instant::now();
        let refused = server.execute(&task, json!(1)).await;
        assert_eq!(refused.json()["details"], "Program generation failed");
        assert_eq!(begun.elapsed().as_secs(), seconds);
    }
    // Somebody who does not wait does not keep others from it.
    let begun = Instant::now();
    let impatient = server.execute(&task, json!(1));
    let gone = tokio::time::timeout(Duration::from_secs(1), impatient).await;
    assert!(gone.is_err());
    server.with(|world| world.synthesis.generator = Generator::Works);
    let made = server.execute(&task, json!(1)).await;
    assert_eq!((made.status, begun.elapsed().as_secs()), (200, 5));
}

#[tokio::test(start_paused = true)]
async fn slow_programs_are_ended() {
    let server = Server::new();
    inject(
        &server,
        ExecutionFault::slow(Duration::from_secs(2)).times(2),
    );
    let slow = server.execute(TASK, json!({ "text": "x" })).await.json();
    assert!(
        (slow["latency_ms"].as_f64().unwrap() - 2000.0).abs() < 2.0,
        "{slow}"
    );
    assert_eq!(slow["status"], "success");
    let body = json!({ "task_id": TASK, "input": { "text": "x" }, "timeout_ms": 1500 });
    let ended = server.post(&path(TASK), &body).await.json();
    assert_eq!(
        (&ended["status"], &ended["error_message"]),
        (&json!("error"), &json!("Execution timeout after 1500ms"))
    );
}

#[tokio::test(start_paused = true)]
async fn executions_fail_as_they_are_told_to() {
    let server = Server::new();
    inject(
        &server,
        ExecutionFault::error("boom").on_input("\"b\"").after(1),
    );
    inject(&server, ExecutionFault::exception("crash").after(1));
    let run = async |text: &str| server.execute(TASK, json!({ "text": text })).await;
    assert_eq!(run("b").await.json()["status"], "success");
    assert_eq!(run("a").await.code(), (500, "EXECUTION_ERROR".to_owned()));
    assert_eq!(run("b").await.json()["error_message"], "boom");
    assert_eq!(run("b").await.json()["status"], "success");
}

#[tokio::test(start_paused = true)]
async fn samples_are_taken_at_equal_distances() {
    let server = Server::new();
    let mut sampled = Vec::new();
    for index in 0..20 {
        let run = server.execute(TASK, json!({ "text": "x" })).await.json();
        if run["sampled_for_validation"] == true {
            sampled.push(index);
        }
    }
    assert_eq!(sampled, [9, 19]);
    let body = json!({ "task_id": TASK, "input": { "text": "x" }, "force_validation": true });
    let forced = server.post(&path(TASK), &body).await.json();
    assert_eq!(forced["sampled_for_validation"], true);
    let never = server.create("never", json!([])).await;
    let run = server.execute(&never, json!(1)).await.json();
    assert_eq!(run["sampled_for_validation"], false);
}
