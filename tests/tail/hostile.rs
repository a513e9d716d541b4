//! Peers that keep to the letter of the protocols and to nothing else.

use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::ErrorKind;
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::{Read, jobs, jobs_of};
use crate::support::raw_server::{RawServer, Script, Step, head, reply, send};
use crate::support::websocket_peer::{BINARY, CLOSE, PING, Peer, TEXT};

/// A frame that goes on with the message before.
const MORE: u8 = 0;

#[tokio::test]
async fn a_message_may_come_in_any_number_of_frames() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let log = "{\"message\":\"가\u{1f980}\\nnext\\n\"}";
    // Every byte is a frame, with signs of life and with nothing between them.
    for (at, byte) in log.bytes().enumerate() {
        guest
            .frame(false, if at == 0 { TEXT } else { MORE }, &[byte])
            .await;
        guest.frame(true, PING, b"?").await;
        guest.frame(false, MORE, b"").await;
    }
    guest.frame(true, MORE, b"").await;
    guest.frame(true, TEXT, b"").await;
    guest.frame(true, BINARY, b"").await;
    guest.text("{\"type\":\"complete\"}").await;
    let lines = Read::all(&mut tail.unwrap()).await.complete();
    assert_eq!(lines, ["가\u{1f980}", "next"]);
}

#[tokio::test]
async fn a_frame_that_promises_too_much_is_not_waited_for() {
    use tokio::io::AsyncWriteExt as _;
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    // The head of a frame of 2^62 bytes, and none of them.
    let promise = [&[0x81, 127][..], &(1_u64 << 62).to_be_bytes()].concat();
    guest.stream.write_all(&promise).await.unwrap();
    let (_, error) = Read::all(&mut tail.unwrap())
        .await
        .failed(TailOutcome::Limit);
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn choosing_another_branch_loses_no_line() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    for number in 0..100 {
        let text = format!("line {number}\n");
        let (first, last) = text.as_bytes().split_at(number % text.len());
        guest.frame(false, TEXT, first).await;
        // The line has begun, and is given up in the middle.
        let begun = tokio::time::timeout(Duration::ZERO, tail.next_line()).await;
        assert!(begun.is_err(), "{begun:?}");
        guest.frame(true, MORE, last).await;
        let line = tail.next_line().await.unwrap().unwrap();
        assert_eq!(line, text.trim_end());
    }
}

#[tokio::test]
async fn a_break_between_cr_and_lf_makes_no_line() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    guest.text("one\r").await;
    assert_eq!(tail.next_line().await.unwrap().unwrap(), "one");
    drop(guest);
    let serve = async {
        let mut guest = peer.open().await;
        guest.text("one\r").await;
        guest.text("\ntwo\r\nthr").await;
        drop(guest);
        let mut guest = peer.open().await;
        guest.text("one\r\ntwo\r\nthree\r\n").await;
        guest.text("{\"type\":\"complete\"}").await;
        guest
    };
    let (read, _guest) = tokio::join!(Read::all(&mut tail), serve);
    assert_eq!(read.complete(), ["two", "three"]);
}

#[tokio::test]
async fn a_reason_with_the_token_is_cleaned() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket).reconnects(0);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    guest.close(4401, "canary is not known").await;
    let mut tail = tail.unwrap();
    let (_, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.message().contains("4401"), "{error}");
    assert!(
        !format!("{error:?} {error} {tail:?}").contains("canary"),
        "{error:?}"
    );
}

/// Serves a log over HTTP in this way, of a job that is over, as often as it is asked.
async fn served(log: impl Fn() -> Script, limits: TailLimits) -> Read {
    let job = reply(
        "200 OK\ncontent-type: application/json",
        r#"{"status":"SUCCEEDED"}"#,
    );
    let over = vec![Step::Request, send(job)];
    let server = RawServer::start([log(), over, log()]).await;
    let jobs = jobs(server.url(), "canary");
    let tail = jobs.tail("job").protocol(Protocol::Http).limits(limits);
    let mut tail = tail.await.unwrap();
    Read::all(&mut tail).await
}

#[tokio::test]
async fn a_body_may_end_with_its_connection() {
    let close = |version: &str| {
        let start = format!("HTTP/{version} 200 OK\r\nconnection: close\r\n\r\n");
        move || vec![Step::Request, send(format!("{start}one\ntwo")), Step::Close]
    };
    for version in ["1.0", "1.1"] {
        let read = served(close(version), TailLimits::default()).await;
        assert_eq!(read.complete(), ["one", "two"], "{version}");
    }
}

#[tokio::test]
async fn a_log_may_have_no_body() {
    let none = || vec![Step::Request, send(head("204 No Content"))];
    assert!(
        served(none, TailLimits::default())
            .await
            .complete()
            .is_empty()
    );
}

#[tokio::test]
async fn limits_hold_at_their_very_border() {
    let log = || vec![Step::Request, send(reply("200 OK", "a\nbb\n\nccc"))];
    let exact = TailLimits::unlimited().lines(4).bytes(6).message_size(3);
    assert_eq!(served(log, exact).await.complete(), ["a", "bb", "", "ccc"]);
    for limits in [exact.lines(3), exact.bytes(5)] {
        let (lines, error) = served(log, limits).await.failed(TailOutcome::Limit);
        assert_eq!(lines, ["a", "bb", ""]);
        assert_eq!(error.kind(), ErrorKind::RateLimited);
    }
    let cut = served(log, exact.message_size(2)).await.complete();
    assert_eq!(cut[3], "cc [… 1 of 3 bytes left out]");
}

#[tokio::test]
async fn a_body_that_nobody_asked_to_compress_is_not_taken_for_a_log() {
    let zipped = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0x4b, 0xe4, 2, 0, 0x07, 0xa1, 0xea, 0xdd, 2, 0, 0, 0,
    ];
    let server = RawServer::start([vec![
        Step::Request,
        send(reply("200 OK\ncontent-encoding: gzip", zipped)),
    ]])
    .await;
    let jobs = jobs(server.url(), "canary");
    let error = jobs.tail("job").protocol(Protocol::Http).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    assert!(error.message().contains("gzip"), "{error}");
}

#[tokio::test]
async fn a_tail_may_outlive_its_runtime() {
    // The runtime ends while the tail lives, and the tail is dropped after it.
    let tail = std::thread::spawn(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let peer = Peer::start().await;
            let jobs = jobs_of(&peer);
            let tail = jobs.tail("job").protocol(Protocol::WebSocket);
            let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
            let mut tail = tail.unwrap();
            guest.text("one\n").await;
            assert_eq!(tail.next_line().await.unwrap().unwrap(), "one");
            guest.frame(true, CLOSE, &1000_u16.to_be_bytes()).await;
            tail
        })
    });
    let mut tail = tail.join().unwrap();
    // Another runtime reads on: an error or an end, and no panic.
    let read = tokio::time::timeout(Duration::from_secs(30), async {
        while let Some(line) = tail.next().await {
            drop(line);
        }
    });
    read.await.unwrap();
    assert!(tail.outcome().is_some());
}
