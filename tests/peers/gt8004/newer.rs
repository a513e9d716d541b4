//! The cases that the newer version of the published client adds: payments, excluded paths, networks. Contract: §1.4, §6.3, §7.
//!
//! A `n` and a number is the place in the list of §7. The published client fills a token of `USDC-base-mainnet`, which is too
//! long for the service's column; here it is `USDC` unless the columns are said to be others.

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use quintet::gt8004::{Client, ColumnLimits, Network};
use quintet::sim::gt8004::Row;
use serde_json::{Value, json};

use super::proxied::asked;
use super::stage::{Stage, answer, entry, get, pass};

/// Base64 as the clients of X-402 write it.
pub(super) fn base64(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |bytes: &[u8]| {
        let mut bits = bytes
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        bits <<= 8 * (3 - bytes.len());
        let letter = |place: usize| char::from(LETTERS[bits >> (18 - 6 * place) & 63]);
        let letters: String = (0..=bytes.len()).map(letter).collect();
        format!("{letters:=<4}")
    };
    text.as_bytes().chunks(3).map(group).collect()
}

/// The header of a request that pays so many millionths.
fn payment(value: &Value) -> String {
    let authorization = json!({ "from": "0xfrom", "to": "0xto", "value": value, "nonce": "0x01" });
    let payload = json!({ "signature": "0xs", "authorization": authorization });
    let payment = json!({
        "x402Version": 1, "scheme": "exact", "network": "base-mainnet", "payload": payload,
    });
    base64(&payment.to_string())
}

/// The header of a reply to a request that paid.
fn receipt() -> String {
    let receipt = json!({
        "success": true, "transaction": "0xhash", "payer": "0xpayer", "network": "base-mainnet",
    });
    base64(&receipt.to_string())
}

/// Sends a request through the middleware, with these headers in it and in its reply.
pub(super) async fn pay(stage: &Stage, payment: Option<&str>, receipt: Option<&str>) {
    let receipt = receipt.map(str::to_owned);
    let app = Router::new().fallback(|| async move {
        let mut response = Response::builder();
        if let Some(receipt) = receipt {
            response = response.header("x-payment-response", receipt);
        }
        response.body(Body::from("paid")).unwrap()
    });
    let mut request = Request::get("/paid");
    if let Some(payment) = payment {
        request = request.header("x-payment", payment);
    }
    let request = request.body(Body::empty()).unwrap();
    let (status, body) = answer(app.layer(stage.layer()), request).await;
    assert_eq!((status.as_u16(), &body[..]), (200, &b"paid"[..]));
}

/// What is stored of that.
async fn stored(payment: Option<&str>, receipt: Option<&str>) -> Row {
    let stage = Stage::start().await;
    pay(&stage, payment, receipt).await;
    stage.one_row().await
}

/// Amount, transaction, token, payer.
type Paid<'a> = (
    Option<f64>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
);

const NOTHING: Paid<'static> = (None, None, None, None);

fn paid(row: &Row) -> Paid<'_> {
    let texts = [&row.x402_tx_hash, &row.x402_token, &row.x402_payer];
    let [hash, token, payer] = texts.map(Option::as_deref);
    (row.x402_amount, hash, token, payer)
}

#[test]
fn base64_is_base64() {
    let known = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(base64);
    let expected = [
        "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
    ];
    assert_eq!(known, expected);
}

#[tokio::test]
async fn n01_no_headers() {
    assert_eq!(paid(&stored(None, None).await), NOTHING);
}

#[tokio::test]
async fn n02_empty_headers() {
    assert_eq!(paid(&stored(Some(""), Some("")).await), NOTHING);
}

/// As the published client has it where the columns hold it; otherwise as the service's columns do.
#[tokio::test]
async fn n03_valid_payment() {
    let payment = payment(&json!("500000"));
    let row = stored(Some(&payment), Some(&receipt())).await;
    let expected = (Some(0.5), Some("0xhash"), Some("USDC"), Some("0xpayer"));
    assert_eq!(paid(&row), expected);

    let stage = Stage::with(|builder| builder.column_limits(ColumnLimits::Ignored)).await;
    pay(&stage, Some(&payment), Some(&receipt())).await;
    stage.logger.flush().await.unwrap();
    let sent = &stage.sent()[0]["entries"][0];
    let names = ["x402Amount", "x402TxHash", "x402Token", "x402Payer"];
    let expected = [
        json!(0.5),
        json!("0xhash"),
        json!("USDC-base-mainnet"),
        json!("0xpayer"),
    ];
    assert_eq!(names.map(|name| sent[name].clone()), expected);
    // This service cannot store that.
    assert_eq!(stage.simulator.lost_batches(), ["x402_token"]);
}

#[tokio::test]
async fn n04_amount_only() {
    for value in [json!(1_250_000), json!("1250000")] {
        let row = stored(Some(&payment(&value)), None).await;
        assert_eq!(paid(&row), (Some(1.25), None, None, None));
    }
}

