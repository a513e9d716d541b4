//! What every request passes.

use http::StatusCode;
use serde_json::{Value, json};

use super::testing::{Server, TASK, pass};
use super::{Access, LimitReply, RateLimits};
use crate::sim::exchange::{Backend as _, Request};

const LIVE: &str = "/api/v1/health/live";

#[tokio::test(start_paused = true)]
async fn health_has_many_shapes() {
    let server = Server::new();
    let text = server.get("/health").await;
    assert_eq!((text.status, text.text.as_str()), (200, "Healthy"));
    assert_eq!(
        (text.header("content-type"), text.header("cache-control")),
        ("text/plain", "no-store, no-cache")
    );
    let health = server.get("/api/v1/health").await.json();
    assert_eq!(
        (
            &health["status"],
            &health["version"],
            &health["environment"]
        ),
        (&json!("healthy"), &json!("1.0.0.0"), &json!("Production"))
    );
    assert!(health["timestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(server.get(LIVE).await.json(), json!({ "status": "alive" }));
    let ready = json!({ "status": "ready", "database": true, "redis": true });
    assert_eq!(server.get("/api/v1/health/ready").await.json(), ready);
    let detailed = server.get("/api/v1/health/detailed").await.json();
    assert_eq!(detailed["components"]["database"]["response_time"], 2);

    server.with(|world| world.health.redis_down = true);
    let text = server.get("/health").await;
    assert_eq!((text.status, text.text.as_str()), (503, "Unhealthy"));
    let detailed = server.get("/api/v1/health/detailed").await;
    let (status, body) = (detailed.status, detailed.json());
    assert_eq!((status, &body["status"]), (503, &json!("degraded")));
    assert_eq!(body["components"]["redis"]["status"], "unhealthy");
    let ready = server.get("/api/v1/health/ready").await;
    let not = json!({ "status": "not_ready", "database": true, "redis": false });
    assert_eq!((ready.status, ready.json()), (503, not));
    server.with(|world| world.health.broken = Some("no connection".to_owned()));
    let ready = server.get("/api/v1/health/ready").await.json();
    assert_eq!(
        ready,
        json!({ "status": "not_ready", "error": "no connection" })
    );
    // The database is down, and its component says that it is well.
    server.with(|world| {
        world.health = super::health::Health {
            database_down: true,
            ..Default::default()
        }
    });
    assert_eq!(server.get("/api/v1/health/detailed").await.status, 200);
    let metrics = server.get("/metrics").await;
    assert!(
        metrics
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    assert!(
        metrics.text.contains("http_requests_received_total 11"),
        "{}",
        metrics.text
    );
}

#[tokio::test(start_paused = true)]
async fn versions_are_in_the_path() {
    let server = Server::new();
    let status = async |path: &str, headers: &[(&str, &str)]| {
        let answer = server.send("GET", path, headers, "").await;
        (answer.status, answer.json()["title"].clone())
    };
    for (path, header) in [
        ("/api/v1.0/health/live", "1.0"),
        ("/API/V1/Health/Live/", "1"),
        ("/api/v1/health/live?api-version=1.0", "1.0"),
    ] {
        assert_eq!(
            status(path, &[("x-api-version", header)]).await.0,
            200,
            "{path}"
        );
    }
    let unsupported = json!("Unsupported API version");
    assert_eq!(status("/api/v2/health/live", &[]).await, (400, unsupported));
    let other = server.get("/api/v2/health/live").await;
    assert_eq!(other.header("api-supported-versions"), "1.0");
    let ambiguous = json!("Ambiguous API version");
    assert_eq!(
        status(LIVE, &[("x-api-version", "2")]).await,
        (400, ambiguous)
    );
    assert_eq!(
        status("/api/v1/health/live?api-version=2.0", &[]).await.0,
        400
    );
    for path in [
        "/api/vone/health/live",
        "/api/health/live",
        "/api/v1/loop-apps",
        "/api/v1/tasks/a/b",
    ] {
        let nothing = server.get(path).await;
        assert_eq!((nothing.status, nothing.text.as_str()), (404, ""), "{path}");
        assert_eq!(nothing.header("content-type"), "");
    }
    let wrong = server.send("HEAD", LIVE, &[], "").await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET"));
}

#[tokio::test(start_paused = true)]
async fn other_keys_are_refused() {
    let server = Server::new();
    let with = async |key: &str| {
        server
            .send("GET", LIVE, &[("authorization", key)], "")
            .await
    };
    assert_eq!(server.get(LIVE).await.status, 200);
    assert_eq!(with("Bearer quintet-sim").await.status, 200);
    let refused = with("Bearer other").await;
    assert_eq!((refused.status, refused.text.as_str()), (401, ""));
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    server.with(|world| world.credentials.access = Access::Open);
    assert_eq!(with("Bearer other").await.status, 200);
    server.with(|world| world.credentials.access = Access::KeyRequired);
    assert_eq!(server.get(LIVE).await.status, 401);
    server.with(|world| world.credentials.forbidden = true);
    assert_eq!(
        with("Bearer quintet-sim").await.code(),
        (403, "FORBIDDEN".to_owned())
    );
}

#[tokio::test(start_paused = true)]
async fn limits_are_told_and_kept() {
    let server = Server::new();
    assert_eq!(server.get(LIVE).await.header("x-rate-limit-limit"), "");
    server.with(|world| world.limiter.set(Some(RateLimits::default().per_minute(2))));
    let first = server.get(LIVE).await;
    assert_eq!(
        (
            first.header("x-rate-limit-limit"),
            first.header("x-rate-limit-remaining")
        ),
        ("1h", "999")
    );
    assert!(first.header("x-rate-limit-reset").ends_with('Z'));
    pass(30.0).await;
    server.get(LIVE).await;
    let blocked = server.get(LIVE).await;
    assert_eq!(blocked.code(), (429, "RATE_LIMIT_EXCEEDED".to_owned()));
    assert_eq!(
        (
            blocked.header("retry-after"),
            blocked.header("x-rate-limit-limit")
        ),
        ("30", "")
    );
    let message = "Rate limit exceeded. Please try again later.";
    assert_eq!(
        blocked.json(),
        json!({ "code": "RATE_LIMIT_EXCEEDED", "message": message })
    );
    server.with(|world| world.limiter.reply = LimitReply::InternalError);
    let blocked = server.get(LIVE).await;
    assert_eq!(blocked.code(), (500, "INTERNAL_ERROR".to_owned()));
    assert_eq!(blocked.header("retry-after"), "");
    pass(31.0).await;
    assert_eq!(server.get(LIVE).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn large_bodies_and_plain_connections_are_sent_away() {
    let server = Server::new();
    let headers = [("content-type", "application/json")];
    let body = vec![b' '; super::aspnet::body::LIMIT + 1];
    let refused = server
        .send("POST", "/api/v1/batch/validate", &headers, body)
        .await;
    assert_eq!((refused.status, refused.text.as_str()), (413, ""));
    server.with(|world| world.https_port = Some(5001));
    let away = server
        .send(
            "GET",
            "/api/v1/health?a=b",
            &[("host", "127.0.0.1:5140")],
            "",
        )
        .await;
    assert_eq!(
        (away.status, away.header("location")),
        (307, "https://127.0.0.1:5001/api/v1/health?a=b")
    );
}

#[tokio::test(start_paused = true)]
async fn faults_speak_as_the_server() {
    let server = Server::new();
    let request = Request::for_test("GET", "/api/v1/tasks");
    let failure = async |status: u16| {
        let status = StatusCode::from_u16(status).unwrap();
        let reply = server.0.failure(status, &request);
        let (head, body) = reply.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let code: Value = serde_json::from_slice(&body).unwrap_or_default();
        (
            head.status.as_u16(),
            code["code"].as_str().unwrap_or_default().to_owned(),
            body.len(),
        )
    };
    for (status, code) in [
        (400, "VALIDATION_ERROR"),
        (403, "FORBIDDEN"),
        (404, "NOT_FOUND"),
        (409, "INVALID_OPERATION"),
        (429, "RATE_LIMIT_EXCEEDED"),
        (500, "INTERNAL_ERROR"),
        (418, "INTERNAL_ERROR"),
    ] {
        let (sent, said, _) = failure(status).await;
        assert_eq!((sent, said.as_str()), (status, code));
    }
    for status in [204, 401, 405, 413] {
        assert_eq!(failure(status).await, (status, String::new(), 0));
    }
    for status in [415, 502, 503, 504] {
        let (sent, code, length) = failure(status).await;
        assert_eq!((sent, code.as_str()), (status, ""));
        assert!(length > 50, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn development_writes_lines() {
    let server = Server::new();
    server.with(|world| world.development = true);
    assert_eq!(server.get(LIVE).await.text, "{\n  \"status\": \"alive\"\n}");
    assert_eq!(server.get("/health").await.text, "Healthy");
    let task = server.get(&format!("/api/v1/tasks/{TASK}")).await;
    assert!(task.text.lines().count() > 20);
    assert_eq!(task.json()["id"], TASK);
}
