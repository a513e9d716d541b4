//! What happened.

use serde::Serialize;
use serde_json::Value;

/// What subscribers can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookEvent {
    /// A program has thrown something, or took too long.
    ProgramExecutionFailed,
    /// An execution was looked at and found wrong.
    ValidationFailed,
    /// There is a new version of a program.
    ProgramImproved,
    /// A canary was taken back.
    CanaryRollback,
    /// A canary is through.
    CanaryCompleted,
    /// Two programs were compared.
    AbTestCompleted,
}

/// All of them in the order of their numbers, with their names in programs.
const ALL: [(WebhookEvent, &str); 6] = [
    (
        WebhookEvent::ProgramExecutionFailed,
        "ProgramExecutionFailed",
    ),
    (WebhookEvent::ValidationFailed, "ValidationFailed"),
    (WebhookEvent::ProgramImproved, "ProgramImproved"),
    (WebhookEvent::CanaryRollback, "CanaryRollback"),
    (WebhookEvent::CanaryCompleted, "CanaryCompleted"),
    (WebhookEvent::AbTestCompleted, "AbTestCompleted"),
];

impl WebhookEvent {
    /// Reads a name in any capitals, or a number.
    pub(super) fn read(json: &str) -> Option<Self> {
        match serde_json::from_str(json).ok()? {
            Value::Number(number) => {
                let index = usize::try_from(number.as_u64()?).ok()?;
                ALL.get(index).map(|(kind, _)| *kind)
            }
            Value::String(name) => {
                let mut all = ALL.iter();
                let found = all.find(|(_, known)| known.eq_ignore_ascii_case(&name));
                found.map(|(kind, _)| *kind)
            }
            _ => None,
        }
    }

    /// The number that it has in bodies.
    fn number(self) -> usize {
        let known = ALL.iter().position(|(kind, _)| *kind == self);
        known.unwrap_or_default()
    }

    /// The name that it has in headers.
    pub(super) fn name(self) -> &'static str {
        ALL.get(self.number()).map_or("", |(_, name)| name)
    }

    /// The name that it has in subscriptions.
    pub(super) fn camel(self) -> String {
        let name = self.name();
        name[..1].to_ascii_lowercase() + &name[1..]
    }

    fn severity(self) -> &'static str {
        match self {
            Self::ProgramExecutionFailed | Self::CanaryRollback => "error",
            Self::ValidationFailed => "warning",
            Self::ProgramImproved | Self::CanaryCompleted | Self::AbTestCompleted => "info",
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub(in super::super) struct Event {
    pub(super) kind: WebhookEvent,
    task: Option<String>,
    program: Option<String>,
    message: String,
    data: Value,
}

/// An event as JSON. What is not there is null, and the kind is a number.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    event_type: usize,
    task_id: Option<&'a str>,
    program_id: Option<&'a str>,
    message: &'a str,
    data: &'a Value,
    timestamp: &'a str,
    severity: &'a str,
}

impl Event {
    pub(in super::super) fn new(
        kind: WebhookEvent,
        task: &str,
        program: Option<&str>,
        message: String,
    ) -> Self {
        Self {
            kind,
            task: (!task.is_empty()).then(|| task.to_owned()),
            program: program.map(str::to_owned),
            message,
            data: Value::Null,
        }
    }

    pub(in super::super) fn data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    pub(super) fn body(&self, id: &str, timestamp: &str) -> String {
        let body = Body {
            id,
            event_type: self.kind.number(),
            task_id: self.task.as_deref(),
            program_id: self.program.as_deref(),
            message: &self.message,
            data: &self.data,
            timestamp,
            severity: self.kind.severity(),
        };
        serde_json::to_string(&body).unwrap_or_default()
    }
}
