//! Columns: what the service can store, what the document says of it, and what the client makes fit. Contract: §1.1, §1.2.

use quintet::gt8004::{ColumnLimits, RequestLogEntry};
use quintet::sim::gt8004::Row;
use serde_json::json;

use super::stage::{LIMIT, Stage, entry, patient};
use crate::support::raw_server::http;

type Texts<'a> = &'a mut Option<String>;

/// A column of texts.
struct Column {
    name: &'static str,
    /// The field of an entry.
    field: &'static str,
    most: usize,
    set: fn(&mut RequestLogEntry, String),
    stored: fn(&Row) -> Option<&String>,
    /// Whether a text that is too long is cut, and not left out: a part of it would be something else.
    is_cut: bool,
}

macro_rules! column {
    ($name:ident, $field:literal, $most:literal, cut) => {
        column!($name, $field, $most, true)
    };
    ($name:ident, $field:literal, $most:literal, none) => {
        column!($name, $field, $most, false)
    };
    ($name:ident, $field:literal, $most:literal, $is_cut:literal) => {
        Column {
            name: stringify!($name),
            field: $field,
            most: $most,
            set: |entry, text| {
                let field: Texts = &mut entry.$name;
                *field = Some(text);
            },
            stored: |row| row.$name.as_ref(),
            is_cut: $is_cut,
        }
    };
    ($name:ident, $field:literal, $most:literal) => {
        Column {
            name: stringify!($name),
            field: $field,
            most: $most,
            set: |entry, text| entry.$name = text,
            stored: |row| Some(&row.$name),
            is_cut: true,
        }
    };
}

const COLUMNS: [Column; 13] = [
    column!(request_id, "requestId", 64),
    column!(method, "method", 8),
    column!(source, "source", 8),
    column!(tool_name, "toolName", 128, cut),
    column!(error_type, "errorType", 64, cut),
    column!(x402_token, "x402Token", 16, cut),
    column!(content_type, "contentType", 128, cut),
    column!(accept_language, "acceptLanguage", 128, cut),
    column!(city, "city", 128, cut),
    column!(x402_tx_hash, "x402TxHash", 66, none),
    column!(x402_payer, "x402Payer", 42, none),
    column!(ip_address, "ipAddress", 45, none),
    column!(country, "country", 2, none),
];

/// Sends an entry as it is, which no client does.
async fn raw(stage: &Stage, entry: &RequestLogEntry) {
    let http = http().build().unwrap();
    let request = http.post(stage.simulator.ingest_url());
    let request = request.bearer_auth(stage.simulator.token());
    let body = json!({ "entries": [entry] }).to_string();
    let reply = request.body(body).send().await.unwrap();
    assert_eq!(reply.status(), 202);
}

impl Column {
    /// So many characters, of which none is a byte.
    fn text(&self, more: usize) -> String {
        "é".repeat(self.most + more)
    }

    fn entry(&self, text: String) -> RequestLogEntry {
        let mut entry = entry("/");
        (self.set)(&mut entry, text);
        entry
    }
}

/// Document, service and client have the same limits.
#[tokio::test]
async fn every_column_has_its_limit() {
    let stage = Stage::start().await;
    let document = include_str!("../../../openapi/gt8004.yaml");
    let (_, schema) = document.split_once("    RequestLogEntry:\n").unwrap();
    for column in &COLUMNS {
        let name = column.name;
        let (_, property) = schema
            .split_once(&format!("        {}:\n", column.field))
            .unwrap();
        let (_, most) = property.split_once("maxLength: ").unwrap();
        let most = most.lines().next().unwrap();
        assert_eq!(most.parse(), Ok(column.most), "{name}");

        // What fits goes as it is.
        let longest = column.text(0);
        let entry = column.entry(longest.clone());
        stage.client.ingest([entry.clone()]).await.unwrap();
        assert_eq!((column.stored)(&stage.row()), Some(&longest), "{name}");
        let lost = stage.simulator.lost_batches().len();
        raw(&stage, &entry).await;
        assert_eq!(stage.simulator.lost_batches().len(), lost, "{name}");

        // One character more loses a batch, unless the client helps.
        let entry = column.entry(column.text(1));
        raw(&stage, &entry).await;
        assert_eq!(stage.simulator.lost_batches().pop().unwrap(), name);
        stage.client.ingest([entry]).await.unwrap();
        let expected = column.is_cut.then_some(&longest);
        assert_eq!((column.stored)(&stage.row()), expected, "{name}");
        assert_eq!(stage.simulator.lost_batches().len(), lost + 1, "{name}");
    }
    stage.proxy.assert_clean();
}

