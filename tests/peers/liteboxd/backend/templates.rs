//! Specifications, as the server takes them: by hand, because the client refuses bad ones itself.

use quintet::liteboxd::{ReclaimPolicy, TemplateSpec};
use serde_json::{Value, json};

use crate::peers::liteboxd::stage::{PERSISTENT, Stage};

/// Creates a template of an image and this; status and reply.
async fn create(stage: &Stage, rest: Value) -> (u16, Value) {
    let mut spec = json!({ "image": "ubuntu:24.04" });
    let fields = rest.as_object().unwrap().clone();
    spec.as_object_mut().unwrap().extend(fields);
    let body = json!({ "name": "t", "spec": spec });
    stage.ask("POST", "/templates", &body).await
}

async fn refused(stage: &Stage, rest: Value, words: &str) {
    let (status, body) = create(stage, rest.clone()).await;
    assert_eq!(status, 400, "{rest}: {body}");
    assert_eq!(body["error"]["code"], "INVALID_REQUEST", "{rest}");
    let said = body["error"]["message"].as_str().unwrap();
    assert!(said.contains(words), "{rest}: {said}");
}

/// `TestNormalizeAllowedDomains`
#[tokio::test]
async fn domains_are_made_equal() {
    let stage = Stage::frozen().await;
    let sent = [" PyPI.org. ", "*.PythonHosted.org", "pypi.org"];
    let network = json!({ "allowInternetAccess": true, "allowedDomains": sent });
    let (status, body) = create(&stage, json!({ "network": network })).await;
    assert_eq!(status, 201, "{body}");
    let domains = &body["spec"]["network"]["allowedDomains"];
    assert_eq!(domains, &json!(["pypi.org", "*.pythonhosted.org"]));
}

/// `TestNormalizeAllowedDomainsRejectsInvalid`
#[tokio::test]
async fn domains_are_names_alone() {
    let stage = Stage::frozen().await;
    for domain in [
        "https://pypi.org",
        "pypi.org:443",
        "pypi.org/simple",
        "a_b.org",
        " ",
    ] {
        let network = json!({ "allowInternetAccess": true, "allowedDomains": [domain] });
        refused(&stage, json!({ "network": network }), "allowedDomains").await;
        // The client says so before.
        let network: quintet::liteboxd::NetworkSpec = serde_json::from_value(network).unwrap();
        let spec = TemplateSpec::new("ubuntu:24.04").with_network(network);
        let error = stage
            .client
            .templates()
            .create("t", spec)
            .await
            .unwrap_err();
        assert!(error.is_invalid_input(), "{domain}: {error}");
    }
}

/// `TestValidatePersistenceSpec{Valid,DefaultSize}`, `TestTemplateSpecApplyDefaults_DefaultPersistenceSize`
#[tokio::test]
async fn persistence_has_defaults() {
    let stage = Stage::frozen().await;
    let given = json!({ "enabled": true, "storageClassName": "standard" });
    let (status, body) = create(&stage, json!({ "persistence": given })).await;
    assert_eq!(status, 201, "{body}");
    let expected = json!({
        "enabled": true, "mode": "rootfs-overlay", "size": "1Gi", "storageClassName": "standard",
        "reclaimPolicy": "Delete",
    });
    assert_eq!(body["spec"]["persistence"], expected);
}

/// `TestValidatePersistenceSpecRejectsLocalPath`, and the other rules of §5.1
#[tokio::test]
async fn persistence_has_rules() {
    let stage = Stage::frozen().await;
    let enabled = |class: &str, size: &str, mode: &str, policy: &str| {
        let persistence = json!({
            "enabled": true, "storageClassName": class, "size": size, "mode": mode, "reclaimPolicy": policy,
        });
        json!({ "persistence": persistence })
    };
    for (spec, words) in [
        (
            enabled("local-path", "", "", ""),
            "local-path is not supported",
        ),
        (
            enabled("LOCAL-PATH", "", "", ""),
            "local-path is not supported",
        ),
        (enabled("", "", "", ""), "storageClassName is required"),
        (
            enabled("standard", "big", "", ""),
            "persistence.size is invalid",
        ),
        (
            enabled("standard", "", "overlay", ""),
            "persistence.mode must be",
        ),
        (
            enabled("standard", "", "", "Keep"),
            "persistence.reclaimPolicy must be",
        ),
    ] {
        refused(&stage, spec, words).await;
    }
    let off = json!({ "persistence": { "enabled": false, "storageClassName": "local-path" } });
    assert_eq!(create(&stage, off).await.0, 201, "not looked at");
}

/// `TestTemplateSpecApplyDefaults_KeepTTLZero…`
#[tokio::test]
async fn defaults_fill_what_is_missing_and_not_a_ttl_of_zero() {
    let stage = Stage::frozen().await;
    let (status, body) = create(&stage, json!({ "ttl": 0 })).await;
    assert_eq!(status, 201, "{body}");
    let spec = &body["spec"];
    assert_eq!(
        (&spec["ttl"], &spec["startupTimeout"]),
        (&json!(0), &json!(300))
    );
    assert_eq!(
        spec["resources"],
        json!({ "cpu": "500m", "memory": "512Mi" })
    );
    let sandbox = stage.client.sandboxes().create("t").await.unwrap();
    assert_eq!(sandbox.expires(), None);
}

/// `TestTemplateYAMLPersistenceCamelCaseFields`
#[tokio::test]
async fn persistence_survives_yaml() {
    let stage = Stage::frozen().await;
    let templates = stage.client.templates();
    let yaml = templates.export_yaml(PERSISTENT).await.unwrap();
    let text = std::str::from_utf8(&yaml).unwrap();
    for key in ["storageClassName: standard", "reclaimPolicy: Delete"] {
        assert!(text.contains(key), "{text}");
    }
    let changed = text.replace("reclaimPolicy: Delete", "reclaimPolicy: Retain");
    let import = stage.client.import_export().import_templates(changed);
    assert_eq!(import.await.unwrap().updated, 1);
    let spec = templates
        .get(PERSISTENT)
        .await
        .unwrap()
        .into_spec()
        .unwrap();
    let policy = spec.persistence.unwrap().reclaim_policy;
    assert_eq!(policy, Some(ReclaimPolicy::Retain));
}
