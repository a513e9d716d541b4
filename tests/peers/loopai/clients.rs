//! Clients, their settings and connections, and several at a time. Contract: §6, §7.

use std::time::Duration;

use quintet::loopai::{Client, DEFAULT_URL};
use quintet::sim::Fault;
use quintet::sim::loopai::Timestamps;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use super::stage::Stage;
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_loopai::{
    KEY, TASK, answers, bare, builder, builder_to, client, execution, says, task,
};
use crate::support::raw_server::RawServer;
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::http;
use crate::support::resolver::Refused;

/// The address, and three repetitions with 1 to 10 s in between.
#[tokio::test(start_paused = true)]
async fn c01_a_client_needs_no_settings() {
    assert_eq!(DEFAULT_URL, "http://localhost:8080");
    let shown = format!("{:?}", Client::builder().build().unwrap());
    assert!(shown.contains(DEFAULT_URL), "{shown}");

    let _frozen = Frozen::new();
    let server = RawServer::start([answers("502 Bad Gateway", "{}")]).await;
    let builder = Client::builder().base_url(server.url()).http_client(http());
    let call = builder.build().unwrap().health().into_future();
    let error = pass_until(call, Duration::from_secs(60)).await.unwrap_err();
    assert_eq!((error.attempts(), server.received().len()), (4, 4));
    let waited = error.elapsed();
    assert!(
        (Duration::from_secs(3)..Duration::from_secs(32)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!(server.received()[0].header("authorization"), None);
}

#[tokio::test]
async fn c02_settings_are_kept() {
    let server = RawServer::start([answers("502 Bad Gateway", "{}")]).await;
    let six = RetryPolicy::default()
        .max_attempts(6)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    let client = builder(server.url())
        .timeout(Duration::from_secs(60))
        .retry(six)
        .header("x-client", "1")
        .build()
        .unwrap();
    let error = client.tasks().get(TASK).await.unwrap_err();
    assert_eq!((error.attempts(), server.received().len()), (6, 6));
    let sent = server.received().remove(5);
    assert_eq!(sent.header("authorization"), Some("Bearer key-0123"));
    assert_eq!(sent.header("x-client"), Some("1"));
    assert_eq!(KEY, "key-0123");
}

/// A client is not closed but dropped, as often as there are clones; connections end with the last.
#[tokio::test]
async fn c03_a_client_ends_with_its_last_clone() {
    let server = RawServer::start([says(&task())]).await;
    let clone = {
        let client = client(server.url());
        client.tasks().get(TASK).await.unwrap();
        client.clone()
    };
    clone.tasks().get(TASK).await.unwrap();
    let tasks = clone.tasks();
    drop(clone);
    tasks.get(TASK).await.unwrap();
    drop(tasks);
    // Returns once every connection is closed.
    let received = server.finish().await;
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|one| one.connection == 1));
}

#[test]
fn c15_an_address_that_is_none_is_refused() {
    for url in [
        "",
        " ",
        "not-a-url",
        "localhost:8080",
        "ftp://host",
        "http://",
    ] {
        let error = Client::builder().base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{url:?}: {error}");
    }
}

/// There is no negative number of attempts, and no time of nothing.
#[test]
fn c16_settings_that_cannot_work_are_refused() {
    for builder in [
        bare(DEFAULT_URL).timeout(Duration::ZERO),
        bare(DEFAULT_URL).connect_timeout(Duration::ZERO),
        bare(DEFAULT_URL).execute_timeout(Duration::ZERO),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    }
    let none = RetryPolicy::default().max_attempts(0);
    let error = bare(DEFAULT_URL).retry(none).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    assert!(error.message().contains("0 attempts"), "{error}");
}

#[tokio::test]
async fn c27_a_call_works_with_repetitions_and_without() {
    let stage = Stage::start().await;
    stage.simulator.inject(Fault::status(503).times(3));
    let reply = stage.client.health().response().await.unwrap();
    assert_eq!((reply.attempts(), &*reply.value().status), (4, "healthy"));
    let builder = bare(&stage.simulator.base_url()).retry(RetryPolicy::never());
    let once = builder.build().unwrap();
    assert_eq!(once.health().await.unwrap().status, "healthy");
    stage.simulator.inject(Fault::status(503));
    assert_eq!(once.health().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn c28_a_millisecond_is_too_short() {
    let server = RawServer::start([vec![Request, Silence]]).await;
    let client = client(server.url());
    let short = Duration::from_millis(1);
    for error in [
        client.health().timeout(short).await.map(drop).unwrap_err(),
        client
            .execute(TASK, json!({}))
            .timeout(short)
            .await
            .map(drop)
            .unwrap_err(),
    ] {
        assert!(error.is_timeout(), "{error}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
    }
}

#[tokio::test]
async fn c32_a_server_that_is_not_there_is_an_error_of_its_own() {
    let refused = Refused::new();
    let client = builder_to([refused.address()]).build().unwrap();
    for result in [
        client.health().await.map(drop),
        client.execute(TASK, json!({})).await.map(drop),
        client.batch_execute(TASK, []).await.map(drop),
    ] {
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), error.status()),
            (ErrorKind::Connect, 4, None),
            "{error}"
        );
    }
}

#[tokio::test]
async fn c36_three_executions_at_a_time() {
    let stage = Stage::start().await;
    let client = &stage.client;
    let one = |text: &str| client.execute(TASK, json!({ "text": text })).into_future();
    let (first, second, third) = tokio::join!(
        one("Free money"),
        one("See you tomorrow"),
        one("cheap pills")
    );
    let all = [first.unwrap(), second.unwrap(), third.unwrap()];
    let outputs = all.each_ref().map(|one| one.output.clone().unwrap());
    assert_eq!(outputs, ["spam", "ham", "spam"]);
    let mut ids = all.map(|one| one.execution_id.unwrap());
    ids.sort_unstable();
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
}

/// Whoever asks gets the same, and times are times in each form that a server writes: with `Z`, with an offset, with neither.
#[tokio::test]
async fn c37_clients_agree_on_ids_versions_and_times() {
    let stage = Stage::start().await;
    let other = bare(&stage.simulator.base_url()).build().unwrap();
    for timestamps in [Timestamps::AsStored, Timestamps::Utc, Timestamps::Offset] {
        stage.simulator.set_timestamps(timestamps);
        let ours = stage.client.tasks().get(TASK).await.unwrap();
        let theirs = other.tasks().get(TASK).await.unwrap();
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        let mut versions = Vec::new();
        for client in [&stage.client, &other] {
            let executed = client.execute(TASK, json!({ "text": "x" })).await.unwrap();
            assert_eq!(executed.task_id, ours.id);
            assert!(executed.executed_at.unwrap().to_rfc3339().contains('T'));
            versions.push(executed.version);
        }
        assert_eq!(versions, [Some(2), Some(2)]);
    }
    // The same moment, however it is written.
    for written in [
        "2025-10-27T01:02:03.5",
        "2025-10-27T01:02:03.5000000Z",
        "2025-10-27T10:02:03.5+09:00",
    ] {
        let mut reply = execution();
        reply["executed_at"] = written.into();
        let server = RawServer::start([says(&reply)]).await;
        let executed = client(server.url()).execute(TASK, 1).await.unwrap();
        let moment = executed.executed_at.unwrap();
        assert_eq!(
            moment,
            "2025-10-27T01:02:03.5Z".parse().unwrap(),
            "{written}"
        );
    }
}
