//! Synapse's three credentials, with an agent that echoes all it has heard.

mod debugged;
mod echoed;
mod exposed;
mod tails;

use quintet::synapse::{Client, Synapse};
use quintet::{Builder, RetryPolicy};

use super::CLIENT_HEADER;
use crate::support::raw_server::http;

/// The agent's token.
const TOKEN: &str = "canary-7f3a-agent";
/// The token of a user.
const USER: &str = "canary-7f3a-user";
/// A tenant.
const TENANT: &str = "canary-7f3a-tenant";

/// All three; each may come back.
const SECRETS: [&str; 3] = [TOKEN, USER, TENANT];

/// A client with secrets everywhere that a caller can put one.
fn dressed(url: &str) -> Builder<Synapse> {
    Client::builder()
        .base_url(url)
        .token(TOKEN)
        .user_token(USER)
        .tenant(TENANT)
        .header("x-client-secret", CLIENT_HEADER)
        .retry(RetryPolicy::never())
        .http_client(http())
}

fn client(url: &str) -> Client {
    dressed(url).build().unwrap()
}