/// Paths and bodies have no limit of the service's, but none of its texts may hold a NUL.
#[tokio::test]
async fn a_nul_loses_a_batch_unless_the_client_takes_it_out() {
    let stage = Stage::start().await;
    let poisoned: [(&str, RequestLogEntry); 6] = [
        ("path", entry("/a\0b")),
        ("request_body", entry("/").with_request_body("\0\u{fffd}ab")),
        ("response_body", entry("/").with_response_body("a\0")),
        ("headers", entry("/").with_header("a\0", "b")),
        ("headers", entry("/").with_header("a", "\0b")),
        ("tool_name", entry("/").with_tool_name("\0")),
    ];
    let good = poisoned.len();
    for (name, entry) in poisoned {
        raw(&stage, &entry).await;
        assert_eq!(stage.simulator.lost_batches().pop().unwrap(), name);
        stage.client.ingest([entry.clone()]).await.unwrap();
        let text = String::from_utf8_lossy(stage.last().body()).into_owned();
        assert!(!text.contains("\\u0000"), "{text}");
        stage.logger.log(entry);
        stage.logger.flush().await.unwrap();
    }
    assert_eq!(stage.simulator.lost_batches().len(), good);
    assert_eq!(stage.simulator.rows().len(), 2 * good);
    assert_eq!(stage.logger.ledger().clamped, good as u64);
    stage.proxy.assert_clean();
}

/// Numbers out of the range of their columns, and such as are none.
#[tokio::test]
async fn numbers_fit_into_their_columns() {
    let stage = Stage::start().await;
    type Set = fn(&mut RequestLogEntry);
    let numbers: [(&str, Set); 4] = [
        ("status_code", |entry| entry.status_code = 32_768),
        ("request_body_size", |entry| {
            entry.request_body_size = Some(1 << 31);
        }),
        ("response_body_size", |entry| {
            entry.response_body_size = Some(u64::from(u32::MAX));
        }),
        ("x402_amount", |entry| entry.x402_amount = Some(1e12)),
    ];
    for (name, set) in numbers {
        let mut one = entry("/");
        set(&mut one);
        raw(&stage, &one).await;
        assert_eq!(stage.simulator.lost_batches().pop().unwrap(), name);
        stage.client.ingest([one]).await.unwrap();
    }
    let rows = stage.simulator.rows();
    assert_eq!(rows[0].status_code, 0);
    assert_eq!(rows[1].request_body_size, Some(i64::from(i32::MAX)));
    assert_eq!(rows[2].response_body_size, Some(i64::from(i32::MAX)));
    assert_eq!(rows[3].x402_amount, None);
    // The largest that fit.
    let mut most = entry("/").with_x402(999_999_999_999.0, "0xh");
    most.status_code = 32_767;
    most.request_body_size = Some((1 << 31) - 1);
    stage.client.ingest([most]).await.unwrap();
    let row = stage.row();
    assert_eq!(
        (row.status_code, row.request_body_size, row.x402_amount),
        (32_767, Some((1 << 31) - 1), Some(999_999_999_999.0))
    );
    stage.proxy.assert_clean();
}

