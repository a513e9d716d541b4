//! What is secret is not logged, and not shown.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use quintet::gt8004::middleware::RequestBody;
use tower_layer::Layer as _;
use tower_service::Service as _;

use super::stage::{Function, Stage, ok, post};

/// Masks make the text shorter, so that what lies behind the limit comes before it; a key that is cut off there is none.
#[tokio::test]
async fn the_limit_shows_no_beginning_of_a_secret() {
    let stage = Stage::start().await;
    let masked = format!(r#"{{"password":"{}","text":""#, "p".repeat(4000));
    for cut in 0..12 {
        // So much of the key is seen at all.
        let before = 17_408 - masked.len() - cut;
        let text = format!("{masked}{} sk-canary0123456789\"}}", "x".repeat(before - 1));
        let row = stage
            .row_of(stage.layer(), post(text.clone()), ok(text))
            .await;
        for body in [row.request_body.unwrap(), row.response_body.unwrap()] {
            assert!(body.len() > 10_000 && !body.contains("sk-"), "{cut}");
        }
    }
}

/// A hook sees more than is logged, so that it sees secrets whole.
#[tokio::test]
async fn a_hook_sees_what_the_limit_cuts() {
    let stage = Stage::start().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sees = Arc::clone(&seen);
    let layer = stage.layer().sanitize(move |body| {
        sees.lock().unwrap().push(body.len());
        // Four numbers in a row, and what makes the text shorter.
        body.replace("1234", "****").replace("long ", "")
    });
    for cut in 0..5 {
        let start = "long ".repeat(400);
        let text = format!("{start}{}1234 rest", "x".repeat(17_408 - start.len() - cut));
        let row = stage.row_of(layer.clone(), post(text), ok("")).await;
        assert!(!row.request_body.unwrap().contains('1'), "{cut}");
    }
    assert!(seen.lock().unwrap().iter().all(|length| *length > 16_384));
}

#[tokio::test]
async fn the_address_that_linked_here_has_no_secrets() {
    let stage = Stage::start().await;
    let request = || {
        let mut request = post("");
        let referer = "https://u:canary@x.example/cb?access_token=canary&a=1";
        request
            .headers_mut()
            .insert("referer", referer.parse().unwrap());
        request
    };
    let row = stage.row_of(stage.layer(), request(), ok("")).await;
    assert_eq!(
        row.referer.as_deref(),
        Some("https://u:***@x.example/cb?access_token=***&a=1")
    );
    let sent = String::from_utf8_lossy(stage.simulator.requests()[0].body()).into_owned();
    assert!(!sent.contains("canary"), "{sent}");
    let row = stage
        .row_of(stage.layer().without_redaction(), request(), ok(""))
        .await;
    assert!(row.referer.unwrap().contains("canary"));
}

/// Applications print requests and replies.
#[tokio::test]
async fn nothing_is_shown_of_what_is_kept() {
    let stage = Stage::start().await;
    let shown = Arc::new(Mutex::new(String::new()));
    let show = Arc::clone(&shown);
    let service = Function(move |mut request: Request<RequestBody<Full<Bytes>>>| {
        let show = Arc::clone(&show);
        async move {
            request.body_mut().frame().await.unwrap().unwrap();
            show.lock()
                .unwrap()
                .push_str(&format!("{:?}", request.body()));
            Ok::<_, Infallible>(Response::new(Full::new(Bytes::from("canary"))))
        }
    });
    let mut request = post("canary").map(Full::new);
    for name in ["x-payment", "x-customer-id", "user-agent"] {
        request
            .headers_mut()
            .insert(name, "canary".parse().unwrap());
    }
    let mut call = Box::pin(stage.layer().layer(service).call(request));
    let mut response = call.as_mut().await.unwrap();
    response.body_mut().frame().await.unwrap().unwrap();
    let shown = format!("{}{:?}{:?}", shown.lock().unwrap(), response, stage.layer());
    let bytes = format!("{:?}", b"canary");
    assert!(
        !shown.contains("canary") && !shown.contains(&bytes[1..bytes.len() - 1]),
        "{shown}"
    );
    assert!(shown.contains("ResponseBody"));
}

#[tokio::test]
async fn a_hook_that_panics_costs_its_body_alone() {
    let stage = Stage::start().await;
    let layer = stage.layer().sanitize(|body| match body {
        "panic" => panic!("scripted"),
        body => body.to_uppercase(),
    });
    let row = stage
        .row_of(layer.clone(), post("panic"), ok("reply"))
        .await;
    assert_eq!(
        (row.request_body, row.response_body.as_deref()),
        (None, Some("REPLY"))
    );
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (Some(5), Some(5))
    );
    // The worker goes on.
    let row = stage.row_of(layer, post("a"), ok("panic")).await;
    assert_eq!(
        (row.request_body.as_deref(), row.response_body),
        (Some("A"), None)
    );
}
