//! Reconciliation and health: every documented success.

use quintet::Call;
use quintet::liteboxd::{
    Client, HealthStatus, ListReconcileRuns, Readiness, ReconcileRunStatus, ReconcileTrigger,
    Reconciliation,
};

use super::stage::{Stage, drive};
use super::values::wire;

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    reconciliation(stage).await;
    health(stage).await;
}

async fn reconciliation(stage: &Stage) {
    let stopped = stage.stopped().await;
    let all = drive!(stage, Client, reconciliation, &stage.client);
    let reply = stage.settle(drive!(stage, Reconciliation, run, &all)).await;
    let reply = reply.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (202, 1));
    let report = reply.into_value();
    assert_eq!(report.run.status, ReconcileRunStatus::Completed);
    assert_eq!(report.run.trigger_type, ReconcileTrigger::Manual);
    let found = report.items.iter().find(|item| item.sandbox_id == stopped);
    assert_eq!(found.unwrap().action.to_string(), "preserve_stopped");

    let id = &report.run.id;
    let read = stage.settle(drive!(stage, Reconciliation, get, &all, id));
    let read = read.await.unwrap().into_value();
    assert_eq!(wire(&read), wire(&report));
    let path = format!("/api/v1/sandboxes/reconcile/runs/{id}");
    assert_eq!(wire(&read), wire(&stage.look(&path).await));

    all.run().await.unwrap();
    let runs = stage.settle(drive!(stage, Reconciliation, runs, &all));
    let runs = runs.await.unwrap().into_value();
    let listed = stage.look("/api/v1/sandboxes/reconcile/runs").await;
    assert_eq!(wire(&runs), wire(&listed["items"]));
    assert_eq!(&runs[1].id, id, "the newest is the first");
    let call = drive!(stage, Call<ListReconcileRuns>, limit, all.runs(), 1);
    let one = stage.settle(call).await.unwrap().into_value();
    assert_eq!(wire(&one), wire(&runs[..1].to_vec()));
}

async fn health(stage: &Stage) {
    let unknown = stage.client(None, 2);
    for draining in [false, true] {
        stage.simulator.set_draining(draining);
        let health = stage.settle(drive!(stage, Client, health, &unknown));
        let health = health.await.unwrap();
        assert_eq!((health.status().as_u16(), health.attempts()), (200, 1));
        assert_eq!(health.value().status, HealthStatus::Ok);
        assert_eq!(health.value().service, None);

        let readiness = stage.settle(drive!(stage, Client, readiness, &unknown));
        let readiness = readiness.await.unwrap();
        let status = if draining { 503 } else { 200 };
        let seen = (readiness.status().as_u16(), readiness.attempts());
        assert_eq!(seen, (status, 1));
        let readiness = readiness.into_value();
        assert_eq!(readiness == Readiness::Draining, draining);
        assert_eq!(drive!(stage, Readiness, is_ready, readiness), !draining);
    }
    stage.simulator.set_draining(false);
}
