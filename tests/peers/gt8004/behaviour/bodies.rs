//! What of bodies is logged, and what is taken out of it. Contract: §6.3, §6.6.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use quintet::gt8004::middleware::{LogLayer, Oversize};
use quintet::sim::gt8004::Row;

use crate::peers::gt8004::stage::{Stage, answer, pass, post};

/// What is stored of a request whose body comes back.
async fn echoed(layer: impl FnOnce(LogLayer) -> LogLayer, body: impl Into<Body>) -> Row {
    let stage = Stage::start().await;
    pass(layer(stage.layer()), post("/", body)).await;
    stage.one_row().await
}

/// Both bodies, which are the same.
#[track_caller]
fn both(row: Row) -> (Option<String>, Option<i64>) {
    assert_eq!(row.request_body, row.response_body);
    assert_eq!(row.request_body_size, row.response_body_size);
    (row.request_body, row.request_body_size)
}

/// On the boundary of a character; the size is that of the whole.
#[tokio::test]
async fn long_bodies_are_cut() {
    let text = format!("x{}", "é".repeat(10_000));
    let (body, size) = both(echoed(|layer| layer, text.clone()).await);
    assert_eq!(
        (body.as_deref(), size),
        (Some(&text[..16_383]), Some(20_001))
    );
}

/// As the published client does it.
#[tokio::test]
async fn long_bodies_may_be_left_out() {
    for (size, kept) in [(16_384, true), (16_385, false)] {
        let text = "x".repeat(size);
        let layer = |layer: LogLayer| layer.oversize(Oversize::Drop);
        let (body, measured) = both(echoed(layer, text.clone()).await);
        assert_eq!((body, measured), (kept.then_some(text), Some(size as i64)));
    }
}

/// What is no UTF-8 is left out, and no batch is lost to a NUL.
#[tokio::test]
async fn bytes_that_are_no_text_are_dropped() {
    let (body, size) = both(echoed(|layer| layer, &b"\x00\xff\xfeabc\xc3\xa9\xc3"[..]).await);
    assert_eq!((body.as_deref(), size), (Some("abcé"), Some(9)));
}

#[tokio::test]
async fn bodies_may_be_left_out() {
    let row = echoed(LogLayer::without_bodies, "hello").await;
    assert_eq!(both(row), (None, Some(5)));
}

/// On both bodies, and on the log alone: the application and its client get what was sent.
#[tokio::test]
async fn a_hook_changes_what_is_logged() {
    let stage = Stage::start().await;
    let layer = stage
        .layer()
        .sanitize(|body| body.replace("canary", "bird"));
    let seen = Arc::new(Mutex::new(String::new()));
    let app = Router::new().fallback({
        let seen = Arc::clone(&seen);
        |body: String| async move {
            seen.lock().unwrap().clone_from(&body);
            body.replace("request", "reply")
        }
    });
    let request = post("/", "canary in a request");
    let (_, body) = answer(app.layer(layer), request).await;
    assert_eq!(*seen.lock().unwrap(), "canary in a request");
    assert_eq!(body, "canary in a reply");
    let row = stage.one_row().await;
    assert_eq!(row.request_body.as_deref(), Some("bird in a request"));
    assert_eq!(row.response_body.as_deref(), Some("bird in a reply"));
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (Some(19), Some(17))
    );
}

/// What begins before the limit and ends behind it is seen whole. Of a body that goes on, what comes up from behind the limit
/// is not logged.
#[tokio::test]
async fn a_hook_comes_before_the_cut() {
    let card = "4111-1111-1111-1111";
    for behind in [500, 5_000] {
        let before = "x".repeat(16_370);
        let text = format!("{before}{card}{}", "y".repeat(behind));
        let hook = move |body: &str| body.replace(card, "CARD");
        let (body, size) = both(echoed(move |layer| layer.sanitize(hook), text.clone()).await);
        let expected = match behind {
            500 => format!("{before}CARDyyyyyyyyyy"),
            _ => before[..16_369].to_owned(),
        };
        assert_eq!((body, size), (Some(expected), Some(text.len() as i64)));
    }
}

#[tokio::test]
async fn a_hook_that_panics_leaves_nothing() {
    let row = echoed(|layer| layer.sanitize(|_| panic!("scripted")), "hello").await;
    assert_eq!(both(row), (None, Some(5)));
}

/// A hook makes room for what stands further behind. What is cut there is no longer what the hook looks for, so it is not
/// logged either.
#[tokio::test]
async fn no_part_of_a_secret_is_logged_where_a_hook_makes_room() {
    let card = "4111-1111-1111-1111";
    for at in 17_390..17_408 {
        let mut text = format!("{}{}", "remove".repeat(1_000), "x".repeat(at - 6_000));
        text.push_str(card);
        text.push_str(&"y".repeat(5_000));
        let hook = move |body: &str| body.replace("remove", "").replace(card, "CARD");
        let (body, _) = both(echoed(move |layer| layer.sanitize(hook), text).await);
        assert!(!body.unwrap().contains("411"), "{at}");
    }
}

/// The same for what is always taken out.
#[tokio::test]
async fn no_part_of_a_key_is_logged_where_masks_make_room() {
    let secret = format!(r#"{{"password":"{}"}},"#, "p".repeat(100));
    for at in 17_396..17_408 {
        let mut text = format!("[{}\"", secret.repeat(50));
        text.push_str(&"x ".repeat((at - text.len()) / 2));
        text.push_str("sk-canary0123456789");
        text.push_str(&" y".repeat(5_000));
        let (body, _) = both(echoed(|layer| layer, text).await);
        let body = body.unwrap();
        assert!(!body.contains("sk-") && !body.contains("ppp"), "{at}");
    }
}

#[tokio::test]
async fn redaction_may_be_switched_off() {
    let body = r#"{"password":"hunter2"}"#;
    let row = echoed(|layer| layer, body).await;
    assert_eq!(both(row).0.as_deref(), Some(r#"{"password":"***"}"#));
    let row = echoed(LogLayer::without_redaction, body).await;
    assert_eq!(both(row).0.as_deref(), Some(body));
}
