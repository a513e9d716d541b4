//! Batches by hand: what is around the entries, and what the service says of them. Contract: §1.1, §6.2.

use std::collections::BTreeSet;

use quintet::gt8004::{Client, Envelope, RequestLogEntry};
use serde_json::{Value, json};

use super::stage::{HOUR, Stage, drive, entry, poisonous};

/// Sends batches, and says that the agent is there.
pub(super) async fn drive_all(stage: &Stage) {
    let client = &stage.client;
    let pings = stage.simulator.pings();
    let call = drive!(stage, Client, verify_connection, client);
    stage.done(call).await;
    assert_eq!(stage.line(), "POST /v1/ingest");
    assert_eq!(stage.simulator.pings(), pings + 1);
    let stored = stage.simulator.rows().len();
    let entries = (0..50).map(|number| entry(&format!("/{number}")));
    let call = drive!(stage, Client, ingest, client, entries);
    assert_eq!(stage.done(call).await, 50);
    let paths: Vec<_> = stage.simulator.rows()[stored..]
        .iter()
        .map(|row| row.path.clone())
        .collect();
    let expected: Vec<_> = (0..50).map(|number| format!("/{number}")).collect();
    assert_eq!(paths, expected);
    let call = drive!(stage, Client, ingest, client, [entry("/"), poisonous()]);
    assert_eq!(stage.done(call).await, 2);
    assert_eq!(stage.simulator.lost_batches(), [""; 0]);
}

/// The names around the entries, in both spellings and in one.
#[tokio::test]
async fn the_envelope_is_spelt_as_it_was_asked_for() {
    let stage = Stage::start().await;
    let version = concat!("rust-", env!("CARGO_PKG_VERSION"));
    let agent = "a\"gent\\é😀";
    let both = json!({
        "agent_id": agent, "agentId": agent, "sdk_version": version, "sdkVersion": version,
        "batch_id": null, "entries": null,
    });
    let snake =
        json!({ "agent_id": agent, "sdk_version": version, "batch_id": null, "entries": null });
    for (spelling, expected) in [
        (Envelope::default(), &both),
        (Envelope::Both, &both),
        (Envelope::SnakeCase, &snake),
    ] {
        let client = stage.client(|builder| builder.agent_id(agent).envelope(spelling));
        let logger = client.logger().flush_interval(HOUR).start().unwrap();
        logger.log(entry("/"));
        logger.flush().await.unwrap();
        let shipped = stage.sent();
        client.verify_connection().await.unwrap();
        let verified = stage.sent();
        client.ingest([entry("/")]).await.unwrap();
        for mut sent in [shipped, verified, stage.sent()] {
            assert_eq!(sent["entries"].as_array().unwrap().len(), 1);
            assert_eq!(sent["batch_id"].as_str().unwrap().len(), 36);
            (sent["entries"], sent["batch_id"]) = (Value::Null, Value::Null);
            assert_eq!(&sent, expected, "{spelling:?}");
        }
        let row = stage.row();
        assert_eq!((&*row.agent_id, &*row.sdk_version), (agent, version));
    }
    stage.proxy.assert_clean();
}

/// Each batch has an id of its own, and all of its rows have it.
#[tokio::test]
async fn a_batch_has_one_id() {
    let stage = Stage::start().await;
    for _ in 0..3 {
        let entries = [entry("/a"), entry("/b")];
        stage.client.ingest(entries).await.unwrap();
    }
    let rows = stage.simulator.rows();
    let ids: BTreeSet<_> = rows.iter().map(|row| &row.batch_id).collect();
    assert_eq!((rows.len(), ids.len()), (6, 3));
    for pair in rows.chunks(2) {
        assert_eq!(pair[0].batch_id, pair[1].batch_id);
    }
}

/// The ping is an entry that says only that there is an agent; nothing is stored of it.
#[tokio::test]
async fn a_connection_is_verified_by_a_ping() {
    let stage = Stage::start().await;
    stage.client.verify_connection().await.unwrap();
    let first = stage.sent();
    stage.logger.verify_connection().await.unwrap();
    for sent in [first, stage.sent()] {
        let mut ping = sent["entries"][0].clone();
        assert!(ping["timestamp"].take().is_string());
        let expected = json!({
            "requestId": "startup-ping", "method": "PING", "path": "/_sdk/startup", "statusCode": 0, "responseMs": 0.0,
            "source": "sdk_ping", "timestamp": null,
        });
        assert_eq!(ping, expected);
        assert_eq!(sent["entries"].as_array().unwrap().len(), 1);
    }
    assert_eq!((stage.simulator.pings(), stage.count()), (2, 2));
    assert!(stage.simulator.rows().is_empty());
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.accepted, ledger.requests), (0, 0));
    stage.proxy.assert_clean();
}

/// Entries may come from anything that can be iterated.
#[tokio::test]
async fn entries_come_from_any_iterator() {
    let stage = Stage::start().await;
    let client = &stage.client;
    let list: Vec<RequestLogEntry> = vec![entry("/1"), entry("/2")];
    assert_eq!(client.ingest(list).await.unwrap(), 2);
    assert_eq!(client.ingest(Some(entry("/3"))).await.unwrap(), 1);
    let lazy = (4..=6).map(|number| entry(&format!("/{number}")));
    assert_eq!(client.ingest(lazy).await.unwrap(), 3);
    assert_eq!(stage.simulator.numbers().requests, 6);
}

/// 202 is a receipt and no more: a batch that is lost behind it is counted as read.
#[tokio::test]
async fn a_batch_that_is_lost_later_was_read() {
    let stage = Stage::start().await;
    stage.simulator.lose_batches(1);
    assert_eq!(stage.client.ingest([entry("/")]).await.unwrap(), 1);
    assert!(stage.simulator.rows().is_empty());
    assert_eq!(stage.simulator.lost_batches(), ["queue"]);
    stage.proxy.assert_clean();
}
