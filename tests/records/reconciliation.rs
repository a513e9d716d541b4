//! The reconciler: what is sent once, and what may be read often.

use quintet::ErrorKind;
use quintet::sim::Fault;

use super::Bench;

const PATH: &str = "/api/v1/sandboxes/reconcile";

#[tokio::test]
async fn a_run_is_sent_once() {
    let bench = Bench::start().await;
    let all = bench.client.reconciliation();
    let before = all.runs().await.unwrap().len();
    let lost = Fault::reset_after_handling();
    for (fault, kind) in [
        (Fault::status(500), ErrorKind::Server),
        (lost, ErrorKind::Transport),
    ] {
        bench.simulator.clear_requests();
        bench.simulator.inject(fault.on("POST", PATH));
        let error = all.run().await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(!error.is_retryable());
        assert_eq!(bench.simulator.request_count("POST", PATH), 1);
    }
    let after = all.runs().await.unwrap().len();
    assert_eq!(after - before, 1, "one was done, unseen");
}

#[tokio::test]
async fn runs_are_listed_up_to_the_limit_and_newest_first() {
    let bench = Bench::start().await;
    let all = bench.client.reconciliation();
    let mut ids = Vec::new();
    for _ in 0..105 {
        ids.push(all.run().await.unwrap().run.id);
    }
    ids.reverse();
    for (call, count) in [
        (all.runs(), 20),
        (all.runs().limit(1), 1),
        (all.runs().limit(100), 100),
    ] {
        let runs = call.await.unwrap();
        let listed: Vec<_> = runs.iter().map(|run| run.id.clone()).collect();
        assert_eq!(listed, ids[..count]);
    }
    for limit in [0, -1, 101] {
        let error = all.runs().limit(limit).await.unwrap_err();
        assert!(error.message().contains("from 1 to 100"), "{error}");
    }
}

#[tokio::test]
async fn a_run_is_read_by_its_id_and_nothing_else() {
    let bench = Bench::start().await;
    let all = bench.client.reconciliation();
    for id in ["", "..", "a/b", "../../x"] {
        let error = all.get(id).await.unwrap_err();
        assert!(error.is_invalid_input(), "{id}: {error}");
    }
    assert_eq!(bench.sent(), 0);
    let error = all.get("rec-00000000").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), "reconcile run not found");
}

/// A sandbox that was started shows as running when the server has looked.
#[tokio::test]
async fn a_run_finds_what_happened_in_the_cluster() {
    let bench = Bench::start().await;
    let id = bench.persistent(1).await.remove(0);
    bench.simulator.recover(&id);
    bench.sandboxes.stop(&id).await.unwrap();
    let report = bench.client.reconciliation().run().await.unwrap();
    assert_eq!((report.run.total_db, report.run.total_k8s), (1, 0));
    let found = report.items.iter().find(|item| item.sandbox_id == id);
    assert_eq!(found.unwrap().drift_type.to_string(), "missing_in_k8s");
    let count = i64::try_from(report.items.len()).unwrap();
    assert_eq!(report.run.drift_count, count);
}
