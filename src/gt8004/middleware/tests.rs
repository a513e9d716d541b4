//! The middleware around small services, and what the simulator stores of it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower_layer::Layer as _;
use tower_service::Service;

use super::{LogLayer, Oversize, ProxyTrust, RequestBody, ResponseBody};
use crate::gt8004::{Client, Logger, Protocol};
use crate::sim::gt8004::{Row, Simulator};

/// A logger with its simulator.
struct Stage {
    simulator: Simulator,
    logger: Logger,
}

impl Stage {
    async fn start(protocol: Option<Protocol>) -> Self {
        let simulator = Simulator::start().await.unwrap();
        let client = Client::builder()
            .base_url(simulator.ingest_url())
            .agent_id("a");
        let mut builder = client.token(simulator.token()).build().unwrap().logger();
        if let Some(protocol) = protocol {
            builder = builder.protocol(protocol);
        }
        let logger = builder.start().unwrap();
        Self { simulator, logger }
    }

    fn layer(&self) -> LogLayer {
        LogLayer::new(self.logger.clone())
    }

    async fn rows(&self) -> Vec<Row> {
        self.logger.flush().await.unwrap();
        assert!(self.simulator.lost_batches().is_empty());
        self.simulator.rows()
    }

    #[track_caller]
    fn none_logged(&self) {
        assert_eq!(self.logger.ledger().accepted, 0);
    }
}

/// Any function as a service.
#[derive(Clone)]
struct Handler<F>(F);

impl<F, R, E> Service<Request<RequestBody<Body>>> for Handler<F>
where
    F: Fn(Request<RequestBody<Body>>) -> R,
    R: Future<Output = Result<Response<Body>, E>>,
{
    type Response = Response<Body>;
    type Error = E;
    type Future = R;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), E>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<RequestBody<Body>>) -> R {
        (self.0)(request)
    }
}

/// Reads the request's body and answers with JSON.
async fn ok(request: Request<RequestBody<Body>>) -> Result<Response<Body>, Infallible> {
    request.into_body().collect().await.unwrap();
    Ok(Response::new(Body::from(
        r#"{"ok":true,"api_key":"0123456789"}"#,
    )))
}

fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).body(body.into()).unwrap()
}

/// Sends one request through a layer around `ok`, and gives the body of the reply.
async fn pass(layer: &LogLayer, request: Request<Body>) -> Bytes {
    let response = layer.layer(Handler(ok)).call(request).await.unwrap();
    response.into_body().collect().await.unwrap().to_bytes()
}

