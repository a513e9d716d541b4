//! What became of an execution. Contract: §1.2, §4.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::wire::{self, Leniency};
use crate::Timestamp;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::loopai::types::{BatchItemReply, ExecuteReply, ExecutionStatus};
use crate::loopai::ProgramFailure;
use crate::runtime::Exchange;

/// What became of an execution. A program that failed is one, too: see [`is_success`](Self::is_success) and
/// [`into_result`](Self::into_result).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Execution {
    /// Id of the execution; an item of a batch that never ran has none.
    pub execution_id: Option<String>,
    /// The task.
    pub task_id: String,
    /// The program that ran. Batches do not tell.
    pub program_id: Option<String>,
    /// Its version. Batches tell it only when they were asked for one.
    pub version: Option<i64>,
    /// How it ended.
    pub status: ExecutionStatus,
    /// The output, as the program gave it.
    pub output: Option<Value>,
    /// Why it failed.
    pub error_message: Option<String>,
    /// How long it took, in milliseconds: the program alone, or an item of a batch with all that is around it.
    pub latency_ms: f64,
    /// How much memory it took, in MB. No published server tells.
    pub memory_usage_mb: Option<f64>,
    /// Whether it is validated.
    pub sampled_for_validation: bool,
    /// When it ran. Batches do not tell.
    pub executed_at: Option<Timestamp>,
}

/// What other servers and clients leave out.
const EXECUTION: Leniency = Leniency {
    nested: &[],
    complete: complete_execution,
};

impl Execution {
    /// Whether the program gave an output, or ended well without one.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == ExecutionStatus::Success
    }

    /// Whether it failed because its time was over. Servers say so in words only. (Contract §1.2.)
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        let said = self.error_message.as_deref().unwrap_or_default();
        self.status == ExecutionStatus::Timeout
            || !self.is_success() && said.starts_with("Execution timeout")
    }

    /// How long it took.
    #[must_use]
    pub fn latency(&self) -> Duration {
        let seconds = self.latency_ms / 1000.0;
        Duration::try_from_secs_f64(seconds).unwrap_or_default()
    }

    /// Turns a program that failed into an error.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// let task = "550e8400-e29b-41d4-a716-446655440000";
    /// let execution = client.execute(task, serde_json::json!({"text": "Buy now"})).await?.into_result()?;
    /// println!("{:?}", execution.output);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Failed`](ErrorKind::Failed) with the server's message and the id of the execution, which
    /// [`Refusal`](crate::loopai::Refusal) and [`ProgramFailure`] have as well.
    pub fn into_result(self) -> Result<Self> {
        match self.failure() {
            None => Ok(self),
            Some(failure) => Err(failure),
        }
    }

    /// The output as a type of one's own. No output is read like `null`.
    ///
    /// # Errors
    /// As [`into_result`](Self::into_result); [`Decode`](ErrorKind::Decode) when the program gave something else.
    pub fn output_as<T: DeserializeOwned>(&self) -> Result<T> {
        if let Some(failure) = self.failure() {
            return Err(failure);
        }
        T::deserialize(self.output.as_ref().unwrap_or(&Value::Null)).map_err(|error| {
            let message = format!("the program gave something else than expected: {error}");
            Error::new(ErrorKind::Decode, message)
        })
    }

    /// The error that a program is that failed.
    pub(in crate::loopai) fn failure(&self) -> Option<Error> {
        if self.is_success() {
            return None;
        }
        let failure = ProgramFailure {
            execution_id: self.execution_id.clone(),
            status: self.status.clone(),
            error_message: self.error_message.clone(),
        };
        let line = failure.to_string();
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Error::new(ErrorKind::Failed, line).with_source(failure))
    }

    /// An execution out of a reply.
    pub(super) fn read(exchange: &Exchange, result: Result<ExecuteReply>) -> Result<Self> {
        // What other servers leave out is told apart from what they send, so it cannot go through the same type.
        let read = |body: &[u8]| {
            let value: Value = serde_json::from_slice(body).ok()?;
            let value = wire::read(value, EXECUTION);
            let has_program = value.get("program_id").is_some_and(|id| id != "");
            let reply: ExecuteReply = serde_json::from_value(value).ok()?;
            let mut execution = Self::from(reply);
            execution.program_id = execution.program_id.filter(|_| has_program);
            Some(execution)
        };
        exchange.otherwise(result.map(Self::from), read)
    }

    /// An item of a batch of that task, run in that version.
    pub(in crate::loopai) fn of_item(
        item: BatchItemReply,
        task: &str,
        version: Option<i64>,
    ) -> Self {
        Self {
            execution_id: item.execution_id,
            task_id: task.to_owned(),
            program_id: None,
            version,
            status: match item.success {
                true => ExecutionStatus::Success,
                false => ExecutionStatus::Error,
            },
            output: item.output,
            error_message: item.error_message,
            latency_ms: item.latency_ms,
            memory_usage_mb: None,
            sampled_for_validation: item.sampled_for_validation,
            executed_at: None,
        }
    }
}

