//! Uploads and downloads that stream.

mod download;
mod save;
mod upload;
mod upload_file;
mod upload_retry;

use std::time::Duration;

use quintet::liteboxd::{LiteBoxd, Sandboxes};
use quintet::{Builder, RetryPolicy};

use crate::support::raw_server;

const ID: &str = "a1b2c3d4";

/// How long a stream may stand still in these tests; simulated time.
const IDLE: Duration = Duration::from_secs(5);

/// The time of a whole call that does not stream; streams must not notice it.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The largest reply that is read into memory in these tests.
const MAX_BODY: usize = 1024;

/// Retries without delay.
fn settings(builder: Builder<LiteBoxd>) -> Sandboxes {
    let retry = RetryPolicy::default()
        .max_attempts(3)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    let builder = builder
        .retry(retry)
        .idle_timeout(IDLE)
        .timeout(TIMEOUT)
        .max_body(MAX_BODY);
    builder.build().unwrap().sandboxes()
}

fn sandboxes(url: &str) -> Sandboxes {
    settings(raw_server::builder(url))
}

/// Makes a call and does something else meanwhile, until the call is done.
async fn alongside<C: Future>(call: C, other: impl Future<Output = ()>) -> C::Output {
    let mut call = std::pin::pin!(call);
    tokio::select! {
        output = &mut call => output,
        () = other => call.await,
    }
}
