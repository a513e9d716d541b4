//! What loses a batch after it was accepted. Contract: §1.2.

use serde_json::{Value, json};

use super::{entry, ingest, post, start};

/// Fields with a column that holds so many characters.
const TEXTS: [(&str, &str, usize); 13] = [
    ("requestId", "request_id", 64),
    ("method", "method", 8),
    ("toolName", "tool_name", 128),
    ("errorType", "error_type", 64),
    ("x402TxHash", "x402_tx_hash", 66),
    ("x402Token", "x402_token", 16),
    ("x402Payer", "x402_payer", 42),
    ("ipAddress", "ip_address", 45),
    ("contentType", "content_type", 128),
    ("acceptLanguage", "accept_language", 128),
    ("source", "source", 8),
    ("country", "country", 2),
    ("city", "city", 128),
];

/// Fields with a column that holds text of any length.
const LONG: [(&str, &str); 5] = [
    ("path", "path"),
    ("requestBody", "request_body"),
    ("responseBody", "response_body"),
    ("userAgent", "user_agent"),
    ("referer", "referer"),
];

#[tokio::test]
async fn a_column_holds_so_many_characters_and_no_more() {
    let simulator = start().await;
    for (stored, (field, column, most)) in (1..).zip(TEXTS) {
        // Characters, not bytes.
        let full = entry("r", &[(field, "é".repeat(most).into())]);
        assert_eq!(ingest(&simulator, [full]).await.accepted(), 1);
        assert_eq!(simulator.rows().len(), stored, "{field}");
        let over = entry("r", &[(field, "é".repeat(most + 1).into())]);
        let batch = [entry("a", &[]), over, entry("b", &[])];
        assert_eq!(ingest(&simulator, batch).await.accepted(), 3);
        assert_eq!(simulator.rows().len(), stored, "{field}");
        assert_eq!(simulator.lost_batches().last().unwrap(), column);
    }
    let lost = TEXTS.len();
    assert_eq!(
        (simulator.batches(), simulator.lost_batches().len()),
        (2 * lost, lost)
    );
    assert_eq!(simulator.numbers().requests, lost as u64);
    for (field, _) in LONG {
        let long = entry("r", &[(field, "é".repeat(10_000).into())]);
        assert_eq!(ingest(&simulator, [long]).await.accepted(), 1);
    }
    assert_eq!(simulator.rows().len(), lost + LONG.len());
}

#[tokio::test]
async fn no_column_holds_a_nul() {
    let simulator = start().await;
    let columns = TEXTS.iter().map(|(field, column, _)| (*field, *column));
    let columns: Vec<_> = columns.chain(LONG).collect();
    for (field, column) in &columns {
        let bad = entry("r", &[(field, "\0".into())]);
        assert_eq!(
            ingest(&simulator, [entry("a", &[]), bad]).await.accepted(),
            2
        );
        assert_eq!(simulator.lost_batches().last().unwrap(), column);
    }
    let headers = [
        json!({ "a": "\0" }),
        json!({ "a\0": "b" }),
        json!([["\0"]]),
        json!({ "a": { "b": ["c", "d\0"] } }),
        json!("\0"),
    ];
    for headers in headers.clone() {
        let bad = entry("r", &[("headers", headers)]);
        assert_eq!(ingest(&simulator, [bad]).await.accepted(), 1);
        assert_eq!(simulator.lost_batches().last().unwrap(), "headers");
    }
    assert_eq!(
        simulator.lost_batches().len(),
        columns.len() + headers.len()
    );
    assert_eq!(
        (simulator.rows().len(), simulator.numbers().requests),
        (0, 0)
    );
}

#[tokio::test]
async fn a_column_holds_numbers_of_its_size() {
    let simulator = start().await;
    let numbers = [
        ("statusCode", "status_code", json!(32_767), json!(32_768)),
        ("statusCode", "status_code", json!(-32_768), json!(-32_769)),
        (
            "requestBodySize",
            "request_body_size",
            json!(2_147_483_647),
            json!(2_147_483_648_u32),
        ),
        (
            "responseBodySize",
            "response_body_size",
            json!(2_147_483_647),
            json!(i64::MAX),
        ),
        (
            "x402Amount",
            "x402_amount",
            json!(999_999_999_999.5),
            json!(1e12),
        ),
        ("x402Amount", "x402_amount", json!(-1.0), json!(-1e12)),
    ];
    for (stored, (field, column, most, over)) in (1..).zip(numbers) {
        ingest(&simulator, [entry("r", &[(field, most)])]).await;
        assert_eq!(simulator.rows().len(), stored, "{field}");
        let answer = ingest(&simulator, [entry("r", &[(field, over)])]).await;
        assert_eq!(answer.accepted(), 1);
        assert_eq!(simulator.lost_batches().last().unwrap(), column);
        assert_eq!(simulator.lost_batches().len(), stored);
    }
}

#[tokio::test]
async fn the_envelope_has_columns_too() {
    let simulator = start().await;
    for (field, most) in [("batch_id", 64), ("sdk_version", 16)] {
        let batch = |text: String| {
            let mut batch = json!({ "entries": [entry("r", &[]), entry("s", &[])] });
            batch[field] = text.into();
            batch.to_string()
        };
        assert_eq!(
            post(&simulator, batch("é".repeat(most))).await.accepted(),
            2
        );
        for text in ["x".repeat(most + 1), "\0".to_owned()] {
            assert_eq!(post(&simulator, batch(text)).await.accepted(), 2);
            assert_eq!(simulator.lost_batches().last().unwrap(), field);
        }
    }
    assert_eq!(
        (simulator.rows().len(), simulator.lost_batches().len()),
        (4, 4)
    );
    // The key says who the agent is.
    let agent = json!({ "agent_id": "é\0".repeat(1000), "entries": [entry("r", &[])] });
    assert_eq!(post(&simulator, agent.to_string()).await.accepted(), 1);
    assert_eq!(simulator.rows().len(), 5);
}

/// What the published clients send by themselves.
#[tokio::test]
async fn published_clients_lose_their_own_batches() {
    let simulator = start().await;
    for (field, value, column) in [
        ("method", "tools/call", "method"),
        ("x402Token", "USDC-base-mainnet", "x402_token"),
        // The bytes 00 ff fe 61 62 63 as the Python client makes text of them.
        ("requestBody", "\0abc", "request_body"),
    ] {
        let batch = [entry("a", &[]), entry("b", &[(field, value.into())])];
        assert_eq!(ingest(&simulator, batch).await.accepted(), 2);
        assert_eq!(simulator.lost_batches().last().unwrap(), column);
    }
    assert_eq!((simulator.batches(), simulator.rows().len()), (3, 0));
    assert!(simulator.stored().is_empty());
}

#[tokio::test]
async fn what_has_no_column_loses_nothing() {
    let simulator = start().await;
    let long: Value = "é\0".repeat(500).into();
    let fields = ["customerId", "timestamp", "protocol", "other"];
    let fields = fields.map(|field| (field, long.clone()));
    assert_eq!(
        ingest(&simulator, [entry("r", &fields)]).await.accepted(),
        1
    );
    // Nor does a ping, which is no row.
    let mut ping = fields.to_vec();
    ping.push(("source", "sdk_ping".into()));
    ping.push(("method", long));
    assert_eq!(
        ingest(&simulator, [entry("p", &ping), entry("s", &[])])
            .await
            .accepted(),
        2
    );
    assert_eq!((simulator.rows().len(), simulator.pings()), (2, 1));
    assert_eq!(simulator.lost_batches(), [""; 0]);
}
