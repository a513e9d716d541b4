use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::super::lock;
use super::super::testing::{Answer, Server, pass};
use crate::sim::exchange::{Backend as _, Request};

const CONVERT: &str = "/v1/auth/convert_to_internal_token";
const EMPTY: &str = r#"{"calls":[]}"#;

async fn exchange(server: &Server) -> String {
    let headers = [("authorization", "Bearer sk-quintet-sim")];
    let answer = server.send("POST", CONVERT, &headers, "").await;
    assert_eq!(answer.status, 200);
    answer.json()["internal_token"].as_str().unwrap().to_owned()
}

async fn with_token(server: &Server, path: &str, token: &str) -> Answer {
    let headers = [("x-internal-token", token)];
    server.send("GET", path, &headers, "").await
}

async fn status(server: &Server, path: &str, header: &str, value: &str) -> u16 {
    let headers = [(header, value)];
    server.send("POST", path, &headers, EMPTY).await.status
}

#[tokio::test(start_paused = true)]
async fn an_api_key_becomes_another_token_each_time() {
    let server = Server::new();
    let (one, two) = (exchange(&server).await, exchange(&server).await);
    assert_ne!(one, two);
    for token in [&one, &two] {
        assert_eq!(
            status(&server, "/v1/internal/run", "x-internal-token", token).await,
            200
        );
    }
    for headers in [
        &[("authorization", "Bearer sk-other")][..],
        &[("x-api-key", "sk-quintet-sim")],
        &[("x-internal-token", "quintet-sim")],
        &[],
    ] {
        let refused = server.send("POST", CONVERT, headers, "").await;
        assert_eq!(refused.status, 401);
        assert_eq!(refused.detail(), "Invalid or expired API Key");
    }
}

#[tokio::test(start_paused = true)]
async fn issued_tokens_end_and_the_own_one_does_not() {
    let server = Server::new();
    let lifetime = Some(Duration::from_secs(60));
    lock(&server.gateway.shared).credentials.lifetime = lifetime;
    let token = exchange(&server).await;
    pass(59.0).await;
    assert_eq!(with_token(&server, "/v1/secrets", &token).await.status, 200);
    pass(1.0).await;
    let late = with_token(&server, "/v1/secrets", &token).await;
    assert_eq!(
        (late.status, late.detail()),
        (401, json!("Could not validate credentials"))
    );
    assert_eq!(late.header("www-authenticate"), "Bearer");

    let token = exchange(&server).await;
    lock(&server.gateway.shared).credentials.expire();
    assert_eq!(with_token(&server, "/v1/secrets", &token).await.status, 401);
    assert_eq!(server.get("/v1/secrets").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn each_route_takes_its_own_credentials() {
    let server = Server::new();
    let run = "/v1/internal/run";
    assert_eq!(
        status(&server, run, "x-internal-token", "quintet-sim").await,
        200
    );
    assert_eq!(
        status(&server, run, "x-internal-token", "Bearer quintet-sim").await,
        401
    );
    assert_eq!(
        status(&server, run, "authorization", "Bearer quintet-sim").await,
        401
    );
    assert_eq!(
        status(&server, run, "x-api-key", "sk-quintet-sim").await,
        401
    );
    assert_eq!(status(&server, run, "x-internal-token", "").await, 401);

    let legacy = "/v1/run";
    assert_eq!(
        status(&server, legacy, "authorization", "Bearer quintet-sim").await,
        200
    );
    assert_eq!(
        status(&server, legacy, "authorization", "quintet-sim").await,
        401
    );
    assert_eq!(
        status(&server, legacy, "x-api-key", "sk-quintet-sim").await,
        200
    );
    assert_eq!(
        status(&server, legacy, "x-api-key", "quintet-sim").await,
        401
    );
    assert_eq!(
        status(&server, legacy, "x-internal-token", "quintet-sim").await,
        401
    );
    let both = [
        ("x-api-key", "sk-no"),
        ("authorization", "Bearer quintet-sim"),
    ];
    // The key is looked at first.
    assert_eq!(server.send("POST", legacy, &both, EMPTY).await.status, 401);

    for (header, value) in [
        ("authorization", "Bearer quintet-sim"),
        ("x-api-key", "sk-quintet-sim"),
        ("x-internal-token", "quintet-sim"),
    ] {
        let list = server
            .send("GET", "/v1/prefabs", &[(header, value)], "")
            .await;
        assert_eq!(list.status, 200, "{header}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_a_whitelist_lets_in_without_a_credential() {
    let server = Server::new();
    let call = json!({ "calls": [{
        "prefab_id": "test-kit", "version": "1.0.0", "function_name": "echo",
        "inputs": { "parameters": {} },
    }]});
    let refused = server
        .send("POST", "/v1/internal/run", &[], call.to_string())
        .await;
    assert_eq!(
        (refused.status, refused.detail()),
        (401, json!("Not authenticated"))
    );
    lock(&server.gateway.shared).credentials.whitelisted = true;
    for path in ["/v1/internal/run", "/v1/run"] {
        let answer = server.send("POST", path, &[], call.to_string()).await;
        let output = &answer.json()["results"][0]["output"]["output"];
        assert_eq!(output["user_id"], "default-user");
        assert_eq!(output["agent_id"], json!(null));
    }
    let list = server.send("GET", "/internal/files/list", &[], "").await;
    assert_eq!(list.detail()["error_code"], "MISSING_AGENT_CONTEXT");
    // A credential that is there must still be right.
    assert_eq!(status(&server, "/v1/run", "x-api-key", "sk-no").await, 401);
}

#[tokio::test(start_paused = true)]
async fn a_user_without_permission_is_told_so() {
    let server = Server::new();
    lock(&server.gateway.shared).credentials.forbidden = true;
    let answer = server.get("/v1/secrets").await;
    assert_eq!(
        (answer.status, answer.detail()),
        (403, json!("Permission denied"))
    );
}

#[tokio::test(start_paused = true)]
async fn scripted_failures_have_the_shapes_of_real_ones() {
    let server = Server::new();
    let request = Request::for_test("POST", "/v1/internal/run");
    let mut media = Vec::new();
    for status in [400, 401, 403, 404, 422, 429, 500, 503] {
        let status = StatusCode::from_u16(status).unwrap();
        let (head, body) = server.gateway.failure(status, &request).into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let json = serde_json::from_slice::<serde_json::Value>(&body).ok();
        media.push((
            head.status.as_u16(),
            json.map(|json| json["detail"].clone()),
        ));
    }
    let quota = json!({
        "error_code": "QUOTA_EXCEEDED", "limit": 0, "used": 0, "quota_type": "daily",
        "message": "The daily quota is used up: 0 of 0 calls",
    });
    let invalid = json!([{ "loc": ["body"], "msg": "Field required", "type": "missing" }]);
    assert_eq!(
        media,
        [
            (400, Some(json!("Bad Request"))),
            (401, Some(json!("Could not validate credentials"))),
            (403, Some(json!("Permission denied"))),
            (404, Some(json!("Not Found"))),
            (422, Some(invalid)),
            (429, Some(quota)),
            (500, None),
            (503, Some(json!("Downstream service timeout"))),
        ]
    );
}
