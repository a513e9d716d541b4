//! Ends of sessions, good and bad.

use std::error::Error as _;
use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::{Error, ErrorKind};
use tokio::io::AsyncWriteExt as _;
use tokio::time::Instant;

use super::{opened, sandboxes};
use crate::support::websocket_peer::{BINARY, CLOSE, Guest, PING, Peer};

/// What a session ends with after its server has done something and hung up.
async fn end(act: impl AsyncFnOnce(&mut Guest)) -> (Vec<String>, Result<i32, Error>) {
    let (mut terminal, mut guest) = opened().await;
    let server = async move {
        act(&mut guest).await;
        guest.stream.shutdown().await.unwrap();
        guest
    };
    let client = async {
        let mut pieces = Vec::new();
        let ended = loop {
            match terminal.read().await {
                Ok(Some(piece)) => pieces.push(piece),
                Ok(None) => break Ok(terminal.exit_code().expect("an exit code")),
                Err(error) => break Err(error),
            }
        };
        assert!(terminal.next().await.is_none(), "something after the end");
        (pieces, ended)
    };
    let (_guest, seen) = tokio::join!(server, client);
    seen
}

#[tokio::test]
async fn an_exit_is_an_end_without_a_close_frame() {
    let (pieces, code) = end(async |guest| {
        guest.text(r#"{"type":"output","data":"a"}"#).await;
        guest
            .frame(true, BINARY, br#"{"type":"output","data":"b"}"#)
            .await;
        guest.text(r#"{"type":"exit"}"#).await;
    })
    .await;
    assert_eq!(
        (pieces, code.unwrap()),
        (vec!["a".to_owned(), "b".to_owned()], 0)
    );
    let (_, code) = end(async |guest| guest.text(r#"{"type":"exit","exitCode":137}"#).await).await;
    assert_eq!(code.unwrap(), 137);
}

#[tokio::test]
async fn an_end_without_an_exit_is_an_error() {
    let (pieces, ended) =
        end(async |guest| guest.text(r#"{"type":"output","data":"a"}"#).await).await;
    let error = ended.unwrap_err();
    assert_eq!(pieces, ["a"]);
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.message().contains("exit code is unknown"), "{error}");

    // A polite end is none, either, and a failure is told in its own words.
    let (_, ended) = end(async |guest| guest.close(1000, "").await).await;
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::Transport);
    let (_, ended) = end(async |guest| guest.close(1011, "pod is gone").await).await;
    let error = ended.unwrap_err();
    let source = error.source().unwrap().to_string();
    assert!(source.contains("1011: pod is gone"), "{source}");
}

#[tokio::test]
async fn an_error_of_the_server_ends_the_session() {
    let frame = r#"{"type":"error","message":"no\nshell for canary"}"#;
    let (_, ended) = end(async |guest| guest.text(frame).await).await;
    let error = ended.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.message(), "no shell for ***");
}

#[tokio::test]
async fn frames_that_are_none_are_errors_and_frames_of_later_servers_are_not() {
    let (_, ended) = end(async |guest| guest.text("hello canary").await).await;
    let error = ended.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(!error.to_string().contains("canary"), "{error}");

    let (_, ended) = end(async |guest| guest.frame(true, 3, b"").await).await;
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::Decode);

    let (_, ended) = end(async |guest| {
        guest.text(r#"{"type":"bell"}"#).await;
        guest.text(r#"{"type":"exit"}"#).await;
    })
    .await;
    assert_eq!(ended.unwrap(), 0);
}

#[tokio::test]
async fn a_message_beyond_the_limit_is_too_large() {
    let huge = format!(r#"{{"type":"output","data":"{}"}}"#, "x".repeat(5 << 20));
    let (_, ended) = end(async |guest| guest.text(&huge).await).await;
    let error = ended.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.message().contains("4194304 bytes"), "{error}");

    // Neither do fragments get beyond it, nor a length that is only announced.
    let peer = Peer::start().await;
    let sandboxes = sandboxes(&peer);
    for announced in [false, true] {
        let call = sandboxes.terminal("a1").max_message(100);
        let (terminal, mut guest) = tokio::join!(call.into_future(), peer.open());
        if announced {
            let head = [0x81, 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
            guest.stream.write_all(&head).await.unwrap();
        } else {
            guest.frame(false, 1, &[b' '; 60]).await;
            guest.frame(true, 0, &[b' '; 60]).await;
        }
        let error = terminal.unwrap().read().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    }
}

#[tokio::test]
async fn closing_takes_a_second_at_most_when_the_server_is_silent() {
    let (terminal, mut guest) = opened().await;
    tokio::time::pause();
    let started = Instant::now();
    let error = terminal.close().await.unwrap_err();
    let took = started.elapsed();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((1000..=1010).contains(&took.as_millis()), "{took:?}");
    assert_eq!(guest.read().await, Some((CLOSE, vec![3, 232])));
    assert_eq!(guest.read().await, None);
}

#[tokio::test]
async fn closing_waits_for_nobody_who_is_stuck_sending() {
    let (terminal, guest) = opened().await;
    let input = terminal.input();
    // More than any socket buffers, to a server that reads nothing.
    let stuck = tokio::spawn(async move { input.send("x".repeat(64 << 20)).await });
    tokio::task::yield_now().await;
    tokio::time::pause();
    let started = Instant::now();
    let error = terminal.close().await.unwrap_err();
    let took = started.elapsed();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(took <= Duration::from_millis(1010), "{took:?}");
    let error = stuck.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    drop(guest);
}

#[tokio::test]
async fn closing_is_quick_when_the_server_answers() {
    let (terminal, mut guest) = opened().await;
    let server = async {
        while let Some((opcode, payload)) = guest.read().await {
            guest.frame(true, opcode, &payload).await;
        }
    };
    tokio::time::pause();
    let started = Instant::now();
    let (closed, ()) = tokio::join!(terminal.close(), server);
    closed.unwrap();
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn dropping_a_terminal_hangs_up() {
    let (terminal, mut guest) = opened().await;
    let input = terminal.input();
    drop(terminal);
    assert_eq!(guest.read().await, None);
    assert_eq!(
        input.send("x").await.unwrap_err().kind(),
        ErrorKind::Transport
    );
}

#[tokio::test]
async fn a_ping_is_answered_while_output_is_awaited() {
    let (mut terminal, mut guest) = opened().await;
    let server = async {
        guest.frame(true, PING, b"are you there?").await;
        let pong = guest.read().await.unwrap();
        guest.text(r#"{"type":"exit"}"#).await;
        pong
    };
    let (code, pong) = tokio::join!(terminal.wait(), server);
    assert_eq!(code.unwrap(), 0);
    assert_eq!(
        pong,
        (
            crate::support::websocket_peer::PONG,
            b"are you there?".to_vec()
        )
    );
}
