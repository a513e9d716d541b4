//! Every documented refusal of every call: its cause, and what becomes of it.

use quintet::ErrorKind::{
    self, BadRequest, Conflict, Forbidden, NotFound, Server, Unauthorized, Unavailable,
};
use quintet::sim::Fault;
use serde_json::{Value, json};

use super::facade::Facade::{
    self, ChangePassword, Create, CreateKey, Delete, DeleteKey, Download, Execute, Get, Health,
    ListKeys, Login, Logout, Metadata, Pvcs, Readiness, Restart, Run, Start, Stop, Upload,
};
use super::stage::{REQUEST_ID, Stage};

/// How often a call is tried at most.
const ATTEMPTS: u32 = 2;

/// Why a call is refused.
#[derive(Debug, Clone, Copy)]
enum Cause {
    Unknown,
    NotPersistent,
    Running,
    Stopped,
    Terminating,
    WrongKey,
    NoKey,
    /// An API key where a session is needed.
    NoSession,
    Draining,
    /// The server sends this error for no reason of the caller's.
    Says(&'static str),
    /// A handler panics.
    Panic,
}

use Cause::{
    Draining, NoKey, NoSession, NotPersistent, Panic, Running, Says, Stopped, Terminating, Unknown,
    WrongKey,
};

/// A refused call, and the error it becomes.
#[derive(Debug, Clone, Copy)]
struct Refusal {
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
}

const fn refusal(
    call: Facade,
    cause: Cause,
    status: u16,
    kind: ErrorKind,
    message: &'static str,
) -> Refusal {
    Refusal {
        call,
        cause,
        status,
        kind,
        message,
    }
}

/// What an API key is told that is not enough.
const SESSION: &str = "this operation requires session authentication (web login)";

/// What only some calls are refused for.
#[rustfmt::skip]
const PARTICULAR: [Refusal; 45] = [
    refusal(Create, Says("invalid character"), 400, BadRequest, "invalid character"),
    refusal(Create, Unknown, 500, NotFound, "failed to get template: template 'deadbeef' not found"),
    refusal(Create, Says("failed to get template: version 9 not found for template 'a'"), 500, NotFound, "version 9 not found"),
    refusal(Create, Says("ttl must be >= 0"), 500, BadRequest, "ttl must be >= 0"),
    refusal(Create, Says("persistence overrides are not allowed when template persistence is disabled"), 500, BadRequest, "persistence overrides are not allowed"),
    refusal(Create, Says("invalid overrides.persistence.size: quantities must match"), 500, BadRequest, "quantities must match"),
    refusal(Metadata, Says("invalid created_from, expected RFC3339"), 400, BadRequest, "invalid created_from"),
    refusal(Get, Unknown, 404, NotFound, "sandbox not found"),
    refusal(Delete, Unknown, 500, NotFound, "sandbox not found"),
    refusal(Execute, Says("Key: 'ExecRequest.Command' failed"), 400, BadRequest, "Key: 'ExecRequest.Command' failed"),
    refusal(Execute, Unknown, 500, NotFound, "failed to exec: failed to resolve sandbox pod: "),
    refusal(Execute, Stopped, 500, NotFound, "failed to exec: failed to resolve sandbox pod: "),
    refusal(Upload, Says("path is required"), 400, BadRequest, "as it does after 10 s"),
    refusal(Upload, Says("file is required"), 400, BadRequest, "file is required"),
    refusal(Upload, Unknown, 500, NotFound, "failed to upload file: failed to resolve sandbox pod: "),
    refusal(Upload, Stopped, 500, NotFound, "failed to upload file: failed to resolve sandbox pod: "),
    refusal(Download, Says("path is required"), 400, BadRequest, "path is required"),
    refusal(Download, Unknown, 500, NotFound, "failed to download file: failed to resolve sandbox pod: "),
    refusal(Download, Stopped, 500, NotFound, "failed to download file: failed to resolve sandbox pod: "),
    refusal(Download, Says("failed to download file: file not found in tar archive"), 500, NotFound, "file not found in tar archive"),
    refusal(Restart, NotPersistent, 400, BadRequest, "sandbox restart is only supported for persistence-enabled sandboxes"),
    refusal(Restart, Unknown, 404, NotFound, "sandbox not found"),
    refusal(Restart, Stopped, 409, Conflict, "sandbox is stopped"),
    refusal(Restart, Terminating, 409, Conflict, "sandbox is terminating or deleted"),
    refusal(Stop, NotPersistent, 400, BadRequest, "sandbox stop is only supported"),
    refusal(Stop, Unknown, 404, NotFound, "sandbox not found"),
    refusal(Stop, Terminating, 404, NotFound, "sandbox not found"),
    refusal(Stop, Stopped, 409, Conflict, "sandbox is already stopped"),
    refusal(Start, NotPersistent, 400, BadRequest, "sandbox start is only supported"),
    refusal(Start, Unknown, 404, NotFound, "sandbox not found"),
    refusal(Start, Terminating, 404, NotFound, "sandbox not found"),
    refusal(Start, Running, 409, Conflict, "sandbox is not stopped"),
    refusal(Pvcs, Says("invalid state, expected one of [bound, orphan_pvc, dangling_metadata]"), 400, BadRequest, "invalid state"),
    refusal(Run, Unknown, 404, NotFound, "reconcile run not found"),
    refusal(Login, Says("username and password are required"), 400, BadRequest, "username and password are required"),
    refusal(Login, Unknown, 401, Unauthorized, "invalid credentials"),
    refusal(ChangePassword, Says("old_password and new_password are required"), 400, BadRequest, "old_password and new_password are required"),
    refusal(ChangePassword, Unknown, 401, Unauthorized, "invalid old password"),
    refusal(CreateKey, Says("name is required and must be at most 128 characters"), 400, BadRequest, "at most 128 characters"),
    refusal(DeleteKey, Unknown, 404, NotFound, "API key not found"),
    refusal(Logout, NoSession, 403, Forbidden, SESSION),
    refusal(ChangePassword, NoSession, 403, Forbidden, SESSION),
    refusal(CreateKey, NoSession, 403, Forbidden, SESSION),
    refusal(ListKeys, NoSession, 403, Forbidden, SESSION),
    refusal(DeleteKey, NoSession, 403, Forbidden, SESSION),
];

/// What every call may be refused for, those about the server's health apart: nobody is refused them.
fn common(call: Facade) -> Vec<Refusal> {
    let credentials = [
        refusal(
            call,
            WrongKey,
            401,
            Unauthorized,
            "invalid or expired API key",
        ),
        refusal(call, NoKey, 401, Unauthorized, "authentication required"),
    ];
    let troubles = [
        refusal(call, Draining, 503, Unavailable, "service is draining"),
        refusal(
            call,
            Says("database is locked"),
            500,
            Server,
            "database is locked",
        ),
        refusal(call, Panic, 500, Server, "Internal Server Error"),
    ];
    match call {
        Health | Readiness => Vec::new(),
        Login => troubles.to_vec(),
        _ => [&credentials[..], &troubles].concat(),
    }
}

/// Has every call refused for every reason, and returns how many refusals there were.
pub(super) async fn drive(stage: &Stage) -> usize {
    let common = Facade::ALL.into_iter().flat_map(common);
    let all: Vec<Refusal> = common.chain(PARTICULAR).collect();
    for refusal in &all {
        refusal.check(stage).await;
    }
    all.len()
}

impl Refusal {
    async fn check(self, stage: &Stage) {
        let id = self.subject(stage).await;
        let key = match self.cause {
            WrongKey => Some("lbxk_wrong"),
            NoKey => None,
            _ => Some(stage.simulator.token()),
        };
        let mut client = stage.client(key, ATTEMPTS);
        let lacks_session = matches!(self.cause, WrongKey | NoKey | NoSession);
        if self.call.needs_session() && !lacks_session {
            client = stage.session().await.client().clone();
        }
        self.inject(stage);
        stage.simulator.set_draining(matches!(self.cause, Draining));
        let before = stage.sent();
        let result = self.call.call(stage, &client, &id).await;
        let sent = stage.sent() - before;
        stage.simulator.set_draining(false);
        let error = result.expect_err(&format!("{self:?}"));

        let (operation, _, _) = self.call.operation();
        let status = error.status().map(|status| status.as_u16());
        assert_eq!(error.kind(), self.kind, "{self:?}: {error}");
        assert_eq!(status, Some(self.status), "{self:?}: {error}");
        assert_eq!(error.operation(), Some(operation), "{self:?}");
        assert_eq!(error.request_id(), Some(REQUEST_ID), "{self:?}");
        assert_eq!(error.code(), None, "{self:?}");
        assert!(error.message().contains(self.message), "{self:?}: {error}");
        self.check_body(error.body().unwrap());
        assert_eq!(error.attempts(), self.attempts(), "{self:?}");
        assert_eq!(sent, self.attempts() as usize, "{self:?}");
        assert_eq!(error.is_exhausted(), self.is_repeatable(), "{self:?}");
        assert_eq!(error.is_retryable(), self.is_repeatable(), "{self:?}");
    }

