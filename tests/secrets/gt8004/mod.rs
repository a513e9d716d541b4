//! GT8004's API key, with a service that echoes all it has heard, and what entries hold of others' secrets.

mod debugged;
mod echoed;

use quintet::RetryPolicy;
use quintet::gt8004::{Client, RequestLogEntry};

use super::CLIENT_HEADER;
use crate::support::gt8004::{bare, entry};

/// The API key.
const KEY: &str = "canary-7f3a-key";

/// A client with secrets everywhere that a caller can put one.
fn client(url: &str) -> Client {
    bare(url)
        .token(KEY)
        .header("x-client-secret", CLIENT_HEADER)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// An entry with somebody's secrets in every field that may hold one.
fn private() -> RequestLogEntry {
    let mut entry = entry("/login")
        .with_customer_id("canary-7f3a-customer")
        .with_request_body(r#"{"password":"canary-7f3a-password"}"#)
        .with_response_body(r#"{"token":"canary-7f3a-token"}"#)
        .with_header("authorization", "Bearer canary-7f3a-bearer")
        .with_ip_address("canary-7f3a-address")
        .with_x402(1.0, "canary-7f3a-transaction")
        .with_x402_payer("canary-7f3a-payer");
    entry.user_agent = Some("canary-7f3a-agent".to_owned());
    entry.referer = Some("https://x.example/?key=canary-7f3a-referer".to_owned());
    entry
}