#[tokio::test]
async fn n05_malformed_base64() {
    let whole = payment(&json!("500000"));
    for bad in [
        "!!!not-base64!!!",
        "A",
        &whole[..whole.len() / 2],
        &base64("not json"),
        &base64("[1,2,3]"),
        &base64("{}"),
        &base64("\0\u{1}"),
        &payment(&json!("a lot")),
        &payment(&json!([500_000])),
        &payment(&Value::Null),
    ] {
        assert_eq!(paid(&stored(Some(bad), Some(bad)).await), NOTHING, "{bad}");
    }
}

#[tokio::test]
async fn n06_response_only() {
    let row = stored(None, Some(&receipt())).await;
    assert_eq!(
        paid(&row),
        (None, Some("0xhash"), Some("USDC"), Some("0xpayer"))
    );
}

#[tokio::test]
async fn n07_zero_amount() {
    for value in [json!(0), json!("0")] {
        let row = stored(Some(&payment(&value)), None).await;
        assert_eq!(paid(&row), (Some(0.0), None, None, None));
    }
}

#[tokio::test]
async fn n08_health_is_not_logged() {
    let stage = Stage::start().await;
    let (status, body) = pass(stage.layer(), get("/health")).await;
    assert_eq!(
        (status.as_u16(), &body[..]),
        (200, &br#"{"result":"ok"}"#[..])
    );
    assert_eq!(stage.logger.ledger().accepted, 0);
}

#[tokio::test]
async fn n09_payments_pass_the_middleware() {
    let stage = Stage::start().await;
    pay(&stage, Some(&payment(&json!("500000"))), Some(&receipt())).await;
    let row = stage.one_row().await;
    assert_eq!((row.path.as_str(), row.status_code), ("/paid", 200));
    assert_eq!(
        (row.x402_amount, row.response_body.as_deref()),
        (Some(0.5), Some("paid"))
    );
    assert_eq!(stage.simulator.numbers().revenue, 0.5);
}

/// What the published client sends as nothing is absent, as all that is not set.
#[tokio::test]
async fn n10_without_a_header_nothing_is_said() {
    let stage = Stage::start().await;
    pay(&stage, None, None).await;
    assert_eq!(paid(&stage.one_row().await), NOTHING);
    let sent = stage.sent().remove(0).to_string();
    assert!(!sent.contains("x402"), "{sent}");
}

/// A receipt that can be read counts also when the payment cannot.
#[tokio::test]
async fn n11_a_malformed_header_is_ignored() {
    let row = stored(Some("not-valid-base64!!!"), None).await;
    assert_eq!((paid(&row), row.status_code), (NOTHING, 200));
    let row = stored(Some("not-valid-base64!!!"), Some(&receipt())).await;
    assert_eq!(
        paid(&row),
        (None, Some("0xhash"), Some("USDC"), Some("0xpayer"))
    );
}

#[test]
fn n12_wire_names() {
    let entry = entry("/").with_x402(0.5, "0xhash").with_x402_token("USDC");
    let sent = serde_json::to_value(entry.with_x402_payer("0xpayer")).unwrap();
    let fields = sent.as_object().unwrap();
    let mut names: Vec<_> = fields.keys().filter(|name| name.contains("402")).collect();
    names.sort();
    assert_eq!(
        names,
        ["x402Amount", "x402Payer", "x402Token", "x402TxHash"]
    );
}

fn on(network: &str) -> quintet::Builder<quintet::gt8004::Gt8004> {
    let builder = Client::builder().agent_id("agent-1").token("key-1");
    builder.network(network.parse().unwrap())
}

#[tokio::test]
async fn n13_networks_have_their_urls() {
    for (name, network, host) in [
        ("testnet", Network::Testnet, "testnet.ingest.gt8004.xyz"),
        ("mainnet", Network::Mainnet, "ingest.gt8004.xyz"),
    ] {
        assert_eq!(name.parse::<Network>().unwrap(), network);
        assert_eq!(network.ingest_url(), format!("https://{host}/v1/ingest"));
        assert_eq!(asked(on(name)).await, format!("{host}:443"));
    }
}

#[tokio::test]
async fn n13_an_explicit_url_overrides_the_network() {
    for network in ["testnet", "mainnet"] {
        let url = "http://logs.example/v1/ingest";
        assert_eq!(asked(on(network).base_url(url)).await, url);
        let before = Client::builder().base_url("https://logs.example");
        let before = before.network(network.parse().unwrap());
        let before = before.agent_id("agent-1").token("key-1");
        assert_eq!(asked(before).await, "logs.example:443");
    }
}

/// A network is of a type that has no other values; a name that is read is refused.
#[test]
fn n14_invalid_network() {
    for name in ["devnet", "", "Mainnet", "mainnet "] {
        let error = name.parse::<Network>().unwrap_err();
        assert!(error.is_invalid_input());
        let expected = format!("network must be `mainnet` or `testnet`, not {name:?}");
        assert_eq!(error.message(), expected);
    }
}
