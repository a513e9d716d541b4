//! What came of a batch.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::super::execute::Run;
use super::super::number::Double;
use super::super::stamps::Stamps;
use crate::sim::random;

/// What came of an item.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) id: String,
    /// Or what the server threw.
    pub(super) run: Result<Run, String>,
    /// In milliseconds, from when the item had its turn.
    pub(super) latency: f64,
}

impl Done {
    pub(super) fn is_success(&self) -> bool {
        matches!(&self.run, Ok(run) if run.result.is_ok())
    }
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    execution_id: Option<String>,
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    latency_ms: Double,
    sampled_for_validation: bool,
}

impl<'a> ItemView<'a> {
    fn of(done: &'a Done, make_ids: bool) -> Self {
        let run = done.run.as_ref();
        let result = run.map_or_else(Err, |run| run.result.as_ref());
        let id = run.ok().map(|run| run.id.clone());
        Self {
            id: &done.id,
            execution_id: id.or_else(|| make_ids.then(random::uuid)),
            success: done.is_success(),
            output: result.ok().filter(|output| !output.is_null()),
            error_message: result.err().map(String::as_str),
            latency_ms: Double::rounded(done.latency),
            sampled_for_validation: run.is_ok_and(|run| run.sampled),
        }
    }
}

/// A batch as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    batch_id: String,
    task_id: &'a str,
    version: i32,
    total_items: usize,
    success_count: usize,
    failure_count: usize,
    total_duration_ms: Double,
    avg_latency_ms: Double,
    results: Vec<ItemView<'a>>,
    started_at: String,
    completed_at: String,
}

/// A batch: when it began and ended, and its items.
pub(super) struct Report<'a> {
    pub(super) task: &'a str,
    pub(super) version: i32,
    pub(super) done: &'a [Done],
    pub(super) span: (Duration, Duration),
    /// Whether what was thrown has an id of an execution too.
    pub(super) make_ids: bool,
}

impl Report<'_> {
    pub(super) fn view(&self, stamps: Stamps) -> impl Serialize {
        let total = self.done.len();
        let successes = self.done.iter().filter(|done| done.is_success()).count();
        let latencies: f64 = self.done.iter().map(|done| done.latency).sum();
        let (begun, ended) = self.span;
        View {
            batch_id: random::uuid(),
            task_id: self.task,
            version: self.version,
            total_items: total,
            success_count: successes,
            failure_count: total - successes,
            total_duration_ms: milliseconds(ended.saturating_sub(begun)),
            avg_latency_ms: Double::rounded(latencies / total.max(1) as f64),
            results: {
                let items = self.done.iter();
                items
                    .map(|done| ItemView::of(done, self.make_ids))
                    .collect()
            },
            started_at: stamps.fresh(begun),
            completed_at: stamps.fresh(ended),
        }
    }
}

pub(super) fn milliseconds(span: Duration) -> Double {
    Double::rounded(span.as_secs_f64() * 1000.0)
}
