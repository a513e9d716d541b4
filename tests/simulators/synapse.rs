//! The simulator of Synapse.

use std::time::Duration;

use quintet::sim::Fault;
use quintet::sim::synapse::{BuildOutcome, Deferral, DeleteReply, Job, LogReply, Simulator, Tail};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::contract::{ContractProxy, Document, Side};
use crate::support::raw_server;

/// Every operation with a request that succeeds, and the same for something that does not exist. In this order all succeed.
const CALLS: [(&str, &str, &str, &str); 41] = [
    ("health_check", "GET", "/health/", ""),
    ("list_jobs", "GET", "/jobs/", ""),
    ("get_job", "GET", "/jobs/raysubmit_failed/", "/jobs/x/"),
    (
        "get_job_logs",
        "GET",
        "/jobs/raysubmit_failed/logs/",
        "/jobs/x/logs/",
    ),
    (
        "websocket_tail_job_logs",
        "GET",
        "/jobs/raysubmit_failed/logs/",
        "/jobs/x/logs/",
    ),
    (
        "stream_tail_job_logs",
        "GET",
        "/jobs/raysubmit_failed/logs/stream/",
        "/jobs/x/logs/stream/",
    ),
    (
        "stop_job",
        "POST",
        "/jobs/raysubmit_abc123/stop/",
        "/jobs/x/stop/",
    ),
    ("list_nodes", "GET", "/nodes/", ""),
    ("get_node", "GET", "/nodes/node-abc123/", "/nodes/x/"),
    ("list_tasks", "GET", "/tasks/", ""),
    ("get_task", "GET", "/tasks/task-xyz789/", "/tasks/x/"),
    ("list_serve_applications", "GET", "/serve_applications/", ""),
    (
        "get_serve_application",
        "GET",
        "/serve_applications/my-app/",
        "/serve_applications/x/",
    ),
    (
        "delete_serve_application",
        "DELETE",
        "/serve_applications/my-app/",
        "/serve_applications/x/",
    ),
    ("get_gpu_status", "GET", "/gpu_status/", ""),
    (
        "get_cluster_resources",
        "GET",
        "/resources/cluster/?use_cache=true",
        "",
    ),
    ("check_feasibility", "POST", "/resources/feasibility/", ""),
    ("get_runtime_policy", "GET", "/resources/policy/", ""),
    ("update_runtime_policy", "PATCH", "/resources/policy/", ""),
    (
        "list_plugin_releases",
        "GET",
        "/plugin_releases/?page_size=1",
        "",
    ),
    ("create_plugin_release", "POST", "/plugin_releases/", ""),
    (
        "get_plugin_release",
        "GET",
        "/plugin_releases/detector@1.2.0",
        "/plugin_releases/x",
    ),
    (
        "delete_plugin_release",
        "DELETE",
        "/plugin_releases/trainer@0.3.1",
        "/plugin_releases/x",
    ),
    (
        "run_plugin_release",
        "POST",
        "/plugin_releases/detector%401.2.0/run/",
        "/plugin_releases/x/run/",
    ),
    (
        "run_debug_plugin_release",
        "POST",
        "/plugin_releases/run_debug/",
        "",
    ),
    ("get_build_status", "GET", "/builds/b-1/", "/builds/x/"),
    ("list_docker_containers", "GET", "/containers/docker/", ""),
    ("create_docker_container", "POST", "/containers/docker/", ""),
    (
        "get_docker_container",
        "GET",
        "/containers/docker/DOCKER",
        "/containers/docker/x",
    ),
    (
        "stop_docker_container",
        "POST",
        "/containers/docker/DOCKER/stop/",
        "/containers/docker/x/stop/",
    ),
    (
        "start_docker_container",
        "POST",
        "/containers/docker/DOCKER/start/",
        "/containers/docker/x/start/",
    ),
    (
        "delete_docker_container",
        "DELETE",
        "/containers/docker/DOCKER",
        "/containers/docker/x",
    ),
    ("list_containers", "GET", "/containers/?status=running", ""),
    ("create_container", "POST", "/containers/", ""),
    ("get_container", "GET", "/containers/1", "/containers/99"),
    (
        "update_container",
        "PATCH",
        "/containers/1",
        "/containers/99",
    ),
    (
        "delete_container",
        "DELETE",
        "/containers/1",
        "/containers/99",
    ),
    ("get_compose_config", "GET", "/system/compose-config/", ""),
    ("get_system_status", "GET", "/system/status/", ""),
    ("update_system", "POST", "/system/update/", ""),
    ("restart_system", "POST", "/system/restart/", ""),
];

