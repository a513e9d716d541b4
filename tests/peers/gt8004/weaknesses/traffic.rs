//! What the middleware does to requests and replies. Contract: §8 (3, 4, 11 to 14, 18).

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Response, StatusCode};
use http_body_util::BodyExt as _;
use quintet::gt8004::Protocol::{A2a, Mcp};
use quintet::gt8004::middleware::ProxyTrust;
use quintet::sim::Fault;
use tokio::time::timeout;
use tower_service::Service as _;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, answer, entry, get, pass, post, until};

#[tokio::test]
async fn w03_no_request_can_spoil_its_reply() {
    for (protocol, body) in [
        (A2a, r#"{"skill_id":5}"#),
        (A2a, r#"{"skill_id":{"a":[null]}}"#),
        (Mcp, r#"{"method":"tools/call","params":{"name":5}}"#),
        (Mcp, r#"{"method":"tools/call","params":[]}"#),
    ] {
        let stage = Stage::of(Some(protocol)).await;
        let (status, reply) = pass(stage.layer(), post("/call", body)).await;
        assert_eq!((status, &reply[..]), (StatusCode::OK, body.as_bytes()));
        let tool = (protocol == A2a).then_some("call");
        assert_eq!(stage.one_row().await.tool_name.as_deref(), tool, "{body}");
    }
}

#[tokio::test]
async fn w04_a_stream_is_not_held_back() {
    let stage = Stage::start().await;
    let first = futures_util::stream::iter([Ok::<_, Infallible>("data: 1\n\n")]);
    let app = Router::new()
        .fallback(|| async { Body::from_stream(first.chain(futures_util::stream::pending())) });
    let mut app = app.layer(stage.layer()).into_service::<Body>();
    let mut body = app.call(get("/sse")).await.unwrap().into_body();
    let first = timeout(LIMIT, body.frame()).await;
    let frame = first.expect("the first event").unwrap().unwrap();
    assert_eq!(frame.into_data().unwrap(), "data: 1\n\n");
    assert_eq!(stage.logger.ledger().accepted, 0);
    drop(body);
    assert_eq!(
        stage.one_row().await.response_body.as_deref(),
        Some("data: 1\n\n")
    );
}

/// The reply's body is dropped once, when who reads it is done with it, and none of it is read ahead.
#[tokio::test]
async fn w11_a_body_is_neither_read_ahead_nor_kept() {
    let stage = Stage::start().await;
    let (alive, mut watch) = tokio::sync::watch::channel(0);
    let alive = Arc::new(Mutex::new(Some(alive)));
    let app = Router::new().fallback(move || {
        let alive = alive.lock().unwrap().take().unwrap();
        let chunks = futures_util::stream::unfold(alive, |alive| async move {
            alive.send_modify(|count| *count += 1);
            Some((Ok::<_, Infallible>(Bytes::from(vec![b'x'; 16_384])), alive))
        });
        std::future::ready(Body::from_stream(chunks))
    });
    let mut app = app.layer(stage.layer()).into_service::<Body>();
    let mut body = app.call(get("/")).await.unwrap().into_body();
    for _ in 0..3 {
        body.frame().await.unwrap().unwrap();
    }
    assert_eq!(*watch.borrow_and_update(), 3);
    drop(body);
    assert!(watch.changed().await.is_err());
    let row = stage.one_row().await;
    assert_eq!(
        (row.response_body.unwrap().len(), row.response_body_size),
        (16_384, Some(49_152))
    );
}

/// An application that answers without reading is not waited for.
#[tokio::test]
async fn w11_a_request_is_not_read_for_the_log() {
    let stage = Stage::start().await;
    let app = Router::new().fallback(|| async { "early" });
    let endless = futures_util::stream::pending::<Result<Bytes, Infallible>>();
    let request = post("/upload", Body::from_stream(endless));
    let answered = timeout(LIMIT, answer(app.layer(stage.layer()), request)).await;
    assert_eq!(answered.expect("a reply").1, "early");
    let row = stage.one_row().await;
    assert_eq!((row.request_body, row.request_body_size), (None, Some(0)));
}

#[tokio::test]
async fn w12_headers_stay_as_they_are_and_every_body_counts() {
    let stage = Stage::start().await;
    let app = Router::new().fallback(|_: Bytes| async {
        let reply = Response::builder().header("set-cookie", "a=1");
        reply
            .header("set-cookie", "b=2")
            .body(Body::empty())
            .unwrap()
    });
    let mut request = post("/", "gone");
    *request.method_mut() = http::Method::DELETE;
    let mut app = app.layer(stage.layer()).into_service::<Body>();
    let reply = app.call(request).await.unwrap();
    let cookies: Vec<_> = reply.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    drop(reply);
    let row = stage.one_row().await;
    assert_eq!(
        (row.method.as_str(), row.request_body.as_deref()),
        ("DELETE", Some("gone"))
    );
    assert_eq!(row.request_body_size, Some(4));
    let mut request = post("/", "asked");
    *request.method_mut() = http::Method::GET;
    pass(stage.layer(), request).await;
    let row = stage.rows().await.remove(1);
    assert_eq!(
        (row.method.as_str(), row.request_body.as_deref()),
        ("GET", Some("asked"))
    );
}

#[tokio::test]
async fn w13_a_panic_is_logged() {
    let stage = Stage::start().await;
    let app = Router::new().fallback(|| async { panic!("scripted") as &'static str });
    let app = app.layer(stage.layer());
    assert!(
        tokio::spawn(async move { answer(app, get("/")).await })
            .await
            .unwrap_err()
            .is_panic()
    );
    let row = stage.one_row().await;
    assert_eq!(
        (row.status_code, row.error_type.as_deref()),
        (500, Some("panic"))
    );
}

#[tokio::test]
async fn w14_customers_behind_a_proxy_are_told_apart() {
    let stage = Stage::start().await;
    let layer = stage.layer().proxy_trust(ProxyTrust::Hops(1));
    for last in 1..=3 {
        let mut request = get("/");
        let from = format!("6.6.6.6, 203.0.113.{last}").parse().unwrap();
        request.headers_mut().insert("x-forwarded-for", from);
        request
            .extensions_mut()
            .insert(SocketAddr::from(([10, 0, 0, 1], 1)));
        pass(layer.clone(), request).await;
    }
    let rows = stage.rows().await;
    let addresses: Vec<IpAddr> = rows
        .iter()
        .map(|row| row.ip_address.as_ref().unwrap().parse().unwrap())
        .collect();
    assert_eq!(
        addresses,
        [1, 2, 3].map(|last| IpAddr::from([203, 0, 113, last]))
    );
    assert_eq!(stage.simulator.numbers().customers, 3);
}

/// The reply is there although the service never answers.
#[tokio::test]
async fn w18_no_reply_waits_for_the_log() {
    let stage = Stage::with(|builder| builder.batch_size(1)).await;
    stage.simulator.inject(Fault::delay(HOUR).times(100));
    stage.logger.log(entry("/"));
    until(|| stage.posts() == 1).await;
    let answered = timeout(LIMIT, pass(stage.layer(), post("/", "hello"))).await;
    let (status, body) = answered.expect("a reply");
    assert_eq!((status, &body[..]), (StatusCode::OK, &b"hello"[..]));
    assert_eq!(stage.logger.ledger().queued, 2);
}

/// Whatever fails in the log, the reply is the application's: in the request, in the worker, and after the end.
#[tokio::test]
async fn w18_no_failure_of_the_log_is_seen() {
    let stage = Stage::start().await;
    let panics = |stage: &Stage| {
        let layer = stage.layer().customer_id(|_| panic!("scripted"));
        let layer = layer.peer_address(|_| panic!("scripted"));
        let layer = layer.sanitize(|_| panic!("scripted"));
        layer.amend(|_| panic!("scripted"))
    };
    for _ in 0..2 {
        let (status, body) = pass(panics(&stage), post("/", "hello")).await;
        assert_eq!((status, &body[..]), (StatusCode::OK, &b"hello"[..]));
    }
    let rows = stage.rows().await;
    assert_eq!((rows.len(), &rows[0].request_body), (2, &None));
    stage.logger.close(LIMIT).await;
    let (status, body) = pass(panics(&stage), post("/", "hello")).await;
    assert_eq!((status, &body[..]), (StatusCode::OK, &b"hello"[..]));
    assert_eq!(stage.logger.ledger().refused, 1);
}
