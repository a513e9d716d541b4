//! The bytes of a batch and of a ping. Contract: §1.1, §6.2.

use std::collections::BTreeSet;

use quintet::gt8004::{Client, Envelope};
use serde_json::{Value, json};

use crate::peers::gt8004::stage::{Stage, client, entry};
use crate::support::raw_server::{RawServer, Step, http, reply, send};

/// What a client sends of an entry, and the head of that.
#[tokio::test]
async fn a_batch_is_sent_as_the_service_reads_it() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/p").with_request_id("r0"));
    stage.rows().await;
    let requests = stage.simulator.requests();
    let headers = requests[0].headers();
    for absent in [
        "content-encoding",
        "idempotency-key",
        "transfer-encoding",
        "cookie",
    ] {
        assert_eq!(headers.get(absent), None, "{absent}");
    }
    assert_eq!(
        headers["content-length"],
        requests[0].body().len().to_string()
    );
    let mut sent = stage.sent().remove(0);
    let id = sent["batch_id"].take();
    assert!(uuid::Uuid::parse_str(id.as_str().unwrap()).is_ok(), "{id}");
    let time = sent["entries"][0]["timestamp"].take();
    assert!(time.as_str().unwrap().ends_with('Z'), "{time}");
    let version = concat!("rust-", env!("CARGO_PKG_VERSION"));
    let entry = json!({
        "requestId": "r0", "method": "GET", "path": "/p", "statusCode": 200, "responseMs": 5.0, "source": "sdk",
        "timestamp": null,
    });
    let expected = json!({
        "agent_id": "agent-1", "agentId": "agent-1", "sdk_version": version, "sdkVersion": version, "batch_id": null,
        "entries": [entry],
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn the_envelope_may_be_the_services_alone() {
    let stage = Stage::start().await;
    let builder = Client::builder().base_url(stage.simulator.ingest_url());
    let builder = builder.http_client(http()).envelope(Envelope::SnakeCase);
    let builder = builder.agent_id("agent-1").token(stage.simulator.token());
    let logger = builder.build().unwrap().logger().start().unwrap();
    logger.log(entry("/"));
    logger.flush().await.unwrap();
    let sent = stage.sent().remove(0);
    let fields = sent.as_object().unwrap();
    let names: BTreeSet<_> = fields.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        BTreeSet::from(["agent_id", "batch_id", "entries", "sdk_version"])
    );
    assert_eq!(stage.simulator.rows()[0].agent_id, "agent-1");
}

/// The scheme is the one of the contract, and the key is seen nowhere else.
#[tokio::test]
async fn the_key_is_in_one_header() {
    let accepted = reply("202 Accepted", r#"{"status":"accepted","entries":1}"#);
    let server = RawServer::start([vec![Step::Request, send(accepted)]]).await;
    let canary = client(server.url(), "canary-7");
    canary.ingest([entry("/")]).await.unwrap();
    let received = server.received().remove(0);
    let with_key: Vec<_> = received
        .headers
        .iter()
        .filter(|(_, value)| value.to_str().unwrap().contains("canary-7"))
        .collect();
    assert_eq!(with_key.len(), 1);
    assert_eq!(received.header("authorization"), Some("Bearer canary-7"));
    let body = String::from_utf8(received.body).unwrap();
    assert!(
        !body.contains("canary") && !received.target.contains('?'),
        "{body}"
    );
}

/// The ping goes out at once and alone, though entries wait, and is not logged by the service.
#[tokio::test]
async fn verifying_sends_one_ping() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/waits"));
    stage.logger.verify_connection().await.unwrap();
    assert_eq!(
        (stage.simulator.pings(), stage.simulator.rows().len()),
        (1, 0)
    );
    let mut sent = stage.sent().remove(0);
    let time = sent["entries"][0]["timestamp"].take();
    assert!(time.as_str().unwrap().ends_with('Z'), "{time}");
    let ping = json!({
        "requestId": "startup-ping", "method": "PING", "path": "/_sdk/startup", "statusCode": 0, "responseMs": 0.0,
        "source": "sdk_ping", "timestamp": null,
    });
    assert_eq!(sent["entries"], Value::from(vec![ping]));
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.accepted, ledger.queued, ledger.requests), (1, 1, 0));
    assert_eq!(stage.one_row().await.path, "/waits");
}

/// The service says whether it lives and takes requests, to everybody.
#[tokio::test]
async fn health_needs_no_key() {
    let stage = Stage::start().await;
    let nobody = client(&stage.simulator.ingest_url(), "wrong");
    assert_eq!(nobody.health().await.unwrap().status, "ok");
    assert_eq!(nobody.readiness().await.unwrap().status, "ready");
    let paths: Vec<_> = stage
        .simulator
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(paths, ["/healthz", "/readyz"]);
}
