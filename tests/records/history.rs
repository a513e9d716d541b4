//! The status changes of a sandbox: the cursor neither repeats nor skips.

use futures_util::TryStreamExt as _;
use quintet::liteboxd::StatusChange;
use quintet::sim::Fault;
use serde_json::json;

use super::Bench;

/// A sandbox, not the first, that was up and down so often, and how many changes that makes.
async fn sandbox(bench: &Bench, times: usize) -> (String, usize) {
    let id = bench.persistent(2).await.remove(1);
    for _ in 0..times {
        bench.simulator.fail(&id, "out of memory");
        bench.simulator.recover(&id);
    }
    let changes = bench.sandboxes.history(&id).limit(200).all().await.unwrap();
    bench.simulator.clear_requests();
    assert!(changes.len() >= 2 * times, "{}", changes.len());
    (id, changes.len())
}

/// Newest first, and none missing: within one sandbox each status follows from the one before.
#[track_caller]
fn assert_linked(changes: &[StatusChange]) {
    for pair in changes.windows(2) {
        assert!(pair[0].id > pair[1].id, "{pair:?}");
        assert_eq!(pair[0].from_status, pair[1].to_status.to_string());
    }
}

#[tokio::test]
async fn every_change_comes_once() {
    let bench = Bench::start().await;
    let (id, count) = sandbox(&bench, 115).await;
    for limit in [None, Some(7), Some(200)] {
        bench.simulator.clear_requests();
        let call = bench.sandboxes.history(&id);
        let call = match limit {
            Some(limit) => call.limit(limit),
            None => call,
        };
        let changes: Vec<_> = call.items().try_collect().await.unwrap();
        assert_eq!(changes.len(), count, "{limit:?}");
        assert_linked(&changes);
        assert_eq!(changes.last().unwrap().from_status, "");
        let size = usize::try_from(limit.unwrap_or(50)).unwrap();
        assert_eq!(bench.sent(), count / size + 1, "{limit:?}");
    }
}

#[tokio::test]
async fn a_last_page_that_is_full_is_followed_by_an_empty_one() {
    let bench = Bench::start().await;
    let (id, count) = sandbox(&bench, 10).await;
    let limit = i64::try_from(count).unwrap();
    let call = bench.sandboxes.history(&id).limit(limit);
    let pages: Vec<_> = call.pages().try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!(sizes, [count, 0]);
}

#[tokio::test]
async fn changes_that_happen_meanwhile_shift_nothing() {
    let bench = Bench::start().await;
    let (id, count) = sandbox(&bench, 10).await;
    let call = bench.sandboxes.history(&id).limit(4);
    let mut pages = std::pin::pin!(call.pages());
    let mut seen = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        seen.extend(page.items);
        bench.simulator.fail(&id, "again");
        bench.simulator.recover(&id);
    }
    assert_eq!(seen.len(), count);
    assert_linked(&seen);
}

#[tokio::test]
async fn one_sandbox_does_not_see_the_changes_of_another() {
    let bench = Bench::start().await;
    let ids = bench.persistent(3).await;
    for id in ids.iter().chain(&ids) {
        bench.simulator.fail(id, "crash");
        bench.simulator.recover(id);
    }
    for id in &ids {
        let changes = bench.sandboxes.history(id).limit(2).all().await.unwrap();
        assert!(changes.iter().all(|change| change.sandbox_id == *id));
        assert_linked(&changes);
    }
    let unknown = bench.sandboxes.history("deadbeef").all().await.unwrap();
    assert!(unknown.is_empty());
}

/// A server that always answers with the newest changes.
#[tokio::test]
async fn a_server_that_ignores_the_cursor_is_not_asked_for_ever() {
    let bench = Bench::start().await;
    let change = |id: i64| {
        json!({
            "id": id, "sandbox_id": "a", "source": "api", "from_status": "", "to_status": "running",
            "reason": "", "payload_json": "{}", "created_at": "2026-04-03T10:00:00Z",
        })
    };
    let body = json!({ "items": [change(9), change(8)] }).to_string();
    let fault = Fault::status(200).body("application/json", body);
    bench.simulator.inject(fault.times(1000));
    let changes = bench.sandboxes.history("a").limit(2).all().await.unwrap();
    assert_eq!((changes.len(), bench.sent()), (4, 2));
}

#[tokio::test]
async fn what_the_server_would_bend_is_refused_before_it_is_sent() {
    let bench = Bench::start().await;
    let call = || bench.sandboxes.history("a1b2c3d4");
    for (result, hint) in [
        (call().limit(0).await, "from 1 to 200"),
        (call().limit(201).await, "from 1 to 200"),
        (call().before_id(0).await, "begin with 1"),
        (call().before_id(-1).await, "begin with 1"),
        (bench.sandboxes.history("pvcs").await, "name of a list"),
        (bench.sandboxes.history("a/b").await, "sandbox id"),
    ] {
        let error = result.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        assert!(error.message().contains(hint), "{error}");
    }
    assert_eq!(bench.sent(), 0);
}
