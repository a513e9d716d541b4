use serde_json::{Value, json};

use super::super::testing::{Server, TASK, pass};
use super::super::{ProblemMedia, Timestamps};

const TASKS: &str = "/api/v1/tasks";

fn wish(name: &str) -> Value {
    json!({
        "name": name, "description": "Says it", "input_schema": {}, "output_schema": { "type": "string" },
    })
}

#[tokio::test(start_paused = true)]
async fn a_new_task_has_defaults_and_no_version() {
    let server = Server::new();
    let created = server.post(TASKS, &wish("a-B_1.2")).await;
    let task = created.json();
    let id = task["id"].as_str().unwrap();
    assert_eq!(created.status, 201);
    assert_eq!(
        created.header("location"),
        format!("http://localhost/api/v1/Tasks/{id}")
    );
    assert_eq!(
        created.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(created.header("api-supported-versions"), "1.0");
    for (field, value) in [
        ("accuracy_target", json!(0.9)),
        ("latency_target_ms", json!(10)),
        ("sampling_rate", json!(0.1)),
        ("examples", json!([])),
        ("total_versions", json!(0)),
        ("active_version", Value::Null),
    ] {
        assert_eq!(task[field], value, "{field}");
    }
    assert!(!created.text.contains("active_version"));
    assert!(task["created_at"].as_str().unwrap().ends_with('Z'));

    let read = server.get(&format!("{TASKS}/{}", id.to_uppercase())).await;
    assert_eq!(read.status, 200);
    assert!(!read.json()["created_at"].as_str().unwrap().contains('Z'));
    let again = server.post(TASKS, &wish("a-B_1.2")).await;
    assert_eq!(again.code(), (409, "TASK_ALREADY_EXISTS".to_owned()));
    assert_eq!(
        again.json()["message"],
        "Task with name 'a-B_1.2' already exists"
    );
}

#[tokio::test(start_paused = true)]
async fn what_users_send_comes_back_as_it_was() {
    let server = Server::new();
    let schema = r#"{"z" : 1.0, "a":[12345678901234567890123,  null], "camelCase": {"Ü": 1e2}}"#;
    let body = format!(
        r#"{{"name":"raw","description":"x","input_schema":{schema},"output_schema":true,"examples":[ {schema} ],"accuracy_target":"1"}}"#
    );
    let created = server.post_text(TASKS, &body).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert!(created.text.contains(&format!("\"input_schema\":{schema}")));
    assert!(created.text.contains("\"accuracy_target\":1,"));
    let id = created.json()["id"].as_str().unwrap().to_owned();
    let read = server.get(&format!("{TASKS}/{id}")).await;
    assert!(read.text.contains(&format!("\"examples\":[{schema}]")));
}

#[tokio::test(start_paused = true)]
async fn every_rule_is_checked() {
    let server = Server::new();
    let details = async |field: &str, value: Value| {
        let mut wish = wish("x");
        wish[field] = value;
        let refused = server.post(TASKS, &wish).await;
        assert_eq!(
            refused.code(),
            (400, "VALIDATION_ERROR".to_owned()),
            "{field}"
        );
        assert_eq!(refused.json()["message"], "Request validation failed");
        refused.json()["details"].clone()
    };
    let empty = details("name", json!("")).await;
    assert_eq!(
        empty[0],
        json!({ "property_name": "Name", "error_message": "Task name is required" })
    );
    assert_eq!(
        (empty.as_array().unwrap().len(), &empty[1]["property_name"]),
        (2, &json!("Name"))
    );
    for (field, value, name) in [
        ("name", json!("a b"), "Name"),
        ("name", json!("x".repeat(201)), "Name"),
        ("description", json!(" "), "Description"),
        ("description", json!("x".repeat(5001)), "Description"),
        ("accuracy_target", json!(1.01), "AccuracyTarget"),
        ("accuracy_target", json!(-0.01), "AccuracyTarget"),
        ("latency_target_ms", json!(0), "LatencyTargetMs"),
        ("latency_target_ms", json!(60_001), "LatencyTargetMs"),
        ("sampling_rate", json!(1.5), "SamplingRate"),
    ] {
        let details = details(field, value.clone()).await;
        assert_eq!(details.as_array().unwrap().len(), 1, "{field} {value}");
        assert_eq!(details[0]["property_name"], name);
    }
    for (field, value) in [
        ("name", json!("x".repeat(100))),
        ("description", json!("x".repeat(2000))),
        ("accuracy_target", json!(0)),
        ("latency_target_ms", json!(60_000)),
        ("sampling_rate", json!(1)),
    ] {
        let mut wish = wish(&format!("at-the-limit-{field}"));
        wish[field] = value;
        assert_eq!(server.post(TASKS, &wish).await.status, 201, "{field}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_database_holds_less_than_the_rules_allow() {
    let server = Server::new();
    let long = server.post(TASKS, &wish(&"x".repeat(101))).await;
    assert_eq!(long.code(), (500, "TASK_CREATION_ERROR".to_owned()));
    assert!(long.json().get("details").is_none());
    server.with(|world| world.development = true);
    let mut wish = wish("x");
    wish["description"] = "x".repeat(2001).into();
    let long = server.post(TASKS, &wish).await;
    assert!(
        long.json()["details"]
            .as_str()
            .unwrap()
            .contains("truncated")
    );
    assert!(
        long.text
            .starts_with("{\n  \"code\": \"TASK_CREATION_ERROR\"")
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_bound_is_a_problem() {
    let server = Server::new();
    let mut wish = wish("x");
    wish["examples"] = Value::Null;
    let refused = server.post(TASKS, &wish).await;
    let problem = refused.json();
    assert_eq!(refused.status, 400);
    assert_eq!(
        refused.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(problem["title"], "One or more validation errors occurred.");
    assert_eq!(
        problem["errors"],
        json!({ "Examples": ["The Examples field is required."] })
    );
    assert!(problem["traceId"].as_str().unwrap().starts_with("00-"));
    assert!(problem.get("trace_id").is_none());

    server.with(|world| world.problem_media = ProblemMedia::ProblemJson);
    let camel = json!({ "name": "x", "description": "x", "inputSchema": {}, "outputSchema": {} });
    let refused = server.post(TASKS, &camel).await;
    assert!(
        refused
            .header("content-type")
            .starts_with("application/problem+json")
    );
    let text = refused.json()["errors"]["$"][0]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(text.ends_with("input_schema, output_schema"), "{text}");
    let refused = server.get("/api/v1/tasks/x").await;
    assert_eq!(
        (refused.status, &refused.json()["errors"]),
        (400, &json!({ "taskId": ["The value 'x' is not valid."] }))
    );
    let refused = server.send("POST", TASKS, &[], "{}").await;
    assert_eq!(
        (refused.status, &refused.json()["status"]),
        (415, &json!(415))
    );
}

#[tokio::test(start_paused = true)]
async fn unknown_tasks_are_told_differently() {
    let server = Server::new();
    let other = "11111111-2222-3333-4444-555555555555";
    let refused = server.get(&format!("{TASKS}/{other}")).await;
    assert_eq!(refused.code(), (404, "TASK_NOT_FOUND".to_owned()));
    assert_eq!(
        refused.json()["message"],
        format!("Task with ID {other} not found")
    );
    let trace = refused.json()["trace_id"].as_str().unwrap().to_owned();
    assert!(
        trace.starts_with("0HN") && trace.ends_with(":00000001"),
        "{trace}"
    );
    let empty = server.get(&format!("{TASKS}/{other}/artifacts")).await;
    assert_eq!((empty.status, empty.text.as_str()), (200, "[]"));
    let refused = server.get(&format!("{TASKS}/{TASK}/artifacts/9")).await;
    assert_eq!(refused.code(), (404, "ARTIFACT_NOT_FOUND".to_owned()));
    let refused = server.get(&format!("{TASKS}/{TASK}/artifacts/one")).await;
    assert_eq!(
        refused.json()["errors"]["version"][0],
        "The value 'one' is not valid."
    );
}

#[tokio::test(start_paused = true)]
async fn artifacts_are_versions_of_a_program() {
    let server = Server::new();
    let artifacts = server.get(&format!("{TASKS}/{TASK}/artifacts")).await;
    let artifacts = artifacts.json();
    let states = [0, 1].map(|index| (&artifacts[index]["version"], &artifacts[index]["status"]));
    assert_eq!(states[0], (&json!(1), &json!("deprecated")));
    assert_eq!(states[1], (&json!(2), &json!("active")));
    let one = server.get(&format!("{TASKS}/{TASK}/artifacts/2")).await;
    assert_eq!(one.json(), artifacts[1]);
    assert!(one.text.contains("\"deployment_percentage\":100,"));
    assert_eq!(one.json()["language"], "typescript");
    assert!(one.json()["code"].as_str().unwrap().contains("lottery"));
}

#[tokio::test(start_paused = true)]
async fn a_task_is_read_from_a_cache() {
    let server = Server::new();
    let id = server.create("cached", json!([])).await;
    let path = format!("{TASKS}/{id}");
    let versions = async || server.get(&path).await.json()["total_versions"].clone();
    assert_eq!(versions().await, 0);
    server.execute(&id, json!({})).await;
    assert_eq!(versions().await, 0);
    pass(601.0).await;
    assert_eq!(versions().await, 1);
    assert_eq!(server.get(&path).await.json()["active_version"], 1);
}

#[tokio::test(start_paused = true)]
async fn times_can_be_written_in_other_ways() {
    let server = Server::new();
    let created_at = async |manner| {
        server.with(|world| {
            world.stamps.manner = manner;
            world.tasks.forget_reads();
        });
        let task = server.get(&format!("{TASKS}/{TASK}")).await.json();
        task["created_at"].as_str().unwrap().to_owned()
    };
    assert!(created_at(Timestamps::Utc).await.ends_with('Z'));
    assert!(created_at(Timestamps::Offset).await.ends_with("+09:00"));
}

#[tokio::test(start_paused = true)]
async fn without_a_database_each_fails_in_its_way() {
    let server = Server::new();
    server.with(|world| world.health.database_down = true);
    let code = |code: &str| (500, code.to_owned());
    assert_eq!(
        server.post(TASKS, &wish("x")).await.code(),
        code("TASK_CREATION_ERROR")
    );
    let path = format!("{TASKS}/{TASK}");
    assert_eq!(server.get(&path).await.code(), code("TASK_RETRIEVAL_ERROR"));
    for below in ["artifacts", "artifacts/1"] {
        let refused = server.get(&format!("{path}/{below}")).await;
        assert_eq!(refused.code(), code("ARTIFACT_RETRIEVAL_ERROR"));
    }
}
