//! The calls of the facade, by name, so that a table can hold them.

mod accounts;
mod oversight;
mod ports;
mod sandboxes;
mod templates;
mod transfer;

pub(super) use accounts::AccountCall;
pub(super) use oversight::OversightCall;
pub(super) use ports::PortCall;
pub(super) use sandboxes::SandboxCall;
pub(super) use templates::TemplateCall;
pub(super) use transfer::TransferCall;

use quintet::liteboxd::Client;
use quintet::{Call, Invoke, Result};

use super::stage::Stage;
use crate::support::contract::{Document, OperationSpec};

/// A call of the facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    Sandbox(SandboxCall),
    Template(TemplateCall),
    /// Prepull tasks and imports.
    Transfer(TransferCall),
    /// Ports and terminals.
    Port(PortCall),
    /// Reconciliation and health.
    Oversight(OversightCall),
    /// Sessions, the password and API keys.
    Account(AccountCall),
}

impl Facade {
    pub(super) fn all() -> Vec<Self> {
        let sandboxes = SandboxCall::ALL.map(Self::Sandbox).into_iter();
        sandboxes
            .chain(TemplateCall::ALL.map(Self::Template))
            .chain(TransferCall::ALL.map(Self::Transfer))
            .chain(PortCall::ALL.map(Self::Port))
            .chain(OversightCall::ALL.map(Self::Oversight))
            .chain(AccountCall::ALL.map(Self::Account))
            .collect()
    }

    /// The `operationId`.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::Sandbox(call) => call.operation(),
            Self::Template(call) => call.operation(),
            Self::Transfer(call) => call.operation(),
            Self::Port(call) => call.operation(),
            Self::Oversight(call) => call.operation(),
            Self::Account(call) => call.operation(),
        }
    }

    /// What the document says about it.
    pub(super) fn documented(self) -> OperationSpec {
        let operations = Document::load("liteboxd").operations().into_iter();
        let mut named = operations.filter(|spec| spec.id == self.operation());
        named.next().unwrap()
    }

    /// Whether the call may be sent twice.
    pub(super) fn is_idempotent(self) -> bool {
        // Opening twice starts twice.
        let opens = matches!(self, Self::Port(PortCall::Terminal | PortCall::WebSocket));
        !opens && matches!(&*self.documented().method, "GET" | "DELETE")
    }

    /// Whether only a session may make the call.
    pub(super) fn needs_session(self) -> bool {
        matches!(self, Self::Account(call) if call.needs_session())
    }

    /// Makes the call for a subject: the id of a sandbox, a task, a run or a key, the name of a template, the content of an
    /// import, a password.
    pub(super) async fn call(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        match self {
            Self::Sandbox(call) => call.call(stage, client, subject).await,
            Self::Template(call) => call.call(stage, client, subject).await,
            Self::Transfer(call) => call.call(stage, client, subject).await,
            Self::Port(call) => call.call(stage, client, subject).await,
            Self::Oversight(call) => call.call(stage, client, subject).await,
            Self::Account(call) => call.call(stage, client, subject).await,
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
