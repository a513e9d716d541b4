//! Where a tail connects to. Contract: §2.1, §6 (19).

use quintet::RetryPolicy;
use quintet::synapse::{Client, Protocol};

use crate::support::raw_synapse::client;
use crate::support::websocket_peer::Peer;

/// The schemes of WebSockets are taken as well, as the published client does today; its first version refused them.
#[tokio::test]
async fn c19_both_ways_lead_to_the_base_url() {
    let peer = Peer::start().await;
    let url = peer.url();
    let host = &url["http://".len()..];
    for (base, prefix) in [
        (url.clone(), ""),
        (format!("{url}/"), ""),
        (url.replace("http:", "HTTP:"), ""),
        (url.replace("http:", "ws:"), ""),
        (url.replace("http:", "WS:"), ""),
        (format!("{url}/agents/7"), "/agents/7"),
        (
            format!("{}/agents/7/", url.replace("http:", "ws:")),
            "/agents/7",
        ),
    ] {
        let tail = client(&base).jobs().tail("job");
        let tail = tail.retry(RetryPolicy::never());
        let socket = tail.clone().protocol(Protocol::WebSocket).into_future();
        let (opened, guest) = tokio::join!(socket, peer.open());
        drop(opened.unwrap());
        assert_eq!(guest.target, format!("{prefix}/jobs/job/logs/"), "{base}");
        assert_eq!(guest.headers["host"], host);

        let body = tail.protocol(Protocol::Http).into_future();
        // It hangs up without a reply.
        let seen = async { peer.accept().await.target };
        let (opened, target) = tokio::join!(body, seen);
        assert!(opened.is_err());
        assert_eq!(target, format!("{prefix}/jobs/job/logs/stream/"), "{base}");
    }
}

#[test]
fn c19_encryption_stays() {
    for base in [
        "https://agent:8100/a",
        "wss://agent:8100/a",
        "WSS://agent:8100/a/",
    ] {
        let client = Client::builder().base_url(base).token("x").build().unwrap();
        let shown = format!("{client:?}");
        assert!(shown.contains("\"https://agent:8100/a\""), "{shown}");
    }
}

/// Query, fragment and user of a base URL are kept by the published client. No request of an agent has them, and they may be
/// secrets, so here they are refused and not shown.
#[test]
fn c19_other_addresses_are_refused() {
    let build = |url: &str| Client::builder().base_url(url).token("x").build();
    for (base, scheme) in [
        ("ftp://agent/jobs", "ftp"),
        ("file:///etc/passwd", "file"),
        ("not-a-url", "none"),
        ("agent:8100", "none"),
        ("", "none"),
    ] {
        let error = build(base).unwrap_err();
        assert!(error.is_invalid_input() && error.status().is_none());
        let text = format!("Invalid URL scheme: {scheme}");
        assert!(error.message().starts_with(&text), "{error}");
    }
    for base in [
        "http://agent:8100/?token=canary",
        "ws://agent:8100/#canary",
        "wss://user:canary@agent:8100",
    ] {
        let error = build(base).unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
    }
}
