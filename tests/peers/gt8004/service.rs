//! What the middleware of Flask does, with any other service: `test_flask_middleware`. Contract: §7 (32 to 39).

use std::time::Instant;

use axum::Router;
use http::StatusCode;
use quintet::gt8004::Protocol::A2a;
use tokio::runtime::{Handle, Runtime};

use super::stage::{LIMIT, Stage, answer, entry, get, pass, post};

#[tokio::test]
async fn c32_passes_through_to_app() {
    let stage = Stage::start().await;
    let app = Router::new().fallback(|| async { "hello" });
    let (status, body) = answer(app.layer(stage.layer()), get("/")).await;
    assert_eq!((status, &body[..]), (StatusCode::OK, &b"hello"[..]));
}

#[tokio::test]
async fn c33_logs_request() {
    let stage = Stage::start().await;
    pass(stage.layer(), post("/tasks", "hello")).await;
    let row = stage.one_row().await;
    assert_eq!(
        (row.method.as_str(), row.path.as_str(), row.status_code),
        ("POST", "/tasks", 200)
    );
}

#[tokio::test]
async fn c34_captures_status_code() {
    let stage = Stage::start().await;
    let app = Router::new().fallback(|| async { StatusCode::INTERNAL_SERVER_ERROR });
    let (status, _) = answer(app.layer(stage.layer()), get("/")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let row = stage.one_row().await;
    assert_eq!(
        (row.status_code, row.error_type.as_deref()),
        (500, Some("HTTP_500"))
    );
}

#[tokio::test]
async fn c35_the_app_reads_identical_bytes() {
    let stage = Stage::start().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let (_, body) = pass(stage.layer(), post("/", bytes.clone())).await;
    assert_eq!(body, bytes);
}

#[tokio::test]
async fn c36_a2a_extracts_skill_id() {
    let stage = Stage::of(Some(A2a)).await;
    pass(stage.layer(), post("/tasks", r#"{"skill_id":"translate"}"#)).await;
    assert_eq!(
        stage.one_row().await.tool_name.as_deref(),
        Some("translate")
    );
}

#[tokio::test]
async fn c37_http_extracts_path_segment() {
    let stage = Stage::start().await;
    pass(stage.layer(), post("/api/search", "")).await;
    assert_eq!(stage.one_row().await.tool_name.as_deref(), Some("search"));
}

/// The worker is a task of the runtime, and there is none before there is something to do.
#[tokio::test]
async fn c38_the_first_entry_starts_the_worker() {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let stage = Stage::start().await;
    let before = tasks();
    stage.logger.log(entry("/1"));
    assert_eq!(tasks(), before + 1);
    assert_eq!(stage.one_row().await.path, "/1");
}

/// Where there is no runtime, the worker has a thread of its own, which lives on after the first batch.
#[test]
fn c38_needs_no_runtime() {
    let runtime = Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::with(|builder| builder.batch_size(1)));
    for number in 1..=2 {
        stage.logger.log(entry("/alone"));
        let start = Instant::now();
        while stage.logger.ledger().delivered < number {
            assert!(start.elapsed() < LIMIT);
            std::thread::yield_now();
        }
    }
    assert_eq!(stage.simulator.rows().len(), 2);
}

#[tokio::test]
async fn c39_the_worker_is_reused() {
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    let before = tasks();
    let other = stage.logger.clone();
    for _ in 0..200 {
        other.log(entry("/"));
    }
    assert_eq!(tasks(), before);
    stage.logger.flush().await.unwrap();
    let before = tasks();
    other.log(entry("/"));
    assert_eq!(tasks(), before);
}

/// Eight threads share one worker, and what each logs keeps its order.
#[test]
fn c39_threads_share_one_worker() {
    let runtime = Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::start());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let logger = stage.logger.clone();
            scope.spawn(move || {
                for number in 0..100 {
                    logger.log(entry(&format!("/{thread}/{number}")));
                }
            });
        }
    });
    let rows = runtime.block_on(stage.rows());
    assert_eq!((rows.len(), stage.posts()), (800, 16));
    for thread in 0..8 {
        let prefix = format!("/{thread}/");
        let numbers = rows.iter().filter_map(|row| row.path.strip_prefix(&prefix));
        let numbers: Vec<usize> = numbers.map(|number| number.parse().unwrap()).collect();
        assert_eq!(numbers, (0..100).collect::<Vec<_>>());
    }
}
