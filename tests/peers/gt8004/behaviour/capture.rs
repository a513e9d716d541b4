//! What of a request and its reply is logged, besides their bodies. Contract: §6.3.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::{get as at, post as on};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{Method, Request, StatusCode};
use quintet::gt8004::Protocol::{A2a, Mcp};
use serde_json::json;
use tokio::time::advance;

use crate::peers::gt8004::newer::{base64, pay};
use crate::peers::gt8004::stage::{Stage, answer, get, pass, post};
use crate::support::frozen::Frozen;

#[tokio::test]
async fn three_headers_are_kept_and_no_query() {
    let stage = Stage::start().await;
    let mut request = post("/api/search?key=canary", "{}");
    for (name, value) in [
        ("user-agent", "test/1"),
        ("content-type", "application/json"),
        ("referer", "https://x.example/"),
        ("accept-language", "ko"),
        ("authorization", "Bearer canary"),
        ("proxy-authorization", "Basic canary"),
        ("cookie", "sid=canary"),
        ("x-api-key", "canary"),
        ("x-agent-id", "canary"),
        ("client-ip", "canary"),
    ] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let from = SocketAddr::from(([203, 0, 113, 7], 1));
    request.extensions_mut().insert(from);
    pass(stage.layer(), request).await;
    let row = stage.one_row().await;
    assert_eq!(row.path, "/api/search");
    let expected = json!({
        "user-agent": "test/1", "content-type": "application/json", "referer": "https://x.example/",
    });
    assert_eq!(row.headers, Some(expected));
    let fields = [
        &row.user_agent,
        &row.content_type,
        &row.referer,
        &row.accept_language,
    ];
    let expected = ["test/1", "application/json", "https://x.example/", "ko"];
    assert_eq!(fields.map(Option::as_deref), expected.map(Some));
    assert_eq!(row.ip_address.as_deref(), Some("203.0.113.7"));
    assert_eq!((row.source.as_str(), row.error_type), ("sdk", None));
    let sent = stage.sent().remove(0).to_string();
    assert!(!sent.contains("canary"), "{sent}");
}

#[tokio::test]
async fn what_is_not_there_is_absent() {
    let stage = Stage::start().await;
    pass(stage.layer(), get("/")).await;
    stage.rows().await;
    let sent = stage.sent().remove(0);
    let mut entry = sent["entries"][0].as_object().unwrap().clone();
    entry.retain(|name, _| !["requestId", "responseMs", "timestamp"].contains(&name.as_str()));
    let expected = json!({
        "method": "GET", "path": "/", "statusCode": 200, "source": "sdk", "toolName": "", "requestBodySize": 0,
        "responseBody": r#"{"result":"ok"}"#, "responseBodySize": 15,
    });
    assert_eq!(serde_json::Value::from(entry), expected);
}

/// One logger, and a layer for each protocol. What no route takes is logged once, by the layer of the router that is merged last.
#[tokio::test]
async fn an_application_speaks_several_protocols() {
    let stage = Stage::start().await;
    let layer = stage.layer();
    let mcp = Router::new().route("/mcp", on(|_: Bytes| async {}));
    let mcp = mcp.layer(layer.clone().protocol(Mcp));
    let a2a = Router::new().route("/a2a/tasks", on(|_: Bytes| async {}));
    let a2a = a2a.layer(layer.clone().protocol(A2a));
    let app = Router::new().route("/api/search", at(|| async {}));
    let app = mcp.merge(a2a).merge(app.layer(layer));
    let body = r#"{"method":"tools/call","params":{"name":"lookup"},"skill_id":"translate"}"#;
    for request in [
        get("/api/search"),
        post("/mcp", body),
        post("/a2a/tasks", body),
        post("/nowhere", body),
    ] {
        answer(app.clone(), request).await;
    }
    let rows = stage.rows().await;
    let seen: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.path.as_str(),
                row.status_code,
                row.protocol.as_str(),
                row.tool_name.as_deref().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("/api/search", 200, "http", "search"),
        ("/mcp", 200, "mcp", "lookup"),
        ("/a2a/tasks", 200, "a2a", "translate"),
        ("/nowhere", 404, "http", "nowhere"),
    ];
    assert_eq!(seen, expected);
}

/// As long as the method fits into its column.
#[tokio::test]
async fn methods_are_as_they_came() {
    let stage = Stage::start().await;
    let methods = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];
    for method in methods {
        let request = Request::builder().method(method).uri("/");
        pass(stage.layer(), request.body(Body::empty()).unwrap()).await;
    }
    let long = Request::builder().method(Method::from_bytes(b"MKCALENDAR").unwrap());
    pass(stage.layer(), long.body(Body::empty()).unwrap()).await;
    let rows = stage.rows().await;
    let seen: Vec<_> = rows.iter().map(|row| row.method.as_str()).collect();
    assert_eq!(seen[..7], methods);
    assert_eq!(seen[7], "MKCALEND");
}

