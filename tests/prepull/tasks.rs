//! Making, finding and deleting prepull tasks.

use quintet::liteboxd::PrepullStatus;
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy};

use crate::support::liteboxd::Stage;

const IMAGE: &str = "alpine:3.20";

#[tokio::test]
async fn a_task_is_made_found_and_deleted() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    stage.simulator.stall_prepull(IMAGE);
    let task = prepulls.create(IMAGE).await.unwrap();
    assert_eq!(task.status, PrepullStatus::Pulling);
    assert_eq!(prepulls.get(&task.id).await.unwrap().image, IMAGE);
    prepulls.delete(&task.id).await.unwrap();
    let error = prepulls.get(&task.id).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.message().contains(&task.id), "{error}");
    for (operation, status) in [
        ("create_prepull", "202"),
        ("list_prepulls", "200"),
        ("delete_prepull", "204"),
    ] {
        stage.assert_covered(operation, status);
    }
}

#[tokio::test]
async fn the_image_of_a_template() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    let task = prepulls
        .create_for_template("python-data-science")
        .await
        .unwrap();
    assert_eq!(task.template.as_deref(), Some("python-data-science"));
    let error = prepulls.create_for_template("missing").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("TEMPLATE_NOT_FOUND"));
    for status in ["202", "404"] {
        stage.assert_covered("prepull_template_image", status);
    }
}

#[tokio::test]
async fn an_image_is_pulled_once_at_a_time() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let prepulls = stage.client.prepulls();
    let spec = templates
        .get("python-data-science")
        .await
        .unwrap()
        .into_spec()
        .unwrap();
    stage.simulator.stall_prepull(&spec.image);
    let task = prepulls.create(&spec.image).await.unwrap();
    for error in [
        prepulls.create(&spec.image).await.unwrap_err(),
        prepulls
            .create_for_template("python-data-science")
            .await
            .unwrap_err(),
    ] {
        assert!(error.is_conflict(), "{error}");
        assert_eq!(error.code(), Some("PREPULL_IN_PROGRESS"));
        assert!(error.message().contains(&spec.image), "{error}");
    }
    // Only a deletion makes room.
    prepulls.delete(&task.id).await.unwrap();
    prepulls.create(&spec.image).await.unwrap();
    stage.assert_covered("create_prepull", "409");
    stage.assert_covered("prepull_template_image", "409");
}

#[tokio::test]
async fn the_list_can_be_filtered() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    stage.simulator.stall_prepull("a:1");
    stage.simulator.fail_next_prepull("no quota");
    let failed = prepulls.create("b:1").await.unwrap();
    let pulling = prepulls.create("a:1").await.unwrap();
    let ids = async |call: quintet::Call<quintet::liteboxd::ListPrepulls>| -> Vec<String> {
        call.await
            .unwrap()
            .into_iter()
            .map(|task| task.id)
            .collect()
    };
    assert_eq!(
        ids(prepulls.list()).await,
        [pulling.id.as_str(), failed.id.as_str()]
    );
    assert_eq!(
        ids(prepulls.list().image("a:1")).await,
        [pulling.id.as_str()]
    );
    assert_eq!(
        ids(prepulls.list().status(PrepullStatus::Failed)).await,
        [failed.id.as_str()]
    );
}

#[tokio::test]
async fn the_server_has_the_last_word() {
    let stage = Stage::start().await;
    let body = r#"{"error":{"code":"INVALID_REQUEST","message":"the store is full"}}"#;
    let refuse = Fault::status(400).body("application/json; charset=utf-8", body);
    stage.simulator.inject(refuse.times(2));
    let prepulls = stage.client.prepulls();
    for (operation, error) in [
        ("create_prepull", prepulls.create(IMAGE).await.unwrap_err()),
        (
            "prepull_template_image",
            prepulls.create_for_template("a").await.unwrap_err(),
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::BadRequest);
        assert_eq!(error.message(), "the store is full");
        stage.assert_covered(operation, "400");
    }
}

#[tokio::test]
async fn deleting_what_is_gone_is_not_found_unless_the_reply_was_lost() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    let error = prepulls.delete("pp-00000000").await.unwrap_err();
    assert_eq!(error.code(), Some("PREPULL_NOT_FOUND"));
    assert!(error.is_not_found());
    stage.assert_covered("delete_prepull", "404");

    let task = prepulls.create(IMAGE).await.unwrap();
    let lost = Fault::reset_after_handling().on("DELETE", "/api/v1/images/prepull");
    stage.simulator.inject(lost);
    let delete = prepulls.delete(&task.id).retry(RetryPolicy::default());
    let reply = delete.response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (404, 2));
}
