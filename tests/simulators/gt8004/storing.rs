//! What becomes of what was accepted. Contract: §1.1, §1.2.

use std::time::SystemTime;

use quintet::sim::gt8004::{Keep, Simulator};
use serde_json::json;

use super::{entry, ingest, post, start};

#[tokio::test]
async fn a_row_has_what_the_entry_has() {
    let simulator = start().await;
    let fields = [
        ("toolName", json!("search")),
        ("errorType", json!("Timeout")),
        ("x402Amount", json!(0.25)),
        ("x402TxHash", json!("0x1")),
        ("x402Token", json!("USDC")),
        ("x402Payer", json!("0x2")),
        ("requestBody", json!("in")),
        ("requestBodySize", json!(2)),
        ("responseBody", json!("out")),
        ("responseBodySize", json!(3)),
        ("headers", json!({ "user-agent": "curl" })),
        ("ipAddress", json!("::1")),
        ("userAgent", json!("curl")),
        ("referer", json!("https://a.example/")),
        ("contentType", json!("text/plain")),
        ("acceptLanguage", json!("de")),
        ("protocol", json!("a2a")),
        ("source", json!("gateway")),
        ("country", json!("DE")),
        ("city", json!("Ulm")),
    ];
    ingest(&simulator, [entry("r", &fields), entry("s", &[])]).await;
    let rows = simulator.rows();
    let texts = [
        (&rows[0].tool_name, "search"),
        (&rows[0].error_type, "Timeout"),
        (&rows[0].x402_tx_hash, "0x1"),
        (&rows[0].x402_token, "USDC"),
        (&rows[0].x402_payer, "0x2"),
        (&rows[0].request_body, "in"),
        (&rows[0].response_body, "out"),
        (&rows[0].ip_address, "::1"),
        (&rows[0].user_agent, "curl"),
        (&rows[0].referer, "https://a.example/"),
        (&rows[0].content_type, "text/plain"),
        (&rows[0].accept_language, "de"),
        (&rows[0].country, "DE"),
        (&rows[0].city, "Ulm"),
    ];
    for (stored, expected) in texts {
        assert_eq!(stored.as_deref(), Some(expected));
    }
    assert_eq!(
        (&rows[0].protocol[..], &rows[0].source[..]),
        ("a2a", "gateway")
    );
    assert_eq!(
        (rows[0].x402_amount, &rows[0].headers),
        (Some(0.25), &Some(json!({ "user-agent": "curl" })))
    );
    assert_eq!(
        (rows[0].request_body_size, rows[0].response_body_size),
        (Some(2), Some(3))
    );
    let none = [
        &rows[1].tool_name,
        &rows[1].ip_address,
        &rows[1].request_body,
        &rows[1].city,
    ];
    assert_eq!(none, [&None; 4]);
    // An entry that does not say where it comes from comes from an SDK.
    assert_eq!((&rows[1].source[..], &rows[1].headers), ("sdk", &None));
}

#[tokio::test]
async fn a_ping_says_that_an_agent_is_connected_and_is_no_row() {
    let simulator = start().await;
    let ping = json!({
        "requestId": "startup-ping", "method": "PING", "path": "/_sdk/startup", "statusCode": 0, "responseMs": 0.0,
        "source": "sdk_ping", "timestamp": "2026-02-15T10:00:00Z",
    });
    assert_eq!(ingest(&simulator, [ping.clone()]).await.accepted(), 1);
    assert_eq!(
        (
            simulator.pings(),
            simulator.rows().len(),
            simulator.batches()
        ),
        (1, 0, 1)
    );
    assert_eq!(
        ingest(&simulator, [entry("r", &[]), ping.clone(), ping.clone()])
            .await
            .accepted(),
        3
    );
    assert_eq!((simulator.pings(), simulator.rows().len()), (3, 1));
    assert_eq!(simulator.numbers().requests, 1);
    // It is seen before the rows of its batch are lost, but not in a batch that nobody looks at.
    let bad = entry("s", &[("method", "tools/call".into())]);
    ingest(&simulator, [ping.clone(), bad]).await;
    assert_eq!(
        (simulator.pings(), simulator.lost_batches()),
        (4, vec!["method".to_owned()])
    );
    simulator.lose_batches(1);
    assert_eq!(ingest(&simulator, [ping]).await.accepted(), 1);
    assert_eq!(simulator.pings(), 4);
}

#[tokio::test]
async fn nothing_is_recognised() {
    let simulator = start().await;
    let batch =
        json!({ "batch_id": "b", "entries": [entry("r", &[]), entry("r", &[]), entry("s", &[])] });
    for _ in 0..3 {
        assert_eq!(post(&simulator, batch.to_string()).await.accepted(), 3);
    }
    assert_eq!((simulator.rows().len(), simulator.batches()), (9, 3));
    assert_eq!((simulator.stored()["r"], simulator.stored()["s"]), (6, 3));
    assert!(simulator.rows().iter().all(|row| row.batch_id == "b"));
}

