//! What cannot work with the Gateway.

mod environment;
mod files;
mod runs;
mod settings;

use quintet::gateway::Client;
use quintet::sim::gateway::Simulator;
use quintet::{Call, Error, Invoke};

use super::{Row, assert_refused};

/// The error of a call, which names its operation.
async fn refusal<I: Invoke>(call: Call<I>) -> Option<Error> {
    let error = call.await.err()?;
    assert_eq!(error.operation(), Some(I::OPERATION), "{error}");
    Some(error)
}

/// Runs the rows on a client whose servers must hear nothing, and then hear the client.
async fn check(rows: impl AsyncFnOnce(&Client) -> Vec<Row>) {
    let simulator = Simulator::start().await.unwrap();
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()
        .unwrap();
    assert_refused(rows(&client).await);
    assert_eq!(simulator.requests().len(), 0, "something was sent");
    assert_eq!(simulator.store_requests().len(), 0, "something was sent");
    client.health().await.unwrap();
    assert_eq!(simulator.requests().len(), 1);
}
