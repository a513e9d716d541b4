//! Entries from the caller to the wire to the row: every field, and what an entry has that says nothing. Contract: §1.1.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::DateTime;
use quintet::gt8004::{Protocol, RequestLogEntry};
use quintet::sim::gt8004::Row;
use serde_json::{Value, json};

use super::stage::{Stage, drive, entry, whole};

/// Makes an entry with everything that has a method.
pub(super) async fn drive_all(stage: &Stage) {
    type Entry = RequestLogEntry;
    let one = Entry::new("POST", "/a2a/tasks", 402, Duration::from_millis(12));
    let one = drive!(stage, RequestLogEntry, with_request_id, one, "r-2");
    let one = drive!(stage, RequestLogEntry, with_customer_id, one, "c");
    let one = drive!(stage, RequestLogEntry, with_tool_name, one, "t");
    let one = drive!(stage, RequestLogEntry, with_error_type, one, "e");
    let one = drive!(stage, RequestLogEntry, with_x402, one, 1.5, "0xh");
    let one = drive!(stage, RequestLogEntry, with_x402_token, one, "USDC");
    let one = drive!(stage, RequestLogEntry, with_x402_payer, one, "0xp");
    let one = drive!(stage, RequestLogEntry, with_request_body, one, "äö");
    let one = drive!(stage, RequestLogEntry, with_response_body, one, "");
    let one = drive!(stage, RequestLogEntry, with_header, one, "referer", "/");
    let one = drive!(stage, RequestLogEntry, with_ip_address, one, "::1");
    let protocol = Protocol::Mcp;
    let one = drive!(stage, RequestLogEntry, with_protocol, one, protocol);
    assert_eq!(stage.done(stage.client.ingest([one])).await, 1);
    let row = stage.row();
    assert_eq!(
        (&*row.request_id, &*row.method, &*row.path),
        ("r-2", "POST", "/a2a/tasks")
    );
    assert_eq!((row.status_code, row.is_error()), (402, false));
    assert_eq!((row.response_ms, &*row.protocol), (12.0, "mcp"));
    let texts = [
        row.tool_name,
        row.error_type,
        row.x402_tx_hash,
        row.x402_token,
        row.x402_payer,
        row.request_body,
        row.response_body,
        row.ip_address,
    ];
    let texts = texts.map(Option::unwrap);
    let expected = ["t", "e", "0xh", "USDC", "0xp", "äö", "", "::1"];
    assert_eq!(texts, expected);
    assert_eq!(
        (
            row.x402_amount,
            row.request_body_size,
            row.response_body_size
        ),
        (Some(1.5), Some(4), Some(0))
    );
    assert_eq!(row.headers, Some(json!({ "referer": "/" })));
}

/// The entry as it was sent.
fn sent(stage: &Stage) -> Value {
    stage.sent()["entries"][0].clone()
}

/// Every field goes out under its name, in its own form, and nothing else does.
#[tokio::test]
async fn every_field_has_its_name() {
    let stage = Stage::start().await;
    stage.client.ingest([whole()]).await.unwrap();
    let mut sent = sent(&stage);
    let time = sent["timestamp"].take();
    let time = DateTime::parse_from_rfc3339(time.as_str().unwrap()).unwrap();
    assert_eq!(time.offset().local_minus_utc(), 0);
    let expected = json!({
        "requestId": "r-1", "method": "GET", "path": "/api/search", "statusCode": 503, "responseMs": 5.5,
        "customerId": "customer-1", "toolName": "search", "errorType": "HTTP_503", "x402Amount": 0.25,
        "x402TxHash": "0xabc", "x402Token": "USDC", "x402Payer": "0xdef", "requestBody": "{\"q\":\"é\"}",
        "requestBodySize": 10, "responseBody": "", "responseBodySize": 0, "headers": { "user-agent": "curl/8" },
        "ipAddress": "203.0.113.7", "userAgent": "curl/8", "referer": "https://agents.example/",
        "contentType": "application/json", "acceptLanguage": "ko, en;q=0.5", "protocol": "a2a", "source": "sdk",
        "country": "KR", "city": "서울", "timestamp": null,
    });
    assert_eq!(sent, expected);
    stage.proxy.assert_clean();
}

fn names(entry: &Value) -> BTreeSet<&str> {
    entry
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// The document has a property for every field, and the other way round.
#[tokio::test]
async fn an_entry_has_the_documents_properties() {
    let stage = Stage::start().await;
    stage.client.ingest([whole()]).await.unwrap();
    let sent = sent(&stage);
    let names = names(&sent);
    let document = include_str!("../../../openapi/gt8004.yaml");
    let (_, schema) = document.split_once("    RequestLogEntry:\n").unwrap();
    let (_, properties) = schema.split_once("      properties:\n").unwrap();
    let (properties, _) = properties.split_once("\n    Protocol:\n").unwrap();
    let property = |line: &'static str| {
        let name = line.strip_prefix("        ")?.strip_suffix(':')?;
        (!name.starts_with(' ')).then_some(name)
    };
    let documented: BTreeSet<_> = properties.lines().filter_map(property).collect();
    assert_eq!(names, documented);
}