/// A reply takes as long as its body.
#[tokio::test(start_paused = true)]
async fn the_time_is_that_of_the_whole_reply() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder).await;
    let app = Router::new().fallback(|| async {
        advance(Duration::from_millis(250)).await;
        let chunks = futures_util::stream::iter(["a", "b"]).then(|chunk| async move {
            advance(Duration::from_secs(1)).await;
            Ok::<_, Infallible>(Bytes::from(chunk))
        });
        Body::from_stream(chunks)
    });
    answer(app.layer(stage.layer()), get("/")).await;
    assert_eq!(stage.one_row().await.response_ms, 2250.0);
}

/// Failures of the application have a type, those of the client and what has to be paid for have none.
#[tokio::test]
async fn statuses_and_their_errors() {
    let stage = Stage::start().await;
    let statuses = [204, 302, 400, 402, 404, 500, 503];
    for status in statuses {
        let status = StatusCode::from_u16(status).unwrap();
        let app = Router::new().fallback(move || async move { status });
        let (got, _) = answer(app.layer(stage.layer()), get("/")).await;
        assert_eq!(got, status);
    }
    let rows = stage.rows().await;
    let seen: Vec<_> = rows.iter().map(|row| row.status_code).collect();
    assert_eq!(seen, statuses.map(i64::from));
    let kinds: Vec<_> = rows.iter().map(|row| row.error_type.as_deref()).collect();
    let expected = [
        None,
        None,
        None,
        None,
        None,
        Some("HTTP_500"),
        Some("HTTP_503"),
    ];
    assert_eq!(kinds, expected);
    // 400, 404, 500, 503.
    assert_eq!(stage.simulator.numbers().errors, 4);
}

/// They are compared whole, and others may take their place.
#[tokio::test]
async fn excluded_paths() {
    let stage = Stage::start().await;
    let excluded = [
        "/health",
        "/healthz",
        "/readyz",
        "/_health",
        "/.well-known/agent.json/health",
    ];
    for path in excluded {
        pass(stage.layer(), get(path)).await;
        pass(stage.layer(), get(&format!("{path}?deep=1"))).await;
    }
    assert_eq!(stage.logger.ledger().accepted, 0);
    let others = [
        "/health/",
        "/Health",
        "/health/db",
        "/healthcheck",
        "/api/health",
    ];
    for path in others {
        pass(stage.layer(), get(path)).await;
    }
    let layer = stage.layer().exclude_paths(["/internal"]);
    pass(layer.clone(), get("/internal")).await;
    pass(layer, get("/health")).await;
    let none: [&str; 0] = [];
    pass(stage.layer().exclude_paths(none), get("/healthz")).await;
    let paths: Vec<_> = stage.rows().await.into_iter().map(|row| row.path).collect();
    assert_eq!(paths[..5], others);
    assert_eq!(paths[5..], ["/health", "/healthz"]);
}

/// An entry of a protocol says so; without one, the service says that it is HTTP.
#[tokio::test]
async fn the_protocol_is_the_loggers() {
    for (protocol, expected) in [(None, "http"), (Some(Mcp), "mcp")] {
        let stage = Stage::of(protocol).await;
        pass(stage.layer(), post("/mcp", "{}")).await;
        assert_eq!(stage.one_row().await.protocol, expected);
    }
}

/// Base64 of either alphabet, or plain JSON, as the client of TypeScript writes it.
#[tokio::test]
async fn payments_are_read_in_every_form() {
    let plain = r#"{"amount":"1.25","tx_hash":"0xh","token":"USDC-base-mainnet","payer":"0xp"}"#;
    let official = r#"{"payload":{"authorization":{"value":"1250000"}}}"#;
    let receipt = r#"{"success":true,"transaction":"0xh","payer":"0xp","network":"base-mainnet"}"#;
    let unpadded = base64(official);
    let forms = [
        (plain.to_owned(), None),
        (base64(plain), None),
        (official.to_owned(), Some(receipt.to_owned())),
        (base64(official), Some(base64(receipt))),
        (
            unpadded.trim_end_matches('=').to_owned(),
            Some(base64(receipt)),
        ),
    ];
    for (payment, receipt) in forms {
        let stage = Stage::start().await;
        pay(&stage, Some(&payment), receipt.as_deref()).await;
        let row = stage.one_row().await;
        assert_eq!(row.x402_amount, Some(1.25), "{payment}");
        let fields = [&row.x402_tx_hash, &row.x402_token, &row.x402_payer];
        assert_eq!(
            fields.map(Option::as_deref),
            ["0xh", "USDC", "0xp"].map(Some),
            "{payment}"
        );
    }
}

#[tokio::test]
async fn receipts_of_failed_payments_say_nothing() {
    let whole = r#"{"success":SUCCESS,"transaction":"0xh","payer":"0xp","network":"base"}"#;
    for success in ["false", "null", "0", "\"true\""] {
        let stage = Stage::start().await;
        pay(
            &stage,
            None,
            Some(&base64(&whole.replace("SUCCESS", success))),
        )
        .await;
        let row = stage.one_row().await;
        let fields = [&row.x402_tx_hash, &row.x402_token, &row.x402_payer];
        assert_eq!(fields.map(Option::as_deref), [None; 3], "{success}");
    }
}
