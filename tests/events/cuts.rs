//! Streams that break: what came is given, then the error, then nothing. Contract: §3.

use quintet::ErrorKind;
use quintet::gateway::StreamEnd;

use super::{Told, opened, read, run, told_by};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Close, Request, Reset, Silence, Tell, Wait};
use crate::support::raw_server::{RawServer, Script, given, head, send, signal};

const HE: &str = "data: {\"type\":\"content\",\"data\":\"He\"}\n\n";

/// What a broken stream must say.
#[track_caller]
fn check(told: &Told, kind: ErrorKind) {
    let error = told.error.as_ref().unwrap();
    assert_eq!(
        (error.kind(), error.operation(), error.attempts()),
        (kind, Some("run_stream"), 1),
        "{error}"
    );
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.headers().unwrap()["x-marker"], "kept");
    assert!(!error.is_retryable(), "the function may have run: {error}");
    assert_eq!(told.end, Some(StreamEnd::Broken));
}

fn sized(length: usize, bytes: &str) -> String {
    let head = format!("200 OK\ncontent-type: text/event-stream\ncontent-length: {length}");
    self::head(&head) + bytes
}

fn chunked(chunks: &str) -> String {
    head("200 OK\ncontent-type: text/event-stream\ntransfer-encoding: chunked") + chunks
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_cut_is_no_stream_that_ended() {
    let chunk = format!("{:x}\r\n{HE}\r\n", HE.len());
    let scripts: [Script; 4] = [
        vec![Request, send(sized(HE.len() + 1, HE)), Close],
        // Half of the next event, which must not be given.
        vec![
            Request,
            send(sized(999, &format!("{HE}data: {{\"data\":\"llo\"}}"))),
            Close,
        ],
        vec![Request, send(chunked(&chunk)), Close],
        vec![Request, send(chunked(&format!("{chunk}zz\r\n"))), Close],
    ];
    for script in scripts {
        let told = told_by(script).await;
        assert_eq!(told.events, ["content \"He\""]);
        check(&told, ErrorKind::Transport);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_reset_is_cut_too() {
    use futures_util::StreamExt;

    let _frozen = Frozen::new();
    let go = signal();
    let script = vec![Request, send(opened() + HE), Wait(go.clone()), Reset];
    let server = RawServer::start([script]).await;
    let mut stream = run(&server).await.unwrap();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(first.text(), Some("He"));
    go.notify_one();
    let told = read(stream).await;
    assert!(told.events.is_empty());
    check(&told, ErrorKind::Transport);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stream_whose_length_is_right_is_not_cut() {
    let done = "data: {\"type\":\"done\"}\n\n";
    let told = told_by(vec![Request, send(sized(done.len(), done)), Close]).await;
    assert!(told.error.is_none());
    assert_eq!(told.end, Some(StreamEnd::Done));
}

/// Whoever got the last event knows that something is missing only if he is told.
#[tokio::test(start_paused = true)]
async fn a_stream_that_is_cut_after_its_last_event_is_cut() {
    let done = "data: {\"type\":\"done\"}\n\n";
    let told = told_by(vec![Request, send(sized(done.len() + 1, done)), Close]).await;
    assert_eq!(told.events, ["done null"]);
    check(&told, ErrorKind::Transport);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_stream_closes_its_connection() {
    use futures_util::StreamExt;

    let _frozen = Frozen::new();
    let closed = signal();
    let script = vec![Request, send(opened() + HE), Silence, Tell(closed.clone())];
    let server = RawServer::start([script]).await;
    let client = crate::support::raw_gateway::client(server.url());
    let mut stream = client.run_stream("p", "1", "f").await.unwrap();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    // While the client lives on.
    given(&closed).await;
    drop(client);
}

/// No connection waits for a stream that is over.
#[tokio::test(start_paused = true)]
async fn a_stream_that_failed_has_closed_its_connection() {
    let _frozen = Frozen::new();
    let closed = signal();
    let long = format!("data: {}", "x".repeat(200));
    let script = vec![
        Request,
        send(opened() + &long),
        Silence,
        Tell(closed.clone()),
    ];
    let server = RawServer::start([script]).await;
    let client = crate::support::raw_gateway::client(server.url());
    let mut stream = client
        .run_stream("p", "1", "f")
        .max_event(100)
        .await
        .unwrap();
    let error = futures_util::StreamExt::next(&mut stream).await.unwrap();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::TooLarge);
    // While stream and client live on.
    given(&closed).await;
    assert_eq!(stream.end(), Some(StreamEnd::Broken));
    drop(client);
}
