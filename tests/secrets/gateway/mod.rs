//! The Gateway's credentials, the secrets of its users and its signed links, with servers that echo all they have heard.

mod debugged;
mod echoed;
mod exposed;
mod links;
mod stored;
mod streams;

use quintet::gateway::{Client, Gateway};
use quintet::sim::Fault;
use quintet::sim::gateway::Simulator;
use quintet::{Builder, Call, Invoke};

use super::echo::{self, escaped};
use super::failures::shown;
use super::{CALL_HEADER, CLIENT_HEADER, assert_hidden};
use crate::support::raw_gateway::bare;

/// The internal token.
const TOKEN: &str = "canary-7f3a-internal";
/// An API key.
const KEY: &str = "sk-canary-7f3a-key";
/// The token that is issued for it.
const ISSUED: &str = "canary-7f3a-issued";

/// A client with secrets everywhere that a caller can put one.
fn dressed(builder: Builder<Gateway>) -> Client {
    builder
        .header("x-client-secret", CLIENT_HEADER)
        .build()
        .unwrap()
}

fn with_token(simulator: &Simulator) -> Client {
    dressed(bare(&simulator.base_url()).token(TOKEN))
}

/// The simulator issues that token for any key, so often.
fn issue(simulator: &Simulator, times: usize) {
    let body = format!(r#"{{"internal_token":"{ISSUED}"}}"#);
    let issued = Fault::status(200).body("application/json", body);
    simulator.inject(issued.on("POST", "/v1/auth/").times(times));
}

/// A client with a key that was changed into the token already.
async fn with_issued(simulator: &Simulator) -> Client {
    let client = dressed(bare(&simulator.base_url()).api_key(KEY));
    issue(simulator, 1);
    simulator.inject(Fault::status(404).on("POST", "/v1/internal/run"));
    client.run("p", "1", "f").await.unwrap_err();
    let requests = simulator.requests();
    let last = requests.last().unwrap();
    assert_eq!(last.headers()["x-internal-token"], ISSUED);
    client
}

/// Refusals that tell a secret in every place, and a success that is none here.
fn echoes(secret: &str) -> Vec<Fault> {
    let body = format!(r#"{{"detail":"{}"}}"#, escaped(secret));
    let partial = Fault::status(206).body("application/json", body);
    let partial = partial.header("x-echo", secret);
    echo::refusals(secret)
        .into_iter()
        .chain([partial])
        .collect()
}

/// Has a call fail in all these ways, none of which shows a secret, and returns how many there were.
async fn fail<I: Invoke>(simulator: &Simulator, secret: &str, call: impl Fn() -> Call<I>) -> usize {
    let faults = echoes(secret);
    let count = faults.len();
    for fault in faults {
        simulator.inject(fault.clone());
        let call = call().header("x-call-secret", CALL_HEADER);
        let error = call.await.map(drop).unwrap_err();
        assert!(error.status().is_some(), "{}: {error}", I::OPERATION);
        assert_hidden(&format!("{} {fault:?}", I::OPERATION), &shown(&error));
        if let Some(refusal) = quintet::gateway::Refusal::of(&error) {
            assert_hidden(I::OPERATION, &format!("{refusal} {refusal:?}"));
        }
    }
    count
}
