use serde_json::{Value, json};

use super::super::LogReply;
use super::super::testing::{Server, pass};
use super::{Job, JobStatus};

#[tokio::test(start_paused = true)]
async fn rows_have_all_of_rays_keys() {
    let server = Server::new();
    let rows = server.get("/jobs/").await.json();
    let ids: Vec<&Value> = rows.as_array().unwrap().iter().collect();
    let statuses: Vec<&Value> = ids.iter().map(|row| &row["status"]).collect();
    assert_eq!(
        statuses,
        [
            "RUNNING",
            "SUCCEEDED",
            "FAILED",
            "STOPPED",
            "PENDING",
            "RUNNING"
        ]
    );
    let keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 15, "{keys:?}");

    let running = server.get("/jobs/raysubmit_abc123/").await.json();
    assert_eq!(running["job_id"], "01000000");
    assert_eq!(running["submission_id"], "raysubmit_abc123");
    assert_eq!(running["driver_info"]["pid"], "4711");
    assert_eq!(running["end_time"], Value::Null);
    assert_eq!(
        running["runtime_env"]["env_vars"]["SYNAPSE_JOB_ID"],
        "raysubmit_abc123"
    );
    let failed = server.get("/jobs/raysubmit_failed/").await.json();
    assert_eq!(failed["error_type"], "JOB_ENTRYPOINT_COMMAND_ERROR");
    assert_eq!(failed["driver_exit_code"], 1);
    assert!(failed["end_time"].is_i64());
    let pending = server.get("/jobs/raysubmit_pending/").await.json();
    assert_eq!(
        (&pending["job_id"], &pending["start_time"]),
        (&Value::Null, &Value::Null)
    );
    let driver = server.get("/jobs/06000000/").await.json();
    assert_eq!(
        (&driver["type"], &driver["submission_id"]),
        (&json!("DRIVER"), &Value::Null)
    );

    let unknown = server.get("/jobs/nothing/").await;
    let detail = json!("Job nothing does not exist");
    assert_eq!((unknown.status, unknown.detail()), (404, detail));
}

#[tokio::test(start_paused = true)]
async fn a_log_is_what_is_written_now() {
    let server = Server::new();
    let log = |id: &str| format!("/jobs/{id}/logs/");
    pass(2.5).await;
    let running = server.get(&log("raysubmit_abc123")).await;
    assert_eq!(running.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(
        running.text,
        "epoch 1 step 1/10 loss 1.0000\nepoch 1 step 2/10 loss 0.5000\nepoch 1 step 3/10 loss 0.3333\n"
    );
    assert_eq!(server.get(&log("raysubmit_pending")).await.text, "");
    assert_eq!(server.get(&log("notebook")).await.status, 404);
    assert_eq!(server.get(&log("06000000")).await.status, 404);

    server.with(|world| {
        world.log_reply = LogReply::JsonString;
        let now = world.clock.now();
        let huge = Job::new("huge")
            .text("\"\u{ac00}\n")
            .generate(30_000, |line| line.to_string());
        world.jobs.add(huge, now);
    });
    let huge = server.get(&log("huge")).await;
    assert_eq!(huge.header("content-type"), "application/json");
    let text = huge.json();
    let lines: Vec<&str> = text.as_str().unwrap().lines().collect();
    assert_eq!(
        (lines[0], lines.len(), lines[30_000]),
        ("\"\u{ac00}", 30_001, "29999")
    );
}

#[tokio::test(start_paused = true)]
async fn stopping_takes_a_moment() {
    let server = Server::new();
    let stop = |id: &str| format!("/jobs/{id}/stop/");
    let stopped = server.bare("POST", &stop("raysubmit_abc123")).await;
    assert_eq!(stopped.status, 200);
    assert_eq!(
        stopped.json(),
        json!({ "status": "STOPPING", "job_id": "raysubmit_abc123" })
    );
    let status = |server: &Server| {
        server.with(|world| world.jobs.status("raysubmit_abc123", world.clock.now()))
    };
    assert_eq!(status(&server), Some(JobStatus::Running));
    pass(2.0).await;
    assert_eq!(status(&server), Some(JobStatus::Stopped));

    let again = server.bare("POST", &stop("raysubmit_abc123")).await;
    let detail = json!("Job raysubmit_abc123 is already in a terminal state: STOPPED");
    assert_eq!((again.status, again.detail()), (400, detail));
    assert_eq!(server.bare("POST", &stop("06000000")).await.status, 400);
    assert_eq!(server.bare("POST", &stop("nothing")).await.status, 404);
    assert_eq!(
        server.bare("POST", &stop("raysubmit_pending")).await.status,
        200
    );
}
