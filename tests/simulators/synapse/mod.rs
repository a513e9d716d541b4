//! The simulator of Synapse.

mod calls;
mod stage;

use quintet::sim::Fault;
use quintet::sim::synapse::{BuildOutcome, Deferral, DeleteReply, Job, LogReply, Tail};
use serde_json::{Value, json};

use calls::{Row, body, call, calls};
use stage::Stage;

use crate::support::contract::Document;

#[tokio::test]
async fn every_documented_reply_can_be_had() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    // 401, 403, 500, each for all of them.
    for (operation, status) in stage.call_all(None).await {
        assert_eq!(status, 401, "{operation}");
    }
    simulator.set_forbidden(true);
    for Row {
        operation, path, ..
    } in calls()
    {
        let (status, _) = stage.send(operation, path, body(operation)).await;
        assert_eq!(status, 403, "{operation}");
    }
    simulator.set_forbidden(false);
    for Row {
        operation, path, ..
    } in calls()
    {
        simulator.inject(Fault::status(500));
        let (status, text) = stage.send(operation, path, body(operation)).await;
        assert_eq!(
            (status, text),
            (500, json!("Internal Server Error")),
            "{operation}"
        );
        let detail = r#"{"detail": "boom"}"#;
        simulator.inject(Fault::status(500).body("application/json", detail));
        assert_eq!(
            stage.send(operation, path, body(operation)).await.0,
            500,
            "{operation}"
        );
    }
    // 503 where the cluster is asked.
    simulator.set_ray_down(true);
    let mut unavailable: Vec<&str> = Vec::new();
    for Row {
        operation, path, ..
    } in calls().filter(|row| !row.operation.ends_with("_system"))
    {
        if stage.send(operation, path, body(operation)).await.0 == 503 {
            unavailable.push(operation);
        }
    }
    assert_eq!(unavailable.len(), 18, "{unavailable:?}");
    simulator.set_ray_down(false);
    simulator.inject(Fault::status(503));
    stage.send("health_check", "/health/", None).await;
    // 404 for what does not exist.
    for Row {
        operation, absent, ..
    } in calls()
    {
        let Some(path) = absent else { continue };
        let (status, said) = stage.send(operation, path, body(operation)).await;
        assert_eq!(status, 404, "{operation}");
        assert!(
            said["detail"].as_str().unwrap().ends_with("does not exist"),
            "{said}"
        );
    }
    wrong_bodies(&stage).await;
    conflicts(&stage).await;
    // 200, 101 and 204, and then 200 where 204 was.
    let succeed = Stage::start().await;
    for (operation, status) in succeed.call_all(Some("quintet-sim")).await {
        let expected = match operation {
            "websocket_tail_job_logs" => 101,
            _ if operation.starts_with("delete_") => 204,
            // The update before it is under way.
            "restart_system" => 409,
            _ => 200,
        };
        assert_eq!(status, expected, "{operation}");
    }
    let deleted = Stage::start().await;
    deleted.simulator.set_delete_reply(DeleteReply::Json);
    let docker = deleted.docker().await;
    for Row {
        operation, path, ..
    } in calls().filter(|row| row.operation.starts_with("delete_"))
    {
        let path = path.replace("DOCKER", &docker);
        assert_eq!(
            deleted.send(operation, &path, None).await.0,
            200,
            "{operation}"
        );
    }

    let mut coverage = stage.proxy.coverage();
    coverage.merge(&succeed.proxy.coverage());
    coverage.merge(&deleted.proxy.coverage());
    let missing = coverage.missing(&Document::load("synapse").expected());
    assert!(missing.is_empty(), "{missing:?}");
    for stage in [&stage, &succeed, &deleted] {
        assert_eq!(stage.wrong_replies(), [""; 0]);
    }
}

/// 422
async fn wrong_bodies(stage: &Stage) {
    for Row {
        operation, path, ..
    } in calls()
    {
        let wrong = match operation {
            "update_container" | "update_system" => json!({ "status": 1, "api_tag": 1 }),
            "update_runtime_policy" => json!({ "max_concurrent_jobs": "many" }),
            "check_feasibility" => json!({ "kind": "other", "num_cpus": -1 }),
            _ if body(operation).is_some() => json!({}),
            _ => continue,
        };
        let (status, said) = stage.send(operation, path, Some(wrong)).await;
        assert_eq!(status, 422, "{operation}");
        assert!(said["detail"][0]["loc"].is_array(), "{said}");
    }
}

