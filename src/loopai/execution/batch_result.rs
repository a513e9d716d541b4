//! What became of a batch. Contract: §1.3, §4.

use std::collections::HashMap;

use super::super::wire::{self, Leniency};
use super::Execution;
use crate::Timestamp;
use crate::error::Result;
use crate::generated::loopai::types::BatchExecuteReply;
use crate::runtime::Exchange;

/// What became of a batch. (Contract §1.3.)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BatchExecution {
    /// Id of the batch.
    pub batch_id: String,
    /// The task.
    pub task_id: String,
    /// The version that was executed; `None` when the server does not tell, which it does only when it was asked for one.
    pub version: Option<i64>,
    /// How many items were executed.
    pub total_items: i64,
    /// How many succeeded.
    pub success_count: i64,
    /// How many failed.
    pub failure_count: i64,
    /// How long all took, in milliseconds.
    pub total_duration_ms: f64,
    /// How long an item took on average, in milliseconds; failed ones count.
    pub avg_latency_ms: f64,
    /// What became of the items that were executed, in the order in which they were given.
    pub results: Vec<BatchResult>,
    /// The ids of the items that the server did not execute, in the order in which they were given.
    pub skipped: Vec<String>,
    /// Results that belong to no item, or to one that has one already.
    pub unexpected: Vec<BatchResult>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub completed_at: Timestamp,
}

/// What became of one item of a batch.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BatchResult {
    /// The id of the item.
    pub id: String,
    /// What became of it.
    pub execution: Execution,
}

impl BatchExecution {
    /// What became of the item of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Execution> {
        let found = self.results.iter().find(|result| result.id == id);
        found.map(|result| &result.execution)
    }

    /// Whether every item was executed, and succeeded.
    #[must_use]
    pub fn all_success(&self) -> bool {
        self.skipped.is_empty() && self.failed().next().is_none()
    }

    /// The items that failed.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client, items: Vec<quintet::loopai::BatchItem>) -> quintet::Result<()> {
    /// let batch = client.batch_execute("550e8400-e29b-41d4-a716-446655440000", items).await?;
    /// for failed in batch.failed() {
    ///     println!("{}: {:?}", failed.id, failed.execution.error_message);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn failed(&self) -> impl Iterator<Item = &BatchResult> {
        let results = self.results.iter();
        results.filter(|result| !result.execution.is_success())
    }
}

/// The reply before it is compared with what was sent.
pub(in crate::loopai) struct Received(BatchExecuteReply);

const BATCH: Leniency = Leniency {
    nested: &["results"],
    complete: |_| (),
};

impl Received {
    #[cfg(test)]
    pub(in crate::loopai) fn of(reply: BatchExecuteReply) -> Self {
        Self(reply)
    }

    pub(in crate::loopai) fn read(
        exchange: &Exchange,
        reply: Result<BatchExecuteReply>,
    ) -> Result<Self> {
        wire::lenient(exchange, reply, BATCH).map(Self)
    }

    /// The results in the order of the items, whatever order the server gave them.
    pub(in crate::loopai) fn ordered(self, ids: &[String]) -> BatchExecution {
        let Self(reply) = self;
        let version = Some(reply.version).filter(|version| *version != 0);
        let task = &reply.task_id;
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(ids.len());
        places.extend(ids.iter().enumerate().map(|(at, id)| (&**id, at)));
        let mut slots: Vec<Option<BatchResult>> = Vec::new();
        slots.resize_with(ids.len(), || None);
        let mut unexpected = Vec::new();
        for mut item in reply.results {
            let id = std::mem::take(&mut item.id);
            let slot = places.get(&*id).and_then(|at| slots.get_mut(*at));
            let execution = Execution::of_item(item, task, version);
            let result = BatchResult { id, execution };
            match slot {
                Some(slot @ None) => *slot = Some(result),
                _ => unexpected.push(result),
            }
        }
        let skipped = ids.iter().zip(&slots).filter(|(_, slot)| slot.is_none());
        BatchExecution {
            skipped: skipped.map(|(id, _)| id.clone()).collect(),
            results: slots.into_iter().flatten().collect(),
            unexpected,
            batch_id: reply.batch_id,
            version,
            total_items: reply.total_items,
            success_count: reply.success_count,
            failure_count: reply.failure_count,
            total_duration_ms: reply.total_duration_ms,
            avg_latency_ms: reply.avg_latency_ms,
            started_at: reply.started_at,
            completed_at: reply.completed_at,
            task_id: reply.task_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ordered(version: i64, results: &Value, ids: &[&str]) -> BatchExecution {
        let reply = json!({
            "batchId": "b", "taskId": "t", "version": version, "totalItems": 0, "successCount": 0, "failureCount": 0,
            "totalDurationMs": 1.5, "avgLatencyMs": 0.5, "results": results,
            "startedAt": "2025-10-27T01:02:03Z", "completedAt": "2025-10-27T01:02:04",
        });
        let reply = serde_json::from_value(wire::read(reply, BATCH)).unwrap();
        let ids: Vec<_> = ids.iter().map(|id| (*id).to_owned()).collect();
        Received(reply).ordered(&ids)
    }

    fn result(id: &str, success: bool) -> Value {
        json!({"id": id, "success": success, "latencyMs": 1, "sampledForValidation": false, "output": {"aB": 1}})
    }

    fn ids(results: &[BatchResult]) -> Vec<&str> {
        results.iter().map(|result| &*result.id).collect()
    }

    #[test]
    fn results_are_in_the_order_of_the_items() {
        // As a server sends them that sorts ids as texts.
        let results = json!([result("10", true), result("2", false)]);
        let batch = ordered(0, &results, &["2", "10"]);
        assert_eq!(ids(&batch.results), ["2", "10"]);
        assert_eq!(batch.version, None);
        assert_eq!(batch.get("10").unwrap().output, Some(json!({"aB": 1})));
        assert_eq!(ids(&batch.failed().cloned().collect::<Vec<_>>()), ["2"]);
        assert!(!batch.all_success());
        assert_eq!(batch.get("2").unwrap().execution_id, None);
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_made_up() {
        let results = json!([result("a", true), result("a", false), result("x", true)]);
        let batch = ordered(3, &results, &["b", "a", "c"]);
        assert_eq!(ids(&batch.results), ["a"]);
        assert_eq!(batch.skipped, ["b", "c"]);
        assert_eq!(ids(&batch.unexpected), ["a", "x"]);
        assert_eq!(batch.results[0].execution.version, Some(3));
        assert!(batch.results[0].execution.is_success() && !batch.all_success());
        assert!(ordered(1, &json!([]), &[]).all_success());
    }
}
