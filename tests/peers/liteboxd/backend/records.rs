//! Lists of records.

use futures_util::TryStreamExt;
use quintet::liteboxd::{DeletionPhase, DesiredState, LifecycleStatus};
use serde_json::Value;

use crate::peers::liteboxd::stage::{PERSISTENT, PLAIN, Stage, UNKNOWN};

/// `TestSandboxStoreListMetadata`: filters
#[tokio::test]
async fn records_are_chosen() {
    let stage = Stage::frozen().await;
    let plain = stage.running(PLAIN).await;
    let deleting = stage.terminating(PERSISTENT).await;
    let all = || stage.client.sandboxes().metadata();
    let created = stage.get(&plain).await.created_at;
    let hour = chrono::TimeDelta::hours(1);
    for (records, expected) in [
        (all(), vec![&deleting, &plain]),
        (all().id_prefix(&plain), vec![&plain]),
        (all().template(PERSISTENT), vec![&deleting]),
        (all().desired_state(DesiredState::Active), vec![&plain]),
        (
            all().lifecycle_status(LifecycleStatus::Running),
            vec![&plain],
        ),
        (
            all().deletion_phase(DeletionPhase::Requested),
            vec![&deleting],
        ),
        (all().created_to(created), vec![&plain]),
        (all().created_from(created + hour), vec![]),
        (all().deleted_from(created), vec![]),
    ] {
        let question = format!("{records:?}");
        let page = records.await.unwrap();
        let found: Vec<&String> = page.items.iter().map(|record| &record.id).collect();
        assert_eq!(found, expected, "{question}");
        assert_eq!(page.total, i64::try_from(expected.len()).unwrap());
    }
}

/// `TestSandboxStoreListMetadata`: paging
#[tokio::test]
async fn records_come_in_pages() {
    let stage = Stage::frozen().await;
    let mut created = Vec::new();
    for _ in 0..5 {
        created.insert(0, stage.created(PLAIN).await);
    }
    let all = || stage.client.sandboxes().metadata().page_size(2);
    let last = all().page(3).await.unwrap();
    assert_eq!((last.page, last.page_size, last.total), (3, 2, 5));
    assert_eq!(last.items[0].id, created[4]);
    stage.simulator.clear_requests();
    let records: Vec<_> = all().items().try_collect().await.unwrap();
    let ids: Vec<String> = records.into_iter().map(|record| record.id).collect();
    assert_eq!(ids, created);
    assert_eq!(
        stage
            .simulator
            .request_count("GET", "/api/v1/sandboxes/metadata"),
        3
    );
}

async fn changes(stage: &Stage, id: &str, query: &str) -> Vec<Value> {
    let path = format!("/sandboxes/{id}/status-history{query}");
    let list = stage.look(&path).await;
    list["items"].as_array().unwrap().clone()
}

/// `TestSandboxStoreListStatusHistory`: `limit` and `before_id`
#[tokio::test]
async fn changes_come_newest_first_and_can_be_cut() {
    let stage = Stage::frozen().await;
    let id = stage.running(PERSISTENT).await;
    let sandboxes = stage.client.sandboxes();
    for _ in 0..30 {
        sandboxes.stop(&id).await.unwrap();
        sandboxes.start(&id).await.unwrap();
    }
    // creating, pending, running, and 30 times stopped and pending.
    let all = changes(&stage, &id, "?limit=200").await;
    assert_eq!(all.len(), 63);
    assert!(all.is_sorted_by_key(|item| -item["id"].as_i64().unwrap()));
    assert_eq!(all[0]["to_status"], "pending");
    for (query, expected) in [
        ("", 50),
        ("?limit=0", 50),
        ("?limit=-1", 50),
        ("?limit=3", 3),
        ("?limit=999", 63),
    ] {
        assert_eq!(
            changes(&stage, &id, query).await,
            all[..expected],
            "{query}"
        );
    }
    let query = format!("?limit=4&before_id={}", all[9]["id"]);
    assert_eq!(changes(&stage, &id, &query).await, all[10..14]);
    assert!(changes(&stage, UNKNOWN, "").await.is_empty());
}
