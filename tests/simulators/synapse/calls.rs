//! Every operation, and how it is called.

use serde_json::{Value, json};

/// An operation with a request that succeeds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) operation: &'static str,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// The same for something that does not exist.
    pub(super) absent: Option<&'static str>,
}

const TABLE: &str = "
    health_check             GET    /health/
    list_jobs                GET    /jobs/
    get_job                  GET    /jobs/raysubmit_failed/                /jobs/x/
    get_job_logs             GET    /jobs/raysubmit_failed/logs/           /jobs/x/logs/
    websocket_tail_job_logs  GET    /jobs/raysubmit_failed/logs/           /jobs/x/logs/
    stream_tail_job_logs     GET    /jobs/raysubmit_failed/logs/stream/    /jobs/x/logs/stream/
    stop_job                 POST   /jobs/raysubmit_abc123/stop/           /jobs/x/stop/
    list_nodes               GET    /nodes/
    get_node                 GET    /nodes/node-abc123/                    /nodes/x/
    list_tasks               GET    /tasks/
    get_task                 GET    /tasks/task-xyz789/                    /tasks/x/
    list_serve_applications  GET    /serve_applications/
    get_serve_application    GET    /serve_applications/my-app/            /serve_applications/x/
    delete_serve_application DELETE /serve_applications/my-app/            /serve_applications/x/
    get_gpu_status           GET    /gpu_status/
    get_cluster_resources    GET    /resources/cluster/?use_cache=true
    check_feasibility        POST   /resources/feasibility/
    get_runtime_policy       GET    /resources/policy/
    update_runtime_policy    PATCH  /resources/policy/
    list_plugin_releases     GET    /plugin_releases/?page_size=1
    create_plugin_release    POST   /plugin_releases/
    get_plugin_release       GET    /plugin_releases/detector@1.2.0        /plugin_releases/x
    delete_plugin_release    DELETE /plugin_releases/trainer@0.3.1         /plugin_releases/x
    run_plugin_release       POST   /plugin_releases/detector%401.2.0/run/ /plugin_releases/x/run/
    run_debug_plugin_release POST   /plugin_releases/run_debug/
    get_build_status         GET    /builds/b-1/                           /builds/x/
    list_docker_containers   GET    /containers/docker/
    create_docker_container  POST   /containers/docker/
    get_docker_container     GET    /containers/docker/DOCKER              /containers/docker/x
    stop_docker_container    POST   /containers/docker/DOCKER/stop/        /containers/docker/x/stop/
    start_docker_container   POST   /containers/docker/DOCKER/start/       /containers/docker/x/start/
    delete_docker_container  DELETE /containers/docker/DOCKER              /containers/docker/x
    list_containers          GET    /containers/?status=running
    create_container         POST   /containers/
    get_container            GET    /containers/1                          /containers/99
    update_container         PATCH  /containers/1                          /containers/99
    delete_container         DELETE /containers/1                          /containers/99
    get_compose_config       GET    /system/compose-config/
    get_system_status        GET    /system/status/
    update_system            POST   /system/update/
    restart_system           POST   /system/restart/
";

/// All operations. In this order all succeed.
pub(super) fn calls() -> impl Iterator<Item = Row> {
    TABLE.trim().lines().map(|line| {
        let mut words = line.split_whitespace();
        let mut word = || words.next();
        Row {
            operation: word().unwrap(),
            method: word().unwrap(),
            path: word().unwrap(),
            absent: word(),
        }
    })
}

pub(super) fn call(operation: &str) -> Row {
    calls().find(|row| row.operation == operation).unwrap()
}

/// The body of a request that succeeds.
pub(super) fn body(operation: &str) -> Option<Value> {
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