#[tokio::test]
async fn a_request_is_logged_and_untouched() {
    let stage = Stage::start(None).await;
    let mut request = post("/api/search?q=secret", r#"{"q":1,"password":"hunter2"}"#);
    let headers = request.headers_mut();
    for (name, value) in [
        ("user-agent", "test/1"),
        ("content-type", "application/json"),
        ("referer", "https://x.example/"),
        ("accept-language", "ko"),
        ("authorization", "Bearer canary-token"),
        ("cookie", "sid=canary"),
        ("x-customer-id", "customer-1"),
    ] {
        headers.insert(name, value.parse().unwrap());
    }
    request
        .extensions_mut()
        .insert(SocketAddr::from(([203, 0, 113, 7], 1)));
    let body = pass(&stage.layer(), request).await;
    assert_eq!(body, r#"{"ok":true,"api_key":"0123456789"}"#);
    let rows = stage.rows().await;
    let row = &rows[0];
    assert_eq!(
        (row.method.as_str(), row.path.as_str(), row.status_code),
        ("POST", "/api/search", 200)
    );
    assert_eq!(
        (row.request_id.len(), row.response_ms > 0.0, rows.len()),
        (36, true, 1)
    );
    assert_eq!(
        row.request_body.as_deref(),
        Some(r#"{"q":1,"password":"***"}"#)
    );
    assert_eq!(
        row.response_body.as_deref(),
        Some(r#"{"ok":true,"api_key":"***"}"#)
    );
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (Some(28), Some(34))
    );
    assert_eq!(
        (row.tool_name.as_deref(), row.protocol.as_str()),
        (Some("search"), "http")
    );
    assert_eq!(
        (row.ip_address.as_deref(), row.user_agent.as_deref()),
        (Some("203.0.113.7"), Some("test/1"))
    );
    assert_eq!(
        (row.referer.as_deref(), row.accept_language.as_deref()),
        (Some("https://x.example/"), Some("ko"))
    );
    let sent = String::from_utf8_lossy(stage.simulator.requests()[0].body()).into_owned();
    assert!(
        sent.contains(r#""customerId":"customer-1""#) && !sent.contains("canary"),
        "{sent}"
    );
}

#[tokio::test]
async fn tools_of_mcp_and_a2a_are_named() {
    let large = "x".repeat(100_000);
    let call = format!(
        r#"{{"method":"tools/call","params":{{"name":"search","arguments":{{"q":"{large}"}}}}}}"#
    );
    let mcp = Stage::start(Some(Protocol::Mcp)).await;
    pass(&mcp.layer(), post("/mcp", call)).await;
    pass(
        &mcp.layer(),
        post("/mcp", r#"{"method":"tools/call","params":{"name":5}}"#),
    )
    .await;
    let rows = mcp.rows().await;
    assert_eq!(
        (rows[0].tool_name.as_deref(), rows[0].protocol.as_str()),
        (Some("search"), "mcp")
    );
    assert_eq!(
        (
            rows[0].request_body.as_ref().unwrap().len(),
            rows[0].request_body_size.unwrap() > 100_000
        ),
        (16_384, true)
    );
    assert_eq!(rows[1].tool_name, None);
    let a2a = Stage::start(Some(Protocol::A2a)).await;
    pass(
        &a2a.layer(),
        post("/a2a/tasks", r#"{"skill_id":"translate"}"#),
    )
    .await;
    pass(&a2a.layer(), post("/a2a/tasks", r#"{"skill_id":5}"#)).await;
    let rows = a2a.rows().await;
    assert_eq!(rows[0].tool_name.as_deref(), Some("translate"));
    assert_eq!(rows[1].tool_name.as_deref(), Some("tasks"));
}

#[tokio::test]
async fn excluded_paths_are_not_logged() {
    let stage = Stage::start(None).await;
    for path in [
        "/health",
        "/healthz",
        "/readyz",
        "/_health",
        "/.well-known/agent.json/health",
    ] {
        pass(&stage.layer(), post(path, "")).await;
    }
    stage.none_logged();
    pass(&stage.layer().exclude_paths(["/mine"]), post("/mine", "")).await;
    stage.none_logged();
    pass(&stage.layer().exclude_paths(["/mine"]), post("/health", "")).await;
    assert_eq!(stage.rows().await.len(), 1);
}

/// The next frame of a body, if it is there without waiting.
fn now<B: http_body::Body<Data = Bytes> + Unpin>(body: &mut B) -> Option<Option<Bytes>> {
    let next = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).now_or_never()?;
    Some(next.and_then(|frame| frame.ok()?.into_data().ok()))
}

#[tokio::test]
async fn a_stream_is_not_delayed_and_logged_at_its_end() {
    let stage = Stage::start(None).await;
    let (send, receive) = tokio::sync::mpsc::unbounded_channel::<&'static str>();
    let receive = std::sync::Mutex::new(Some(receive));
    let streams = Handler(move |_| {
        let receive = receive.lock().unwrap().take().unwrap();
        let chunks = stream::unfold(receive, |mut receive| async move {
            let chunk = receive.recv().await?;
            Some((Ok::<_, Infallible>(chunk), receive))
        });
        async move { Ok::<_, Infallible>(Response::new(Body::from_stream(chunks.boxed()))) }
    });
    let response = stage
        .layer()
        .layer(streams)
        .call(post("/sse", ""))
        .await
        .unwrap();
    let mut body = response.into_body();
    assert!(now(&mut body).is_none());
    send.send("data: 1\n\n").unwrap();
    assert_eq!(now(&mut body), Some(Some(Bytes::from("data: 1\n\n"))));
    stage.none_logged();
    send.send("data: 2\n\n").unwrap();
    drop(send);
    assert_eq!(now(&mut body), Some(Some(Bytes::from("data: 2\n\n"))));
    assert_eq!(now(&mut body), Some(None));
    // The body is still there; its end is enough.
    assert_eq!(
        stage.rows().await[0].response_body.as_deref(),
        Some("data: 1\n\ndata: 2\n\n")
    );
    drop(body);
    assert_eq!(stage.logger.ledger().accepted, 1);
}

#[tokio::test]
async fn panics_failures_and_those_who_leave_are_logged() {
    let stage = Stage::start(None).await;
    let layer = stage.layer();
    let panics = Handler(|_| async { panic!("scripted") as Result<Response<Body>, Infallible> });
    let panicked = AssertUnwindSafe(layer.layer(panics).call(post("/panic", "")))
        .catch_unwind()
        .await;
    assert!(panicked.is_err());
    let at_once = Handler(
        |_| -> std::future::Ready<Result<Response<Body>, Infallible>> { panic!("scripted") },
    );
    let mut at_once = layer.layer(at_once);
    let panicked = std::panic::catch_unwind(AssertUnwindSafe(|| {
        drop(at_once.call(post("/at-once", "")))
    }));
    assert!(panicked.is_err());
    let fails = Handler(|_| async { Err::<Response<Body>, &str>("no") });
    assert_eq!(
        layer.layer(fails).call(post("/fails", "")).await.err(),
        Some("no")
    );
    let waits = Handler(|_| std::future::pending::<Result<Response<Body>, Infallible>>());
    drop(layer.layer(waits).call(post("/leaves", "")));
    let unwell = Handler(|_| async {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        Ok::<_, Infallible>(response)
    });
    let response: Response<ResponseBody<Body>> =
        layer.layer(unwell).call(post("/502", "")).await.unwrap();
    drop(response);
    let rows = stage.rows().await;
    let seen: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.path.as_str(),
                row.status_code,
                row.error_type.as_deref().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("/panic", 500, "panic"),
        ("/at-once", 500, "panic"),
        ("/fails", 500, "service_error"),
        ("/leaves", 499, "cancelled"),
        ("/502", 502, "HTTP_502"),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn hooks_change_what_is_logged_and_fail_closed() {
    let stage = Stage::start(None).await;
    let layer = stage.layer().sanitize(|body| match body.contains("panic") {
        true => panic!("scripted"),
        false => body.replace("hello", "***"),
    });
    let layer = layer.amend(|entry| entry.city = Some("Seoul".to_owned()));
    pass(&layer, post("/a", "hello world")).await;
    pass(&layer, post("/b", "panic")).await;
    let layer = stage
        .layer()
        .customer_id(|_| panic!("scripted"))
        .peer_address(|_| panic!("scripted"));
    pass(&layer.without_redaction(), post("/c", "token=abc")).await;
    pass(&stage.layer().without_bodies(), post("/d", "text")).await;
    let rows = stage.rows().await;
    assert_eq!(rows[0].request_body.as_deref(), Some("*** world"));
    assert_eq!(
        (rows[1].request_body.as_deref(), rows[1].request_body_size),
        (None, Some(5))
    );
    assert_eq!(
        (rows[0].city.as_deref(), rows[2].request_body.as_deref()),
        (Some("Seoul"), Some("token=abc"))
    );
    assert_eq!(
        (rows[3].request_body.as_deref(), rows[3].request_body_size),
        (None, Some(4))
    );
}

#[tokio::test]
async fn long_bodies_are_cut_or_left_out() {
    let stage = Stage::start(None).await;
    for (size, kept) in [(16_384, Some(16_384)), (16_385, None)] {
        pass(
            &stage.layer().oversize(Oversize::Drop),
            post("/a", "x".repeat(size)),
        )
        .await;
        let row = stage.rows().await.pop().unwrap();
        assert_eq!(row.request_body.map(|body| body.len()), kept);
        assert_eq!(row.request_body_size, Some(size as i64));
    }
}

#[tokio::test]
async fn payments_and_addresses_come_out_of_headers() {
    let stage = Stage::start(None).await;
    let pays = Handler(|_| async {
        let receipt =
            r#"{"success":true,"transaction":"0xh","payer":"0xp","network":"base-mainnet"}"#;
        let response = Response::builder().header("x-payment-response", receipt);
        Ok::<_, Infallible>(response.body(Body::from("ok")).unwrap())
    });
    let mut request = post("/paid", "");
    let headers = request.headers_mut();
    headers.insert(
        "x-payment",
        r#"{"payload":{"authorization":{"value":"500000"}}}"#
            .parse()
            .unwrap(),
    );
    headers.insert("x-forwarded-for", "6.6.6.6, 1.1.1.1".parse().unwrap());
    let layer = stage.layer().proxy_trust(ProxyTrust::Hops(1));
    let response = layer.layer(pays).call(request).await.unwrap();
    response.into_body().collect().await.unwrap();
    let row = stage.rows().await.pop().unwrap();
    assert_eq!(
        (row.x402_amount, row.x402_tx_hash.as_deref()),
        (Some(0.5), Some("0xh"))
    );
    assert_eq!(
        (row.x402_token.as_deref(), row.x402_payer.as_deref()),
        (Some("USDC"), Some("0xp"))
    );
    assert_eq!(row.ip_address.as_deref(), Some("1.1.1.1"));
    assert_eq!(stage.simulator.numbers().revenue, 0.5);
}

#[tokio::test]
async fn axum_takes_the_layer() {
    let stage = Stage::start(None).await;
    let app = axum::Router::new()
        .route("/echo", axum::routing::post(|body: String| async { body }))
        .layer(stage.layer());
    let mut service = app.into_service::<Body>();
    let response = service.call(post("/echo", "hello")).await.unwrap();
    assert_eq!(
        response.into_body().collect().await.unwrap().to_bytes(),
        "hello"
    );
    let response = service.call(post("/nowhere", "")).await.unwrap();
    assert_eq!(response.status(), 404);
    drop(response);
    let rows = stage.rows().await;
    assert_eq!(
        (rows[0].request_body.as_deref(), rows[1].status_code),
        (Some("hello"), 404)
    );
    let ledger = stage.logger.close(Duration::from_secs(5)).await;
    assert_eq!(ledger.delivered, 2);
}
