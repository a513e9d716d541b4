//! Executing the programs of tasks, on one input and on several. Contract: §1.2, §1.3, §1.4, §4.

mod batch;
mod batch_result;
mod canonical;
mod execute;
mod item;
mod outcome;
mod validate;

use serde::Serialize;

use super::payload::Payload;
use crate::loopai::Client;
use crate::runtime::Call;

pub use batch::BatchExecute;
pub use batch_result::{BatchExecution, BatchResult};
pub use execute::Execute;
pub use item::BatchItem;
pub use outcome::Execution;
pub use validate::{BatchValidate, ValidateItem};

pub(super) use batch::{CONCURRENCY, SendBatch, longest};
#[cfg(test)]
pub(super) use batch_result::Received;
pub(super) use execute::Settings;
pub(super) use item::duplicate;

/// Executions, one by one and several in one request. Contract: §1.2, §1.3, §1.4.
impl Client {
    /// Executes the program of a task.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// let task = "550e8400-e29b-41d4-a716-446655440000";
    /// let execution = client.execute(task, serde_json::json!({"text": "Buy now"})).await?;
    /// if execution.is_success() {
    ///     println!("{:?} after {:?}", execution.output, execution.latency());
    /// } else {
    ///     println!("{:?}", execution.error_message);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// A program that fails is a result; only what the server itself cannot do is an error. The first execution of a task
    /// generates its program, which can take 96 s, so the time of the call is the client's
    /// [`execute_timeout`](crate::Builder::execute_timeout), 180 s unless set. The server records each execution, so it is
    /// sent once: again only when no connection was made, or when the server answered 429 or 503. (Contract §1.2, §6.)
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) when the server could not execute: for want of the task, the version or a
    /// program, or because it failed; it does not tell these apart. Before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a task id that is no GUID, an input of `null`, version 0 and a
    /// time out of its range.
    pub fn execute(&self, task_id: impl Into<String>, input: impl Serialize) -> Call<Execute> {
        let input = Payload::new(input);
        let execute = Execute::new(task_id.into(), input, self.execute_timeout);
        Call::new(&self.transport, execute)
    }

    /// Executes the program of a task on several inputs, in one request to the server's own batch endpoint.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// use quintet::loopai::BatchItem;
    /// use serde_json::json;
    ///
    /// let items = [("email-001", "Buy now"), ("email-002", "Lunch tomorrow?")];
    /// let items = items.map(|(id, text)| BatchItem::new(id, json!({"text": text})));
    /// let batch = client.batch_execute("550e8400-e29b-41d4-a716-446655440000", items).concurrency(5).await?;
    /// for result in &batch.results {
    ///     println!("{}: {:?}", result.id, result.execution.output);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// [`BatchItem::numbered`] numbers inputs that have no ids. An item that fails is a result among the others, also when
    /// there is no such task. Unless told, the time of the call is that of all items one round after the other, and the
    /// client's [`execute_timeout`](crate::Builder::execute_timeout). It is sent once, as [`execute`](Self::execute). For
    /// more than a request takes, see [`execute_many`](Self::execute_many). (Contract §1.3, §4.)
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) when the server failed as a whole. Before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) as [`execute`](Self::execute), for ids that are empty or there twice,
    /// and for a concurrency out of its range.
    pub fn batch_execute(
        &self,
        task_id: impl Into<String>,
        items: impl IntoIterator<Item = BatchItem>,
    ) -> Call<BatchExecute> {
        let items = items.into_iter().collect();
        let batch = BatchExecute::new(task_id.into(), items, self.execute_timeout);
        Call::new(&self.transport, batch)
    }

    /// Compares outputs with what was expected. Nothing is executed, and the task is not looked up. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// use quintet::loopai::ValidateItem;
    ///
    /// let pairs = [ValidateItem::new("0", "spam", "spam"), ValidateItem::new("1", "spam", "ham")];
    /// let validation = client.batch_validate("550e8400-e29b-41d4-a716-446655440000", pairs).await?;
    /// println!("{} of {}", validation.valid_count, validation.total_items);
    /// # Ok(()) }
    /// ```
    ///
    /// The server compares texts, so both sides are sent in one spelling: keys sorted, no white space, `1.0` as `1`. What
    /// that cannot help with: on its own, `"1"` equals `1` there, and `"True"` equals `true`.
    ///
    /// # Errors
    /// Before any I/O [`InvalidInput`](crate::ErrorKind::InvalidInput) for a task id that is no GUID, `null` on either side,
    /// and ids that are empty or there twice.
    pub fn batch_validate(
        &self,
        task_id: impl Into<String>,
        items: impl IntoIterator<Item = ValidateItem>,
    ) -> Call<BatchValidate> {
        let validate = BatchValidate {
            task: task_id.into(),
            items: items.into_iter().collect(),
        };
        Call::new(&self.transport, validate)
    }
}
