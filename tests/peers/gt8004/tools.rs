//! The names of tools: `test_extract`, and what else the rules say. Contract: §6.4, §7 (1 to 22).

use axum::Router;
use quintet::gt8004::Protocol::{self, A2a, Mcp};

use super::stage::{Stage, answer, get, pass, post};

/// What the middleware stores as the tool of a request.
async fn tool(protocol: Option<Protocol>, path: &str, body: &str) -> Option<String> {
    let stage = Stage::of(protocol).await;
    pass(stage.layer(), post(path, body.to_owned())).await;
    stage.one_row().await.tool_name
}

/// The middleware stores this as the tool of such a request.
async fn named(protocol: Option<Protocol>, path: &str, body: &str, expected: Option<&str>) {
    assert_eq!(tool(protocol, path, body).await.as_deref(), expected);
}

#[tokio::test]
async fn c01_valid_tools_call() {
    let body = r#"{"method":"tools/call","params":{"name":"search"}}"#;
    named(Some(Mcp), "/mcp", body, Some("search")).await;
}

#[tokio::test]
async fn c02_different_method() {
    let body = r#"{"method":"resources/list","params":{"name":"search"}}"#;
    named(Some(Mcp), "/mcp", body, None).await;
}

#[tokio::test]
async fn c03_missing_params() {
    let body = r#"{"method":"tools/call"}"#;
    named(Some(Mcp), "/mcp", body, None).await;
}

#[tokio::test]
async fn c05_empty_body() {
    named(Some(Mcp), "/mcp", "", None).await;
}

#[tokio::test]
async fn c06_invalid_json() {
    let body = "not json";
    named(Some(Mcp), "/mcp", body, None).await;
}

#[tokio::test]
async fn c07_json_that_is_no_object() {
    let body = "[1, 2, 3]";
    named(Some(Mcp), "/mcp", body, None).await;
}

#[tokio::test]
async fn c08_skill_id_from_body() {
    let body = r#"{"skill_id":"translate"}"#;
    named(Some(A2a), "/a2a/tasks", body, Some("translate")).await;
}

#[tokio::test]
async fn c10_fallback_to_path_with_trailing_slash() {
    named(Some(A2a), "/a2a/tasks/send/", "", Some("send")).await;
}

#[tokio::test]
async fn c11_body_without_skill_id() {
    let body = r#"{"input":"x"}"#;
    named(Some(A2a), "/a2a/run", body, Some("run")).await;
}

#[tokio::test]
async fn c12_invalid_json_falls_back_to_path() {
    let body = "bad json";
    named(Some(A2a), "/api/search", body, Some("search")).await;
}

#[tokio::test]
async fn c13_empty_body_falls_back() {
    named(Some(A2a), "/tasks", "", Some("tasks")).await;
}

#[tokio::test]
async fn c14_simple_path() {
    named(None, "/api/search", "", Some("search")).await;
}

#[tokio::test]
async fn c15_trailing_slash() {
    named(None, "/api/search/", "", Some("search")).await;
}

#[tokio::test]
async fn c16_root_path() {
    named(None, "/", "", Some("")).await;
}

#[tokio::test]
async fn c17_deep_path() {
    named(None, "/v1/api/tools/generate", "", Some("generate")).await;
}

#[tokio::test]
async fn c18_mcp_has_its_rule() {
    let body = r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"#;
    named(Some(Mcp), "/a2a", body, Some("a")).await;
}

#[tokio::test]
async fn c19_a2a_has_its_rule() {
    let body = r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"#;
    named(Some(A2a), "/mcp", body, Some("b")).await;
}

#[tokio::test]
async fn c20_none_goes_by_the_path() {
    let body = r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"#;
    named(None, "/c", body, Some("c")).await;
}

/// A request without a body, and bodies that nobody reads or that are not to be logged, are the same as none.
#[tokio::test]
async fn c04_none_body() {
    let call = r#"{"method":"tools/call","params":{"name":"search"}}"#;
    let deaf = Router::new().fallback(|| async { "ok" });
    let stage = Stage::of(Some(Mcp)).await;
    pass(stage.layer(), get("/mcp")).await;
    pass(stage.layer().without_bodies(), post("/mcp", call)).await;
    answer(deaf.layer(stage.layer()), post("/mcp", call)).await;
    let tools: Vec<_> = stage
        .rows()
        .await
        .into_iter()
        .map(|row| row.tool_name)
        .collect();
    assert_eq!(tools, [None, None, None]);
}

#[tokio::test]
async fn c09_fallback_to_path() {
    let stage = Stage::of(Some(A2a)).await;
    pass(stage.layer(), get("/a2a/tasks/send")).await;
    let skill = r#"{"skill_id":"translate"}"#;
    let layer = stage.layer().without_bodies();
    pass(layer, post("/a2a/tasks/send", skill)).await;
    for row in stage.rows().await {
        assert_eq!(row.tool_name.as_deref(), Some("send"));
    }
}

/// There is no such protocol, so that a logger that was to have it has none.
#[tokio::test]
async fn c21_unknown_protocol_goes_by_the_path() {
    let unknown = "other".parse::<Protocol>().ok();
    assert_eq!(unknown, None);
    let found = tool(unknown, "/api/search", r#"{"skill_id":"b"}"#).await;
    assert_eq!(found.as_deref(), Some("search"));
}

#[tokio::test]
async fn c22_body_limit_is_16_kib() {
    for size in [16_383, 16_384, 16_385] {
        let stage = Stage::start().await;
        pass(stage.layer(), post("/", "x".repeat(size))).await;
        let row = stage.one_row().await;
        assert_eq!(row.request_body.unwrap().len(), size.min(16_384));
        assert_eq!(row.request_body_size, Some(size as i64));
    }
}

/// The published client loses the name of a call that is larger than what is logged.
#[tokio::test]
async fn a_large_call_keeps_its_name() {
    let filler = "x".repeat(100_000);
    let call = format!(
        r#"{{"method":"tools/call","params":{{"name":"search","arguments":{{"q":"{filler}"}}}}}}"#
    );
    assert_eq!(
        tool(Some(Mcp), "/mcp", &call).await.as_deref(),
        Some("search")
    );
}

#[tokio::test]
async fn several_slashes_at_the_end() {
    named(None, "/a//", "", Some("a")).await;
}

#[tokio::test]
async fn a_batch_of_calls_names_none() {
    let body = r#"[{"method":"tools/call","params":{"name":"a"}}]"#;
    named(Some(Mcp), "/mcp", body, None).await;
}

#[tokio::test]
async fn mcp_has_no_fallback_to_path() {
    named(Some(Mcp), "/mcp/tools/search", "", None).await;
}

#[tokio::test]
async fn a_skill_that_is_empty_is_none() {
    let body = r#"{"skill_id":""}"#;
    named(Some(A2a), "/tasks", body, Some("tasks")).await;
}

#[tokio::test]
async fn a_skill_of_a_message_is_not_looked_for() {
    let body = r#"{"params":{"message":{"metadata":{"skill_id":"b"}}}}"#;
    named(Some(A2a), "/a2a", body, Some("a2a")).await;
}