    /// The error keeps the bytes that the server sent.
    fn check_body(self, body: &[u8]) {
        if matches!(self.cause, Panic) {
            return assert!(body.is_empty(), "{self:?}");
        }
        let body: Value = serde_json::from_slice(body).unwrap();
        let text = body["error"].as_str().unwrap();
        let expected = match self.cause {
            Says(text) => text,
            _ => self.message,
        };
        assert!(text.contains(expected), "{self:?}: {text}");
    }

    /// A sandbox, or a template to create one from, for which the call is refused.
    async fn subject(self, stage: &Stage) -> String {
        match self.cause {
            Unknown => "deadbeef".to_owned(),
            _ if self.call == Create => "python-data-science".to_owned(),
            Running => stage.persistent().await,
            Stopped => stage.stopped().await,
            Terminating => stage.terminating().await,
            _ => stage.running().await,
        }
    }

    fn inject(self, stage: &Stage) {
        let (_, method, _) = self.call.operation();
        let fault = Fault::status(self.status)
            .on(method, "/api/v1")
            .times(self.attempts() as usize);
        match self.cause {
            Says(text) => {
                let body = json!({ "error": text }).to_string();
                stage
                    .simulator
                    .inject(fault.body("application/json; charset=utf-8", body));
            }
            Panic => stage.simulator.inject(fault.body("", "")),
            _ => {}
        }
    }

    /// Whether the cause may pass and sending the call again is harmless.
    fn is_repeatable(self) -> bool {
        let (_, _, idempotent) = self.call.operation();
        matches!(self.cause, Draining) || (self.kind == Server && idempotent)
    }

    fn attempts(self) -> u32 {
        if self.is_repeatable() { ATTEMPTS } else { 1 }
    }
}
