//! A task and its programs.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::super::aspnet::payload::Payload;
use super::super::number::Double;
use super::super::programs::Program;
use super::super::stamps::{Origin, Stamps};
use super::artifact::{Artifact, State};
use crate::sim::random;

/// What somebody wants to have done.
#[derive(Clone, Debug)]
pub(in super::super) struct Wish {
    pub(in super::super) name: String,
    pub(in super::super) description: String,
    pub(in super::super) input_schema: Payload,
    pub(in super::super) output_schema: Payload,
    pub(in super::super) examples: Vec<Payload>,
    pub(in super::super) accuracy_target: f64,
    pub(in super::super) latency_target_ms: i32,
    pub(in super::super) sampling_rate: f64,
}

/// A task.
#[derive(Clone, Debug)]
pub(in super::super) struct Task {
    pub(in super::super) id: String,
    pub(in super::super) wish: Wish,
    /// By version, which begin at 1.
    pub(in super::super) artifacts: Vec<Artifact>,
    pub(in super::super) active: Option<i32>,
    pub(in super::super) created: Duration,
    pub(in super::super) updated: Duration,
    /// How much of a sample has come together.
    sampled: f64,
    /// How often it was executed.
    pub(in super::super) executions: usize,
}

/// A task as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    input_schema: &'a Payload,
    output_schema: &'a Payload,
    examples: &'a [Payload],
    accuracy_target: Double,
    latency_target_ms: i32,
    sampling_rate: Double,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_version: Option<i32>,
    total_versions: usize,
    created_at: String,
    updated_at: String,
}

impl Task {
    pub(in super::super) fn new(id: String, wish: Wish, now: Duration) -> Self {
        Self {
            id,
            wish,
            artifacts: Vec::new(),
            active: None,
            created: now,
            updated: now,
            sampled: 0.0,
            executions: 0,
        }
    }

    pub(in super::super) fn view(&self, stamps: Stamps, origin: Origin) -> impl Serialize {
        View {
            id: &self.id,
            name: &self.wish.name,
            description: &self.wish.description,
            input_schema: &self.wish.input_schema,
            output_schema: &self.wish.output_schema,
            examples: &self.wish.examples,
            accuracy_target: Double(self.wish.accuracy_target),
            latency_target_ms: self.wish.latency_target_ms,
            sampling_rate: Double(self.wish.sampling_rate),
            active_version: self.active,
            total_versions: self.artifacts.len(),
            created_at: stamps.of(self.created, origin),
            updated_at: stamps.of(self.updated, origin),
        }
    }

    pub(in super::super) fn version(&self, version: i32) -> Option<&Artifact> {
        let mut artifacts = self.artifacts.iter();
        artifacts.find(|artifact| artifact.version == version)
    }

    pub(in super::super) fn version_mut(&mut self, version: i32) -> Option<&mut Artifact> {
        let mut artifacts = self.artifacts.iter_mut();
        artifacts.find(|artifact| artifact.version == version)
    }

    /// A program for this task.
    pub(in super::super) fn program(&self) -> Program {
        let examples: Vec<Value> = self.wish.examples.iter().map(Payload::value).collect();
        let (input, output) = (&self.wish.input_schema, &self.wish.output_schema);
        Program::infer(&examples, &input.value(), &output.value())
    }

    /// Adds a version that is not used yet; its number.
    pub(in super::super) fn add(&mut self, program: Program, now: Duration) -> i32 {
        let version = i32::try_from(self.artifacts.len()).unwrap_or(i32::MAX - 1) + 1;
        let artifact = Artifact::new(random::uuid(), version, program, now);
        self.artifacts.push(artifact);
        self.updated = now;
        version
    }

    /// Uses this version from now on, and no other one.
    pub(in super::super) fn activate(&mut self, version: i32, deployment: f64, now: Duration) {
        for artifact in &mut self.artifacts {
            if artifact.version == version {
                artifact.state = State::Active;
                artifact.deployment = deployment;
                artifact.deployed = Some(now);
            } else if artifact.state == State::Active {
                artifact.state = State::Deprecated;
            }
        }
        self.active = Some(version);
        self.updated = now;
    }

    /// Whether this execution is one of those that are looked at: as many of them as the rate says, at equal distances.
    pub(in super::super) fn sample(&mut self, forced: bool) -> bool {
        self.executions += 1;
        self.sampled += self.wish.sampling_rate;
        let is_due = self.sampled >= 1.0 - 1e-9;
        if is_due {
            self.sampled -= 1.0;
        }
        is_due || forced
    }
}