/// 400, 409 and 429, and a restart.
async fn conflicts(stage: &Stage) {
    let over = stage
        .send("stop_job", "/jobs/raysubmit_failed/stop/", None)
        .await;
    assert_eq!(over.0, 400, "{over:?}");
    let simulator = &stage.simulator;
    simulator.set_tail(Tail::websocket().at_most(0));
    simulator.set_tail(Tail::http().at_most(0));
    for operation in [
        "websocket_tail_job_logs",
        "stream_tail_job_logs",
        "get_job_logs",
    ] {
        if operation == "get_job_logs" {
            simulator.inject(Fault::status(429));
        }
        assert_eq!(
            stage.send(operation, call(operation).path, None).await.0,
            429,
            "{operation}"
        );
    }
    let restarted = stage.send("restart_system", "/system/restart/", None).await;
    assert_eq!(restarted.1["status"], "in_progress");
    let busy = stage
        .send(
            "update_system",
            "/system/update/",
            Some(json!({ "api_tag": "3" })),
        )
        .await;
    assert_eq!(busy.0, 409);
    assert_eq!(
        stage
            .send("restart_system", "/system/restart/", None)
            .await
            .0,
        409
    );
    let status = stage
        .send("get_system_status", "/system/status/", None)
        .await;
    assert_eq!(status.1["operation"], "restart");
}

#[tokio::test]
async fn replies_that_vary_are_as_documented() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    simulator.set_log_reply(LogReply::JsonString);
    simulator.add_job(Job::new("odd").text("\u{ac00}\u{1b}[0m \"\\\r\n\u{2028}half"));
    let (_, log) = stage.send("get_job_logs", "/jobs/odd/logs/", None).await;
    assert_eq!(log, "\u{ac00}\u{1b}[0m \"\\\r\n\u{2028}half");

    simulator.set_stale(true);
    simulator.add_node("odd", "REBOOTING");
    simulator.add_task("odd", "odd", "NIL");
    simulator.set_policy(&json!({ "max_concurrent_jobs": 1 }));
    stage
        .send(
            "get_cluster_resources",
            "/resources/cluster/?use_cache=false",
            None,
        )
        .await;
    let refused = stage.send(
        "check_feasibility",
        "/resources/feasibility/",
        body("check_feasibility"),
    );
    assert_eq!(refused.await.1["allowed"], false);
    stage
        .send("get_runtime_policy", "/resources/policy/", None)
        .await;

    let run = async |body| {
        let path = "/plugin_releases/1/run/";
        stage.send("run_plugin_release", path, Some(body)).await
    };
    simulator.set_deferral(Some(Deferral::Never));
    let (_, pending) = run(json!({ "action": "inference", "params": { "model": 1 } })).await;
    assert_eq!(pending["status"], "pending");
    assert_eq!(run(json!({ "action": null })).await.1, Value::Null);
    simulator.set_gpu_unavailable(97.5, 90.0);
    assert_eq!(
        run(json!({ "action": "train" })).await.1["error_type"],
        "gpu_unavailable"
    );

    simulator.set_build_outcome(BuildOutcome::Failed("no space left".to_owned()));
    let part = reqwest::multipart::Part::bytes(b"PK".as_slice()).file_name("plugin.zip");
    let form = reqwest::multipart::Form::new()
        .text("plugin_release", "detector@2")
        .text("params", r#"{"a": 1}"#)
        .text("labels", "a")
        .text("labels", "b")
        .part("file", part);
    let request = stage
        .http
        .post(format!("{}/containers/", stage.proxy.url()));
    let reply = request
        .header("authorization", simulator.token())
        .multipart(form);
    assert_eq!(reply.send().await.unwrap().status(), 200);
    loop {
        let (_, build) = stage.send("get_build_status", "/builds/b-1/", None).await;
        if build["status"] == "failed" {
            break assert_eq!(build["error"], "no space left");
        }
    }
    for violation in stage.proxy.violations() {
        // A state that nobody knows is what an open enum is for.
        assert!(violation.what.contains("REBOOTING"), "{violation}");
    }
}
