//! How streams end, and those that do not. Contract: §3, §6.

use std::time::Duration;

use futures_util::StreamExt;
use quintet::ErrorKind;
use quintet::gateway::StreamEnd;
use tokio::time::advance;

use super::{opened, read, run, told};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_gateway::builder;
use crate::support::raw_server::Step::{Close, Request, Silence, Tell, Wait};
use crate::support::raw_server::{RawServer, Script, given, send, signal};

const HE: &str = "data: {\"type\":\"content\",\"data\":\"He\"}\n\n";
const IDLE: Duration = Duration::from_secs(5);

#[tokio::test(start_paused = true)]
async fn the_end_says_what_the_function_said() {
    let done = "data: {\"type\":\"done\"}\n\n";
    let error = "data: {\"type\":\"error\",\"data\":\"boom\"}\n\n";
    for (bytes, end) in [
        (String::new(), StreamEnd::Unfinished),
        (HE.to_owned(), StreamEnd::Unfinished),
        (format!("{HE}{done}"), StreamEnd::Done),
        (format!("{HE}{error}"), StreamEnd::Failed),
        // Bytes that mean nothing end nothing.
        (format!("{HE}{done}: bye\n\n"), StreamEnd::Done),
        (format!("{HE}{done}{HE}"), StreamEnd::Done),
        (format!("{HE}done\n\n"), StreamEnd::Unfinished),
        ("data: \"done\"\n\n".to_owned(), StreamEnd::Unfinished),
    ] {
        let told = told(&bytes).await;
        assert_eq!(told.end, Some(end), "{bytes}");
        assert!(told.error.is_none(), "{bytes}");
    }
}

/// A stream that says nothing more.
fn silent(closed: &std::sync::Arc<tokio::sync::Notify>) -> Script {
    vec![Request, send(opened() + HE), Silence, Tell(closed.clone())]
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_stands_still_is_ended() {
    let _frozen = Frozen::new();
    let closed = signal();
    let server = RawServer::start([silent(&closed)]).await;
    let mut stream = run(&server).idle_timeout(IDLE).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().text(), Some("He"));
    let next = tokio::join!(stream.next(), advance(IDLE)).0;
    let error = next.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation(), error.attempts()),
        (ErrorKind::Timeout, Some("run_stream"), 1)
    );
    assert!(
        !error.is_retryable() && error.request_id() == Some("req-7"),
        "{error}"
    );
    assert!(stream.next().await.is_none());
    assert_eq!(stream.end(), Some(StreamEnd::Broken));
    given(&closed).await;
    assert_eq!(server.received().len(), 1);
}

/// Unless told otherwise that is as long as a run may take: 1200 s, or what the client says.
#[tokio::test(start_paused = true)]
async fn a_stream_may_stand_still_as_long_as_a_run_may_take() {
    for (limit, seconds) in [(None, 1200), (Some(60), 60)] {
        let _frozen = Frozen::new();
        let server = RawServer::start([silent(&signal())]).await;
        let mut client = builder(server.url()).timeout(IDLE).idle_timeout(IDLE);
        if let Some(seconds) = limit {
            client = client.run_timeout(Duration::from_secs(seconds));
        }
        let client = client.build().unwrap();
        let mut stream = client.run_stream("p", "1", "f").await.unwrap();
        stream.next().await.unwrap().unwrap();
        let before = Duration::from_secs(seconds - 1);
        let early = async {
            tokio::select! {
                biased;
                item = stream.next() => panic!("after less than {seconds} s: {item:?}"),
                () = advance(before) => {}
            }
        };
        early.await;
        let next = tokio::join!(stream.next(), advance(Duration::from_secs(seconds))).0;
        assert!(next.unwrap().unwrap_err().is_timeout());
    }
}

/// Comments keep a stream alive, as servers mean them to.
#[tokio::test(start_paused = true)]
async fn a_stream_lives_as_long_as_it_moves() {
    let _frozen = Frozen::new();
    let go = signal();
    let mut script = vec![Request, send(opened())];
    for _ in 0..4 {
        script.extend([Wait(go.clone()), send(": ping\n")]);
    }
    script.extend([
        Wait(go.clone()),
        send("data: {\"type\":\"done\"}\n\n"),
        Close,
    ]);
    let server = RawServer::start([script]).await;
    let stream = run(&server).idle_timeout(IDLE).await.unwrap();
    let started = tokio::time::Instant::now();
    let slowly = async {
        for _ in 0..5 {
            // So slowly that bytes on their way arrive in between.
            for _ in 0..4000 {
                advance(Duration::from_millis(1)).await;
            }
            go.notify_one();
        }
    };
    let (told, ()) = tokio::join!(read(stream), slowly);
    assert_eq!((told.events.len(), told.end), (1, Some(StreamEnd::Done)));
    assert!(started.elapsed() > IDLE * 3);
}

#[tokio::test(start_paused = true)]
async fn a_reader_may_take_its_time() {
    let _frozen = Frozen::new();
    let bytes = opened() + HE + HE + "data: {\"type\":\"done\"}\n\n";
    let server = RawServer::start([vec![Request, send(bytes), Close]]).await;
    let mut stream = run(&server).idle_timeout(IDLE).await.unwrap();
    for _ in 0..3 {
        advance(IDLE * 10).await;
        stream.next().await.unwrap().unwrap();
    }
    advance(IDLE * 10).await;
    assert!(stream.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_never_begins_is_ended_and_asked_for_once() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Silence]]).await;
    let call = run(&server).idle_timeout(IDLE).into_future();
    let error = pass_until(call, IDLE * 4).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable(), "{error}");
    assert_eq!(
        (error.attempts(), error.operation()),
        (1, Some("run_stream"))
    );
    assert_eq!(server.received().len(), 1);
}
