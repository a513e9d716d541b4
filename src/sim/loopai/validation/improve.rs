//! How a program does, and making a better one.

use http::StatusCode;
use serde::Serialize;
use serde_json::json;

use super::super::backend::Shared;
use super::super::call::Call;
use super::super::execute::generate;
use super::super::health::NO_DATABASE;
use super::super::lock;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::super::tasks::Record;
use super::super::webhooks::{Event, WebhookEvent};
use super::super::world::World;
use crate::sim::exchange::Reply;

/// From so many validations on, recommendations are confident, and very much so.
const CONFIDENT: [u64; 2] = [20, 100];

#[derive(Debug, Serialize)]
struct Statistics {
    total_validations: u64,
    valid_count: u64,
    invalid_count: u64,
    average_score: Double,
    validation_rate: Double,
}

/// What should be done about a program.
#[derive(Debug, Default, Serialize)]
struct Recommendations {
    should_improve: bool,
    validation_rate: Double,
    failed_validations_count: u64,
    common_errors: Vec<String>,
    suggested_fixes: Vec<String>,
    confidence: &'static str,
}

#[derive(Debug, Serialize)]
struct Summary {
    program_id: String,
    statistics: Statistics,
    recommendations: Recommendations,
}

impl Recommendations {
    /// For a program whose task wants this accuracy.
    fn of(record: &Record, target: f64) -> Self {
        let validations = record.validations();
        let rate = record.validation_rate();
        Self {
            should_improve: validations > 0 && rate < target,
            validation_rate: Double(rate),
            failed_validations_count: record.invalid,
            common_errors: record.errors.clone(),
            suggested_fixes: record
                .errors
                .iter()
                .map(|error| format!("Handle: {error}"))
                .collect(),
            confidence: match validations {
                few if few < CONFIDENT[0] => "low",
                some if some < CONFIDENT[1] => "medium",
                _ => "high",
            },
        }
    }

    /// What is said of a program that nobody knows.
    fn unknown() -> Self {
        Self {
            confidence: "low",
            ..Self::default()
        }
    }
}

/// A program's record and the accuracy that its task wants.
fn known<'a>(world: &'a World, program: &str) -> Option<(&'a Record, f64)> {
    let (task, artifact) = world.tasks.program(program)?;
    Some((&artifact.record, task.wish.accuracy_target))
}

fn recommended(world: &World, program: &str) -> Recommendations {
    match known(world, program) {
        Some((record, target)) if !world.health.database_down => {
            Recommendations::of(record, target)
        }
        _ => Recommendations::unknown(),
    }
}

/// `GET /api/v1/validation/programs/{program_id}/summary`
pub(in super::super) fn summary(
    world: &World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let program_id = call.guid("programId", id)?;
    if world.health.database_down {
        let text = format!("Program {program_id} not found");
        let mut refusal = call.untraced("PROGRAM_NOT_FOUND", &text);
        *refusal.status_mut() = StatusCode::NOT_FOUND;
        return Err(refusal.into());
    }
    let nothing = Record::default();
    let record = known(world, &program_id).map_or(&nothing, |(record, _)| record);
    let statistics = Statistics {
        total_validations: record.validations(),
        valid_count: record.valid,
        invalid_count: record.invalid,
        average_score: Double(record.validation_rate()),
        validation_rate: Double(record.validation_rate()),
    };
    let recommendations = recommended(world, &program_id);
    Ok(reply::ok(&Summary {
        program_id,
        statistics,
        recommendations,
    }))
}

/// `GET /api/v1/validation/programs/{program_id}/recommendations`
pub(in super::super) fn recommendations(
    world: &World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("programId", id)?;
    Ok(reply::ok(&recommended(world, &id)))
}

/// `POST /api/v1/validation/programs/{program_id}/improve`
pub(in super::super) async fn improve(
    shared: &Shared,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("programId", id)?;
    let failed = |text: &str| Refusal::from(call.untraced("IMPROVEMENT_FAILED", text));
    let (task, changes) = {
        let world = lock(shared);
        if world.health.database_down {
            return Err(call.untraced("IMPROVEMENT_ERROR", NO_DATABASE).into());
        }
        let located = world.tasks.locate(&id);
        let (task, _) = located.ok_or_else(|| failed(&format!("Program {id} not found")))?;
        let recommended = recommended(&world, &id);
        if !recommended.should_improve {
            return Err(failed("Program does not need improvement"));
        }
        (task, recommended.suggested_fixes)
    };
    generate(shared).await.map_err(|text| failed(&text))?;
    let mut world = lock(shared);
    let now = world.stamps.clock.now();
    let known = world.tasks.get_mut(&task);
    let known = known.ok_or_else(|| failed(&format!("Program {id} not found")))?;
    let program = known.program();
    let version = known.add(program, now);
    let new = known.version(version).map(|artifact| artifact.id.clone());
    let event = Event::new(
        WebhookEvent::ProgramImproved,
        &task,
        new.as_deref(),
        format!("Version {version} was made"),
    );
    world.happened(&event.data(json!({ "new_version": version, "improved_program_id": id })));
    Ok(reply::ok(&json!({
        "success": true,
        "new_program_id": new,
        "new_version": version,
        "changes_applied": changes,
    })))
}
