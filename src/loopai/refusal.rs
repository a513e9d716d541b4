//! What the server says of a failure besides its message. Contract: §5.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;

use serde_json::{Map, Value};

use super::ExecutionStatus;
use super::wire;
use crate::Timestamp;
use crate::error::reply::field_faults;
use crate::error::{Error, ErrorKind};

/// What the server says of a failure besides its message.
///
/// ```no_run
/// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
/// use quintet::loopai::{Refusal, RefusalKind};
///
/// let task = client.tasks().create("spam-detector").description("Classify a text as spam or ham");
/// let task = task.input_schema(serde_json::json!({})).output_schema(serde_json::json!({}));
/// if let Err(error) = task.await {
///     let refusal = Refusal::of(&error);
///     match refusal.kind {
///         RefusalKind::Validation => println!("{:?}", refusal.fields),
///         RefusalKind::Conflict => println!("the name is taken"),
///         _ => return Err(error),
///     }
/// }
/// # Ok(()) }
/// ```
///
/// All forms are read: the server's own failures, problems that its framework finds, those of the edge runtime, and the form
/// that other clients expect. What a form leaves out is empty or `None`. (Contract §5.1.)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// Whose fault it is, by meaning.
    pub kind: RefusalKind,
    /// The server's code, such as `TASK_ALREADY_EXISTS`.
    pub code: Option<String>,
    /// What is wrong with single fields, by the name that the server gives them.
    pub fields: BTreeMap<String, Vec<String>>,
    /// What the server adds, unless that is in `fields`.
    pub details: Option<Value>,
    /// The id of the request in the server's log.
    pub trace_id: Option<String>,
    /// The execution that failed, where there was one.
    pub execution_id: Option<String>,
    /// When the server said so.
    pub timestamp: Option<Timestamp>,
}

/// Whose fault a failure is, by meaning. (Contract §5.3.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The request breaks a rule, whether it was found here or by the server.
    Validation,
    /// What was asked for does not exist.
    NotFound,
    /// What was asked for conflicts with what is there.
    Conflict,
    /// Too many requests.
    RateLimited,
    /// A program failed, or could not be found or generated.
    Execution,
    /// The server failed, or takes no requests.
    Server,
    /// No server said anything: no connection, no time left, or a reply that cannot be read.
    Transport,
    /// Anything else that a server said.
    Other,
}

impl Refusal {
    /// What is known of a failure besides what [`Error`] tells.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        let said = said(error);
        let text = |name: &str| said.get(name)?.as_str().map(str::to_owned);
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (field, fault) in faults(&said) {
            fields.entry(field).or_default().push(fault);
        }
        let failure = ProgramFailure::of(error);
        let execution_id =
            failure.map_or_else(|| text("execution_id"), |it| it.execution_id.clone());
        let details = said.get("details").or_else(|| said.get("detail"));
        Self {
            kind: RefusalKind::of(error),
            code: error.code().map(str::to_owned),
            details: details.filter(|_| fields.is_empty()).cloned(),
            trace_id: text("trace_id"),
            timestamp: text("timestamp").and_then(|time| time.parse().ok()),
            execution_id,
            fields,
        }
    }
}

impl RefusalKind {
    fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::BadRequest | ErrorKind::InvalidInput => Self::Validation,
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Conflict => Self::Conflict,
            ErrorKind::RateLimited => Self::RateLimited,
            ErrorKind::Failed => Self::Execution,
            ErrorKind::Server | ErrorKind::Unavailable => Self::Server,
            ErrorKind::Timeout if error.status().is_some() => Self::Server,
            ErrorKind::Connect
            | ErrorKind::Transport
            | ErrorKind::Timeout
            | ErrorKind::Decode
            | ErrorKind::TooLarge => Self::Transport,
            _ => Self::Other,
        }
    }
}

/// The top level of what a server said, in one spelling.
fn said(error: &Error) -> Map<String, Value> {
    let body = error.body().map_or(&[][..], |body| body);
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => match wire::read(value, wire::PLAIN) {
            Value::Object(said) => said,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}

/// Faults of fields in whatever form, those of the edge runtime's lists among them.
fn faults(said: &Map<String, Value>) -> Vec<(String, String)> {
    let mut faults = field_faults(&Value::Object(said.clone()));
    let listed = said.get("detail").and_then(Value::as_array);
    faults.extend(listed.into_iter().flatten().filter_map(|fault| {
        let steps = fault["loc"].as_array().into_iter().flatten();
        let steps: Vec<String> = steps
            .map(|step| {
                step.as_str()
                    .map_or_else(|| step.to_string(), str::to_owned)
            })
            .collect();
        Some((steps.join("."), fault["msg"].as_str()?.to_owned()))
    }));
    faults
}

/// What a server says when an execution could not be made is a failed execution, whatever its status: other failures of
/// the server stay what they are.
pub(super) fn of_execution(error: Error) -> Error {
    let is_server = error.status().is_some_and(|status| status.as_u16() == 500);
    let is_execution =
        || error.code() == Some("EXECUTION_ERROR") || said(&error).contains_key("execution_id");
    if is_server && is_execution() {
        error.with_kind(ErrorKind::Failed)
    } else {
        error
    }
}

/// The edge runtime answers 500 when its program failed, and says so in its own form; what stands before it does not.
pub(super) fn of_edge(error: Error) -> Error {
    let is_server = error.status().is_some_and(|status| status.as_u16() == 500);
    if is_server && said(&error).contains_key("detail") {
        error.with_kind(ErrorKind::Failed)
    } else {
        error
    }
}

/// Why an execution that did not succeed is an error: the [`source`](StdError::source) of it.
///
/// ```
/// use std::error::Error as _;
/// use quintet::loopai::ProgramFailure;
///
/// fn failed(error: &quintet::Error) -> Option<&ProgramFailure> {
///     error.source()?.downcast_ref()
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProgramFailure {
    /// The execution; absent when there was none.
    pub execution_id: Option<String>,
    /// How it ended.
    pub status: ExecutionStatus,
    /// Why it failed, in the server's words.
    pub error_message: Option<String>,
}

impl ProgramFailure {
    /// The failure that an error came from.
    fn of(error: &Error) -> Option<&Self> {
        error.source()?.downcast_ref()
    }
}

impl fmt::Display for ProgramFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.error_message {
            Some(message) => f.write_str(message)?,
            None => write!(
                f,
                "the execution ended as {} and gives no reason",
                self.status
            )?,
        }
        match &self.execution_id {
            Some(id) => write!(f, ", execution {id}"),
            None => Ok(()),
        }
    }
}

impl StdError for ProgramFailure {}

#[cfg(test)]
mod tests;
