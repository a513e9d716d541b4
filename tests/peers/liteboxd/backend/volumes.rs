//! Volumes, by requests by hand.

use quintet::liteboxd::{PersistenceSpec, ReclaimPolicy, TemplateSpec};
use serde_json::Value;

use crate::peers::liteboxd::stage::{PERSISTENT, Stage};

/// The volumes of a sandbox.
async fn volumes(stage: &Stage, id: &str) -> Vec<Value> {
    let path = format!("/sandboxes/pvcs?sandbox_id={id}");
    let page = stage.look(&path).await;
    page["items"].as_array().unwrap().clone()
}

/// `TestClassifyPVCMappingStateDeletingWhileSandboxTerminating`
#[tokio::test]
async fn the_volume_of_a_sandbox_under_deletion_is_being_deleted() {
    let stage = Stage::frozen().await;
    let id = stage.running(PERSISTENT).await;
    let before = volumes(&stage, &id).await;
    assert_eq!(before[0]["state"], "bound");
    assert_eq!(before[0]["pvcName"], format!("sandbox-data-{id}"));
    stage.client.sandboxes().delete(&id).await.unwrap();
    let after = volumes(&stage, &id).await;
    assert_eq!(after[0]["state"], "deleting");
    assert_eq!(after[0]["sandboxLifecycleStatus"], "terminating");
}

/// `TestBuildDBPVCMapSkipsCompletedDeletePolicyRecords`
#[tokio::test]
async fn the_volume_goes_with_its_sandbox() {
    let stage = Stage::fast().await;
    let id = stage.deleted(PERSISTENT).await;
    assert_eq!(volumes(&stage, &id).await, [Value::Null; 0]);
}

/// `TestSandboxDeletionServiceRetainKeepsPVC`
#[tokio::test]
async fn a_volume_that_is_to_be_retained_stays() {
    let stage = Stage::fast().await;
    let persistence = PersistenceSpec::new("standard").with_reclaim_policy(ReclaimPolicy::Retain);
    let spec = TemplateSpec::new("ubuntu:24.04").with_persistence(persistence);
    stage
        .client
        .templates()
        .create("keeper", spec)
        .await
        .unwrap();
    let id = stage.deleted("keeper").await;
    let kept = volumes(&stage, &id).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(kept[0]["reclaimPolicy"], "Retain");
    assert_eq!(kept[0]["phase"], "Bound");
}
