//! Synapse clients of raw servers.

use std::net::SocketAddr;
use std::time::Duration;

use quintet::synapse::{Client, Synapse};
use quintet::{Builder, RetryPolicy};

use super::raw_server::{Script, Step, http, reply, send};
use super::resolver::{self, Places};

/// The agent token of these clients.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

/// The settings of a client of a raw server. Retries are without delay.
pub(crate) fn builder(url: &str) -> Builder<Synapse> {
    let retry = RetryPolicy::default()
        .max_attempts(3)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    Client::builder()
        .base_url(url)
        .token(TOKEN)
        .http_client(http())
        .retry(retry)
}

/// The same, whose connections lead to these places in turn.
pub(crate) fn builder_to(places: impl IntoIterator<Item = SocketAddr>) -> Builder<Synapse> {
    let http = http().dns_resolver(Places::new(places));
    builder(resolver::URL).http_client(http)
}

pub(crate) fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// Reads a request and answers it with JSON; `lines` are the status and maybe more headers.
pub(crate) fn answers(lines: &str, json: &str) -> Script {
    let lines = format!("{lines}\ncontent-type: application/json");
    vec![Step::Request, send(reply(&lines, json))]
}
