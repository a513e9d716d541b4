//! Every documented refusal of every call: its cause, and what becomes of it.

mod rows;

use quintet::ErrorKind;
use quintet::loopai::{Refusal as Said, RefusalKind};
use quintet::sim::Fault;
use serde_json::Value;

use super::calls::Facade;
use super::stage::{ATTEMPTS, Clients, Stage};
use crate::support::error::said;

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// What it is made for is not there, or not as it must be.
    For(&'static str),
    /// The database does not answer.
    DatabaseDown,
    /// Batches fail as a whole.
    BatchesFail,
    /// The program of the edge runtime throws this.
    Throws(&'static str),
    /// The server sends this for no reason of the caller's: media type and body.
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
    let clients = stage.clients();
    let all = rows::all();
    for refusal in &all {
        refusal.check(stage, &clients).await;
    }
    all.len()
}

impl Refusal {
    async fn check(&self, stage: &Stage, clients: &Clients) {
        let subject = match self.cause {
            Cause::For(subject) => subject,
            _ => self.call.subject(),
        };
        self.prepare(stage, true);
        let before = stage.requests(self.call).len();
        let result = self.call.call(stage, clients, subject).await;
        let sent = stage.requests(self.call).split_off(before);
        self.prepare(stage, false);
        let error = result.expect_err(&format!("{self:?}"));

        let expected = (self.kind, Some(self.status), self.code);
        assert_eq!(said(&error), expected, "{self:?}: {error}");
        assert_eq!(error.message(), self.message, "{self:?}");
        assert_eq!(error.operation(), Some(self.call.operation()), "{self:?}");
        self.check_body(error.body().unwrap());
        assert_eq!(Said::of(&error).kind, self.meaning(), "{self:?}");
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
            Cause::Throws(said) => assert_eq!(json()["detail"], said, "{self:?}"),
            _ => {
                let body = json();
                assert_eq!(body["message"], self.message, "{self:?}");
                assert_eq!(body["code"].as_str(), self.code, "{self:?}");
            }
        }
    }

    /// Sets the server up for the refusal, or back.
    fn prepare(&self, stage: &Stage, on: bool) {
        match self.cause {
            Cause::DatabaseDown => stage.simulator.set_database_down(on),
            Cause::BatchesFail => {
                let error = on.then_some("connection lost");
                stage.simulator.set_batch_error(error);
            }
            Cause::Throws(said) => stage.runtime.set_program_error(on.then_some(said)),
            Cause::Says(media, body) if on => {
                // Without the time that the server asks for.
                let fault = Fault::status(self.status).body(media, body);
                let fault = match self.status {
                    429 => fault.header("retry-after", "0"),
                    _ => fault,
                };
                stage.inject(self.call, fault.times(self.attempts() as usize));
            }
            _ => {}
        }
    }

    /// What it means to the caller.
    fn meaning(&self) -> RefusalKind {
        match self.kind {
            ErrorKind::BadRequest => RefusalKind::Validation,
            ErrorKind::NotFound => RefusalKind::NotFound,
            ErrorKind::Conflict => RefusalKind::Conflict,
            ErrorKind::RateLimited => RefusalKind::RateLimited,
            ErrorKind::Failed => RefusalKind::Execution,
            _ => RefusalKind::Server,
        }
    }

    /// Whether the cause may pass and sending the call again is harmless: nothing was done, or it does nothing.
    fn is_repeatable(&self) -> bool {
        match self.kind {
            ErrorKind::RateLimited | ErrorKind::Unavailable => true,
            ErrorKind::Server => self.call.is_idempotent(),
            _ => false,
        }
    }

    fn attempts(&self) -> u32 {
        if self.is_repeatable() { ATTEMPTS } else { 1 }
    }
}
