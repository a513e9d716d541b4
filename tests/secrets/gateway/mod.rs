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

/// Every character escaped, as JSON may write it.
fn escaped(secret: &str) -> String {
    let escape = |c: char| format!("\\u{:04x}", u32::from(c));
    secret.chars().map(escape).collect()
}

/// Refusals that tell a secret in every place. None is for a passing reason, so that each is asked for once.
fn echoes(secret: &str) -> Vec<Fault> {
    let json = serde_json::json!(secret).to_string();
    let json = json.trim_matches('"');
    let detail = |text: &str| {
        format!(
            r#"{{"detail":{{"error_code":"{text}","message":"{text}","secret_name":"{text}"}}}}"#
        )
    };
    let faults = |text: &str| {
        format!(r#"{{"detail":[{{"loc":["{text}"],"msg":"{text}","type":"{text}"}}]}}"#)
    };
    let media = "application/json";
    let refusals = [
        Fault::status(400).body(media, detail(json)),
        Fault::status(400).body(media, detail(&escaped(secret))),
        Fault::status(400).body(
            media,
            format!(r#"{{"error_code":"{json}","message":"{json}"}}"#),
        ),
        Fault::status(422).body(media, faults(json)),
        Fault::status(422).body(media, faults(&escaped(secret))),
        Fault::status(404).body(media, format!(r#"{{"detail":"{}"}}"#, escaped(secret))),
        Fault::status(409).body("text/plain", secret),
        Fault::status(501).body("text/html", format!("<html>{secret}")),
        Fault::status(501).body(
            "application/xml",
            format!("<Error><Code>{secret}</Code><Message>{secret}</Message></Error>"),
        ),
        Fault::status(206).body(media, detail(json)),
        Fault::redirect(format!("ftp://127.0.0.1/{secret}")),
    ];
    let dress = |fault: Fault| {
        fault
            .header("x-echo", secret)
            .header("x-request-id", secret)
    };
    refusals.map(dress).into()
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
