//! What changes something is sent once, whatever is answered.

use quintet::{Call, Invoke};

use super::{always, client};
use crate::support::raw_server::{RawServer, Script, Step};

/// How many requests a call takes that fails.
async fn requests<I: Invoke>(server: &RawServer, call: Call<I>) -> usize {
    let before = server.received().len();
    assert!(call.await.is_err());
    server.received().len() - before
}

/// How many requests each call that changes something takes.
async fn changes(server: &RawServer) -> Vec<usize> {
    let client = client(server);
    let (plugins, system) = (client.plugins(), client.system());
    let (docker, containers) = (client.docker(), client.containers());
    vec![
        requests(server, client.jobs().stop("j")).await,
        requests(server, client.resources().update_policy()).await,
        requests(server, plugins.create("d", "1")).await,
        requests(server, plugins.run("d@1", "train")).await,
        requests(server, plugins.run_debug("train")).await,
        requests(server, docker.create("d@1")).await,
        requests(server, docker.stop("4f5e")).await,
        requests(server, docker.start("4f5e")).await,
        requests(server, containers.create("d@1")).await,
        requests(server, containers.update(3)).await,
        requests(server, system.update()).await,
        requests(server, system.restart()).await,
    ]
}

#[tokio::test]
async fn no_status_makes_it_be_sent_again() {
    for status in [
        "400 Bad Request",
        "408 Request Timeout",
        "409 Conflict",
        "429 Too Many Requests\nretry-after: 0",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable\nretry-after: 0",
        "504 Gateway Timeout",
        "307 Temporary Redirect\nlocation: /elsewhere/",
    ] {
        let server = always(status, r#"{"detail":"no"}"#).await;
        assert_eq!(changes(&server).await, [1; 12], "{status}");
    }
}

#[tokio::test]
async fn nor_does_a_broken_connection() {
    let reset: Script = vec![Step::Request, Step::Reset];
    let server = RawServer::start([reset]).await;
    assert_eq!(changes(&server).await, [1; 12]);
}

#[tokio::test]
async fn what_only_asks_is_sent_again() {
    let server = always("503 Service Unavailable\nretry-after: 0", "{}").await;
    let client = client(&server);
    let kind = quintet::synapse::FeasibilityKind::Job;
    assert!(requests(&server, client.jobs().get("j")).await > 1);
    assert!(requests(&server, client.resources().feasibility(kind, 1.0)).await > 1);
    assert!(requests(&server, client.containers().delete(3)).await > 1);
}
