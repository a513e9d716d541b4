//! Which of two programs does better.

use serde::Serialize;
use serde_json::json;

use super::super::call::Call;
use super::super::health::NO_DATABASE;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::super::tasks::Record;
use super::super::webhooks::{Event, WebhookEvent};
use super::super::world::World;
use super::metrics::{Metrics, p_value};
use crate::sim::exchange::Reply;

/// When a difference counts.
struct Configuration {
    samples: i32,
    confidence: f64,
    degradation: f64,
    improvement: f64,
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            samples: 100,
            confidence: 0.95,
            degradation: 0.05,
            improvement: 0.02,
        }
    }
}

#[derive(Debug, Serialize)]
struct Statistics {
    control_metrics: Metrics,
    treatment_metrics: Metrics,
    performance_delta: Double,
    p_value: Double,
    is_significant: bool,
    control_sample_size: u64,
    treatment_sample_size: u64,
}

#[derive(Debug, Serialize)]
struct Comparison<'a> {
    task_id: &'a str,
    control_program_id: &'a str,
    treatment_program_id: &'a str,
    statistics: Statistics,
    recommendation: &'static str,
    confidence: Double,
    compared_at: String,
}

fn read(call: &Call<'_>) -> Result<(String, String, Configuration), Refusal> {
    call.read("CompareProgramsRequest", |form| {
        let control = form.guid("control_program_id");
        let treatment = form.guid("treatment_program_id");
        let configuration = form.optional_object("configuration", "ABTestConfiguration", |form| {
            form.int("test_duration_hours", 24);
            let default = Configuration::default();
            Configuration {
                samples: form.int("minimum_sample_size", default.samples),
                confidence: form.double("required_confidence", default.confidence),
                degradation: form.double("max_degradation_threshold", default.degradation),
                improvement: form.double("min_improvement_threshold", default.improvement),
            }
        });
        (control, treatment, configuration.unwrap_or_default())
    })
}

/// `POST /api/v1/validation/programs/compare`
pub(in super::super) fn compare(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (control_id, treatment_id, configuration) = read(call)?;
    let failed = |text: &str| Refusal::from(call.untraced("COMPARISON_FAILED", text));
    if world.health.database_down {
        return Err(failed(NO_DATABASE));
    }
    let find = |id: &str| {
        let found = world.tasks.program(id);
        found.ok_or_else(|| failed(&format!("Program {id} not found")))
    };
    let (task, control) = find(&control_id)?;
    let (other, treatment) = find(&treatment_id)?;
    if task.id != other.id {
        return Err(failed("Programs belong to different tasks"));
    }
    let task = task.id.clone();
    let (control, treatment) = (&control.record, &treatment.record);
    let statistics = statistics(control, treatment, &configuration);
    let recommendation = recommend(&statistics, &configuration);
    let comparison = Comparison {
        task_id: &task,
        control_program_id: &control_id,
        treatment_program_id: &treatment_id,
        recommendation,
        confidence: Double::rounded(1.0 - statistics.p_value.0),
        statistics,
        compared_at: call.stamps.fresh(call.now),
    };
    let reply = reply::ok(&comparison);
    let text = format!("The recommendation is {recommendation}");
    let event = Event::new(
        WebhookEvent::AbTestCompleted,
        &task,
        Some(&treatment_id),
        text,
    );
    world.happened(&event.data(json!({ "recommendation": recommendation })));
    Ok(reply)
}

fn statistics(control: &Record, treatment: &Record, wanted: &Configuration) -> Statistics {
    let p_value = p_value(
        (control.valid, control.validations()),
        (treatment.valid, treatment.validations()),
    );
    let delta = treatment.validation_rate() - control.validation_rate();
    Statistics {
        control_metrics: Metrics::of(control),
        treatment_metrics: Metrics::of(treatment),
        performance_delta: Double::rounded(delta),
        p_value: Double::rounded(p_value),
        is_significant: p_value < 1.0 - wanted.confidence,
        control_sample_size: control.validations(),
        treatment_sample_size: treatment.validations(),
    }
}

fn recommend(statistics: &Statistics, wanted: &Configuration) -> &'static str {
    let samples = statistics
        .control_sample_size
        .min(statistics.treatment_sample_size);
    let delta = statistics.performance_delta.0;
    if samples < u64::try_from(wanted.samples).unwrap_or(0) {
        "continue"
    } else if statistics.is_significant && delta <= -wanted.degradation {
        "rollback"
    } else if statistics.is_significant && delta >= wanted.improvement {
        "promote"
    } else {
        "manual_review"
    }
}
