//! The edge runtime. Contract: §1.9, §7.

use quintet::loopai::{EdgeClient, Refusal, RefusalKind};
use quintet::sim::Fault;
use quintet::sim::loopai::edge::Simulator;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::Value;

use crate::support::raw_server::http;

async fn stage() -> (Simulator, EdgeClient) {
    let simulator = Simulator::start().await.unwrap();
    let builder = EdgeClient::builder().base_url(simulator.base_url());
    let builder = builder.http_client(http()).retry(RetryPolicy::never());
    (simulator, builder.build().unwrap())
}

#[tokio::test]
async fn c57_a_text_is_spam_or_ham() {
    let (_simulator, edge) = stage().await;
    for (name, text, output) in [
        ("text", "Claim your free prize", "spam"),
        ("text", "See you tomorrow", "ham"),
        ("input", "Urgent: lottery winner", "spam"),
        ("subject", "cheap pills", "spam"),
    ] {
        let executed = edge.execute([(name, text)]).await.unwrap();
        assert_eq!(executed.output, output, "{text}");
        assert!(executed.latency_ms >= 0.0);
    }
}

#[tokio::test]
async fn c58_each_execution_is_a_line_of_the_log() {
    let (simulator, edge) = stage().await;
    for text in ["one", "two"] {
        edge.execute([("text", text)]).await.unwrap();
    }
    let log = simulator.log();
    assert_eq!(log.len(), 2);
    for (line, text) in log.iter().zip(["one", "two"]) {
        let entry: Value = serde_json::from_str(line).unwrap();
        assert!(entry.is_object() && line.contains(text), "{line}");
    }
}

/// No call can leave the input out; what a runtime says of one that is wrong is read, and it goes on.
#[tokio::test]
async fn c59_a_request_that_is_refused_harms_nobody() {
    let (simulator, edge) = stage().await;
    let detail = r#"{"detail":[{"type":"missing","loc":["body","input"],"msg":"Field required","input":{}}]}"#;
    simulator.inject(Fault::status(422).body("application/json", detail));
    let error = edge.execute([("text", "x")]).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::BadRequest, 422)
    );
    let refusal = Refusal::of(&error);
    assert_eq!(refusal.kind, RefusalKind::Validation);
    assert_eq!(refusal.fields["body.input"], ["Field required"]);
    // No text at all is what the program makes of it.
    let none: [(&str, &str); 0] = [];
    assert_eq!(edge.execute(none).await.unwrap().output, "ham");
    simulator.set_program_error(Some("boom"));
    let error = edge.execute([("text", "x")]).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Failed, 500)
    );
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Execution);
    simulator.set_program_error(None);
    edge.execute([("text", "x")]).await.unwrap();
    assert_eq!(simulator.request_count("POST", "/execute"), 4);
}

#[tokio::test]
async fn c60_the_health_has_task_and_version() {
    let simulator = Simulator::builder()
        .task_id("task-7")
        .start()
        .await
        .unwrap();
    let edge = EdgeClient::builder().base_url(simulator.base_url());
    let edge = edge.http_client(http()).build().unwrap();
    let health = edge.health().await.unwrap();
    assert_eq!(
        (&*health.task_id, health.active_version),
        ("task-7", Some(1))
    );
    assert!(!health.status.is_empty() && !health.version.is_empty());
    // The client of the server reads it as well.
    let cloud = quintet::loopai::Client::builder().base_url(simulator.base_url());
    let cloud = cloud.http_client(http()).build().unwrap();
    let probe = cloud.probe_health().await.unwrap();
    assert_eq!(
        (probe.status, probe.active_version),
        (health.status, Some(1))
    );
}

#[tokio::test]
async fn c61_metrics_count_the_day() {
    let (_simulator, edge) = stage().await;
    let idle = edge.metrics().await.unwrap();
    assert_eq!((idle.executions_today, idle.avg_latency_ms), (0, 0.0));
    for _ in 0..5 {
        edge.execute([("text", "x")]).await.unwrap();
    }
    let busy = edge.metrics().await.unwrap();
    assert_eq!(busy.executions_today, 5);
    assert!(busy.avg_latency_ms > 0.0);
}

#[tokio::test]
async fn c62_another_version_needs_a_restart() {
    let (simulator, edge) = stage().await;
    simulator.set_active_version(2);
    assert_eq!(edge.health().await.unwrap().active_version, Some(1));
    simulator.restart();
    assert_eq!(edge.health().await.unwrap().active_version, Some(2));
}

#[tokio::test]
async fn c63_what_was_recorded_outlives_a_restart() {
    let (simulator, edge) = stage().await;
    edge.execute([("text", "x")]).await.unwrap();
    simulator.restart();
    assert_eq!(edge.metrics().await.unwrap().executions_today, 1);
    edge.execute([("text", "y")]).await.unwrap();
    assert_eq!(
        (simulator.log().len(), simulator.executions_today()),
        (2, 2)
    );
}