/// The form that other clients expect has the id of the execution as `id`, and says of its end only whether there is an
/// error.
fn complete_execution(fields: &mut Map<String, Value>) {
    if let (false, Some(id)) = (fields.contains_key("execution_id"), fields.remove("id")) {
        fields.insert("execution_id".to_owned(), id);
    }
    let failed = fields
        .get("error_message")
        .is_some_and(|said| !said.is_null());
    let status = if failed { "error" } else { "success" };
    for (name, value) in [
        ("status", Value::from(status)),
        ("program_id", Value::from("")),
        ("latency_ms", Value::from(0)),
        ("sampled_for_validation", Value::from(false)),
    ] {
        fields.entry(name).or_insert(value);
    }
}

impl From<ExecuteReply> for Execution {
    fn from(reply: ExecuteReply) -> Self {
        Self {
            execution_id: Some(reply.execution_id),
            task_id: reply.task_id,
            program_id: Some(reply.program_id),
            version: Some(reply.version),
            status: reply.status,
            output: reply.output,
            error_message: reply.error_message,
            latency_ms: reply.latency_ms,
            memory_usage_mb: reply.memory_usage_mb,
            sampled_for_validation: reply.sampled_for_validation,
            executed_at: Some(reply.executed_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn execution(reply: Value) -> Execution {
        let reply: ExecuteReply = serde_json::from_value(reply).unwrap();
        Execution::from(reply)
    }

    fn failed() -> Execution {
        execution(json!({
            "execution_id": "e-1", "task_id": "t", "program_id": "p", "version": 1, "status": "error",
            "error_message": "Execution timeout\n after 5ms", "latency_ms": 5.25, "sampled_for_validation": false,
            "executed_at": "2025-10-27T01:02:03.1234567",
        }))
    }

    #[test]
    fn a_program_that_failed_is_an_error_when_asked_for_one() {
        let failed = failed();
        assert!(!failed.is_success() && failed.is_timeout());
        assert_eq!(failed.latency(), Duration::from_micros(5250));
        let error = failed.clone().into_result().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert_eq!(
            error.message(),
            "Execution timeout after 5ms, execution e-1"
        );
        assert!(!error.is_retryable());
        assert_eq!(
            failed.output_as::<String>().unwrap_err().kind(),
            ErrorKind::Failed
        );
    }

    #[test]
    fn an_output_is_a_type_of_ones_own() {
        let ok = Execution {
            status: ExecutionStatus::Success,
            output: Some(json!("spam")),
            error_message: None,
            ..failed()
        };
        assert_eq!(ok.output_as::<String>().unwrap(), "spam");
        assert_eq!(ok.output_as::<u8>().unwrap_err().kind(), ErrorKind::Decode);
        let silent = Execution { output: None, ..ok };
        silent.output_as::<()>().unwrap();
        assert!(silent.into_result().is_ok());
        let odd = Execution {
            latency_ms: -1.0,
            ..failed()
        };
        assert_eq!(odd.latency(), Duration::ZERO);
    }

    #[test]
    fn the_form_that_other_clients_expect_is_read() {
        let value = json!({
            "id": "e-1", "taskId": "t", "version": 1, "output": {"camelCase": 1}, "latencyMs": 42.5,
            "sampledForValidation": true, "executedAt": "2025-10-27T01:02:03Z",
        });
        let read = wire::read(value, EXECUTION);
        let execution = execution(read);
        assert_eq!(execution.execution_id.as_deref(), Some("e-1"));
        assert_eq!(execution.output, Some(json!({"camelCase": 1})));
        assert!(execution.is_success() && execution.sampled_for_validation);
        let value = json!({"id": "e-1", "errorMessage": "no"});
        assert_eq!(wire::read(value, EXECUTION)["status"], "error");
    }
}
