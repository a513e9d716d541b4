//! Plays a row against the facade.

use std::error::Error as _;
use std::time::Duration;

use quintet::liteboxd::Client;
use quintet::{Error, RetryPolicy};

use super::row::{ATTEMPTS, ID, MAX_BODY, Row};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_request::Received;
use crate::support::raw_server::{self, RawServer, Script, Step};
use crate::support::resolver::Refused;

/// Sent with every request; no error may show it.
pub(super) const TOKEN: &str = "lbxk_canary";

/// In simulated time, which only stalling rows use up.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The operations that a row is played with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Get,
    Post,
}

impl Call {
    pub(super) const ALL: [Self; 2] = [Self::Get, Self::Post];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::Get => "get_sandbox",
            Self::Post => "execute_command",
        }
    }

    pub(super) async fn make(self, client: &Client) -> Result<u32, Error> {
        let sandboxes = client.sandboxes();
        match self {
            Self::Get => Ok(sandboxes.get(ID).response().await?.attempts()),
            Self::Post => {
                let call = sandboxes.execute(ID, ["true"]).timeout(TIMEOUT);
                Ok(call.response().await?.attempts())
            }
        }
    }
}

/// How a row ended.
pub(super) struct Played {
    /// The attempts, or the error.
    pub(super) outcome: Result<u32, Error>,
    pub(super) received: Vec<Received>,
}

/// Retries without delay.
pub(super) fn at_once() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO)
}

pub(super) fn client(url: &str) -> Client {
    raw_server::builder(url)
        .token(TOKEN)
        .timeout(TIMEOUT)
        .max_body(MAX_BODY)
        .retry(at_once())
        .build()
        .unwrap()
}

pub(super) async fn play(row: &Row, call: Call) -> Played {
    let _frozen = Frozen::new();
    if row.scripts.is_empty() {
        return refuse(call).await;
    }
    let other = RawServer::start([vec![
        Step::Request,
        Step::Send(super::row::ok(super::row::VALID)),
    ]])
    .await;
    let scripts = row.scripts.iter().map(|script| fill(script, other.url()));
    let server = RawServer::start(scripts).await;
    let client = client(server.url());
    let outcome = if row.stalls {
        pass_until(call.make(&client), TIMEOUT * 2).await
    } else {
        call.make(&client).await
    };
    drop(client);
    let received = server.finish().await;
    Played { outcome, received }
}

async fn refuse(call: Call) -> Played {
    let refused = Refused::new();
    let outcome = call
        .make(&client(&format!("http://{}", refused.address())))
        .await;
    let received = Vec::new();
    Played { outcome, received }
}

/// Names the other origin where a reply does.
fn fill(script: &Script, other: &str) -> Script {
    let fill = |step: &Step| match step {
        Step::Send(bytes) if bytes.len() < 4096 => match std::str::from_utf8(bytes) {
            Ok(text) => Step::Send(text.replace("{other}", other).into()),
            Err(_) => step.clone(),
        },
        other => other.clone(),
    };
    script.iter().map(fill).collect()
}

/// All that the chain of sources says.
pub(crate) fn sources(error: &Error) -> Vec<String> {
    let mut texts = Vec::new();
    let mut next = error.source();
    while let Some(source) = next {
        texts.push(source.to_string());
        next = source.source();
    }
    texts
}
