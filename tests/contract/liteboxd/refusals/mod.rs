//! Every documented refusal of every call: its cause, and what becomes of it.

mod accounts;
mod oversight;
mod ports;
mod sandboxes;
mod templates;
mod transfer;

use quintet::ErrorKind::{self, Server, Unauthorized, Unavailable};
use quintet::liteboxd::Client;
use quintet::sim::Fault;
use serde_json::{Value, json};

use super::facade::{
    AccountCall, Facade, OversightCall, PortCall, SandboxCall, TemplateCall, TransferCall,
};
use super::stage::{REQUEST_ID, Stage};

/// How often a call is tried at most.
const ATTEMPTS: u32 = 2;

/// Why a call is refused.
#[derive(Debug, Clone, Copy)]
enum Cause {
    /// There is no such sandbox, template, task, run or key, or it is not the password.
    Missing,
    NotPersistent,
    Running,
    Stopped,
    Terminating,
    /// There is a template of that name.
    Taken,
    /// The image is being pulled.
    Pulling,
    /// No YAML.
    Syntax,
    /// YAML of another kind.
    Kind,
    WrongKey,
    NoKey,
    /// An API key where a session is needed.
    NoSession,
    /// The access token of another sandbox.
    WrongToken,
    /// Nothing listens on the port.
    Deaf,
    Draining,
    /// The server sends this error for no reason of the caller's.
    Says(&'static str),
    /// The same, as a text.
    Plain(&'static str),
    /// A handler panics.
    Panic,
}

use Cause::{
    Draining, Kind, Missing, NoKey, NoSession, Panic, Plain, Pulling, Running, Says, Stopped,
    Syntax, Taken, Terminating, WrongKey, WrongToken,
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

/// What every call to the API may be refused for.
fn common(call: Facade) -> Vec<Refusal> {
    let of = |cause, status, kind, message| refusal(call, cause, status, kind, message);
    let credentials = [
        of(WrongKey, 401, Unauthorized, "invalid or expired API key"),
        of(NoKey, 401, Unauthorized, "authentication required"),
    ];
    let locked = "database is locked";
    let troubles = [
        of(Draining, 503, Unavailable, "service is draining"),
        of(Says(locked), 500, Server, locked),
        of(Panic, 500, Server, "Internal Server Error"),
    ];
    match call {
        // Nobody is refused the server's health.
        Facade::Oversight(OversightCall::Health | OversightCall::Readiness) => Vec::new(),
        Facade::Account(AccountCall::Login) => troubles.to_vec(),
        _ => [&credentials[..], &troubles].concat(),
    }
}

/// Has every call refused for every reason, and returns how many refusals there were.
pub(super) async fn drive(stage: &Stage) -> usize {
    let calls = Facade::all().into_iter();
    let to_the_api =
        |call: &Facade| !matches!(call, Facade::Port(port) if *port != PortCall::Terminal);
    let mut all: Vec<Refusal> = calls.filter(to_the_api).flat_map(common).collect();
    all.extend(sandboxes::ROWS);
    all.extend(templates::ROWS);
    all.extend(transfer::ROWS);
    all.extend(ports::rows());
    all.extend(oversight::ROWS);
    all.extend(accounts::ROWS);
    let clients = Clients::new(stage).await;
    for refusal in &all {
        refusal.check(stage, &clients).await;
    }
    all.len()
}

/// A client for each credential; to make one takes longer than most calls.
struct Clients {
    right: Client,
    wrong: Client,
    without: Client,
    session: Client,
}

impl Clients {
    async fn new(stage: &Stage) -> Self {
        Self {
            right: stage.client(Some(stage.simulator.token()), ATTEMPTS),
            wrong: stage.client(Some("lbxk_wrong"), ATTEMPTS),
            without: stage.client(None, ATTEMPTS),
            session: stage.session().await.client().clone(),
        }
    }
}

impl Refusal {
    async fn check(self, stage: &Stage, clients: &Clients) {
        let subject = self.subject(stage).await;
        let client = match self.cause {
            WrongKey => &clients.wrong,
            NoKey => &clients.without,
            NoSession => &clients.right,
            _ if self.call.needs_session() => &clients.session,
            _ => &clients.right,
        };
        self.inject(stage);
        stage.simulator.set_draining(matches!(self.cause, Draining));
        let before = stage.sent();
        let result = self.call.call(stage, client, &subject).await;
        let sent = stage.sent() - before;
        stage.simulator.set_draining(false);
        let error = result.expect_err(&format!("{self:?}"));

        let status = error.status().map(|status| status.as_u16());
        assert_eq!(error.kind(), self.kind, "{self:?}: {error}");
        assert_eq!(status, Some(self.status), "{self:?}: {error}");
        assert_eq!(error.operation(), Some(self.call.operation()), "{self:?}");
        assert_eq!(error.request_id(), Some(REQUEST_ID), "{self:?}");
        assert!(error.message().contains(self.message), "{self:?}: {error}");
        self.check_body(error.body().unwrap(), error.code());
        assert_eq!(error.attempts(), self.attempts(), "{self:?}");
        assert_eq!(sent, self.attempts() as usize, "{self:?}");
        assert_eq!(error.is_exhausted(), self.is_repeatable(), "{self:?}");
        assert_eq!(error.is_retryable(), self.is_repeatable(), "{self:?}");
    }

    /// The error keeps the bytes that the server sent, and the code in them.
    fn check_body(self, body: &[u8], code: Option<&str>) {
        if body.is_empty() {
            let may_be_empty = matches!(self.cause, Panic) || self.status == 502;
            return assert!(may_be_empty && code.is_none(), "{self:?}");
        }
        if let Plain(text) = self.cause {
            return assert_eq!(body, text.as_bytes(), "{self:?}");
        }
        let body: Value = serde_json::from_slice(body).unwrap();
        let error = &body["error"];
        assert_eq!(code, error["code"].as_str(), "{self:?}");
        let nested = matches!(self.status, 400 | 404 | 409 | 500) && self.is_coded();
        assert_eq!(code.is_some(), nested, "{self:?}: {body}");
        let text = error.as_str().or(error["message"].as_str()).unwrap();
        let expected = match self.cause {
            Says(text) => text,
            _ => self.message,
        };
        assert!(text.contains(expected), "{self:?}: {text}");
    }

    /// Something for which the call is refused.
    async fn subject(self, stage: &Stage) -> String {
        match self.call {
            Facade::Sandbox(call) => self.sandbox(stage, call == SandboxCall::Create).await,
            Facade::Template(call) => self.template(call == TemplateCall::Create),
            Facade::Transfer(call) => self.transfer(stage, call).await,
            Facade::Port(_) => self.port(stage).await,
            // A run or a key that is not there, or a wrong password.
            Facade::Oversight(_) | Facade::Account(_) => "deadbeef".to_owned(),
        }
    }

    /// A sandbox, or a template to create one from.
    async fn sandbox(self, stage: &Stage, create: bool) -> String {
        match self.cause {
            Missing => "deadbeef".to_owned(),
            _ if create => "python-data-science".to_owned(),
            Running => stage.persistent().await,
            Stopped => stage.stopped().await,
            Terminating => stage.terminating().await,
            _ => stage.running().await,
        }
    }

    fn template(self, create: bool) -> String {
        let name = match self.cause {
            Missing => "deadbeef",
            Taken => "python-data-science",
            _ if create => "not-yet-there",
            _ => "python-data-science",
        };
        name.to_owned()
    }

    async fn transfer(self, stage: &Stage, call: TransferCall) -> String {
        let name = "python-data-science";
        if matches!(self.cause, Pulling) {
            // An image that is being pulled already is what is wanted, too.
            let _ = stage.client.prepulls().create_for_template(name).await;
        }
        let subject = match (call, self.cause) {
            (TransferCall::Import, Syntax) => "kind: [SandboxTemplate\n",
            (TransferCall::Import, Kind) => "kind: SandboxTemplates\n",
            (TransferCall::Import, _) => "kind: SandboxTemplateList\nitems: []\n",
            (_, Missing) => "deadbeef",
            (TransferCall::CreatePrepull, _) => "python:3.12-slim",
            (TransferCall::PrepullTemplate, _) => name,
            _ => "pp-1a2b3c4d",
        };
        subject.to_owned()
    }

    async fn port(self, stage: &Stage) -> String {
        let id = stage.running().await;
        stage.remember(&id).await;
        if matches!(self.cause, Terminating) {
            stage.client.sandboxes().delete(&id).await.unwrap();
        }
        match self.cause {
            WrongToken => format!("{id} wrong"),
            _ => id,
        }
    }

    fn inject(self, stage: &Stage) {
        let spec = self.call.documented();
        let prefix = spec.path.split('{').next().unwrap();
        let fault = Fault::status(self.status)
            .on(&spec.method, prefix)
            .times(self.attempts() as usize);
        let fault = match self.cause {
            Says(text) => fault.body("application/json; charset=utf-8", self.error(text)),
            Plain(text) => fault.body("text/plain", text),
            Panic => fault.body("", ""),
            _ => return,
        };
        stage.simulator.inject(fault);
    }

    /// The body of an error, in the shape that this part of the server has.
    fn error(self, text: &str) -> String {
        let code = match self.status {
            400 => "INVALID_REQUEST",
            _ => "INTERNAL_ERROR",
        };
        let error = match self.is_coded() {
            true => json!({ "code": code, "message": text }),
            false => json!(text),
        };
        json!({ "error": error }).to_string()
    }

    fn is_coded(self) -> bool {
        matches!(self.call, Facade::Template(_) | Facade::Transfer(_))
    }

    /// Whether the cause may pass and sending the call again is harmless.
    fn is_repeatable(self) -> bool {
        matches!(self.cause, Draining) || (self.kind == Server && self.call.is_idempotent())
    }

    fn attempts(self) -> u32 {
        if self.is_repeatable() { ATTEMPTS } else { 1 }
    }
}
