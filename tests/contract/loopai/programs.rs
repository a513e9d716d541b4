//! How programs do, better ones, and rolling them out: every documented success. Contract: §1.5.

use quintet::Call;
use quintet::loopai::{
    Canaries, Canary, CanaryAction, CanaryStage, CanaryStatus, Client, ComparePrograms,
    ComparisonRecommendation, Confidence, Validation,
};
use quintet::sim::loopai::{CanaryVerdict, Timestamps};
use serde_json::json;

use super::stage::{NOTHING, OLD, PROGRAM, Stage, TASK, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    validation(stage).await;
    improvement(stage).await;
    comparison(stage).await;
    canary(stage).await;
}

async fn validation(stage: &Stage) {
    let all = drive!(stage, Client, validation, &stage.client);
    let path = |program: &str| format!("/api/v1/validation/programs/{program}");
    let unknown = stage
        .done(drive!(stage, Validation, summary, &all, NOTHING))
        .await;
    assert_eq!(unknown.program_id, NOTHING);
    assert_eq!(
        (
            unknown.statistics.total_validations,
            unknown.recommendations.confidence
        ),
        (0, Confidence::Low)
    );
    stage.simulator.add_validations(OLD, 15, 15);
    let summary = stage.done(all.summary(OLD)).await;
    let raw = format!("{}/summary", path(OLD));
    assert_eq!(stage.line(), format!("GET {raw}"));
    assert_eq!(wire(&summary), wire(&stage.look(&raw).await));
    assert!(summary.statistics.valid_count >= 15 && summary.statistics.invalid_count >= 15);
    let call = drive!(stage, Validation, recommendations, &all, OLD);
    let recommendations = stage.done(call).await;
    assert_eq!(stage.line(), format!("GET {}/recommendations", path(OLD)));
    assert_eq!(wire(&recommendations), wire(&summary.recommendations));
    assert!(recommendations.should_improve);
    assert_eq!(recommendations.confidence, Confidence::Medium);
}

async fn improvement(stage: &Stage) {
    let all = stage.client.validation();
    let improvement = stage
        .done(drive!(stage, Validation, improve, &all, OLD))
        .await;
    let line = format!("POST /api/v1/validation/programs/{OLD}/improve");
    assert_eq!((stage.line(), stage.last().body().len()), (line, 0));
    assert_eq!(
        (improvement.success, improvement.new_version),
        (true, Some(3))
    );
    let id = stage.simulator.program_id(TASK, 3);
    assert_eq!(improvement.new_program_id, id);
}

async fn comparison(stage: &Stage) {
    let all = stage.client.validation();
    stage.simulator.add_validations(PROGRAM, 300, 0);
    let compare = |stage: &Stage| drive!(stage, Validation, compare, &all, OLD, PROGRAM);
    let least = stage.done(compare(stage)).await;
    assert_eq!(stage.line(), "POST /api/v1/validation/programs/compare");
    assert_eq!(
        stage.sent(),
        json!({ "control_program_id": OLD, "treatment_program_id": PROGRAM })
    );
    assert_eq!(least.recommendation, ComparisonRecommendation::Continue);

    let call = drive!(
        stage,
        Call<ComparePrograms>,
        minimum_sample_size,
        compare(stage),
        20
    );
    let call = drive!(stage, Call<ComparePrograms>, required_confidence, call, 0.9);
    let call = drive!(
        stage,
        Call<ComparePrograms>,
        max_degradation_threshold,
        call,
        0.5
    );
    let call = drive!(
        stage,
        Call<ComparePrograms>,
        min_improvement_threshold,
        call,
        -1.0
    );
    let call = drive!(stage, Call<ComparePrograms>, test_duration_hours, call, 1);
    let comparison = stage.done(call).await;
    let sent = json!({
        "control_program_id": OLD, "treatment_program_id": PROGRAM,
        "configuration": {
            "minimum_sample_size": 20, "required_confidence": 0.9, "max_degradation_threshold": 0.5,
            "min_improvement_threshold": -1.0, "test_duration_hours": 1,
        },
    });
    assert_eq!(stage.sent(), sent);
    assert_eq!(
        (&*comparison.task_id, &*comparison.control_program_id),
        (TASK, OLD)
    );
    assert_eq!(comparison.recommendation, ComparisonRecommendation::Promote);
    let numbers = &comparison.statistics;
    assert!(numbers.is_significant && numbers.performance_delta > 0.0);
    assert!(numbers.treatment_sample_size >= 300 && comparison.confidence > 0.9);
    assert!(numbers.treatment_metrics.validation_rate > 0.9);
}

