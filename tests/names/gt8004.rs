//! The methods and promises of the user's document of GT8004's client and of the published ones. What a transport has there, the
//! logger has here; `start_auto_flush` is gone, because the first entry starts the worker. Contract: §1.1, §1.4, §6, §9.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use quintet::gt8004::middleware::LogLayer;
use quintet::gt8004::{Client, DropCause, Envelope, Logger, Network, Protocol, RequestLogEntry};
use tower_service::Service as _;

use crate::support::gt8004::{HOUR, LIMIT, Stage, entry};

/// `GT8004Logger(agent_id, api_key)` and `GT8004Logger(agent_id, api_key, ingest_url, batch_size, flush_interval, protocol,
/// network)`.
#[tokio::test]
async fn loggers() {
    let stage = Stage::start().await;
    let few: quintet::Result<Logger> = Logger::new("my-agent", "gt8004_0123");
    assert_eq!(few.unwrap().protocol(), None);
    let all = Client::builder()
        .agent_id("my-agent")
        .token(stage.simulator.token())
        .network(Network::Mainnet)
        .base_url(format!("{}/v1/ingest", stage.proxy.url()))
        .envelope(Envelope::Both)
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap()
        .logger()
        .batch_size(50)
        .flush_interval(Duration::from_secs(5))
        .protocol("mcp".parse().unwrap())
        .start()
        .unwrap();
    assert_eq!(all.protocol(), Some(Protocol::Mcp));
    all.verify_connection().await.unwrap();
    assert_eq!(stage.simulator.pings(), 1);
}

/// `await logger.log(RequestLogEntry(…))`, `flush()` and `close()`; logging itself is not waited for.
#[tokio::test]
async fn manual_logging() {
    let stage = Stage::start().await;
    let logger = stage.client.logger().flush_interval(HOUR);
    let logger = logger.start().unwrap();
    let entry = RequestLogEntry::new("POST", "/api/chat", 200, Duration::from_micros(150_500))
        .with_request_id("req-123")
        .with_customer_id("customer-456")
        .with_tool_name("chat")
        .with_error_type("none")
        .with_x402(0.01, "0xabc")
        .with_x402_token("USDC")
        .with_x402_payer("0xdef")
        .with_request_body(r#"{"message":"hello"}"#)
        .with_response_body(r#"{"reply":"hi"}"#)
        .with_header("user-agent", "python")
        .with_ip_address("203.0.113.7")
        .with_protocol(Protocol::A2a);
    assert_eq!((entry.response_ms, entry.source.as_str()), (150.5, "sdk"));
    let (): () = logger.log(entry);
    logger.flush().await.unwrap();
    let row = stage.simulator.rows().remove(0);
    assert_eq!((&*row.request_id, &*row.protocol), ("req-123", "a2a"));
    assert_eq!(stage.simulator.numbers().revenue, 0.01);
    logger.log(self::entry("/"));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.accepted, ledger.delivered), (2, 2));
    assert_eq!(ledger.dropped(DropCause::Closed), 0);
    assert!(!logger.is_open());
}

/// `app.add_middleware(GT8004Middleware, logger=logger)`, with its `sanitize_fn`: ten lines.
#[tokio::test]
async fn middleware() {
    let stage = Stage::start().await;
    let logger = stage.client.logger().start().unwrap();
    let layer = LogLayer::new(logger.clone())
        .sanitize(|body| body.replace("555-1234", "[phone]"))
        .exclude_paths(["/health"]);
    let echo = |body: String| async move { body };
    let mut app = Router::new()
        .route("/api/search", axum::routing::post(echo))
        .layer(layer)
        .into_service::<Body>();
    let request = Request::post("/api/search")
        .header("x-customer-id", "customer-456")
        .body(Body::from("call 555-1234"))
        .unwrap();
    let response = app.call(request).await.unwrap();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "call 555-1234");
    assert_eq!(logger.close(LIMIT).await.delivered, 1);
    let row = stage.simulator.rows().remove(0);
    assert_eq!(row.tool_name.as_deref(), Some("search"));
    assert_eq!(row.request_body.as_deref(), Some("call [phone]"));
    let sent = crate::support::stage::sent(&stage.request());
    assert_eq!(sent["entries"][0]["customerId"], "customer-456");
}

/// The three addresses of the published clients, and the one that examples use.
#[test]
fn addresses() {
    assert_eq!(
        Network::Testnet.ingest_url(),
        "https://testnet.ingest.gt8004.xyz/v1/ingest"
    );
    assert_eq!(
        Network::Mainnet.ingest_url(),
        "https://ingest.gt8004.xyz/v1/ingest"
    );
    assert_eq!(Network::default(), Network::Testnet);
    let client = |url: &str| {
        let builder = Client::builder().agent_id("a").token("k").base_url(url);
        format!("{:?}", builder.build().unwrap())
    };
    for url in [
        "http://localhost:9092/v1/ingest",
        "https://gt8004.xyz/v1/ingest",
        "https://api.gt8004.xyz",
    ] {
        let host = url.trim_end_matches("/v1/ingest");
        assert!(client(url).contains(&format!("{host:?}")), "{url}");
    }
}

/// What the service can be asked besides.
#[tokio::test]
async fn health() {
    let stage = Stage::start().await;
    let client = &stage.client;
    assert_eq!(client.health().await.unwrap().status, "ok");
    assert_eq!(client.readiness().await.unwrap().status, "ready");
    assert_eq!(client.ingest([entry("/")]).await.unwrap(), 1);
    client.verify_connection().await.unwrap();
}
