//! Loopai: its server sends requests to HTTPS where that is set up.

use quintet::loopai::{BatchItem, Client};
use quintet::sim::loopai::Simulator;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use super::{answered, to};
use crate::support::frozen::Frozen;
use crate::support::raw_loopai::{OTHER, TASK, builder, task};
use crate::support::raw_server::RawServer;

fn client(server: &RawServer) -> Client {
    let builder = builder(server.url()).header("x-client", "1");
    builder.retry(RetryPolicy::never()).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn within_the_server_everything_goes_along() {
    let _frozen = Frozen::new();
    let server = RawServer::start([to("/elsewhere"), answered(&task().to_string())]).await;
    client(&server).tasks().get(TASK).await.unwrap();
    let received = server.finish().await;
    assert_eq!(received[1].target, "/elsewhere");
    for request in &received {
        assert_eq!(request.header("authorization"), Some("Bearer key-0123"));
        assert_eq!(request.header("x-client"), Some("1"));
    }
}

#[tokio::test(start_paused = true)]
async fn to_another_origin_nothing_goes_along() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered(&task().to_string())]).await;
    let server = RawServer::start([to(&format!("{}/x", other.url()))]).await;
    client(&server).tasks().get(TASK).await.unwrap();
    for request in other.finish().await {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("x-client"), None);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_read_is_never_sent_on() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered("{}")]).await;
    let server = RawServer::start([to(&format!("{}/x", other.url()))]).await;
    let client = client(&server);
    let many = client.execute_many(TASK, [BatchItem::new("a", 1)]);
    let mut many = many.collect().await.unwrap();
    let refused = [
        client.execute(TASK, 1).await.map(drop).unwrap_err(),
        client.batch_execute(TASK, []).await.map(drop).unwrap_err(),
        client
            .validation()
            .improve(OTHER)
            .await
            .map(drop)
            .unwrap_err(),
        client.canary().progress(OTHER).await.map(drop).unwrap_err(),
        client.webhooks().delete(OTHER).await.unwrap_err(),
        many.remove(0).into_result().map(drop).unwrap_err(),
    ];
    for error in &refused {
        let said = (error.kind(), error.attempts());
        assert_eq!(said, (ErrorKind::Redirect, 1), "{error}");
    }
    drop((client, many));
    assert_eq!(server.finish().await.len(), refused.len());
    assert!(other.finish().await.is_empty());
}

/// As the server's own middleware does it.
#[tokio::test]
async fn an_execution_is_not_sent_on_to_https() {
    let simulator = Simulator::start().await.unwrap();
    simulator.set_https_port(Some(9));
    let client = builder(&simulator.base_url()).token(simulator.token());
    let client = client.build().unwrap();
    let error = client.execute(TASK, json!({ "text": "x" })).await;
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Redirect, 1),
        "{error}"
    );
    assert!(error.message().contains("https://"), "{error}");
    assert_eq!(simulator.executions(TASK), 0);
}