async fn canary(stage: &Stage) {
    let all = drive!(stage, Client, canary, &stage.client);
    let none = stage
        .done(drive!(stage, Canaries, current, &all, TASK))
        .await;
    assert!(none.is_none());
    let begun = stage
        .done(drive!(stage, Canaries, start, &all, TASK, OLD))
        .await;
    assert_eq!(
        stage.line(),
        "POST /api/v1/validation/programs/canary/start"
    );
    assert_eq!(
        stage.sent(),
        json!({ "task_id": TASK, "new_program_id": OLD })
    );
    assert_eq!(
        (
            &begun.current_stage,
            begun.current_percentage,
            &begun.status
        ),
        (
            &CanaryStage::Stage1_5Percent,
            0.05,
            &CanaryStatus::InProgress
        )
    );
    assert_eq!(
        (&*begun.new_program_id, &*begun.current_program_id),
        (OLD, PROGRAM)
    );
    let current = current(stage, &all).await;
    assert_eq!(wire(&current), wire(&begun));

    stage
        .simulator
        .set_canary_verdict(Some(CanaryVerdict::Promote));
    let progressed = stage
        .done(drive!(stage, Canaries, progress, &all, &begun.id))
        .await;
    let path = format!("/api/v1/validation/programs/canary/{}", begun.id);
    assert_eq!(
        (stage.line(), stage.last().body().len()),
        (format!("POST {path}/progress"), 0)
    );
    assert_eq!(progressed.current_stage, CanaryStage::Stage2_25Percent);
    assert_eq!(progressed.history.len(), 2);
    stage
        .simulator
        .set_canary_verdict(Some(CanaryVerdict::Pause));
    let paused = stage.done(all.progress(&begun.id)).await;
    assert_eq!(paused.status, CanaryStatus::Paused);
    assert!(paused.status_reason.is_some());

    let call = drive!(stage, Canaries, rollback, &all, &begun.id, "too \"slow\"\n");
    let back = stage.done(call).await;
    assert_eq!(
        (stage.line(), stage.sent()),
        (
            format!("POST {path}/rollback"),
            json!({ "reason": "too \"slow\"\n" })
        )
    );
    assert_eq!(
        (&back.status, back.current_percentage),
        (&CanaryStatus::RolledBack, 0.0)
    );
    let last = back.history.last().unwrap();
    assert_eq!(
        (&last.action, last.reason.as_deref()),
        (&CanaryAction::RolledBack, Some("too \"slow\"\n"))
    );
    assert!(back.completed_at.is_some());
    assert!(stage.done(all.current(TASK)).await.is_none());
    stage.simulator.set_canary_verdict(None);
}

/// The canary of the task, as it is read in every form of its times.
async fn current(stage: &Stage, all: &Canaries) -> Canary {
    let path = format!("/api/v1/validation/tasks/{TASK}/canary");
    let mut read = Vec::new();
    for manner in [Timestamps::Utc, Timestamps::Offset, Timestamps::AsStored] {
        stage.simulator.set_timestamps(manner);
        let canary = stage.done(all.current(TASK)).await.unwrap();
        assert_eq!(stage.line(), format!("GET {path}"));
        assert_eq!(wire(&canary), wire(&stage.look(&path).await));
        read.push(canary);
    }
    let same = |pair: &[Canary]| wire(&pair[0]) == wire(&pair[1]);
    assert!(read.windows(2).all(same), "{read:?}");
    read.remove(0)
}

/// Stage by stage to its end, as the example of the documentation does it.
#[tokio::test]
async fn a_canary_goes_through_its_stages() {
    let stage = Stage::start().await;
    stage
        .simulator
        .set_canary_verdict(Some(CanaryVerdict::Promote));
    let all = stage.client.canary();
    let mut canary = all.start(TASK, OLD).await.unwrap();
    let mut stages = Vec::new();
    while canary.status == CanaryStatus::InProgress {
        stages.push(canary.current_percentage);
        canary = all.progress(&canary.id).await.unwrap();
    }
    assert_eq!(stages, [0.05, 0.25, 0.5, 1.0]);
    assert_eq!(
        (&canary.status, &canary.current_stage),
        (&CanaryStatus::Completed, &CanaryStage::Completed)
    );
    let actions = canary.history.iter().map(|step| &step.action);
    assert_eq!(
        actions
            .filter(|action| **action == CanaryAction::Promoted)
            .count(),
        4
    );
    let active = stage.client.execute(TASK, 1).await.unwrap();
    assert_eq!(active.program_id.as_deref(), Some(OLD));
    // What is over cannot go on.
    let error = all.progress(&canary.id).await.unwrap_err();
    assert_eq!(error.code(), Some("CANARY_PROGRESS_FAILED"));
    stage.proxy.assert_clean();
}
