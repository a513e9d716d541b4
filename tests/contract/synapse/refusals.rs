//! Every documented refusal of every call: its cause, and what becomes of it.

mod rows;

use quintet::ErrorKind;
use quintet::sim::Fault;
use quintet::synapse::Client;
use serde_json::{Value, json};

use super::calls::Facade;
use super::stage::{ATTEMPTS, Stage};
use crate::support::error::said;

/// A user, and a tenant, who may do nothing.
const DENIED: &str = "nobody";

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// What it is made for is not there, or not as it must be.
    For(&'static str),
    WrongToken,
    /// The token is good for something else.
    Forbidden,
    ForbiddenUser,
    ForbiddenTenant,
    /// The cluster does not answer.
    RayDown,
    /// The GPUs are busy.
    GpuBusy,
    /// The server sends this error for no reason of the caller's: media type and body.
    Says(&'static str, &'static str),
}

/// A refused call, and the error it becomes.
#[derive(Debug, Clone)]
struct Refusal {
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: String,
}

/// Has every call refused for every reason, and returns how many refusals there were.
pub(super) async fn drive(stage: &Stage) -> usize {
    stage.simulator.deny(DENIED);
    let clients = Clients::new(stage);
    let all = rows::all();
    for refusal in &all {
        refusal.check(stage, &clients).await;
    }
    all.len()
}

/// A client for each credential; to make one takes longer than most calls.
struct Clients {
    good: Client,
    wrong: Client,
    user: Client,
    tenant: Client,
}

impl Clients {
    fn new(stage: &Stage) -> Self {
        Self {
            good: stage.client(|builder| builder.user_token("user-1").tenant("tenant-1")),
            wrong: stage.client(|builder| builder.token("wrong")),
            user: stage.client(|builder| builder.user_token(DENIED)),
            tenant: stage.client(|builder| builder.tenant(DENIED)),
        }
    }
}

impl Refusal {
    async fn check(&self, stage: &Stage, clients: &Clients) {
        let client = match self.cause {
            Cause::WrongToken => &clients.wrong,
            Cause::ForbiddenUser => &clients.user,
            Cause::ForbiddenTenant => &clients.tenant,
            _ => &clients.good,
        };
        let subject = match self.cause {
            Cause::For(subject) => subject,
            _ => self.call.subject(),
        };
        self.prepare(stage, true);
        let before = stage.simulator.requests().len();
        let result = self.call.call(stage, client, subject).await;
        let sent = stage.simulator.requests().split_off(before);
        self.prepare(stage, false);
        let error = result.expect_err(&format!("{self:?}"));

        let expected = (self.kind, Some(self.status), self.code);
        assert_eq!(said(&error), expected, "{self:?}: {error}");
        assert_eq!(error.message(), self.message, "{self:?}");
        assert_eq!(error.operation(), Some(self.call.operation()), "{self:?}");
        self.check_body(error.body().unwrap());
        assert_eq!(error.attempts(), self.attempts(), "{self:?}");
        assert_eq!(sent.len(), self.attempts() as usize, "{self:?}");
        assert_eq!(error.is_exhausted(), self.is_repeatable(), "{self:?}");
        assert_eq!(error.is_retryable(), self.is_repeatable(), "{self:?}");
        for request in &sent {
            let line = (request.method(), request.path());
            let method = self.call.documented().method;
            assert_eq!(line, (&*method, &*self.call.target(subject)));
        }
    }

    /// The error keeps the bytes that the server sent.
    fn check_body(&self, body: &[u8]) {
        let text = String::from_utf8_lossy(body);
        let json = || serde_json::from_str::<Value>(&text).unwrap();
        match self.cause {
            Cause::Says(_, said) => assert_eq!(text, said, "{self:?}"),
            Cause::GpuBusy => {
                let numbers = json!({
                    "error_type": self.code,
                    "message": self.message,
                    "max_utilization": 97.0,
                    "threshold": 90.0,
                });
                assert_eq!(json(), numbers, "{self:?}");
            }
            _ => assert_eq!(json(), json!({ "detail": self.message }), "{self:?}"),
        }
    }

    /// Sets the server up for the refusal, or back.
    fn prepare(&self, stage: &Stage, on: bool) {
        let simulator = &stage.simulator;
        match self.cause {
            Cause::Forbidden => simulator.set_forbidden(on),
            Cause::RayDown => simulator.set_ray_down(on),
            Cause::GpuBusy if on => simulator.set_gpu_unavailable(97.0, 90.0),
            Cause::GpuBusy => simulator.set_gpu_available(),
            Cause::Says(media, body) if on => {
                let fault = Fault::status(self.status).body(media, body);
                simulator.inject(fault.times(self.attempts() as usize));
            }
            _ => {}
        }
    }

    /// Whether the cause may pass and sending the call again is harmless.
    fn is_repeatable(&self) -> bool {
        use ErrorKind::{RateLimited, Server, Unavailable};
        self.call.is_idempotent() && matches!(self.kind, RateLimited | Server | Unavailable)
    }

    fn attempts(&self) -> u32 {
        if self.is_repeatable() { ATTEMPTS } else { 1 }
    }
}
