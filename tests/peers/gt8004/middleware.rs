//! The middleware in front of an application of axum: `test_fastapi_middleware`. Contract: §6.3, §7 (23 to 31).

use chrono::DateTime;
use quintet::gt8004::Protocol::{A2a, Mcp};

use super::stage::{Stage, get, pass, post};

#[tokio::test]
async fn c23_passes_through_request() {
    let stage = Stage::start().await;
    let (status, body) = pass(stage.layer(), get("/api/search")).await;
    assert_eq!(
        (status.as_u16(), &body[..]),
        (200, &br#"{"result":"ok"}"#[..])
    );
}

#[tokio::test]
async fn c24_logs_get_request() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/api/search?q=1")).await;
    let row = stage.one_row().await;
    assert_eq!(
        (row.method.as_str(), row.path.as_str()),
        ("GET", "/api/search")
    );
    assert_eq!((row.status_code, row.response_ms > 0.0), (200, true));
}

#[tokio::test]
async fn c25_logs_post_request() {
    let stage = Stage::start().await;
    pass(stage.layer(), post("/a2a/tasks", r#"{"input":1}"#)).await;
    let row = stage.one_row().await;
    assert_eq!(
        (row.method.as_str(), row.path.as_str()),
        ("POST", "/a2a/tasks")
    );
    assert_eq!(row.request_body.as_deref(), Some(r#"{"input":1}"#));
}

#[tokio::test]
async fn c26_a2a_extracts_skill_id() {
    let stage = Stage::of(Some(A2a)).await;
    pass(
        stage.layer(),
        post("/a2a/tasks", r#"{"skill_id":"translate"}"#),
    )
    .await;
    let row = stage.one_row().await;
    assert_eq!(
        (row.tool_name.as_deref(), row.protocol.as_str()),
        (Some("translate"), "a2a")
    );
}

#[tokio::test]
async fn c27_http_extracts_path_segment() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/api/search")).await;
    assert_eq!(stage.one_row().await.tool_name.as_deref(), Some("search"));
}

#[tokio::test]
async fn c28_mcp_extracts_tool_name() {
    let stage = Stage::of(Some(Mcp)).await;
    let call = r#"{"method":"tools/call","params":{"name":"search"}}"#;
    pass(stage.layer(), post("/mcp", call)).await;
    let row = stage.one_row().await;
    assert_eq!(
        (row.tool_name.as_deref(), row.protocol.as_str()),
        (Some("search"), "mcp")
    );
}

#[tokio::test]
async fn c29_captures_request_id() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/")).await;
    pass(stage.layer(), get("/")).await;
    let rows = stage.rows().await;
    assert_eq!(
        (rows[0].request_id.len(), rows[1].request_id.len()),
        (36, 36)
    );
    assert_ne!(rows[0].request_id, rows[1].request_id);
}

#[tokio::test]
async fn c30_captures_timestamp() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/")).await;
    stage.rows().await;
    let sent = stage.sent();
    let time = sent[0]["entries"][0]["timestamp"].as_str().unwrap();
    assert!(
        time.ends_with('Z') && DateTime::parse_from_rfc3339(time).is_ok(),
        "{time}"
    );
}

#[tokio::test]
async fn c31_captures_response_body() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/")).await;
    let row = stage.one_row().await;
    assert_eq!(row.response_body.as_deref(), Some(r#"{"result":"ok"}"#));
    assert_eq!(row.response_body_size, Some(15));
}
