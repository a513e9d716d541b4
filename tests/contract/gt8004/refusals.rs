//! Every documented refusal of every call: its cause, and what becomes of it.

mod rows;

use quintet::ErrorKind;
use quintet::sim::Fault;

use super::calls::Facade;
use super::stage::{ATTEMPTS, Clients, Stage, patient};
use crate::support::error::said;

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The key is another's.
    WrongKey,
    /// The key was good once.
    Revoked,
    /// The service takes less than the batch has.
    TooLong,
    /// The service takes no requests yet.
    NotReady,
    /// It is refused for no reason of the caller's, in the service's own words.
    Fails,
    /// The same in these words: media type and body.
    Says(&'static str, &'static str),
}

/// A refused call, and the error it becomes.
#[derive(Debug, Clone)]
struct Refusal {
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
}

/// Has every call refused for every reason, and returns how many refusals there were.
pub(super) async fn drive(stage: &Stage) -> usize {
    let wrong = stage.client(|builder| builder.token("wrong"));
    let wrong = Clients {
        logger: patient(&wrong).start().unwrap(),
        client: wrong,
    };
    let all = rows::all();
    for refusal in &all {
        let clients = match refusal.cause {
            Cause::WrongKey => &wrong,
            _ => &stage.clients(),
        };
        refusal.check(stage, clients).await;
    }
    all.len()
}

impl Refusal {
    async fn check(&self, stage: &Stage, clients: &Clients) {
        self.prepare(stage, true);
        let before = stage.count();
        let result = self.call.call(stage, clients).await;
        let sent = stage.simulator.requests().split_off(before);
        self.prepare(stage, false);
        let error = result.expect_err(&format!("{self:?}"));

        let expected = (self.kind, Some(self.status), None);
        assert_eq!(said(&error), expected, "{self:?}: {error}");
        assert_eq!(error.message(), self.message, "{self:?}");
        assert_eq!(error.operation(), Some(self.call.operation()), "{self:?}");
        if let Cause::Says(_, said) = self.cause {
            assert_eq!(error.body().unwrap(), said, "{self:?}");
        }
        assert_eq!(error.attempts(), self.attempts(), "{self:?}");
        assert_eq!(sent.len(), self.attempts() as usize, "{self:?}");
        assert_eq!(error.is_exhausted(), self.is_repeatable(), "{self:?}");
        assert_eq!(error.is_retryable(), self.is_repeatable(), "{self:?}");
        let documented = self.call.documented();
        for request in &sent {
            let line = (request.method(), request.path());
            assert_eq!(line, (&*documented.method, &*documented.path));
        }
    }

    /// Sets the service up for the refusal, or back.
    fn prepare(&self, stage: &Stage, on: bool) {
        let simulator = &stage.simulator;
        match self.cause {
            Cause::Revoked => simulator.set_revoked(on),
            Cause::TooLong => simulator.set_body_limit(if on { 100 } else { 51_200 }),
            Cause::NotReady => simulator.set_not_ready(on),
            Cause::Fails | Cause::Says(..) if on => {
                let fault = Fault::status(self.status);
                let fault = match self.cause {
                    Cause::Says(media, body) => fault.body(media, body),
                    _ => fault,
                };
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
