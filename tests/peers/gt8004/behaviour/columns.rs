//! One value that does not fit into its column loses a whole batch at the service, after it has said that it took it: nothing
//! of the kind goes out. Contract: §1.1, §1.2.

use chrono::{DateTime, NaiveDate};
use quintet::gt8004::{ColumnLimits, RequestLogEntry};
use quintet::sim::gt8004::Row;

use crate::peers::gt8004::stage::{Stage, entry};

/// What is stored of an entry, next to one that is harmless.
async fn stored(entry: RequestLogEntry) -> Row {
    let stage = Stage::start().await;
    stage.logger.log(self::entry("/harmless"));
    stage.logger.log(entry);
    let mut rows = stage.rows().await;
    assert_eq!((rows.len(), stage.logger.ledger().clamped), (2, 1));
    rows.remove(1)
}

/// The length in characters.
fn length(text: &Option<String>) -> Option<usize> {
    text.as_ref().map(|text| text.chars().count())
}

/// Characters count, not bytes.
#[tokio::test]
async fn texts_are_cut_to_their_columns() {
    let long = "é".repeat(3000);
    let mut entry = entry("/")
        .with_request_id(&long)
        .with_tool_name(&long)
        .with_error_type(&long);
    entry.content_type = Some(long.clone());
    entry.accept_language = Some(long.clone());
    entry.city = Some(long.clone());
    (entry.method, entry.source) = (long.clone(), long);
    let row = stored(entry).await;
    let lengths = [&row.tool_name, &row.error_type, &row.content_type].map(length);
    assert_eq!(lengths, [128, 64, 128].map(Some));
    assert_eq!(
        [&row.accept_language, &row.city].map(length),
        [Some(128); 2]
    );
    let lengths = [row.request_id, row.method, row.source].map(|text| text.chars().count());
    assert_eq!(lengths, [64, 8, 8]);
}

/// A part of it would be somebody else's.
#[tokio::test]
async fn what_cannot_be_cut_is_left_out() {
    let mut entry = entry("/")
        .with_x402(0.5, "0".repeat(67))
        .with_x402_payer("0".repeat(43))
        .with_ip_address("1".repeat(46));
    entry.country = Some("KOR".to_owned());
    let row = stored(entry).await;
    assert_eq!((row.x402_tx_hash, row.x402_payer), (None, None));
    assert_eq!((row.ip_address, row.country), (None, None));
    assert_eq!(row.x402_amount, Some(0.5));
}

#[tokio::test]
async fn tokens_are_known_without_their_network() {
    for (given, expected) in [
        ("USDC-base-mainnet", "USDC"),
        ("USDC-base-sepolia", "USDC"),
        ("A-TOKEN-OF-A-LONG-NAME", "A"),
        ("ATOKENOFALONGNAMEWITHOUTNETWORK", "ATOKENOFALONGNAM"),
    ] {
        let row = stored(entry("/").with_x402_token(given)).await;
        assert_eq!(row.x402_token.as_deref(), Some(expected));
    }
    let stage = Stage::start().await;
    stage
        .logger
        .log(entry("/").with_x402_token("USDC-base-main16"));
    let row = stage.one_row().await;
    assert_eq!(row.x402_token.as_deref(), Some("USDC-base-main16"));
    assert_eq!(stage.logger.ledger().clamped, 0);
}

#[tokio::test]
async fn no_text_has_a_nul() {
    let entry = entry("/a\0b")
        .with_request_body("\0abc")
        .with_response_body("d\0e\0f")
        .with_header("na\0me", "val\0ue")
        .with_customer_id("c\0");
    let row = stored(entry).await;
    assert_eq!(row.path, "/ab");
    assert_eq!(
        (row.request_body.as_deref(), row.response_body.as_deref()),
        (Some("abc"), Some("def"))
    );
    assert_eq!(row.headers, Some(serde_json::json!({ "name": "value" })));
}

#[tokio::test]
async fn numbers_fit_their_columns() {
    let mut large = entry("/");
    (large.status_code, large.response_ms) = (40_000, f64::MAX);
    large.request_body_size = Some(u64::MAX);
    large.response_body_size = Some(1 << 31);
    large.x402_amount = Some(1e12);
    let row = stored(large).await;
    assert_eq!((row.status_code, row.x402_amount), (0, None));
    // A number of 32 bits, which the service would not find in anything larger.
    assert_eq!(row.response_ms, f32::MAX);
    let most = Some(i64::from(i32::MAX));
    assert_eq!(
        (row.request_body_size, row.response_body_size),
        (most, most)
    );

    for bad in [f64::NAN, f64::NEG_INFINITY, -0.5] {
        let mut entry = entry("/").with_x402(bad, "0xh");
        entry.response_ms = bad;
        let row = stored(entry).await;
        assert_eq!((row.response_ms, row.x402_amount), (0.0, None));
    }
}

/// The service reads times, though it does not look at them.
#[tokio::test]
async fn every_time_is_one() {
    let stage = Stage::start().await;
    for (year, month, day) in [(12_000, 2, 29), (-1, 2, 28), (2024, 2, 29)] {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let mut entry = entry("/");
        entry.timestamp = date.and_hms_opt(23, 59, 59).unwrap().and_utc();
        stage.logger.log(entry);
    }
    stage.rows().await;
    for entry in stage.sent()[0]["entries"].as_array().unwrap() {
        let time = entry["timestamp"].as_str().unwrap();
        assert!(DateTime::parse_from_rfc3339(time).is_ok(), "{time}");
        assert_eq!(time.len(), "2024-02-29T23:59:59Z".len());
    }
}

/// For a service with other columns; what no database takes goes out in no case.
#[tokio::test]
async fn limits_can_be_switched_off() {
    let stage = Stage::with(|builder| builder.column_limits(ColumnLimits::Ignored)).await;
    let mut call = entry("/").with_x402_token("USDC-base-mainnet");
    call.method = "tools/call".to_owned();
    (call.status_code, call.response_ms) = (40_000, f64::NAN);
    stage.logger.log(call.with_request_body("\0abc"));
    stage.logger.flush().await.unwrap();
    let sent = &stage.sent()[0]["entries"][0];
    assert_eq!(
        (&sent["method"], &sent["x402Token"]),
        (&"tools/call".into(), &"USDC-base-mainnet".into())
    );
    assert_eq!(
        (&sent["statusCode"], &sent["requestBody"]),
        (&40_000.into(), &"abc".into())
    );
    assert_eq!(sent["responseMs"], 0.0);
}
