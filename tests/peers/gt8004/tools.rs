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

macro_rules! tools {
    ($($name:ident: $protocol:expr, $path:literal, $body:literal => $expected:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let expected: Option<&str> = $expected;
            assert_eq!(tool($protocol, $path, $body).await.as_deref(), expected);
        }
    )*};
}

tools! {
    c01_valid_tools_call: Some(Mcp), "/mcp", r#"{"method":"tools/call","params":{"name":"search"}}"# => Some("search");
    c02_different_method: Some(Mcp), "/mcp", r#"{"method":"resources/list","params":{"name":"search"}}"# => None;
    c03_missing_params: Some(Mcp), "/mcp", r#"{"method":"tools/call"}"# => None;
    c05_empty_body: Some(Mcp), "/mcp", "" => None;
    c06_invalid_json: Some(Mcp), "/mcp", "not json" => None;
    c07_json_that_is_no_object: Some(Mcp), "/mcp", "[1, 2, 3]" => None;
    c08_skill_id_from_body: Some(A2a), "/a2a/tasks", r#"{"skill_id":"translate"}"# => Some("translate");
    c10_fallback_to_path_with_trailing_slash: Some(A2a), "/a2a/tasks/send/", "" => Some("send");
    c11_body_without_skill_id: Some(A2a), "/a2a/run", r#"{"input":"x"}"# => Some("run");
    c12_invalid_json_falls_back_to_path: Some(A2a), "/api/search", "bad json" => Some("search");
    c13_empty_body_falls_back: Some(A2a), "/tasks", "" => Some("tasks");
    c14_simple_path: None, "/api/search", "" => Some("search");
    c15_trailing_slash: None, "/api/search/", "" => Some("search");
    c16_root_path: None, "/", "" => Some("");
    c17_deep_path: None, "/v1/api/tools/generate", "" => Some("generate");
    c18_mcp_has_its_rule: Some(Mcp), "/a2a", r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"# => Some("a");
    c19_a2a_has_its_rule: Some(A2a), "/mcp", r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"# => Some("b");
    several_slashes_at_the_end: None, "/a//", "" => Some("a");
    a_batch_of_calls_names_none: Some(Mcp), "/mcp", r#"[{"method":"tools/call","params":{"name":"a"}}]"# => None;
    mcp_has_no_fallback_to_path: Some(Mcp), "/mcp/tools/search", "" => None;
    a_skill_that_is_empty_is_none: Some(A2a), "/tasks", r#"{"skill_id":""}"# => Some("tasks");
    a_skill_of_a_message_is_not_looked_for: Some(A2a), "/a2a", r#"{"params":{"message":{"metadata":{"skill_id":"b"}}}}"# => Some("a2a");
    c20_none_goes_by_the_path: None, "/c", r#"{"method":"tools/call","params":{"name":"a"},"skill_id":"b"}"# => Some("c");
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
