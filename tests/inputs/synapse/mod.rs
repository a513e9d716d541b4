//! What cannot work with Synapse. Tails are in `tests/tail`, the environment is in `tests/agent`.

mod cluster;
mod extremes;
mod plugins;
mod settings;

use quintet::sim::synapse::Simulator;
use quintet::synapse::Client;
use quintet::{Call, Error, Invoke};

use super::{Row, assert_refused};

const SEGMENT: &str = "give one non-empty path segment without `/`, `\\` and control characters";

/// The error of a call, which names its operation.
async fn refusal<I: Invoke>(call: Call<I>) -> Option<Error> {
    let error = call.await.err()?;
    assert_eq!(error.operation(), Some(I::OPERATION), "{error}");
    Some(error)
}

/// Runs the rows on a client whose agent must hear nothing, and then hears the client.
async fn check(rows: impl AsyncFnOnce(&Client) -> Vec<Row>) {
    let simulator = Simulator::start().await.unwrap();
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()
        .unwrap();
    assert_refused(rows(&client).await);
    assert_eq!(simulator.requests().len(), 0, "something was sent");
    client.health().await.unwrap();
    assert_eq!(simulator.requests().len(), 1);
}
