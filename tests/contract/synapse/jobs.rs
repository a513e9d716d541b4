//! Health, jobs, their logs and the waits for them: every documented success.

use quintet::ErrorKind;
use quintet::sim::synapse::{Job as SimJob, JobStatus as SimStatus, LogReply};
use quintet::synapse::{Client, Job, JobStatus, JobType, Jobs};
use serde_json::json;

use super::stage::{SOON, Stage, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    health(stage).await;
    read(stage).await;
    logs(stage).await;
    stop(stage).await;
    wait(stage).await;
}

async fn health(stage: &Stage) {
    let said = stage
        .done(drive!(stage, Client, health, &stage.client))
        .await;
    assert_eq!(said, json!({ "status": "ok" }));
    assert_eq!(stage.line(), "GET /health/");
}

async fn read(stage: &Stage) {
    let all = drive!(stage, Client, jobs, &stage.client);
    let listed = stage.done(drive!(stage, Jobs, list, &all)).await;
    let raw = stage.look("/jobs/").await;
    assert_eq!(wire(&listed), wire(&raw));
    let ids: Vec<_> = listed
        .iter()
        .map(|job| drive!(stage, Job, id, job))
        .collect();
    assert!(ids.contains(&Some("raysubmit_abc123")) && ids.contains(&Some("06000000")));

    for (id, status, kind) in [
        ("raysubmit_abc123", JobStatus::Running, JobType::Submission),
        ("raysubmit_pending", JobStatus::Pending, JobType::Submission),
        (
            "raysubmit_succeeded",
            JobStatus::Succeeded,
            JobType::Submission,
        ),
        ("raysubmit_failed", JobStatus::Failed, JobType::Submission),
        ("raysubmit_stopped", JobStatus::Stopped, JobType::Submission),
        ("06000000", JobStatus::Running, JobType::Driver),
    ] {
        let job = stage.done(drive!(stage, Jobs, get, &all, id)).await;
        assert_eq!(wire(&job), wire(&stage.look(&format!("/jobs/{id}/")).await));
        assert_eq!(job.id(), Some(id));
        assert_eq!(
            (job.status.as_ref(), job.type_.as_ref()),
            (Some(&status), Some(&kind))
        );
        let is_over = !matches!(status, JobStatus::Pending | JobStatus::Running);
        assert_eq!(drive!(stage, JobStatus, is_final, &status), is_over);
        assert_eq!(drive!(stage, Job, is_over, &job), is_over);
        let started = drive!(stage, Job, started_at, &job);
        let ended = drive!(stage, Job, ended_at, &job);
        assert_eq!(started.map(|at| at.timestamp_millis()), job.start_time);
        assert_eq!(ended.map(|at| at.timestamp_millis()), job.end_time);
        assert_eq!(
            (started.is_some(), ended.is_some()),
            (status != JobStatus::Pending, is_over)
        );
        // By Ray's own id it is the same job.
        if let Some(other) = &job.job_id {
            let same = stage.done(all.get(other)).await;
            assert_eq!(same.id(), Some(id));
        }
    }
}

async fn logs(stage: &Stage) {
    let all = stage.client.jobs();
    let odd = "{\"a\": 1}\n123\nnull\n\"x\\n\"\n에포크\u{2028}\u{85} \u{1b}[31m\r\n\n half a li";
    stage.simulator.add_job(SimJob::new("odd").text(odd));
    stage.simulator.add_job(SimJob::new("quiet"));
    for reply in [LogReply::JsonString, LogReply::Text] {
        stage.simulator.set_log_reply(reply);
        for (id, expected) in [
            (
                "raysubmit_succeeded",
                "loading the model\nepoch 1\nepoch 2\ndone\n",
            ),
            ("odd", odd),
            ("quiet", ""),
        ] {
            let log = stage.done(drive!(stage, Jobs, logs, &all, id)).await;
            assert_eq!(log, expected, "{reply:?}");
            assert_eq!(stage.line(), format!("GET /jobs/{id}/logs/"));
        }
    }
}

async fn stop(stage: &Stage) {
    let all = stage.client.jobs();
    stage.simulator.add_job(SimJob::new("to-stop"));
    let stopped = stage.done(drive!(stage, Jobs, stop, &all, "to-stop")).await;
    assert_eq!(
        wire(&stopped),
        json!({ "status": "STOPPING", "job_id": "to-stop" })
    );
    assert_eq!(stage.line(), "POST /jobs/to-stop/stop/");
    assert!(stage.last().body().is_empty());
    let wait = drive!(stage, Jobs, wait_until_over, &all, "to-stop").interval(SOON);
    let job = wait.await.unwrap();
    assert_eq!(job.status, Some(JobStatus::Stopped));
}

async fn wait(stage: &Stage) {
    let all = stage.client.jobs();
    stage.simulator.add_job(SimJob::new("to-succeed").pending());
    let waiting = drive!(stage, Jobs, wait, &all, "to-succeed").interval(SOON);
    let finish = async {
        stage.simulator.start_job("to-succeed");
        stage
            .simulator
            .finish_job("to-succeed", SimStatus::Succeeded);
    };
    let (job, ()) = tokio::join!(waiting.into_future(), finish);
    assert_eq!(job.unwrap().status, Some(JobStatus::Succeeded));

    let reason = "Job entrypoint command failed with exit code 1";
    for (id, reason) in [
        ("raysubmit_failed", reason),
        ("raysubmit_stopped", "Job was intentionally stopped."),
    ] {
        let error = all.wait(id).interval(SOON).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed, "{error}");
        assert!(error.message().contains(reason), "{error}");
        let over = all.wait_until_over(id).interval(SOON).await.unwrap();
        assert_eq!(over.id(), Some(id));
    }
    let error = all.wait("absent").interval(SOON).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Gone | ErrorKind::NotFound),
        "{error}"
    );
}
