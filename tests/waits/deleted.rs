//! `wait_until_deleted`.

use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::liteboxd::{LifecycleStatus, SandboxStatus};
use quintet::sim::Fault;
use quintet::{End, ErrorKind};

use super::{Bench, PERSISTENT, PLAIN, client};

const INTERVAL: Duration = Duration::from_millis(1);

#[tokio::test]
async fn it_ends_when_the_deletion_is_over() {
    let bench = Bench::start().await;
    for template in [PLAIN, PERSISTENT] {
        let id = bench.running(template).await;
        let record = bench.sandboxes.delete(&id).await.unwrap().unwrap();
        assert_eq!(record.status, SandboxStatus::Terminating);
        bench
            .sandboxes
            .wait_until_deleted(&id)
            .interval(INTERVAL)
            .await
            .unwrap();
        let error = bench.sandboxes.get(&id).await.unwrap_err();
        assert!(error.is_not_found(), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_unknown_is_deleted_already() {
    let bench = Bench::start().await;
    bench
        .sandboxes
        .wait_until_deleted("00000000")
        .await
        .unwrap();
    assert_eq!(bench.looks("00000000"), 1);
    let end = bench
        .sandboxes
        .wait_until_deleted("00000000")
        .end()
        .await
        .unwrap();
    assert!(matches!(end, End::Ready(None)), "{end:?}");
}

#[tokio::test]
async fn updates_show_the_deletion() {
    let bench = Bench::start().await;
    let id = bench.running(PLAIN).await;
    let mut updates = std::pin::pin!(
        bench
            .sandboxes
            .wait_until_deleted(&id)
            .interval(INTERVAL)
            .updates()
    );
    let first = updates.try_next().await.unwrap().unwrap().unwrap();
    assert!(first.is_running());
    bench.sandboxes.delete(&id).await.unwrap();
    let rest: Vec<_> = updates.try_collect().await.unwrap();
    let (last, before) = rest.split_last().unwrap();
    let over = last
        .as_ref()
        .is_none_or(|one| one.lifecycle_status == Some(LifecycleStatus::Deleted));
    assert!(over && before.iter().all(Option::is_some), "{rest:?}");
}

#[tokio::test]
async fn passing_failures_do_not_end_it() {
    let bench = Bench::start().await;
    let id = bench.running(PLAIN).await;
    bench.sandboxes.delete(&id).await.unwrap();
    bench.simulator.inject(Fault::status(503).times(2));
    bench.simulator.inject(Fault::reset());
    bench
        .sandboxes
        .wait_until_deleted(&id)
        .interval(INTERVAL)
        .await
        .unwrap();
    let error = bench.sandboxes.get(&id).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn a_wrong_token_ends_it() {
    let bench = Bench::start().await;
    let id = bench.running(PLAIN).await;
    let wait = client(&bench.simulator, "wrong").wait_until_deleted(&id);
    assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn one_that_nobody_deletes_ends_it_by_time() {
    let bench = Bench::slow().await;
    let id = bench.create(PLAIN).await;
    let wait = bench.sandboxes.wait_until_deleted(&id).interval(INTERVAL);
    let error = wait.timeout(Duration::from_millis(1500)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let message = error.message();
    assert!(
        message.contains(&format!("for sandbox {id} to be deleted, looked ")),
        "{message}"
    );
    assert!(message.contains("last seen pending"), "{message}");
}
