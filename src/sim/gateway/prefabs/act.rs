//! What a function does.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::super::auth::Caller;
use super::super::world::World;

/// The behaviour of a function.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Act {
    /// One result.
    Answer(fn(&mut World, &Caller, &Inputs) -> Outcome),
    /// Events, one by one.
    Stream(fn(&Inputs) -> Script),
}

/// What a function is given.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Inputs {
    pub(in super::super) parameters: Map<String, Value>,
    pub(in super::super) files: BTreeMap<String, Vec<String>>,
}

impl Inputs {
    /// A text; empty when there is none.
    pub(in super::super) fn text(&self, name: &str) -> &str {
        self.get(name).as_str().unwrap_or_default()
    }

    /// An integer of at least 0.
    pub(in super::super) fn count(&self, name: &str) -> Option<u64> {
        self.get(name).as_u64()
    }

    /// A value; null when there is none.
    pub(in super::super) fn get(&self, name: &str) -> &Value {
        self.parameters.get(name).unwrap_or(&Value::Null)
    }
}

/// What a function comes to, and when.
#[derive(Debug)]
pub(in super::super) struct Outcome {
    pub(in super::super) takes: Duration,
    pub(in super::super) end: End,
}

/// How a function ends.
#[derive(Debug)]
pub(in super::super) enum End {
    /// What it returns, and the files that it wrote.
    Returned {
        output: Value,
        files: Map<String, Value>,
    },
    /// There is not even an envelope around the nothing that it returns.
    Nothing,
    /// It raised an exception.
    Raised {
        message: String,
        exception: &'static str,
    },
}

impl Outcome {
    pub(in super::super) fn returned(output: Value) -> Self {
        Self::with_files(output, Map::new())
    }

    pub(in super::super) fn with_files(output: Value, files: Map<String, Value>) -> Self {
        Self::at_once(End::Returned { output, files })
    }

    pub(in super::super) fn raised(exception: &'static str, message: impl Into<String>) -> Self {
        Self::at_once(End::Raised {
            message: message.into(),
            exception,
        })
    }

    pub(in super::super) fn at_once(end: End) -> Self {
        Self {
            takes: Duration::ZERO,
            end,
        }
    }

    pub(in super::super) fn after(mut self, takes: Duration) -> Self {
        self.takes = takes;
        self
    }
}

/// The events of a stream, as they come.
pub(in super::super) type Script = Box<dyn Iterator<Item = Step> + Send>;

/// An event, and how long it takes until it comes.
#[derive(Debug)]
pub(in super::super) struct Step {
    pub(in super::super) after: Duration,
    pub(in super::super) event: Event,
}

/// An event of a stream.
#[derive(Debug)]
pub(in super::super) struct Event {
    pub(in super::super) kind: &'static str,
    pub(in super::super) data: Value,
    pub(in super::super) error_code: Option<&'static str>,
}

impl Event {
    pub(in super::super) fn new(kind: &'static str, data: impl Into<Value>) -> Self {
        Self {
            kind,
            data: data.into(),
            error_code: None,
        }
    }

    pub(in super::super) fn error(code: &'static str, text: &str) -> Self {
        Self {
            error_code: Some(code),
            ..Self::new("error", text)
        }
    }

    /// The event, without a pause before it.
    pub(in super::super) fn now(self) -> Step {
        self.after(Duration::ZERO)
    }

    pub(in super::super) fn after(self, after: Duration) -> Step {
        Step { after, event: self }
    }
}
