//! Deleting.

use quintet::liteboxd::{DeletionPhase, DesiredState, LifecycleStatus};

use crate::peers::liteboxd::stage::{PERSISTENT, PLAIN, Stage};

/// `TestDeleteMarksDeletionRequested`
#[tokio::test]
async fn deleting_is_a_request_first() {
    let stage = Stage::frozen().await;
    let id = stage.running(PLAIN).await;
    let record = stage.client.sandboxes().delete(&id).await.unwrap();
    let record = record.unwrap();
    assert_eq!(record.desired_state, Some(DesiredState::Deleted));
    assert_eq!(record.lifecycle_status, Some(LifecycleStatus::Terminating));
    let deletion = record.deletion.unwrap();
    assert_eq!(deletion.phase, Some(DeletionPhase::Requested));
    assert!(deletion.started_at.is_some());
}

/// `TestDeleteIsIdempotentWhileTerminating`
#[tokio::test]
async fn deleting_again_begins_nothing_anew() {
    let stage = Stage::frozen().await;
    let id = stage.running(PERSISTENT).await;
    let sandboxes = stage.client.sandboxes();
    let first = sandboxes.delete(&id).await.unwrap().unwrap();
    let second = sandboxes.delete(&id).await.unwrap().unwrap();
    let begun = |deletion: Option<quintet::liteboxd::SandboxDeletion>| deletion.unwrap().started_at;
    assert_eq!(begun(first.deletion), begun(second.deletion));
    let history = stage.look(&format!("/sandboxes/{id}/status-history")).await;
    let items = history["items"].as_array().unwrap();
    let requests = items
        .iter()
        .filter(|item| item["to_status"] == "terminating");
    assert_eq!(requests.count(), 1);
}

/// `TestListForUserIncludesTerminatingWithoutDecryptingToken`
#[tokio::test]
async fn the_list_has_what_is_being_deleted_without_its_token() {
    let stage = Stage::frozen().await;
    let id = stage.terminating(PLAIN).await;
    let sandboxes = stage.client.sandboxes();
    let listed = sandboxes.list().await.unwrap();
    assert_eq!((listed.len(), &*listed[0].id), (1, &*id));
    assert!(listed[0].access_token.is_none());
    assert!(stage.get(&id).await.access_token.is_some());
    let others = sandboxes.list().without_terminating().await.unwrap();
    assert!(others.is_empty(), "{others:?}");
}

/// `TestSandboxDeletionServiceCompletesPersistentDelete`
#[tokio::test]
async fn a_deletion_is_completed() {
    let stage = Stage::fast().await;
    let id = stage.deleted(PERSISTENT).await;
    let sandboxes = stage.client.sandboxes();
    assert!(sandboxes.get(&id).await.unwrap_err().is_not_found());
    let records = sandboxes.metadata().id_prefix(&id);
    let record = records.await.unwrap().items.remove(0);
    let deletion = record.deletion.unwrap();
    assert_eq!(deletion.phase, Some(DeletionPhase::Completed));
    assert!(deletion.attempts.unwrap() > 1 && record.deleted_at.is_some());
}
