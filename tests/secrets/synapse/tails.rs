//! Logs that are followed: what the job prints is the caller's, errors are not.

use futures_util::StreamExt as _;
use quintet::Error;
use quintet::sim::Fault;
use quintet::sim::synapse::{Simulator, TailFault};
use quintet::synapse::{Client, Protocol, Tail};

use super::{SECRETS, client};
use crate::secrets::echo::{escaped, refusals};
use crate::secrets::failures::shown;
use crate::secrets::{CALL_HEADER, assert_hidden, capture};

const JOB: &str = "raysubmit_succeeded";

/// A user and a tenant whom messages may tell: the WebSocket library writes messages to its own log, at the level of traces, and
/// other tests search that log for canaries.
const WHISPERED: [&str; 2] = ["parrot-51c9-user", "parrot-51c9-tenant"];

async fn open(client: &Client, protocol: Protocol) -> quintet::Result<Tail> {
    let tail = client.jobs().tail(JOB).protocol(protocol).reconnects(0);
    let tail = tail.header("x-call-secret", CALL_HEADER);
    assert_hidden("a tail", &format!("{tail:?} {tail:#?}"));
    tail.await
}

/// The error that it ends with.
async fn last(tail: &mut Tail) -> Option<Error> {
    let mut error = None;
    while let Some(item) = tail.next().await {
        error = item.err();
    }
    assert_hidden("a tail", &format!("{tail:?} {tail:#?}"));
    error
}

/// What an agent can do that is no part of the log.
fn faults(secret: &str) -> Vec<TailFault> {
    let event = |text: &str| format!(r#"{{"type":"error","message":"{text}"}}"#);
    vec![
        TailFault::error(secret),
        TailFault::error(format!("cannot read for {secret}: {secret}")),
        TailFault::message(event(&escaped(secret))),
        TailFault::binary(event(secret)),
        TailFault::close(1008, secret),
        TailFault::close(4401, format!("no: {secret}")),
    ]
}

#[test]
fn no_error_of_a_tail_shows_a_credential() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = client(&simulator.base_url());
        for secret in SECRETS {
            for protocol in [Protocol::WebSocket, Protocol::Http] {
                for fault in refusals(secret) {
                    simulator.inject(fault.clone());
                    let error = open(&client, protocol).await.map(drop).unwrap_err();
                    assert!(error.status().is_some(), "{error}");
                    assert_hidden(&format!("{fault:?}"), &shown(&error));
                }
            }
        }
    });
    assert_hidden("the trace", &traced);
    for operation in ["websocket_tail_job_logs", "stream_tail_job_logs"] {
        assert!(traced.contains(operation), "{operation}");
    }
}

/// Whoever is let in is so by the simulator's own token; user and tenant may be anything.
#[test]
fn nor_does_one_on_the_way() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        for secret in WHISPERED {
            for fault in faults(secret) {
                for protocol in [Protocol::WebSocket, Protocol::Http] {
                    if let Some(error) = admitted(&simulator, protocol, fault.clone()).await {
                        let shown = shown(&error);
                        assert!(!shown.contains("parrot"), "{protocol} {fault:?}: {shown}");
                    }
                }
            }
        }
    });
    assert!(!traced.contains("parrot"), "{traced}");
}

/// How a tail ends that is let in.
async fn admitted(simulator: &Simulator, protocol: Protocol, fault: TailFault) -> Option<Error> {
    simulator.inject_tail(fault);
    let [user, tenant] = WHISPERED;
    let builder = super::dressed(&simulator.base_url()).token(simulator.token());
    let client = builder.user_token(user).tenant(tenant).build().unwrap();
    let mut tail = open(&client, protocol).await.unwrap();
    last(&mut tail).await
}

/// A body that tells it, and is no log.
#[tokio::test]
async fn a_page_shows_no_credential() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for secret in SECRETS {
        let page = Fault::status(200).body("text/html", format!("<html>{secret}</html>"));
        simulator.inject(page.header("x-echo", secret));
        let outcome = match open(&client, Protocol::Http).await {
            Ok(mut tail) => last(&mut tail).await,
            Err(error) => Some(error),
        };
        assert_hidden("a page", &shown(&outcome.unwrap()));
    }
}