/// The body of a request that succeeds.
fn body(operation: &str) -> Option<Value> {
    Some(match operation {
        "check_feasibility" => json!({
            "kind": "job", "num_cpus": 1, "num_gpus": 0.0, "memory_bytes": null, "replicas": 1, "metadata": {},
        }),
        "update_runtime_policy" => json!({ "max_concurrent_jobs": 4 }),
        "create_plugin_release" => json!({ "plugin": "detector", "version": "2" }),
        "run_plugin_release" => json!({ "action": "train", "params": { "epochs": 3 } }),
        "run_debug_plugin_release" => json!({ "action": "train", "modules": { "a": "b = 1" } }),
        "create_docker_container" => json!({ "plugin_release": "detector@1.2.0", "labels": ["a"] }),
        "create_container" => json!({ "plugin_release": "detector@1.2.0", "params": {} }),
        "update_container" => json!({ "status": "stopped" }),
        "update_system" => Value::Null,
        _ => return None,
    })
}

/// A simulator behind a proxy that reads along.
struct Stage {
    simulator: Simulator,
    proxy: ContractProxy,
    http: reqwest::Client,
}

impl Stage {
    async fn start() -> Self {
        let simulator = Simulator::builder()
            .time_scale(1000.0)
            .start()
            .await
            .unwrap();
        // Updates and restarts begin, but the agent does not go away in a test.
        simulator.set_system_times(Duration::from_secs(1_000_000), Duration::ZERO);
        let document = Document::load("synapse");
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        // The crate's own clients install the TLS provider without which reqwest makes none.
        let client = quintet::liteboxd::Client::builder().base_url(simulator.base_url());
        client.build().unwrap();
        let http = raw_server::http().build().unwrap();
        Self {
            simulator,
            proxy,
            http,
        }
    }

    /// Makes a request and reads its reply.
    async fn send(&self, operation: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        self.send_as(Some(self.simulator.token()), operation, path, body)
            .await
    }

    async fn send_as(
        &self,
        token: Option<&str>,
        operation: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let (_, method, ..) = CALLS.iter().find(|(id, ..)| *id == operation).unwrap();
        let method: Method = method.parse().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.proxy.url()));
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        if operation == "websocket_tail_job_logs" {
            request = request
                .header("connection", "Upgrade")
                .header("upgrade", "websocket")
                .header("sec-websocket-version", "13")
                .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        if status == 101 {
            return (status, Value::Null);
        }
        let text = reply.text().await.unwrap();
        let json = serde_json::from_str(&text);
        (status, json.unwrap_or(Value::String(text)))
    }

    /// Docker's id of a container that is made for this.
    async fn docker(&self) -> String {
        let body = body("create_docker_container");
        let (_, made) = self
            .send("create_docker_container", "/containers/docker/", body)
            .await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Calls every operation in the way that succeeds.
    async fn call_all(&self, token: Option<&str>) -> Vec<(&'static str, u16)> {
        let docker = match token {
            Some(_) => self.docker().await,
            None => "x".to_owned(),
        };
        let mut statuses = Vec::new();
        for (operation, _, path, _) in CALLS {
            if operation == "get_build_status" && token.is_some() {
                let body = body("create_container");
                self.send("create_container", "/containers/", body).await;
            }
            let path = path.replace("DOCKER", &docker);
            let (status, _) = self.send_as(token, operation, &path, body(operation)).await;
            statuses.push((operation, status));
            self.simulator.until_tails(|counts| counts.open == 0).await;
        }
        statuses
    }

    /// What was wrong with replies. Some requests were wrong on purpose.
    fn wrong_replies(&self) -> Vec<String> {
        let violations = self.proxy.violations().into_iter();
        let wrong = violations.filter(|one| one.side == Side::Reply);
        wrong.map(|one| one.to_string()).collect()
    }
}

#[tokio::test]
async fn every_documented_reply_can_be_had() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    // 401, 403, 500, each for all of them.
    for (operation, status) in stage.call_all(None).await {
        assert_eq!(status, 401, "{operation}");
    }
    simulator.set_forbidden(true);
    for (operation, _, path, _) in CALLS {
        let (status, _) = stage.send(operation, path, body(operation)).await;
        assert_eq!(status, 403, "{operation}");
    }
    simulator.set_forbidden(false);
    for (operation, _, path, _) in CALLS {
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
    for (operation, _, path, _) in CALLS.iter().filter(|(id, ..)| !id.ends_with("_system")) {
        if stage.send(operation, path, body(operation)).await.0 == 503 {
            unavailable.push(operation);
        }
    }
    assert_eq!(unavailable.len(), 18, "{unavailable:?}");
    simulator.set_ray_down(false);
    simulator.inject(Fault::status(503));
    stage.send("health_check", "/health/", None).await;
    // 404 for what does not exist.
    for (operation, _, _, path) in CALLS.iter().filter(|(_, _, _, path)| !path.is_empty()) {
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
    for (operation, _, path, _) in CALLS.iter().filter(|(id, ..)| id.starts_with("delete_")) {
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
    for (operation, _, path, _) in CALLS {
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
        let (_, _, path, _) = CALLS.iter().find(|(id, ..)| *id == operation).unwrap();
        assert_eq!(
            stage.send(operation, path, None).await.0,
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