/// What the service stores, and what it does not: who the customer is by the agent's reckoning, and when the entry was made.
#[tokio::test]
async fn every_field_is_stored() {
    let stage = Stage::start().await;
    let mut old = whole();
    old.timestamp = std::time::SystemTime::UNIX_EPOCH.into();
    stage.client.ingest([old]).await.unwrap();
    let row: Row = stage.row();
    assert!(row.stored_at.timestamp() > 0);
    let shown = format!("{row:?}");
    assert!(!shown.contains("customer-1"), "{shown}");
    for value in [
        "r-1",
        "/api/search",
        "503",
        "5.5",
        "HTTP_503",
        "0.25",
        "0xabc",
        "USDC",
        "0xdef",
        "203.0.113.7",
        "curl/8",
        "https://agents.example/",
        "ko, en;q=0.5",
        "a2a",
        "sdk",
        "KR",
        "서울",
        "agent-1",
        "rust-",
    ] {
        assert!(shown.contains(value), "{value}: {shown}");
    }
    stage.proxy.assert_clean();
}

/// What is not set is not sent, and what an entry always has is.
#[tokio::test]
async fn what_is_not_set_is_absent() {
    let stage = Stage::start().await;
    stage.client.ingest([entry("/p")]).await.unwrap();
    let sent = sent(&stage);
    let names = names(&sent);
    let always = BTreeSet::from([
        "method",
        "path",
        "requestId",
        "responseMs",
        "source",
        "statusCode",
        "timestamp",
    ]);
    assert_eq!(names, always);
    assert!(!sent.to_string().contains("null"));
    let row = stage.row();
    assert_eq!((row.protocol.as_str(), row.ip_address), ("http", None));
}

/// Statuses are whole numbers, durations are milliseconds of any fraction, and times are UTC.
#[tokio::test]
async fn numbers_and_times_have_their_forms() {
    let stage = Stage::start().await;
    for (took, milliseconds) in [
        (Duration::ZERO, 0.0),
        (Duration::from_nanos(500), 0.0005),
        (Duration::from_micros(12_500), 12.5),
        (Duration::from_secs(3600), 3_600_000.0),
        (Duration::MAX, Duration::MAX.as_secs_f64() * 1000.0),
    ] {
        let entry = RequestLogEntry::new("GET", "/", 200, took);
        stage.client.ingest([entry]).await.unwrap();
        let text = String::from_utf8_lossy(stage.last().body()).into_owned();
        assert!(text.contains(r#""statusCode":200,"#), "{text}");
        assert_eq!(sent(&stage)["responseMs"], milliseconds);
    }
    for (seconds, nanos, written) in [
        (1_763_715_600, 0, "2025-11-21T09:00:00Z"),
        (1_763_715_600, 120_000_999, "2025-11-21T09:00:00.120000Z"),
        (0, 1_000, "1970-01-01T00:00:00.000001Z"),
    ] {
        let mut entry = entry("/");
        entry.timestamp = DateTime::from_timestamp(seconds, nanos).unwrap();
        stage.client.ingest([entry]).await.unwrap();
        assert_eq!(sent(&stage)["timestamp"], written);
    }
    stage.proxy.assert_clean();
}

/// A time that no calendar of four digits has would be refused together with the whole batch.
#[tokio::test]
async fn times_out_of_reach_spoil_no_batch() {
    let stage = Stage::start().await;
    let day = |text: &str| {
        let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
        time.unwrap().and_utc()
    };
    for time in [
        DateTime::<chrono::Utc>::MIN_UTC,
        DateTime::<chrono::Utc>::MAX_UTC,
        // A day that only leap years have.
        day("+12000-02-29 12:00:00"),
        day("-0004-02-29 12:00:00"),
        day("+10000-01-01 00:00:00"),
        day("-0001-12-31 23:59:59"),
        day("9999-12-31 23:59:59"),
        day("0000-02-29 00:00:00"),
    ] {
        let mut entry = entry("/");
        entry.timestamp = time;
        assert_eq!(stage.client.ingest([entry]).await.unwrap(), 1, "{time}");
        let written = sent(&stage)["timestamp"].as_str().unwrap().to_owned();
        assert!(DateTime::parse_from_rfc3339(&written).is_ok(), "{written}");
    }
    stage.proxy.assert_clean();
}

/// Ids of requests differ, also between threads, and have the form of a UUID.
#[test]
fn ids_of_requests_differ() {
    let threads = (0..4).map(|_| {
        std::thread::spawn(|| (0..1000).map(|_| entry("/").request_id).collect::<Vec<_>>())
    });
    let threads: Vec<_> = threads.collect();
    let ids = threads.into_iter().flat_map(|one| one.join().unwrap());
    let ids: BTreeSet<_> = ids.collect();
    assert_eq!(ids.len(), 4000);
    assert!(ids.iter().all(|id| id.len() == 36));
}