/// The service reads durations into 32 bits, and a number that these cannot hold is malformed to it: the batch is refused.
#[tokio::test]
async fn durations_fit_into_32_bits() {
    let stage = Stage::start().await;
    for (duration, expected) in [
        (0.0, 0.0),
        (5e-324, 5e-324),
        (f64::from(f32::MAX), f64::from(f32::MAX)),
        (1e39, f64::from(f32::MAX)),
        (f64::MAX, f64::from(f32::MAX)),
        (f64::INFINITY, 0.0),
        (f64::NAN, 0.0),
        (-1.0, 0.0),
        (f64::NEG_INFINITY, 0.0),
    ] {
        let mut one = entry("/");
        one.response_ms = duration;
        stage.client.ingest([one.clone()]).await.unwrap();
        let sent = &stage.sent()["entries"][0]["responseMs"];
        assert_eq!(sent.as_f64(), Some(expected), "{duration}");
        stage.logger.log(one);
    }
    stage.logger.flush().await.unwrap();
    assert_eq!(stage.logger.ledger().clamped, 6);
    stage.proxy.assert_clean();
}

/// What is sent as it is was not changed, and is not counted.
#[tokio::test]
async fn only_what_was_changed_is_counted() {
    let stage = Stage::start().await;
    let longest = "é".repeat(1024);
    let kept = entry("/")
        .with_header("referer", &longest)
        .with_header(&longest, "x")
        .with_customer_id(&longest)
        .with_request_body("x".repeat(20_000));
    stage.logger.log(kept.clone());
    stage.logger.flush().await.unwrap();
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.delivered, ledger.clamped), (1, 0), "{ledger}");
    let sent = &stage.sent()["entries"][0];
    assert_eq!(sent["headers"]["referer"], *longest);
    assert_eq!(sent["headers"][&longest], "x");
    assert_eq!(sent["customerId"], *longest);
    stage.logger.log(kept.with_header("more", longest + "é"));
    stage.logger.flush().await.unwrap();
    assert_eq!(stage.logger.ledger().clamped, 1);
    stage.proxy.assert_clean();
}

/// One entry of many overflows: with the limits nothing is lost, without them everything.
#[tokio::test]
async fn limits_may_be_switched_off_for_other_columns() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder).client;
    for (limits, stored, method) in [
        (ColumnLimits::Enforced, 50, "CALL"),
        (ColumnLimits::Ignored, 0, "tools/call"),
    ] {
        stage.simulator.clear_requests();
        let before = stage.simulator.rows().len();
        let logger = patient(&client).column_limits(limits).start().unwrap();
        for number in 0..50 {
            let mut entry = entry(&format!("/mcp/{number}"));
            if number == 25 {
                "tools/call".clone_into(&mut entry.method);
            }
            logger.log(entry);
        }
        let ledger = logger.close(LIMIT).await;
        assert_eq!((ledger.delivered, ledger.batches), (50, 1));
        assert_eq!(stage.simulator.rows().len() - before, stored);
        assert_eq!(stage.sent()["entries"][25]["method"], method);
    }
    assert_eq!(stage.simulator.lost_batches(), ["method"]);
}

/// Whatever an entry holds, it goes as long as it may go without its bodies.
#[tokio::test]
async fn the_worst_of_entries_is_delivered() {
    let stage = Stage::start().await;
    // Each of these characters takes six bytes.
    let worst = "\u{1}".repeat(100_000);
    let mut entry = entry(&worst)
        .with_customer_id(&worst)
        .with_x402(1.0, &worst[..66])
        .with_x402_payer(&worst[..42])
        .with_request_body(&worst)
        .with_response_body(&worst)
        .with_ip_address(&worst[..45]);
    for column in COLUMNS.iter().filter(|column| column.is_cut) {
        (column.set)(&mut entry, worst.clone());
    }
    entry.user_agent = Some(worst.clone());
    entry.referer = Some(worst.clone());
    for number in 0..100 {
        entry = entry.with_header(format!("{number}{worst}"), &worst);
    }
    let client = stage.client(|builder| builder.agent_id("😀".repeat(256)));
    let logger = patient(&client).queue_bytes(usize::MAX).start().unwrap();
    logger.log(entry);
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.stripped, ledger.clamped),
        (1, 1, 1),
        "{ledger}"
    );
    assert_eq!(stage.row().request_body_size, Some(100_000));
    assert_eq!(stage.simulator.lost_batches(), [""; 0]);
    stage.proxy.assert_clean();
}
