//! The agent of the tour, a small application of axum, and who visits it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::response::Sse;
use axum::response::sse::Event;
use axum::routing::{get, post};
use futures_util::{Stream, StreamExt as _, stream};
use http::StatusCode;
use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
use quintet::gt8004::{Client, Ledger, Protocol};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use super::LIMIT;
use crate::Outcome;

/// Where the requests come from, as a proxy in front of the agent says it.
const CUSTOMERS: [&str; 3] = ["203.0.113.7", "203.0.113.8", "203.0.113.9"];

/// Base64 of `{"payload":{"authorization":{"value":"250000"}}}`: a quarter of a USDC.
const PAYMENT: &str = "eyJwYXlsb2FkIjp7ImF1dGhvcml6YXRpb24iOnsidmFsdWUiOiIyNTAwMDAifX19";

/// Base64 of `{"success":true,"transaction":"0x5ca1e","payer":"0xa11ce","network":"base"}`.
const RECEIPT: &str = "eyJzdWNjZXNzIjp0cnVlLCJ0cmFuc2FjdGlvbiI6IjB4NWNhMWUiLCJwYXllciI6IjB4YTExY2UiLCJuZXR3b3JrIjoiYmFzZSJ9";

const LOGIN: &str = r#"{"user":"u","password":"hunter2"}"#;
const TOOL_CALL: &str =
    r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"translate"}}"#;
const SKILL: &str = r#"{"skill_id":"summarize","input":"a long text"}"#;

/// Serves as long as it is visited, and says what became of the entries.
///
/// Where a tool is named depends on the protocol, which the layer knows; so each protocol has its own.
pub(super) async fn serve(client: &Client) -> Outcome<Ledger> {
    let logger = client.logger().start()?;
    let http = LogLayer::new(logger.clone()).proxy_trust(ProxyTrust::Hops(1));
    let mcp = http.clone().protocol(Protocol::Mcp);
    let a2a = http.clone().protocol(Protocol::A2a);

    let next = Arc::new(Notify::new());
    let app = speaking("/mcp", mcp)
        .merge(speaking("/a2a/tasks/send", a2a))
        .merge(app(http, Arc::clone(&next)));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let (end, ended) = oneshot::channel::<()>();
    let served = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = ended.await;
    });
    let visits = async {
        let visited = visit(&base, &next).await;
        drop(end);
        visited
    };
    let (served, visited) = tokio::join!(served.into_future(), visits);
    served?;
    visited?;
    Ok(logger.close(LIMIT).await)
}

fn app(layer: LogLayer, next: Arc<Notify>) -> Router {
    let paid = || async { ([("x-payment-response", RECEIPT)], "the report") };
    Router::new()
        .route("/api/search", get(|| async { r#"{"results":[]}"# }))
        .route("/api/login", post(|body: String| async { body }))
        .route("/api/report", get(paid))
        .route("/api/broken", get(|| async { StatusCode::BAD_GATEWAY }))
        .route("/api/stream", get(|| async { Sse::new(events(next)) }))
        .route("/health", get(|| async { "ok" }))
        .layer(layer)
}

fn speaking(path: &str, layer: LogLayer) -> Router {
    let answer = |_: String| async { r#"{"result":{}}"# };
    Router::new().route(path, post(answer)).layer(layer)
}

/// Two events, the second of which is made when somebody asks for it.
fn events(next: Arc<Notify>) -> impl Stream<Item = Result<Event, Infallible>> {
    let first = stream::once(async { Event::default().data("first") });
    let second = stream::once(async move {
        next.notified().await;
        Event::default().data("second")
    });
    first.chain(second).map(Ok)
}

/// One request of every kind, three searches, and one that is not logged.
async fn visit(base: &str, next: &Notify) -> Outcome {
    let visitor = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let visitor = visitor.timeout(LIMIT).build()?;
    let url = |path: &str| format!("{base}{path}");
    for customer in CUSTOMERS {
        let search = visitor.get(url("/api/search?q=rust"));
        search.header("x-forwarded-for", customer).send().await?;
    }
    let report = visitor.get(url("/api/report"));
    for request in [
        visitor.get(url("/api/broken")),
        report.header("x-payment", PAYMENT),
        visitor.post(url("/mcp")).body(TOOL_CALL),
        visitor.post(url("/a2a/tasks/send")).body(SKILL),
        visitor.get(url("/health")),
    ] {
        let request = request.header("x-forwarded-for", CUSTOMERS[0]);
        request.send().await?.bytes().await?;
    }

    let login = visitor.post(url("/api/login")).body(LOGIN);
    let login = login.header("x-forwarded-for", CUSTOMERS[1]);
    if login.send().await?.text().await? != LOGIN {
        return Err("the middleware changed what the visitor got".into());
    }

    let stream = visitor.get(url("/api/stream"));
    let stream = stream.header("x-forwarded-for", CUSTOMERS[2]);
    let mut events = stream.send().await?;
    let first = timeout(LIMIT, events.chunk()).await;
    let first = first.map_err(|_| "the middleware held the first event back")??;
    if first.as_deref() != Some(b"data: first\n\n") {
        return Err(format!("{first:?} is not the first event").into());
    }
    next.notify_one();
    events.bytes().await?;
    Ok(())
}
