//! What the client of Synapse sends to an agent, byte by byte, and what it takes for an answer.

mod environment;
mod once;
mod pages;
mod replies;
mod system;
mod waits;
mod wire;

use quintet::synapse::Client;
use quintet::{Builder, synapse::Synapse};

use crate::support::raw_server::{RawServer, Script, Step, reply, send};

/// The settings of a client of a raw server: without certificates, which take longest to load, and without a proxy.
fn builder(server: &RawServer) -> Builder<Synapse> {
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    Client::builder()
        .base_url(server.url())
        .token("canary-agent")
        .http_client(http)
}

fn client(server: &RawServer) -> Client {
    builder(server).build().unwrap()
}

/// Answers a request with this status and JSON.
fn json(status: &str, body: &str) -> Script {
    let head = format!("{status}\ncontent-type: application/json");
    vec![Step::Request, send(reply(&head, body))]
}

/// A server that answers every request like this.
async fn always(status: &str, body: &str) -> RawServer {
    RawServer::start([json(status, body)]).await
}

/// Method and path of what was received.
fn lines(server: &RawServer) -> Vec<String> {
    let received = server.received().into_iter();
    received
        .map(|request| format!("{} {}", request.method, request.target))
        .collect()
}