#[tokio::test]
async fn the_queue_loses_batches_without_a_word() {
    let simulator = start().await;
    simulator.lose_batches(2);
    for id in ["a", "b", "c", "d"] {
        assert_eq!(ingest(&simulator, [entry(id, &[])]).await.accepted(), 1);
    }
    let ids: Vec<String> = simulator
        .rows()
        .into_iter()
        .map(|row| row.request_id)
        .collect();
    assert_eq!(ids, ["c", "d"]);
    assert_eq!(
        (simulator.lost_batches(), simulator.batches()),
        (vec!["queue".to_owned(); 2], 4)
    );
}

/// Rows get the time at which they are stored, one for a batch.
#[tokio::test]
async fn times_of_entries_are_not_looked_at() {
    let simulator = start().await;
    let now = chrono::DateTime::<chrono::Utc>::from(SystemTime::now());
    let hour = chrono::TimeDelta::hours(1);
    let times = [
        "1970-01-01T00:00:00Z",
        "2999-12-31T23:59:59.999999Z",
        "T",
        "yesterday",
        "",
    ];
    let entries = times.map(|time| entry("r", &[("timestamp", time.into())]));
    assert_eq!(ingest(&simulator, entries).await.accepted(), 5);
    let rows = simulator.rows();
    for row in &rows {
        assert_eq!(row.stored_at, rows[0].stored_at);
        assert!(row.stored_at > now - hour && row.stored_at < now + hour);
    }
}

#[tokio::test]
async fn protocols_that_are_not_known_become_http() {
    let simulator = start().await;
    let known = [("mcp", "mcp"), ("a2a", "a2a"), ("http", "http")];
    let unknown = [
        ("MCP", "http"),
        ("grpc", "http"),
        ("", "http"),
        ("a very long protocol", "http"),
    ];
    for (sent, stored) in known.into_iter().chain(unknown) {
        ingest(&simulator, [entry("r", &[("protocol", sent.into())])]).await;
        assert_eq!(simulator.rows().last().unwrap().protocol, stored, "{sent}");
    }
    assert_eq!(simulator.lost_batches(), [""; 0]);
}

#[tokio::test]
async fn bodies_are_cut_to_what_is_stored() {
    let simulator = start().await;
    // A whole batch may be no longer, so no body gets that far unless the limit is another one.
    simulator.set_body_limit(1 << 20);
    for (sent, stored) in [
        (51_199, 51_199),
        (51_200, 51_200),
        (51_201, 51_200),
        (100_000, 51_200),
    ] {
        let body = "x".repeat(sent);
        let fields = [
            ("requestBody", body.clone().into()),
            ("responseBody", body.into()),
            ("requestBodySize", sent.into()),
        ];
        assert_eq!(
            ingest(&simulator, [entry("r", &fields)]).await.accepted(),
            1
        );
        let row = simulator.rows().pop().unwrap();
        let lengths =
            [&row.request_body, &row.response_body].map(|body| body.as_ref().unwrap().len());
        assert_eq!(
            (lengths, row.request_body_size),
            ([stored; 2], Some(sent as i64))
        );
    }
    // In bytes, and between characters.
    let wide = "\u{20ac}".repeat(20_000);
    ingest(&simulator, [entry("r", &[("requestBody", wide.into())])]).await;
    let row = simulator.rows().pop().unwrap();
    assert_eq!(row.request_body.unwrap(), "\u{20ac}".repeat(17_066));
}

#[tokio::test]
async fn numbers_can_be_kept_without_rows() {
    let simulator = Simulator::builder()
        .keep(Keep::Numbers)
        .start()
        .await
        .unwrap();
    for _ in 0..2 {
        ingest(
            &simulator,
            [entry("a", &[]), entry("b", &[("statusCode", 500.into())])],
        )
        .await;
    }
    assert_eq!((simulator.rows().len(), simulator.stored().len()), (0, 0));
    let numbers = simulator.numbers();
    assert_eq!(
        (numbers.requests, numbers.errors, simulator.batches()),
        (4, 2, 2)
    );
}

/// Handles are of one server, whose rows outlive it.
#[tokio::test]
async fn a_stopped_simulator_still_shows_what_it_has() {
    let simulator = start().await;
    ingest(&simulator, [entry("r", &[])]).await;
    let other = simulator.clone();
    assert!(format!("{simulator:?}").contains(&simulator.base_url()));
    assert_eq!(
        simulator.ingest_url(),
        format!("{}/v1/ingest", simulator.base_url())
    );
    simulator.stop().await;
    let address = other.base_url().replace("http://", "");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    assert_eq!(
        (
            other.rows().len(),
            other.request_count("POST", "/v1/ingest")
        ),
        (1, 1)
    );
    other.clear_requests();
    assert_eq!((simulator.requests().len(), simulator.rows().len()), (0, 1));
}
