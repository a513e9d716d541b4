//! Reading a specification, changing a part and sending it back loses nothing. Contract: §7.I.

use quintet::liteboxd::{NetworkSpec, PersistenceSpec, ReclaimPolicy, TemplateSpec};
use serde_json::json;

use crate::support::liteboxd::{Stage, sent};

#[tokio::test]
async fn persistence_and_network_survive_an_update() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let volume = PersistenceSpec::new("standard")
        .with_size("3Gi")
        .with_reclaim_policy(ReclaimPolicy::Retain);
    let network = NetworkSpec::internet().with_allowed_domain("api.example.com");
    let spec = TemplateSpec::new("ubuntu:24.04")
        .with_persistence(volume)
        .with_network(network);
    templates.create("workspace", spec).await.unwrap();

    let read = templates
        .get("workspace")
        .await
        .unwrap()
        .into_spec()
        .unwrap();
    let before = serde_json::to_value(&read).unwrap();
    templates
        .update("workspace", read.with_memory("2Gi"))
        .await
        .unwrap();

    let after = templates
        .get("workspace")
        .await
        .unwrap()
        .into_spec()
        .unwrap();
    assert_eq!(
        after.resources.as_ref().unwrap().memory.as_deref(),
        Some("2Gi")
    );
    let mut expected = before;
    expected["resources"]["memory"] = json!("2Gi");
    assert_eq!(serde_json::to_value(&after).unwrap(), expected);
    assert_eq!(expected["persistence"]["storageClassName"], "standard");
    assert_eq!(expected["persistence"]["reclaimPolicy"], "Retain");
    assert_eq!(
        expected["network"]["allowedDomains"],
        json!(["api.example.com"])
    );
}

#[tokio::test]
async fn fields_of_a_newer_server_go_back_and_no_default_comes_in() {
    let stage = Stage::start().await;
    let spec = json!({
        "image": "python:3.13", "gpus": 2,
        "resources": { "cpu": "2", "ephemeral": "1Gi" },
        "files": [{ "destination": "/a", "mode": "0755" }],
        "readinessProbe": { "exec": { "command": ["true"] }, "successThreshold": 2 },
        "network": { "allowInternetAccess": false, "deniedDomains": ["x.org"] },
        "persistence": { "enabled": true, "storageClassName": "fast", "iops": { "read": 100 } },
    });
    let reply = json!({
        "id": "tpl-1a2b3c4d", "name": "new", "isPublic": true, "latestVersion": 1, "tags": [], "spec": spec,
        "createdAt": "2026-04-03T12:00:00+02:00", "updatedAt": "2026-04-03T12:00:00+02:00",
    });
    let client = stage.canned(200, &reply);
    let read = client
        .templates()
        .get("new")
        .await
        .unwrap()
        .into_spec()
        .unwrap();
    assert_eq!(read.extra["gpus"], 2);
    stage.simulator.clear_requests();

    let client = stage.canned(200, &reply);
    client.templates().update("new", read).await.unwrap();
    assert_eq!(sent(&stage.request()), json!({ "spec": spec }));
}

#[tokio::test]
async fn a_ttl_of_zero_stays_zero() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let spec = TemplateSpec::new("alpine:3.20").without_expiry();
    templates.create("eternal", spec).await.unwrap();
    let spec = templates.get("eternal").await.unwrap().into_spec().unwrap();
    let updated = templates.update("eternal", spec).await.unwrap();
    assert_eq!(updated.into_spec().unwrap().ttl, Some(0));
}
