//! Synapse: three credentials, slashes that the agent corrects, and logs that are followed.

use quintet::synapse::{Client, Protocol};
use quintet::{ErrorKind, RetryPolicy};

use super::{answered, to};
use crate::support::frozen::Frozen;
use crate::support::raw_request::Received;
use crate::support::raw_server::RawServer;
use crate::support::raw_synapse;

/// What may go to the agent's own origin only.
const OWN: [&str; 5] = [
    "authorization",
    "synapse-user",
    "synapse-tenant",
    "cookie",
    "x-client",
];

fn client(server: &RawServer) -> Client {
    raw_synapse::builder(server.url())
        .user_token("user")
        .tenant("tenant")
        .header("cookie", "session=1")
        .header("x-client", "1")
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// How many of them a request carried.
fn carried(request: &Received) -> usize {
    let names = OWN.iter();
    names.filter(|name| request.header(name).is_some()).count()
}

#[tokio::test(start_paused = true)]
async fn a_slash_is_corrected_with_everything() {
    let _frozen = Frozen::new();
    let server = RawServer::start([to("/jobs/j"), answered("{}")]).await;
    client(&server).jobs().get("j").await.unwrap();
    let received = server.finish().await;
    let targets: Vec<_> = received.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(targets, ["/jobs/j/", "/jobs/j"]);
    for request in &received {
        assert_eq!(carried(request), OWN.len());
        assert_eq!(request.header("synapse-tenant"), Some("Token tenant"));
    }
}

#[tokio::test(start_paused = true)]
async fn to_another_origin_nothing_goes_along() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered("[]"), answered("one\n")]).await;
    let away = to(&format!("{}/elsewhere/", other.url()));
    let server = RawServer::start([away]).await;
    let jobs = client(&server).jobs();
    jobs.list().await.unwrap();
    let tail = jobs.tail("j").protocol(Protocol::Http).reconnects(0);
    let mut tail = tail.await.unwrap();
    assert_eq!(tail.next_line().await.unwrap().as_deref(), Some("one"));
    drop((tail, jobs));
    for request in other.finish().await {
        assert_eq!(carried(&request), 0, "{}", request.target);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_read_is_never_sent_on() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answered("{}")]).await;
    let away = to(&format!("{}/elsewhere/", other.url()));
    let server = RawServer::start([away]).await;
    let client = client(&server);
    let (plugins, docker) = (client.plugins(), client.docker());
    let websocket = client.jobs().tail("j").protocol(Protocol::WebSocket);
    let refused = [
        client.jobs().stop("j").await.map(drop).unwrap_err(),
        plugins.run("d@1", "train").await.map(drop).unwrap_err(),
        plugins.delete("d@1").await.unwrap_err(),
        docker.create("d@1").await.map(drop).unwrap_err(),
        client.system().restart().await.map(drop).unwrap_err(),
        client
            .resources()
            .update_policy()
            .await
            .map(drop)
            .unwrap_err(),
        websocket.await.map(drop).unwrap_err(),
    ];
    for error in &refused {
        let said = (error.kind(), error.attempts());
        assert_eq!(said, (ErrorKind::Redirect, 1), "{error}");
    }
    drop((client, plugins, docker));
    assert_eq!(server.finish().await.len(), refused.len());
    assert!(other.finish().await.is_empty());
}
