//! The three credentials and what else a request has: of every call, WebSocket handshakes and streams included. Contract:
//! §0, §1.1.

use quintet::Builder;
use quintet::sim::Recorded;
use quintet::sim::synapse::SystemOutcome;
use quintet::synapse::{Client, Synapse};
use serde_json::json;

use super::calls::Facade;
use super::stage::{Stage, drive};

/// Makes a client with everything that other tests do not set.
pub(super) fn drive_all(stage: &Stage) {
    stage.client(|builder| {
        let builder = drive!(stage, Builder<Synapse>, user_token, builder, "user-1");
        drive!(stage, Builder<Synapse>, tenant, builder, "tenant-1")
    });
}

const USER: (&str, &str) = ("synapse-user", "Token u-1");
const TENANT: (&str, &str) = ("synapse-tenant", "Token t-1");

/// The headers, without those that every HTTP client sends, sorted.
fn headers(request: &Recorded) -> Vec<(&str, &str)> {
    let all = request.headers().iter();
    let all = all.map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    let mut all: Vec<_> = all.collect();
    all.retain(|(name, _)| !["accept", "host", "user-agent"].contains(name));
    all.sort_unstable();
    all
}

/// What a request has to have besides its credentials.
fn others(call: Facade, request: &Recorded) -> Vec<(&'static str, String)> {
    let length = ("content-length", request.body().len().to_string());
    let json = ("content-type", "application/json".to_owned());
    match call {
        Facade::TailWebSocket => {
            let key = request.headers()["sec-websocket-key"].to_str().unwrap();
            assert_eq!(key.len(), 24);
            vec![
                ("connection", "Upgrade".to_owned()),
                ("sec-websocket-key", key.to_owned()),
                ("sec-websocket-version", "13".to_owned()),
                ("upgrade", "websocket".to_owned()),
            ]
        }
        _ if request.body().is_empty() && request.method() == "POST" => vec![length],
        _ if request.body().is_empty() => Vec::new(),
        _ => vec![length, json],
    }
}

/// The path and the slash at its end, the credentials and nothing but them, and a body that says what it is.
#[tokio::test]
async fn every_request_has_its_credentials_and_nothing_else() {
    let stage = Stage::start().await;
    let token = stage.simulator.token();
    stage
        .simulator
        .set_system_outcome(SystemOutcome::Failed("no".to_owned()));
    type Set = fn(Builder<Synapse>) -> Builder<Synapse>;
    let clients: [(Set, Vec<(&str, &str)>); 4] = [
        (|builder| builder, vec![]),
        (|builder| builder.user_token("u-1"), vec![USER]),
        (|builder| builder.tenant("t-1"), vec![TENANT]),
        (
            |builder| builder.user_token("u-1").tenant("t-1"),
            vec![TENANT, USER],
        ),
    ];
    for (set, more) in clients {
        let client = stage.client(set);
        for call in Facade::ALL {
            let subject = call.subject();
            let _ = call.call(&stage, &client, subject).await;
            let last = stage.last();
            let line = (last.method(), last.path());
            let documented = call.documented();
            assert_eq!(line, (&*documented.method, &*call.target(subject)));
            let others = others(call, &last);
            let others = others.iter().map(|(name, value)| (*name, &**value));
            let mut expected = vec![("authorization", token)];
            expected.extend(others.chain(more.iter().copied()));
            expected.sort_unstable();
            assert_eq!(headers(&last), expected, "{call:?}");
        }
    }
    stage.proxy.assert_clean();
}

/// Whatever the agent repeats of what it was sent, nobody sees a credential, neither in an error nor in a value.
#[tokio::test]
async fn no_error_shows_a_credential_that_comes_back() {
    let stage = Stage::start().await;
    let (user, tenant) = ("canary-user", "canary-tenant");
    let root = stage.simulator.base_url();
    let client = Client::builder()
        .base_url(root)
        .token(stage.simulator.token())
        .user_token(user)
        .tenant(tenant)
        .build()
        .unwrap();
    let secrets = [stage.simulator.token(), user, tenant];
    let echo = secrets.map(|secret| format!("Token {secret}")).join(", ");
    let body = json!({ "error_type": echo, "message": echo, "detail": { "message": echo } });
    for call in Facade::ALL {
        let fault = quintet::sim::Fault::status(403).header("x-echo", &echo);
        stage
            .simulator
            .inject(fault.body("application/json", body.to_string()));
        let error = call
            .call(&stage, &client, call.subject())
            .await
            .unwrap_err();
        let shown = format!("{error} {error:?} {:?} {:?}", error.body(), error.headers());
        for secret in secrets {
            assert!(!shown.contains(secret), "{call:?}: {shown}");
        }
        assert_eq!(error.status().unwrap(), 403);
    }
}
