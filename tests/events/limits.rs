//! How much of a stream is read, and what comes beyond. Contract: §3, §8 (10).

use quintet::ErrorKind;
use quintet::gateway::StreamEnd;

use super::{opened, read, run, streams};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::{RawServer, send};

/// An event whose data is so many bytes.
fn event(bytes: usize) -> String {
    let text = "x".repeat(bytes - r#"{"data":""}"#.len());
    format!("data: {{\"data\":\"{text}\"}}\n\n")
}

#[tokio::test(start_paused = true)]
async fn an_event_may_have_so_many_bytes() {
    let label = "data: ".len();
    for (size, fits) in [(100, true), (101, false)] {
        let _frozen = Frozen::new();
        let bytes = event(50) + &event(size) + &event(50);
        let server = RawServer::start([streams(bytes)]).await;
        // A line has its label too.
        let stream = run(&server).max_event(100 + label).await.unwrap();
        let told = read(stream).await;
        if fits {
            assert_eq!(
                (told.events.len(), told.end),
                (3, Some(StreamEnd::Unfinished))
            );
            continue;
        }
        let error = told.error.unwrap();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::TooLarge, Some("run_stream"))
        );
        assert!(error.message().contains("106 bytes"), "{error}");
        assert_eq!((told.events.len(), told.end), (1, Some(StreamEnd::Broken)));
        assert_eq!(server.received().len(), 1);
    }
}

/// The lines of an event count together.
#[tokio::test(start_paused = true)]
async fn an_event_of_many_lines_has_the_same_limit() {
    let _frozen = Frozen::new();
    let bytes = event(50) + &"data: xxxxxxxx\n".repeat(100);
    let server = RawServer::start([streams(bytes)]).await;
    let told = read(run(&server).max_event(200).await.unwrap()).await;
    assert_eq!(told.events.len(), 1);
    assert_eq!(told.error.unwrap().kind(), ErrorKind::TooLarge);
}

/// A line that never ends is not kept until memory ends: the server sends no more than this and does not close.
#[tokio::test(start_paused = true)]
async fn a_line_without_an_end_has_the_same_limit() {
    let _frozen = Frozen::new();
    for start in ["data: ", ": ", "x"] {
        let bytes = opened() + start + &"x".repeat(300);
        let server = RawServer::start([vec![Request, send(bytes), Silence]]).await;
        let told = read(run(&server).max_event(200).await.unwrap()).await;
        assert_eq!(told.error.unwrap().kind(), ErrorKind::TooLarge, "{start}");
        assert_eq!(told.end, Some(StreamEnd::Broken));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_may_have_so_many_bytes() {
    let bytes = event(50).repeat(4);
    for (limit, fits) in [(bytes.len(), true), (bytes.len() - 1, false)] {
        let _frozen = Frozen::new();
        let server = RawServer::start([streams(&bytes)]).await;
        let stream = run(&server).max_stream(limit as u64).await.unwrap();
        let told = read(stream).await;
        if fits {
            assert_eq!(
                (told.events.len(), told.end),
                (4, Some(StreamEnd::Unfinished))
            );
            continue;
        }
        // What fits is given first; the last event lacks only the blank line, which it can do without.
        assert_eq!((told.events.len(), told.end), (4, Some(StreamEnd::Broken)));
        let error = told.error.unwrap();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(
            error.message().contains(&format!("{limit} bytes")),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_nothing_is_refused_before_anything_is_sent() {
    let _frozen = Frozen::new();
    let server = RawServer::start([streams("")]).await;
    for call in [run(&server).max_event(0), run(&server).max_stream(0)] {
        let error = call.await.unwrap_err();
        assert!(error.is_invalid_input() && error.attempts() == 0, "{error}");
        assert_eq!(error.operation(), Some("run_stream"));
    }
    assert!(server.received().is_empty());
}
