//! Request ids, and the gateway's door.

use quintet::ErrorKind;

use crate::peers::liteboxd::stage::{PLAIN, Stage, UNKNOWN};

const ID: &str = "3f0c1b2a-9d8e-4f7a-8b6c-5d4e3f2a1b0c";

/// Where an application of the simulator answers.
const PORT: u16 = 44772;

/// `TestNormalizeRequestID`, `TestRequestIDMiddleware`
#[tokio::test]
async fn a_request_has_an_id() {
    let stage = Stage::frozen().await;
    let sandboxes = stage.client.sandboxes();
    for (sent, kept) in [
        (Some(ID), true),
        (Some("3f0c1b2a-9d8e-1f7a-8b6c-5d4e3f2a1b0c"), false),
        (Some("mine"), false),
        (None, false),
    ] {
        let mut list = sandboxes.list();
        if let Some(id) = sent {
            list = list.header("x-request-id", id);
        }
        let reply = list.response().await.unwrap();
        let id = reply.request_id().unwrap();
        assert_eq!((id.len(), sent == Some(id)), (36, kept), "{sent:?}: {id}");
    }
    let missing = sandboxes.get(UNKNOWN).header("x-request-id", ID).await;
    assert_eq!(missing.unwrap_err().request_id(), Some(ID));
}

/// `TestAuthMiddlewareRejectsInvalidOrDeletedSandbox`, `TestAuthMiddlewareUsesDBTokenHash` as far as it can be seen
#[tokio::test]
async fn the_gateway_takes_the_sandboxs_own_token_while_it_lives() {
    let stage = Stage::frozen().await;
    let sandboxes = stage.client.sandboxes();
    let id = stage.running(PLAIN).await;
    let sandbox = stage.get(&id).await;
    let port = sandboxes.port(&sandbox, PORT).unwrap();
    assert_eq!(port.get("/ping").await.unwrap().status(), 200);

    let mut other = sandbox.clone();
    other.access_token = Some("0".repeat(64).into());
    let wrong = sandboxes.port(&other, PORT).unwrap();
    let error = wrong.get("/ping").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    assert_eq!(error.message(), "invalid access token");

    sandboxes.delete(&id).await.unwrap();
    let error = port.get("/ping").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.message(), "sandbox not found");
}
