//! Event streams while they pass.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::exchange::{connected, on_the_wire, read_exactly};
use crate::support::contract::ContractProxy;

const DOCUMENT: &str = include_str!("twins.yaml");

const REQUEST: &str = "POST /api/run/1 HTTP/1.1\nhost: x\nx-token: t\ncontent-type: application/json\n\
                       content-length: LENGTH\n\n{\"calls\":[]}";

/// A connection through the proxy on which the head of a stream has arrived.
async fn streaming() -> (ContractProxy, TcpStream, TcpStream) {
    let (proxy, mut client, mut server) = connected(DOCUMENT).await;
    let request = on_the_wire(REQUEST);
    client.write_all(&request).await.unwrap();
    read_exactly(&mut server, &request).await;
    let head =
        on_the_wire("HTTP/1.1 200 OK\ncontent-type: text/event-stream\ntransfer-encoding: chunked");
    pass(&mut server, &mut client, &head).await;
    (proxy, client, server)
}

/// Sends bytes, and returns when the other end has them: nothing waits for what follows.
async fn pass(from: &mut TcpStream, to: &mut TcpStream, bytes: &[u8]) {
    from.write_all(bytes).await.unwrap();
    let mut received = vec![0; bytes.len()];
    tokio::io::AsyncReadExt::read_exact(to, &mut received)
        .await
        .unwrap();
    assert_eq!(received, bytes);
}

fn chunk(data: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", data.len()).as_bytes(), data, b"\r\n"].concat()
}

/// What a stream of these pieces, and its end, is found to be.
async fn findings(pieces: &[&[u8]]) -> Vec<String> {
    let (proxy, mut client, mut server) = streaming().await;
    for piece in pieces {
        pass(&mut server, &mut client, &chunk(piece)).await;
    }
    pass(&mut server, &mut client, b"0\r\n\r\n").await;
    assert!(proxy.coverage().contains("run_stream", "200"));
    let found = proxy.violations();
    found.iter().map(|one| one.to_string()).collect()
}

#[tokio::test]
async fn each_event_passes_before_the_next_is_there() {
    let (proxy, mut client, mut server) = streaming().await;
    assert!(proxy.coverage().contains("run_stream", "200"));
    for event in [
        "data: {\"type\": \"start\"}\n\n",
        "data: {",
        "}\n",
        ": still there\n",
        "\n",
    ] {
        pass(&mut server, &mut client, &chunk(event.as_bytes())).await;
    }
    proxy.assert_clean();
    // The next exchange of the same connection is read as such.
    pass(&mut server, &mut client, b"0\r\n\r\n").await;
    let request = on_the_wire(REQUEST);
    pass(&mut client, &mut server, &request).await;
    let reply = on_the_wire(
        "HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: LENGTH\n\n{\"job\":\"1\"}",
    );
    pass(&mut server, &mut client, &reply).await;
    proxy.assert_clean();
    assert!(proxy.coverage().contains("run", "200"));
}

#[tokio::test]
async fn every_form_of_an_event_stream_passes() {
    let stream = "\u{feff}event: a\r\ndata: {\"é\": 1}\r\n\r\n:\n: comment\r\ndata\ndata:x\rid: 7\rretry: 10\n\nid\n\ndata: 日本";
    let bytes = stream.as_bytes();
    assert_eq!(findings(&[bytes]).await, [""; 0]);
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(findings(&single).await, [""; 0]);
    assert_eq!(findings(&[]).await, [""; 0]);
}

#[tokio::test]
async fn what_is_no_event_stream_is_found_once() {
    let at = "run_stream, reply: status 200: body";
    let no_field =
        |name: &str| format!("{at} has a line that begins with {name:?}, which is no event's");
    for (pieces, finding) in [
        (
            vec![&b"data: 1\n\n{\"job\": 1}\n{\"job\": 2}\n"[..]],
            no_field("{\"job\""),
        ),
        (vec![b"{}"], no_field("{}")),
        (vec![b"date", b"s: 1\n"], no_field("dates")),
        (vec![b" data: 1\n"], no_field(" data")),
        (
            vec![b"\n", b"\xef\xbb\xbfdata: 1\n"],
            no_field("\u{feff}dat"),
        ),
        (
            vec![b"data: \xff\n", b"data: \xff\n"],
            format!("{at} is not UTF-8"),
        ),
        (
            vec![b"data: \xe6\x97", b"x\n"],
            format!("{at} is not UTF-8"),
        ),
        (
            vec![b"data: \xe6\x97"],
            format!("{at} ends inside a character"),
        ),
    ] {
        assert_eq!(findings(&pieces).await, [finding]);
    }
}

#[tokio::test]
async fn a_fault_of_a_stream_is_told_while_it_goes_on() {
    let (proxy, mut client, mut server) = streaming().await;
    pass(&mut server, &mut client, &chunk(b"data: 1\n\n")).await;
    proxy.assert_clean();
    pass(&mut server, &mut client, &chunk(b"oops\n")).await;
    assert_eq!(proxy.violations().len(), 1);
    pass(&mut server, &mut client, &chunk(b"oops\n")).await;
    assert_eq!(proxy.violations().len(), 1);
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_not_blamed_for_its_end() {
    let (proxy, mut client, mut server) = streaming().await;
    pass(&mut server, &mut client, &chunk(b"data: \xe6\x97")).await;
    drop(server);
    assert_eq!(
        tokio::io::AsyncReadExt::read(&mut client, &mut [0])
            .await
            .unwrap(),
        0
    );
    proxy.assert_clean();
}
