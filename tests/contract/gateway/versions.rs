//! The latest version of a prefab, and what else the catalogue says. Contract: §1.6.

use quintet::ErrorKind;
use quintet::sim::Fault;
use serde_json::{Value, json};

use super::stage::Stage;

#[tokio::test]
async fn the_latest_version_is_the_first_of_the_list() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let catalogue = client.catalogue();
    let list = |list: Value| {
        let fault = Fault::status(200).body("application/json", list.to_string());
        stage.simulator.inject(fault.on("GET", "/v1/prefabs"));
    };
    // Two names of the id, statuses and fields that nobody has heard of.
    list(json!([
        { "id": "other", "version": "9" },
        { "prefab_id": "translator", "version": "0.9.0", "deployment_status": "paused", "is_official": true },
        { "id": "translator", "version": "1.0.0" },
    ]));
    let spec = catalogue.get_prefab_spec("translator").await.unwrap();
    assert_eq!(spec.version.as_deref(), Some("0.9.0"));

    for (listed, kind, words) in [
        (
            json!([]),
            ErrorKind::NotFound,
            "prefab translator is not in the list",
        ),
        (
            json!([{ "id": "translator" }]),
            ErrorKind::Decode,
            "no version of prefab translator; name one",
        ),
        (
            json!({}),
            ErrorKind::Decode,
            "the reply (application/json) ",
        ),
    ] {
        stage.simulator.clear_requests();
        list(listed);
        let error = catalogue.get_prefab_spec("translator").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("list_prefabs")),
            "{error}"
        );
        assert!(error.message().contains(words), "{error}");
        assert_eq!((stage.sent(), error.status().unwrap().as_u16()), (1, 200));
    }
    // It may be gone in between.
    list(json!([{ "id": "gone", "version": "1" }]));
    let error = catalogue.get_prefab_spec("gone").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("get_prefab_spec"))
    );
}

#[tokio::test]
async fn what_the_catalogue_says_more_is_kept() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let listed = json!([{ "prefab_id": "p", "deployment_status": "paused", "is_official": true, "secrets": [{ "name": "K", "rotates": 1 }] }]);
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", listed.to_string()));
    let prefabs = client.catalogue().list_prefabs().await.unwrap();
    let info = &prefabs[0];
    assert_eq!((info.prefab(), &info.version), (Some("p"), &None));
    assert_eq!(
        info.deployment_status.as_ref().unwrap().to_string(),
        "paused"
    );
    assert_eq!(info.extra["is_official"], true);
    assert_eq!(info.secrets[0].extra["rotates"], 1);
}
