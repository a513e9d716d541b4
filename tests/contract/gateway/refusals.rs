//! Every documented refusal of every call: its cause, and what becomes of it.

mod rows;

use quintet::ErrorKind;
use quintet::gateway::Client;
use quintet::sim::Fault;
use serde_json::Value;

use super::calls::Facade;
use super::stage::{ATTEMPTS, Stage};

/// Why a call is refused.
#[derive(Debug, Clone, Copy)]
enum Cause {
    /// What it is made for: another prefab, function or file than there is.
    For(&'static str),
    WrongCredential,
    NoCredential,
    /// The user may do nothing.
    Forbidden,
    /// The token was made from an API key.
    NoAgent,
    /// The quota is used up.
    Quota,
    /// The service of the prefab does not answer.
    Down,
    /// The server sends this error for no reason of the caller's: media type and body.
    Says(&'static str, &'static str),
}

/// A refused call, and the error it becomes.
#[derive(Debug, Clone, Copy)]
struct Refusal {
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
}

/// Has every call refused for every reason, and returns how many refusals there were.
pub(super) async fn drive(stage: &Stage) -> usize {
    let all = rows::all();
    let clients = Clients::new(stage);
    let mut count = 0;
    for refusal in &all {
        for way in 0..refusal.call.ways() {
            refusal.check(stage, &clients, way).await;
            count += 1;
        }
    }
    count
}

/// A client for each credential; to make one takes longer than most calls.
struct Clients {
    agent: Client,
    legacy: Client,
    wrong: Client,
    wrong_legacy: Client,
    without: Client,
    third_party: Client,
}

impl Clients {
    fn new(stage: &Stage) -> Self {
        let key = stage.simulator.api_key();
        Self {
            agent: stage.client.clone(),
            legacy: stage.client(|builder| builder.legacy_api_key(key)),
            wrong: stage.client(|builder| builder.token("it-wrong")),
            wrong_legacy: stage.client(|builder| builder.legacy_jwt("wrong")),
            without: stage.client(|builder| builder.whitelist()),
            third_party: stage.client(|builder| builder.api_key(key)),
        }
    }
}

impl Refusal {
    async fn check(self, stage: &Stage, clients: &Clients, way: usize) {
        let is_exchange = self.call == Facade::Exchange;
        let client = match self.cause {
            Cause::WrongCredential if is_exchange => {
                &stage.client(|builder| builder.api_key("sk-wrong"))
            }
            _ if is_exchange => &stage.client(|builder| builder.api_key(stage.simulator.api_key())),
            Cause::WrongCredential if self.call.is_legacy() => &clients.wrong_legacy,
            Cause::WrongCredential => &clients.wrong,
            Cause::NoCredential => &clients.without,
            Cause::NoAgent => &clients.third_party,
            _ if self.call.is_legacy() => &clients.legacy,
            _ => &clients.agent,
        };
        if let Cause::NoAgent = self.cause {
            client.secrets().list().await.unwrap();
        }
        self.prepare(stage, true);
        let before = self.sent(stage);
        let subject = match self.cause {
            Cause::For(subject) => subject,
            _ => self.call.subject(),
        };
        let result = self.call.call(stage, client, subject, way).await;
        let sent = self.sent(stage) - before;
        self.prepare(stage, false);
        let error = result.expect_err(&format!("{self:?}"));

        let status = error.status().map(|status| status.as_u16());
        assert_eq!(error.kind(), self.kind, "{self:?}: {error}");
        assert_eq!(status, Some(self.status), "{self:?}: {error}");
        assert_eq!(error.code(), self.code, "{self:?}: {error}");
        assert_eq!(error.operation(), Some(self.call.operation()), "{self:?}");
        assert!(
            error.message().starts_with(self.message),
            "{self:?}: {error}"
        );
        self.check_body(error.body().unwrap());
        assert_eq!(error.attempts(), self.attempts(), "{self:?}");
        assert_eq!(sent, self.attempts() as usize, "{self:?}");
        assert_eq!(error.is_exhausted(), self.is_repeatable(), "{self:?}");
        assert_eq!(error.is_retryable(), self.is_repeatable(), "{self:?}");
    }

    /// The error keeps the bytes that the server sent.
    fn check_body(self, body: &[u8]) {
        let text = String::from_utf8_lossy(body);
        match self.cause {
            Cause::Says(_, said) => assert_eq!(text, said, "{self:?}"),
            _ if self.call.is_at_the_store() => {
                let code = format!("<Code>{}</Code>", self.code.unwrap());
                assert!(text.contains(&code), "{self:?}: {text}");
            }
            _ => {
                let body: Value = serde_json::from_str(&text).unwrap();
                let detail = &body["detail"];
                let said = detail["message"].as_str().or(detail.as_str()).unwrap();
                assert!(said.starts_with(self.message), "{self:?}: {body}");
            }
        }
    }

    /// Sets the server up for the refusal, or back.
    fn prepare(self, stage: &Stage, on: bool) {
        let simulator = &stage.simulator;
        match self.cause {
            Cause::Forbidden => simulator.set_forbidden(on),
            Cause::Quota => simulator.set_quota(on.then_some(0)),
            Cause::Down => simulator.set_prefab_down("test-kit", on),
            Cause::Says(media, body) if on => {
                let spec = self.call.documented();
                let prefix = spec.path.split('{').next().unwrap();
                let fault = Fault::status(self.status)
                    .on(&spec.method, prefix)
                    .times(self.attempts() as usize)
                    .body(media, body);
                match self.call.is_at_the_store() {
                    true => simulator.inject_store(fault),
                    false => simulator.inject(fault),
                }
            }
            _ => {}
        }
    }

    /// How many requests for the operation were sent.
    fn sent(self, stage: &Stage) -> usize {
        let spec = self.call.documented();
        let prefix = spec.path.split('{').next().unwrap();
        match self.call.is_at_the_store() {
            true => stage.simulator.store_request_count(&spec.method, prefix),
            false => stage.simulator.request_count(&spec.method, prefix),
        }
    }

    /// Whether the cause may pass and sending the call again is harmless.
    fn is_repeatable(self) -> bool {
        use ErrorKind::{RateLimited, Server, Unavailable};
        self.call.is_idempotent() && matches!(self.kind, RateLimited | Server | Unavailable)
    }

    fn attempts(self) -> u32 {
        if self.is_repeatable() { ATTEMPTS } else { 1 }
    }
}
