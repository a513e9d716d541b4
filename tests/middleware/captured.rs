//! What is kept of a request, and what is not.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use quintet::gt8004::Protocol;
use quintet::gt8004::middleware::Oversize;

use super::stage::{Stage, ok, post};

fn head(pairs: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        map.append(*name, HeaderValue::from_bytes(value).unwrap());
    }
    map
}

#[tokio::test]
async fn headers_in_any_script_are_kept_and_the_first_counts() {
    let stage = Stage::start().await;
    let mut request = post("");
    *request.headers_mut() = head(&[
        ("user-agent", "에이전트/1".as_bytes()),
        ("user-agent", b"second"),
        ("referer", b"/\xff\xfe"),
        ("accept-language", b"ko"),
        ("x-customer-id", "고객".as_bytes()),
        ("x-customer-id", b"second"),
    ]);
    let row = stage.row_of(stage.layer(), request, ok("")).await;
    assert_eq!(row.user_agent.as_deref(), Some("에이전트/1"));
    assert!(row.referer.unwrap().starts_with('/'));
    let sent = String::from_utf8_lossy(stage.simulator.requests()[0].body()).into_owned();
    assert!(sent.contains(r#""customerId":"고객""#), "{sent}");
}

/// Formats whose texts stand between bytes that are none: no name in them is recognised, so nothing of them is kept.
#[tokio::test]
async fn bodies_that_are_no_text_are_only_measured() {
    let stage = Stage::start().await;
    for (name, value) in [
        ("content-type", "application/msgpack"),
        ("content-type", "application/x-msgpack"),
        ("content-type", "application/vnd.msgpack"),
        ("content-type", "application/cbor"),
        ("content-type", "application/x-protobuf"),
        ("content-type", "application/protobuf; proto=x"),
        ("content-type", "application/vnd.google.protobuf"),
        ("content-type", "application/grpc-web+proto"),
        ("content-type", "application/gzip"),
        ("content-type", "application/pdf"),
        ("content-type", "application/wasm"),
        ("content-type", "application/avro"),
        ("content-type", "IMAGE/PNG"),
        ("content-encoding", "br"),
        ("content-encoding", "identity, gzip"),
    ] {
        let (mut request, mut reply) = (post("password hunter2"), ok("password hunter2"));
        request.headers_mut().insert(name, value.parse().unwrap());
        reply.headers_mut().insert(name, value.parse().unwrap());
        let row = stage.row_of(stage.layer(), request, reply).await;
        assert_eq!(
            (row.request_body, row.response_body),
            (None, None),
            "{value}"
        );
        assert_eq!(
            (row.request_body_size, row.response_body_size),
            (Some(16), Some(16))
        );
    }
    for value in [
        "application/json",
        "text/event-stream",
        "application/problem+json",
        "text/xml; charset=utf-8",
    ] {
        let mut request = post("text");
        request
            .headers_mut()
            .insert("content-type", value.parse().unwrap());
        let row = stage.row_of(stage.layer(), request, ok("")).await;
        assert_eq!(row.request_body.as_deref(), Some("text"), "{value}");
    }
}

#[tokio::test]
async fn bytes_that_are_none_are_left_out_of_texts() {
    let stage = Stage::start().await;
    let bytes = Bytes::from_static(b"\0\xff\xfeab\xc3\x28c\xf0\x9f\x98");
    let row = stage
        .row_of(stage.layer(), post(bytes.clone()), ok(bytes))
        .await;
    assert_eq!(row.request_body.as_deref(), Some("ab(c"));
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (Some(11), Some(11))
    );
    // The NUL was clamped away; both bodies are of one entry.
    assert_eq!(stage.logger.ledger().clamped, 1);
}

/// Six bytes on the wire for each one: the bodies go, and the entry comes.
#[tokio::test]
async fn an_entry_that_grows_on_its_way_comes_without_bodies() {
    let stage = Stage::start().await;
    let text = "\u{1}".repeat(16_384);
    let mut request = post(text.clone());
    let quotes = "\"".repeat(60_000);
    *request.headers_mut() = head(&[
        ("user-agent", quotes.as_bytes()),
        ("referer", quotes.as_bytes()),
        ("accept-language", quotes.as_bytes()),
        ("x-customer-id", quotes.as_bytes()),
    ]);
    let row = stage.row_of(stage.layer(), request, ok(text)).await;
    assert_eq!(
        (row.request_body, row.request_body_size),
        (None, Some(16_384))
    );
    let ledger = stage.logger.ledger();
    assert_eq!(
        (ledger.delivered, ledger.clamped, ledger.dropped_total()),
        (1, 1, 0)
    );
}

/// What strangers send weighs what it takes in memory.
#[tokio::test]
async fn every_header_counts_in_the_bounds_of_the_queue() {
    let stage = Stage::start().await;
    for name in [
        "x-payment",
        "user-agent",
        "x-customer-id",
        "accept-language",
    ] {
        let client = quintet::gt8004::Client::builder().base_url(stage.simulator.ingest_url());
        let client = client
            .agent_id("a")
            .token(stage.simulator.token())
            .build()
            .unwrap();
        let bounded = client.logger().queue_bytes(300_000).queue_entries(1000);
        let logger = bounded.flush_interval(super::stage::HOUR).start().unwrap();
        let layer = quintet::gt8004::middleware::LogLayer::new(logger.clone());
        let mut service = tower_layer::Layer::layer(
            &layer,
            super::stage::answers(http_body_util::Empty::<Bytes>::new()),
        );
        for _ in 0..20 {
            let value = HeaderValue::from_bytes(&[b'x'; 100_000]).unwrap();
            let request = http::Request::get("/").header(name, value);
            let request = request.body(http_body_util::Empty::<Bytes>::new()).unwrap();
            drop(
                tower_service::Service::call(&mut service, request)
                    .await
                    .unwrap(),
            );
        }
        let ledger = logger.ledger();
        let kept = ledger.queued;
        // Of others no more is kept than may be sent.
        let expected = if name == "x-payment" { 2 } else { 20 };
        assert_eq!(kept, expected, "{name}");
        logger.close(super::stage::HOUR).await;
        assert!(logger.ledger().is_balanced());
    }
}

#[tokio::test]
async fn paths_are_excluded_exactly() {
    let stage = Stage::start().await;
    for path in [
        "/health/",
        "/Health",
        "/healthz2",
        "/x/health",
        "/%68ealth",
        "//health",
        "/",
    ] {
        let mut request = post("");
        *request.uri_mut() = path.parse().unwrap();
        let row = stage.row_of(stage.layer(), request, ok("")).await;
        assert_eq!(row.path, path);
    }
    let before = stage.logger.ledger().accepted;
    for path in ["/health", "/health?q=1", "http://x.example/healthz?"] {
        let mut request = post("");
        *request.uri_mut() = path.parse().unwrap();
        stage.row_of(stage.layer(), request, ok("")).await;
    }
    assert_eq!(stage.logger.ledger().accepted, before);
    let mut request = post("");
    *request.method_mut() = "PROPPATCHES".parse().unwrap();
    let none: [&str; 0] = [];
    *request.uri_mut() = "/health".parse().unwrap();
    let row = stage
        .row_of(stage.layer().exclude_paths(none), request, ok(""))
        .await;
    assert_eq!(
        (row.path.as_str(), row.method.as_str()),
        ("/health", "PROPPATC")
    );
}

/// The layer's word comes before the logger's.
#[tokio::test]
async fn each_layer_has_a_protocol_of_its_own() {
    let both = r#"{"method":"tools/call","params":{"name":"search"},"skill_id":"translate"}"#;
    for (loggers, inherited) in [
        (None, ("http", "call")),
        (Some(Protocol::Mcp), ("mcp", "search")),
    ] {
        let stage = Stage::of(loggers).await;
        for (layer, (protocol, tool)) in [
            (stage.layer(), inherited),
            (stage.layer().protocol(Protocol::A2a), ("a2a", "translate")),
            (stage.layer().protocol(Protocol::Mcp), ("mcp", "search")),
            (stage.layer(), inherited),
        ] {
            let row = stage.row_of(layer, post(both), ok("")).await;
            assert_eq!(row.protocol, protocol, "{loggers:?}");
            assert_eq!(row.tool_name.as_deref(), Some(tool), "{loggers:?}");
        }
        assert_eq!(stage.logger.protocol(), loggers);
    }
}

#[tokio::test]
async fn a_tool_may_be_named_in_a_body_of_any_length() {
    let stage = Stage::of(Some(Protocol::Mcp)).await;
    let name = "검".repeat(200);
    let call = |filler: usize| {
        let filler = "x".repeat(filler);
        format!(r#"{{"method":"tools/call","params":{{"name":"{name}","arguments":"{filler}"}}}}"#)
    };
    for filler in [0, 15_000, 17_000, 100_000] {
        let layer = stage.layer().oversize(Oversize::Drop);
        let row = stage.row_of(layer, post(call(filler)), ok("")).await;
        assert_eq!(row.tool_name.unwrap().chars().count(), 128);
        assert_eq!(row.request_body.is_none(), filler > 15_000);
    }
    let batch = format!("[{}]", call(0));
    let row = stage.row_of(stage.layer(), post(batch), ok("")).await;
    assert_eq!(row.tool_name, None);
}
