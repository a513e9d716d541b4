//! A version of a task's program, and how it did.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::super::number::Double;
use super::super::programs::Program;
use super::super::stamps::Stamps;

/// Latencies that are kept of a program.
const LATENCIES: usize = 1000;
/// Different errors that are kept of a program.
const ERRORS: usize = 5;

/// What became of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) enum State {
    Validated,
    Active,
    Deprecated,
}

/// A version.
#[derive(Clone, Debug)]
pub(in super::super) struct Artifact {
    pub(in super::super) id: String,
    pub(in super::super) version: i32,
    pub(in super::super) program: Arc<Program>,
    pub(in super::super) state: State,
    /// Per cent after a synthesis, a fraction after a canary.
    pub(in super::super) deployment: f64,
    pub(in super::super) created: Duration,
    pub(in super::super) deployed: Option<Duration>,
    pub(in super::super) record: Record,
}

/// How a program did.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Record {
    pub(in super::super) successes: u64,
    pub(in super::super) failures: u64,
    /// The last ones, in milliseconds.
    pub(in super::super) latencies: VecDeque<f64>,
    pub(in super::super) valid: u64,
    pub(in super::super) invalid: u64,
    /// The last ones that differ.
    pub(in super::super) errors: Vec<String>,
}

impl Record {
    /// Keeps an execution.
    pub(in super::super) fn executed(&mut self, error: Option<&str>, latency: f64) {
        match error {
            None => self.successes += 1,
            Some(_) => self.failures += 1,
        }
        if self.latencies.len() == LATENCIES {
            self.latencies.pop_front();
        }
        self.latencies.push_back(latency);
    }

    /// Keeps a validation: what was wrong, if something was.
    pub(in super::super) fn validated(&mut self, error: Option<&str>) {
        let Some(error) = error else {
            self.valid += 1;
            return;
        };
        self.invalid += 1;
        self.errors.retain(|known| known != error);
        self.errors.push(error.to_owned());
        if self.errors.len() > ERRORS {
            self.errors.remove(0);
        }
    }

    pub(in super::super) fn executions(&self) -> u64 {
        self.successes + self.failures
    }

    pub(in super::super) fn validations(&self) -> u64 {
        self.valid + self.invalid
    }

    /// The share of validations that found nothing; zero without any.
    pub(in super::super) fn validation_rate(&self) -> f64 {
        share(self.valid, self.validations())
    }
}

/// A part of a whole; zero of nothing.
pub(in super::super) fn share(part: u64, whole: u64) -> f64 {
    match whole {
        0 => 0.0,
        whole => part as f64 / whole as f64,
    }
}

#[derive(Debug, Serialize)]
struct Complexity {
    cyclomatic_complexity: usize,
    lines_of_code: usize,
    estimated_latency_ms: Double,
}

/// A version as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    id: &'a str,
    task_id: &'a str,
    version: i32,
    language: &'static str,
    code: String,
    synthesis_strategy: &'static str,
    confidence_score: Double,
    complexity_metrics: Complexity,
    llm_provider: &'static str,
    llm_model: &'static str,
    generation_cost: Double,
    generation_time_sec: Double,
    status: State,
    deployment_percentage: Double,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployed_at: Option<String>,
}

impl Artifact {
    pub(in super::super) fn new(id: String, version: i32, program: Program, now: Duration) -> Self {
        Self {
            id,
            version,
            program: Arc::new(program),
            state: State::Validated,
            deployment: 0.0,
            created: now,
            deployed: None,
            record: Record::default(),
        }
    }

    pub(in super::super) fn view<'a>(
        &'a self,
        task: &'a str,
        stamps: Stamps,
    ) -> impl Serialize + 'a {
        let code = self.program.code();
        let complexity_metrics = Complexity {
            cyclomatic_complexity: self.program.paths(),
            lines_of_code: code.lines().count(),
            estimated_latency_ms: Double(1.5),
        };
        View {
            id: &self.id,
            task_id: task,
            version: self.version,
            language: "typescript",
            code,
            synthesis_strategy: "rule",
            confidence_score: Double(0.95),
            complexity_metrics,
            llm_provider: "anthropic",
            llm_model: "simulated",
            generation_cost: Double(0.0125),
            generation_time_sec: Double(4.0),
            status: self.state,
            deployment_percentage: Double(self.deployment),
            created_at: stamps.stored(self.created),
            deployed_at: self.deployed.map(|at| stamps.stored(at)),
        }
    }
}
