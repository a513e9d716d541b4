//! Links that have had their time, and tokens too. Contract: §1.5, §4.

use std::time::Duration;

use quintet::sim::Fault;
use quintet::{ErrorKind, Upload};

use super::stage::Stage;
use crate::support::gateway::said;

/// Long enough for a link to expire: an hour of simulated time is 3.6 ms.
fn late() -> Fault {
    Fault::delay(Duration::from_millis(4))
}

#[tokio::test]
async fn a_link_that_expired_is_the_stores_error() {
    let stage = Stage::fast().await;
    let files = stage.client.files();
    let denied = (ErrorKind::Forbidden, Some(403), Some("AccessDenied"));

    stage.simulator.inject_store(late());
    let file = Upload::from("abc").named("a.txt");
    let error = files.upload_input_file(file).await.unwrap_err();
    assert_eq!(said(&error), denied, "{error}");
    assert_eq!(
        (error.operation(), error.message()),
        (Some("put_object"), "Request has expired")
    );

    stage.simulator.inject_store(late());
    let error = files.download("s3://bucket/input.mp4").await.unwrap_err();
    assert_eq!(said(&error), denied, "{error}");
    assert_eq!(
        (error.operation(), error.message()),
        (Some("get_object"), "Request has expired")
    );
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("X-Amz") && !shown.contains("Signature"),
        "{shown}"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input.mp4");
    stage.simulator.inject_store(late());
    let error = files
        .download_file("s3://bucket/input.mp4", &path)
        .await
        .unwrap_err();
    assert_eq!(said(&error), denied, "{error}");
    assert!(!path.exists(), "nothing is left behind");
    stage.proxy.assert_clean();
}

/// Tokens that expire before they are used: the second one is not exchanged for a third.
#[tokio::test]
async fn a_token_that_expires_at_once_is_replaced_once() {
    let stage = Stage::fast().await;
    stage
        .simulator
        .set_token_lifetime(Some(Duration::from_secs(1)));
    let key = stage.simulator.api_key();
    let client = stage.client(|builder| builder.api_key(key));
    let error = client.run("test-kit", "1.0.0", "echo").await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::Unauthorized, Some(401), None));
    assert_eq!((error.operation(), error.attempts()), (Some("run"), 2));
    assert_eq!((stage.exchanges(), stage.sent()), (2, 4));
    stage.proxy.assert_clean();
}
