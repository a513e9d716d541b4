//! What is sent again, and when. Contract: §6, §8 (7 to 10).

use std::time::Duration;

use quintet::loopai::{BatchItem, Client, WebhookEventType};
use quintet::{Call, Error, ErrorKind, Invoke};
use serde_json::json;
use tokio::time::timeout;

use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_loopai::{
    OTHER, TASK, answers, builder, builder_to, client, execution, says, task,
};
use crate::support::raw_server::Step::{Request, Reset, Silence};
use crate::support::raw_server::{RawServer, http};
use crate::support::resolver::Refused;

/// The error of a call and what it is.
async fn failed<I: Invoke>(call: Call<I>) -> (&'static str, Error) {
    (I::OPERATION, call.await.map(drop).unwrap_err())
}

/// Every call that creates, executes or changes something.
async fn changes(client: &Client) -> Vec<(&'static str, Error)> {
    let task = client.tasks().create("t").description("d");
    let task = task.input_schema(json!({})).output_schema(json!({}));
    let (canary, events) = (client.canary(), [WebhookEventType::CanaryCompleted]);
    vec![
        failed(task).await,
        failed(client.execute(TASK, 1)).await,
        failed(client.batch_execute(TASK, BatchItem::numbered([1]))).await,
        failed(client.validation().improve(OTHER)).await,
        failed(canary.start(TASK, OTHER)).await,
        failed(canary.progress(OTHER)).await,
        failed(canary.rollback(OTHER, "worse")).await,
        failed(client.webhooks().subscribe("http://127.0.0.1:9/", events)).await,
    ]
}

/// A failure that does not say that nothing was done.
#[tokio::test]
async fn w07_what_changes_something_is_sent_once() {
    for script in [
        answers("500 Internal Server Error", "{}"),
        answers("502 Bad Gateway", "{}"),
        answers("504 Gateway Timeout", "{}"),
        answers("408 Request Timeout", "{}"),
        vec![Request, Reset],
    ] {
        let server = RawServer::start([script]).await;
        let errors = changes(&client(server.url())).await;
        for (operation, error) in &errors {
            assert_eq!(error.attempts(), 1, "{operation}: {error}");
        }
        assert_eq!(server.received().len(), errors.len());
    }
    let server = RawServer::start([vec![Request, Silence]]).await;
    let client = builder(server.url())
        .timeout(Duration::from_millis(50))
        .execute_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = client.execute(TASK, 1).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 1, "{error}");
}

/// What says that nothing was done, and what the caller declares harmless.
#[tokio::test]
async fn w07_what_was_not_done_is_sent_again() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let server = RawServer::start([answers(status, "{}")]).await;
        for (operation, error) in changes(&client(server.url())).await {
            assert_eq!(error.attempts(), 4, "{operation}: {error}");
        }
    }
    let oops = answers("500 Internal Server Error", "{}");
    let server = RawServer::start([oops.clone(), says(&execution())]).await;
    let call = client(server.url()).execute(TASK, 1).assume_idempotent();
    assert_eq!(call.response().await.unwrap().attempts(), 2);
    let server = RawServer::start([oops]).await;
    let everything = builder(server.url()).retry_everything().build().unwrap();
    for (operation, error) in changes(&everything).await {
        assert_eq!(error.attempts(), 4, "{operation}: {error}");
    }
}

/// Every status of the user's document, and 408.
#[tokio::test]
async fn w08_reads_are_sent_again() {
    for status in ["408 X", "429 X", "500 X", "502 X", "503 X", "504 X"] {
        let server = RawServer::start([answers(status, "{}"), says(&task())]).await;
        let reply = client(server.url()).tasks().get(TASK).response().await;
        assert_eq!(reply.unwrap().attempts(), 2, "{status}");
        // Nothing is executed, so it is a read.
        let server = RawServer::start([answers(status, "{}")]).await;
        let error = client(server.url()).batch_validate(TASK, []).await;
        assert_eq!(error.unwrap_err().attempts(), 4, "{status}");
        let server = RawServer::start([answers(status, "{}")]).await;
        let error = client(server.url()).webhooks().delete(OTHER).await;
        assert_eq!(error.unwrap_err().attempts(), 4, "{status}");
    }
    for status in [
        "400 X", "401 X", "403 X", "404 X", "405 X", "409 X", "501 X",
    ] {
        let server = RawServer::start([answers(status, "{}")]).await;
        let error = client(server.url()).tasks().get(TASK).await.unwrap_err();
        assert_eq!(
            (error.attempts(), server.received().len()),
            (1, 1),
            "{status}"
        );
    }
}

/// Connections that are refused or break, and replies that do not come.
#[tokio::test]
async fn w09_failures_of_the_connection_are_repeated() {
    let refused = Refused::new();
    let server = RawServer::start([says(&execution())]).await;
    let found = builder_to([refused.address(), server.address()]);
    // Nothing was sent, so that it is safe for an execution, too.
    let reply = found.build().unwrap().execute(TASK, 1).response().await;
    assert_eq!((reply.unwrap().attempts(), server.received().len()), (2, 1));
    let server = RawServer::start([vec![Request, Reset], says(&task())]).await;
    let reply = client(server.url()).tasks().get(TASK).response().await;
    assert_eq!((reply.unwrap().attempts(), server.received().len()), (2, 2));
}

/// As long as the server says, and not longer than the call may take.
#[tokio::test(start_paused = true)]
async fn w10_the_server_says_how_long_to_wait() {
    let _frozen = Frozen::new();
    let limited = |lines: &str| {
        let body = r#"{"code":"RATE_LIMIT_EXCEEDED","message":"Rate limit exceeded. Please try again later."}"#;
        answers(&format!("429 Too Many Requests\n{lines}"), body)
    };
    let minute = Duration::from_secs(60);
    let server = RawServer::start([limited("retry-after: 7"), says(&execution())]).await;
    let patient = Client::builder().base_url(server.url()).http_client(http());
    let patient = patient.build().unwrap();
    let call = patient.execute(TASK, 1).response();
    let reply = pass_until(call, minute).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    let waited = reply.elapsed();
    let about = Duration::from_secs(7)..Duration::from_secs(18);
    assert!(about.contains(&waited), "{waited:?}");

    // The whole call, waits included, has its time.
    let server = RawServer::start([limited("retry-after: 7")]).await;
    let patient = Client::builder().base_url(server.url()).http_client(http());
    let patient = patient.build().unwrap();
    let call = patient.health().timeout(Duration::from_secs(3));
    let error = pass_until(call.into_future(), minute).await.unwrap_err();
    assert!(error.elapsed() <= Duration::from_secs(4), "{error:?}");
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 1)
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.code(), Some("RATE_LIMIT_EXCEEDED"));
}

/// Dropping a call ends its wait: nothing is sent afterwards.
#[tokio::test(start_paused = true)]
async fn w10_a_wait_can_be_left() {
    let _frozen = Frozen::new();
    let busy = answers("503 Service Unavailable\nretry-after: 30", "{}");
    let server = RawServer::start([busy]).await;
    let patient = Client::builder().base_url(server.url()).http_client(http());
    let patient = patient.build().unwrap();
    let call = timeout(Duration::from_secs(5), patient.health().into_future());
    let left = pass_until(call, Duration::from_secs(60)).await;
    assert!(left.is_err(), "{left:?}");
    drop(patient);
    assert_eq!(server.finish().await.len(), 1);
}
