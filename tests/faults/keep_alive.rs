//! Connections that are used again, and those that cannot be.

use quintet::ErrorKind;
use quintet::liteboxd::SandboxStatus;

use super::play::{Call, client};
use super::row::{ID, VALID, ok};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Close, Request, Silence, Tell};
use crate::support::raw_server::{RawServer, Script, given, reply, send, signal};

/// Makes two calls, with a signal to wait for in between, and gives the connections that they used.
async fn two_calls(first: Script, call: Call, between: Option<&tokio::sync::Notify>) -> Vec<usize> {
    let _frozen = Frozen::new();
    let server = RawServer::start([first, vec![Request, send(ok(VALID))]]).await;
    let client = client(server.url());
    for number in 0..2 {
        assert_eq!(call.make(&client).await.unwrap(), 1);
        if let (0, Some(signal)) = (number, between) {
            given(signal).await;
        }
    }
    drop(client);
    let received = server.finish().await;
    assert!(received.iter().all(|request| request.whole));
    received.iter().map(|request| request.connection).collect()
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_used_again() {
    for call in Call::ALL {
        let used = two_calls(vec![Request, send(ok(VALID))], call, None).await;
        assert_eq!(used, [1, 1], "{call:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn connection_close_is_obeyed() {
    for call in Call::ALL {
        let last = reply("200 OK\nconnection: close", VALID);
        assert_eq!(
            two_calls(vec![Request, send(last), Close], call, None).await,
            [1, 2],
            "{call:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_the_server_closed_between_two_calls_is_not_used() {
    for call in Call::ALL {
        let closed = signal();
        let first = vec![Request, send(ok(VALID)), Close, Tell(closed.clone())];
        assert_eq!(
            two_calls(first, call, Some(&closed)).await,
            [1, 2],
            "{call:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_nobody_asked_for_answers_no_later_call() {
    for call in Call::ALL {
        let two = [ok(VALID), reply("500 Oops", "")].concat();
        assert_eq!(
            two_calls(vec![Request, send(two)], call, None).await,
            [1, 2],
            "{call:?}"
        );
    }
}

/// What a server does that runs into its idle limit while the request is on its way.
async fn closed_on_arrival(call: Call) -> (Result<u32, quintet::Error>, Vec<usize>) {
    let _frozen = Frozen::new();
    let answer = vec![Request, send(ok(VALID))];
    let server = RawServer::start([answer.clone(), vec![Request, Close], answer]).await;
    let client = client(server.url());
    call.make(&client).await.unwrap();
    let second = call.make(&client).await;
    drop(client);
    let received = server.finish().await;
    (
        second,
        received.iter().map(|request| request.connection).collect(),
    )
}

#[tokio::test(start_paused = true)]
async fn a_read_on_a_connection_that_closes_is_repeated_on_another() {
    let (second, connections) = closed_on_arrival(Call::Get).await;
    assert_eq!((second.unwrap(), connections), (2, vec![1, 1, 2]));
}

#[tokio::test(start_paused = true)]
async fn a_command_on_a_connection_that_closes_is_not_repeated() {
    let (second, connections) = closed_on_arrival(Call::Post).await;
    let error = second.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(!error.is_retryable());
    assert_eq!(connections, [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_closes_its_connection() {
    let _frozen = Frozen::new();
    let (asked, closed) = (signal(), signal());
    let silent = vec![Request, Tell(asked.clone()), Silence, Tell(closed.clone())];
    let paused = ok(VALID.replace("running", "paused"));
    let server = RawServer::start([silent, vec![Request, send(paused)]]).await;
    let client = client(server.url());
    tokio::select! {
        ended = client.sandboxes().get(ID) => panic!("{ended:?}"),
        () = asked.notified() => {}
    }
    given(&closed).await;
    let sandbox = client.sandboxes().get(ID).await.unwrap();
    assert_eq!(sandbox.status, SandboxStatus::Other("paused".to_owned()));
    assert_eq!(server.received().len(), 2);
}
