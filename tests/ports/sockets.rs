//! WebSockets to applications.

use futures_util::StreamExt as _;
use quintet::ErrorKind;
use quintet::blocking::Blocking;
use quintet::liteboxd::Port;
use quintet::websocket::{Message, WebSocket};

use super::{Bench, ECHO, HTTP};
use crate::support::raw_server;
use crate::support::websocket_peer::{CLOSE, Guest, Peer, TEXT};

#[tokio::test]
async fn text_and_bytes_come_back_as_they_went() {
    let bench = Bench::start().await;
    let call = bench.port(ECHO).websocket("/any").query("a", "b c");
    let mut socket = call.await.unwrap();
    let sender = socket.sender();
    let large = vec![7; 300_000];
    sender.send("hällo").await.unwrap();
    socket.send(large.clone()).await.unwrap();
    socket.send(String::new()).await.unwrap();
    let received: Vec<_> = socket
        .by_ref()
        .take(3)
        .map(|one| one.unwrap())
        .collect()
        .await;
    assert_eq!(
        received,
        [
            Message::from("hällo"),
            Message::from(large),
            Message::from("")
        ]
    );
    assert_eq!(socket.protocol(), None);
    socket.close().await.unwrap();
    assert_eq!(
        sender.send("late").await.unwrap_err().kind(),
        ErrorKind::Transport
    );

    let requests = bench.simulator.requests();
    assert!(
        requests[0]
            .path()
            .ends_with(&format!("/port/{ECHO}/any?a=b+c"))
    );
}

#[tokio::test]
async fn a_subprotocol_is_agreed_on() {
    let bench = Bench::start().await;
    let call = bench
        .port(ECHO)
        .websocket("/")
        .protocol("v2")
        .protocol("v1");
    let socket = call.await.unwrap();
    assert_eq!(socket.protocol(), Some("v2"));
    let requests = bench.simulator.requests();
    assert_eq!(requests[0].headers()["sec-websocket-protocol"], "v2, v1");
}

#[tokio::test]
async fn what_an_application_answers_instead_is_an_error() {
    let bench = Bench::start().await;
    let error = bench.port(HTTP).websocket("/nowhere").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.message(), "the application has no such page");
    let error = bench.port(HTTP).websocket("/redirect").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    let error = bench.port(HTTP).websocket("/ping").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    // A WebSocket's address does not answer HTTP; that is a reply.
    assert_eq!(bench.port(ECHO).get("/").await.unwrap().status(), 426);
}

/// A port whose gateway the test plays itself.
async fn port(peer: &Peer) -> Port {
    let bench = Bench::start().await;
    let client = raw_server::builder(&bench.simulator.base_url()).gateway_url(peer.url());
    let sandboxes = client.build().unwrap().sandboxes();
    sandboxes.port(&bench.sandbox, 80).unwrap()
}

async fn opened() -> (WebSocket, Guest) {
    let peer = Peer::start().await;
    let port = port(&peer).await;
    let (socket, guest) = tokio::join!(port.websocket("/a").into_future(), peer.open());
    assert!(guest.target.ends_with("/port/80/a"), "{}", guest.target);
    (socket.unwrap(), guest)
}

#[tokio::test]
async fn an_end_is_told_from_a_failure() {
    for (code, reason, normal) in [
        (1000, "bye", true),
        (3000, "", true),
        (4001, "no more", true),
        (1001, "proxy_context_canceled", false),
        (1011, "upstream_read_failed", false),
    ] {
        let (mut socket, mut guest) = opened().await;
        guest.text("last").await;
        guest.close(code, reason).await;
        assert_eq!(socket.receive().await.unwrap(), Some(Message::from("last")));
        assert_eq!(socket.closed(), None);
        let end = socket.receive().await;
        match &end {
            Ok(None) if normal => {}
            Err(error) if !normal => {
                assert_eq!(error.kind(), ErrorKind::Transport);
                assert!(error.message().contains(reason), "{error}");
                assert!(error.message().contains(&code.to_string()), "{error}");
            }
            other => panic!("{code}: {other:?}"),
        }
        let closed = socket.closed().unwrap();
        assert_eq!((closed.code(), closed.reason()), (Some(code), reason));
        assert_eq!(
            socket.receive().await.unwrap(),
            None,
            "something after the end"
        );
        assert_eq!(
            socket.send("x").await.unwrap_err().kind(),
            ErrorKind::Transport
        );
        // Our answer has gone out.
        assert_eq!(guest.read().await.unwrap().0, CLOSE);
        socket.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_close_without_a_code_is_an_end_and_a_break_is_none() {
    let (mut socket, mut guest) = opened().await;
    guest.frame(true, CLOSE, b"").await;
    assert_eq!(socket.receive().await.unwrap(), None);
    assert_eq!(socket.closed().unwrap().code(), None);

    let (mut socket, guest) = opened().await;
    drop(guest);
    let error = socket.receive().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.message().contains("without a close frame"), "{error}");
    assert_eq!(socket.closed(), None);
}

#[tokio::test]
async fn fragments_are_one_message() {
    let (mut socket, mut guest) = opened().await;
    guest.frame(false, TEXT, "hä".as_bytes()).await;
    guest.frame(true, 0, b"llo").await;
    assert_eq!(
        socket.receive().await.unwrap(),
        Some(Message::from("hällo"))
    );
    // Text must be UTF-8.
    guest.frame(true, TEXT, &[0xff]).await;
    assert_eq!(
        socket.receive().await.unwrap_err().kind(),
        ErrorKind::Decode
    );
}

#[tokio::test]
async fn messages_are_bounded() {
    let bench = Bench::start().await;
    let call = bench.port(ECHO).websocket("/").max_message(1_000);
    let mut socket = call.await.unwrap();
    socket.send("x".repeat(1_000)).await.unwrap();
    assert_eq!(
        socket.receive().await.unwrap().unwrap().as_bytes().len(),
        1_000
    );
    socket.send("x".repeat(1_001)).await.unwrap();
    let error = socket.receive().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(error.operation(), Some("proxy_get"));
}

#[test]
fn the_same_from_a_plain_thread() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let mut socket = bench.port(ECHO).websocket("/").blocking().unwrap();
    socket.send("x").blocking().unwrap();
    assert_eq!(
        socket.receive().blocking().unwrap(),
        Some(Message::from("x"))
    );
    socket.close().blocking().unwrap();
}
