use std::time::Duration;

use serde_json::{Value, json};

use super::super::testing::{Server, pass};
use super::super::{Absence, Simulator, SystemOutcome};
use crate::sim::testing::{connect, raw};

const STATUS: &str = "/system/status/";

#[tokio::test(start_paused = true)]
async fn an_update_takes_a_while_and_is_the_only_one() {
    let server = Server::new();
    let idle = json!({ "in_progress": false, "operation": null, "started_at": null, "api_tag": "2026.2.17", "worker_tag": "2026.2.17" });
    assert_eq!(server.get(STATUS).await.json(), idle);
    let begun = server
        .call("POST", "/system/update/", &json!({ "api_tag": "3" }))
        .await;
    let told = json!({ "status": "in_progress", "message": "The operation has begun", "pull_output": "api Pulled\nworker Pulled\n", "up_output": null });
    assert_eq!(begun.json(), told);
    let busy = server.get(STATUS).await.json();
    assert_eq!(
        (&busy["in_progress"], &busy["operation"]),
        (&json!(true), &json!("update"))
    );
    assert_eq!(
        busy["started_at"].as_str().unwrap().len(),
        "2026-02-17T08:00:00.123456".len()
    );
    assert_eq!(busy["api_tag"], "2026.2.17");
    for path in ["/system/update/", "/system/restart/"] {
        let refused = server.call("POST", path, &Value::Null).await;
        assert_eq!(
            (refused.status, refused.detail()),
            (409, json!("Another system operation is in progress"))
        );
    }
    pass(15.0).await;
    let done = server.get(STATUS).await.json();
    assert_eq!(
        (&done["in_progress"], &done["api_tag"], &done["worker_tag"]),
        (&json!(false), &json!("3"), &json!("2026.2.18"))
    );
    assert_eq!(server.bare("POST", "/system/restart/").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn operations_end_in_other_ways_too() {
    let server = Server::new();
    let set = |outcome| server.with(|world| world.system.outcome = outcome);
    set(SystemOutcome::Failed("no such image".to_owned()));
    let failed = server.bare("POST", "/system/update/").await;
    let told = json!({ "status": "error", "message": "no such image", "pull_output": "manifest unknown\n", "up_output": null });
    assert_eq!((failed.status, failed.json()), (200, told));
    assert_eq!(server.get(STATUS).await.json()["in_progress"], false);

    set(SystemOutcome::StartedInVain);
    assert_eq!(
        server.bare("POST", "/system/update/").await.json()["status"],
        "in_progress"
    );
    pass(15.0).await;
    assert_eq!(server.get(STATUS).await.json()["api_tag"], "2026.2.17");

    set(SystemOutcome::Succeeded);
    let done = server.bare("POST", "/system/restart/").await.json();
    assert_eq!(
        done,
        json!({ "status": "success", "message": "The operation is done", "up_output": "Container api Started\n" })
    );
    assert_eq!(
        server.get("/system/compose-config/").await.json()["is_gpu_mode"],
        true
    );
    let wrong = server
        .call("POST", "/system/update/", &json!({ "api_tag": 1 }))
        .await;
    assert_eq!(
        (wrong.status, wrong.places()),
        (422, vec![json!(["body", "api_tag"])])
    );
}

fn request(method: &str, path: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: agent\r\nAuthorization: quintet-sim\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

/// A simulator that restarts, with a log that somebody follows.
async fn restarting(absence: Absence) -> (Simulator, String) {
    let simulator = Simulator::builder()
        .time_scale(1000.0)
        .start()
        .await
        .unwrap();
    simulator.set_system_absence(absence);
    simulator.set_system_times(Duration::from_secs(20), Duration::from_secs(300));
    let root = simulator.base_url();
    let path = "/jobs/raysubmit_abc123/logs/stream/";
    let mut tail = connect(&root, &request("GET", path)).await.unwrap();
    simulator.until_tails(|counts| counts.open == 1).await;
    let begun = raw(&root, &request("POST", "/system/restart/")).await;
    assert!(begun.contains("in_progress"), "{begun}");
    // Its log breaks off when the agent goes away.
    tokio::io::copy(&mut tail, &mut tokio::io::sink())
        .await
        .ok();
    simulator.until_tails(|counts| counts.open == 0).await;
    (simulator, root)
}

/// What a request meets, until the agent is back.
async fn meet(root: &str, absent: impl Fn(&str) -> bool) {
    let health = request("GET", "/health/");
    let first = raw(root, &health).await;
    assert!(absent(&first), "{first}");
    loop {
        let reply = raw(root, &health).await;
        if reply.starts_with("HTTP/1.1 200 ") {
            break;
        }
        assert!(absent(&reply), "{reply}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_agent_that_restarts_refuses_connections() {
    let (simulator, root) = restarting(Absence::Refused).await;
    meet(&root, |reply| reply.contains("refused")).await;
    assert_eq!(simulator.base_url(), root);
    // Jobs are Ray's, and go on.
    let job = raw(&root, &request("GET", "/jobs/raysubmit_abc123/")).await;
    assert!(job.contains("RUNNING"), "{job}");
}

#[tokio::test]
async fn an_agent_that_restarts_drops_connections() {
    let (_simulator, root) = restarting(Absence::Dropped).await;
    meet(&root, |reply| reply.is_empty() || reply.contains("reset")).await;
}

#[tokio::test]
async fn a_proxy_may_answer_for_an_agent_that_restarts() {
    let (_simulator, root) = restarting(Absence::Status(502)).await;
    meet(&root, |reply| {
        reply.starts_with("HTTP/1.1 502 ") && reply.contains("text/html")
    })
    .await;
}

#[tokio::test]
async fn an_agent_that_is_away_can_be_stopped() {
    let (simulator, root) = restarting(Absence::Refused).await;
    simulator.stop().await;
    assert!(
        raw(&root, &request("GET", "/health/"))
            .await
            .contains("refused")
    );
}
