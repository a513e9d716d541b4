//! Whose request it was: the customer's id, and the address that the service goes by. Contract: §6.3, §6.5.

use std::net::{IpAddr, SocketAddr};

use http::request::Parts;
use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
use serde_json::Value;

use crate::peers::gt8004::newer::base64;
use crate::peers::gt8004::stage::{Stage, get, pass};

/// What is sent of a request with these headers, which comes from 10.0.0.1.
async fn sent(
    set: impl FnOnce(LogLayer) -> LogLayer,
    headers: &[(&'static str, &str)],
) -> (Option<String>, Option<String>) {
    let stage = Stage::start().await;
    let mut request = get("/");
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    let peer = SocketAddr::from(([10, 0, 0, 1], 1));
    request.extensions_mut().insert(peer);
    pass(set(stage.layer()), request).await;
    stage.rows().await;
    let entry = stage.sent()[0]["entries"][0].take();
    let text = |name: &str| entry[name].as_str().map(str::to_owned);
    (text("customerId"), text("ipAddress"))
}

fn token(claims: &str) -> String {
    let claims = base64(claims);
    let claims = claims.trim_end_matches('=');
    format!("Bearer {}.{claims}.{}", base64(r#"{"alg":"none"}"#), "sig")
}

/// First who is asked, then the header, then, where that is asked for, the token.
#[tokio::test]
async fn the_chain_of_who_may_say_it() {
    let alice = token(r#"{"sub":"alice"}"#);
    let all = [
        ("x-customer-id", "bob"),
        ("x-tenant", "carol"),
        ("authorization", &*alice),
    ];
    let tenant = |parts: &Parts| {
        let tenant = parts.headers.get("x-tenant")?.to_str().ok()?;
        Some(tenant.to_owned())
    };
    let asks = move |layer: LogLayer| layer.customer_from_token().customer_id(tenant);
    for (headers, expected) in [
        (&all[..], Some("carol")),
        (&[all[0], all[2]], Some("bob")),
        (&[all[2]], Some("alice")),
        (&[], None),
    ] {
        let (customer, address) = sent(asks, headers).await;
        assert_eq!(customer.as_deref(), expected);
        // What the service counts as a customer is always there.
        assert_eq!(address.as_deref(), Some("10.0.0.1"));
    }
    let by_default = sent(|layer| layer, &all).await;
    assert_eq!(by_default.0.as_deref(), Some("bob"));
    let by_default = sent(|layer| layer, &[all[2]]).await;
    assert_eq!(by_default.0, None);
}

#[tokio::test]
async fn tokens_that_say_nothing() {
    let numeric = token(r#"{"sub":5}"#);
    let nobody = token(r#"{"iss":"x"}"#);
    let list = token("[1]");
    for header in [
        &*numeric,
        &nobody,
        &list,
        "Bearer secret",
        "Basic YTpi",
        "Bearer a.b.c",
        "",
    ] {
        let read = sent(LogLayer::customer_from_token, &[("authorization", header)]).await;
        assert_eq!(read.0, None, "{header}");
    }
}

/// Nobody's word counts unless it is said whose.
#[tokio::test]
async fn addresses_are_those_that_can_be_trusted() {
    let forwarded = ("x-forwarded-for", "198.51.100.1, 203.0.113.7");
    let real = ("x-real-ip", "192.0.2.5");
    for (trust, headers, expected) in [
        (ProxyTrust::Nobody, &[forwarded, real][..], "10.0.0.1"),
        (ProxyTrust::Hops(1), &[forwarded, real], "203.0.113.7"),
        (ProxyTrust::Hops(2), &[forwarded], "198.51.100.1"),
        (ProxyTrust::Hops(1), &[real], "10.0.0.1"),
        (ProxyTrust::Everybody, &[forwarded, real], "198.51.100.1"),
        (ProxyTrust::Everybody, &[real], "192.0.2.5"),
        (
            ProxyTrust::Everybody,
            &[("x-forwarded-for", "unknown")],
            "10.0.0.1",
        ),
        (ProxyTrust::Everybody, &[], "10.0.0.1"),
    ] {
        let (_, address) = sent(|layer| layer.proxy_trust(trust), headers).await;
        assert_eq!(address.as_deref(), Some(expected), "{trust:?} {headers:?}");
    }
}

/// Servers say in ways of their own who is at the other end.
#[tokio::test]
async fn the_peer_can_be_told_in_any_way() {
    let peer = |_: &http::Extensions| Some(IpAddr::from([192, 0, 2, 9]));
    let (_, address) = sent(move |layer| layer.peer_address(peer), &[]).await;
    assert_eq!(address.as_deref(), Some("192.0.2.9"));
    let (_, address) = sent(|layer| layer.peer_address(|_| None), &[]).await;
    assert_eq!(address, None);
}

/// The service goes by addresses, whatever customers are called.
#[tokio::test]
async fn the_service_counts_addresses() {
    let stage = Stage::start().await;
    let layer = stage.layer().proxy_trust(ProxyTrust::Hops(1));
    for (customer, address) in [
        ("a", "203.0.113.1"),
        ("b", "203.0.113.1"),
        ("a", "203.0.113.2"),
    ] {
        let mut request = get("/");
        let headers = request.headers_mut();
        headers.insert("x-customer-id", customer.parse().unwrap());
        headers.insert("x-forwarded-for", address.parse().unwrap());
        pass(layer.clone(), request).await;
    }
    stage.rows().await;
    assert_eq!(stage.simulator.numbers().customers, 2);
    let sent = stage.sent().remove(0);
    let customers: Vec<_> = sent["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["customerId"].clone())
        .collect();
    assert_eq!(customers, ["a", "b", "a"].map(Value::from));
}
