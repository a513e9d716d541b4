//! The proxy does to each side what the other did to it.

use std::io::ErrorKind;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::exchange::{
    CREATE, DOCUMENT, DOWNLOAD, GET, LIST, connected, on_the_wire, read_exactly,
};
use crate::support::contract::{ContractProxy, Document};

/// A connection through the proxy on which `request` has arrived.
async fn asked(request: &str) -> (ContractProxy, TcpStream, TcpStream) {
    let (proxy, mut client, mut server) = connected(DOCUMENT).await;
    let request = on_the_wire(request);
    client.write_all(&request).await.unwrap();
    read_exactly(&mut server, &request).await;
    (proxy, client, server)
}

#[tokio::test]
async fn a_truncated_reply_ends_as_early_and_is_not_judged() {
    let (proxy, mut client, mut server) = asked(LIST.request).await;
    // Undocumented in every respect, but it never comes whole.
    let part = "HTTP/1.1 418 Teapot\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\nabc";
    server.write_all(part.as_bytes()).await.unwrap();
    drop(server);
    let mut received = String::new();
    client.read_to_string(&mut received).await.unwrap();
    assert_eq!(received, part);
    proxy.assert_clean();
    assert!(!proxy.coverage().contains("listPets", "200"));
}

#[tokio::test]
async fn a_reset_in_the_body_is_a_reset() {
    let (proxy, mut client, mut server) = asked(DOWNLOAD.request).await;
    let part = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc";
    server.write_all(part).await.unwrap();
    read_exactly(&mut client, part).await;
    server.set_zero_linger().unwrap();
    drop(server);
    let error = client.read(&mut [0]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    proxy.assert_clean();
}

#[tokio::test]
async fn a_reset_before_the_head_is_a_reset() {
    let (proxy, mut client, server) = asked(GET.request).await;
    server.set_zero_linger().unwrap();
    drop(server);
    let error = client.read(&mut [0]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    proxy.assert_clean();
}

#[tokio::test]
async fn an_orderly_close_before_the_head_is_an_orderly_close() {
    let (proxy, mut client, server) = asked(GET.request).await;
    drop(server);
    assert_eq!(client.read(&mut [0]).await.unwrap(), 0);
    proxy.assert_clean();
}

#[tokio::test]
async fn a_client_that_leaves_is_seen_by_the_server() {
    let (proxy, client, mut server) = asked(GET.request).await;
    drop(client);
    assert_eq!(server.read(&mut [0]).await.unwrap(), 0);
    proxy.assert_clean();
}

#[tokio::test]
async fn a_refused_connection_is_a_reset() {
    // Bound, so that nobody else gets the port, but not listening.
    let closed = TcpSocket::new_v4().unwrap();
    closed.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    let document = Document::parse(DOCUMENT);
    let proxy = ContractProxy::start(document, &url).await;
    let url = proxy.url();
    // The reset may be there before the client has noticed that it is connected.
    let read = async {
        let mut client = TcpStream::connect(url.strip_prefix("http://").unwrap()).await?;
        client.read(&mut [0]).await
    };
    let error = read.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn messages_are_checked_however_they_are_cut() {
    let (proxy, mut client, mut server) = connected(DOCUMENT).await;
    let exchanges = [CREATE, LIST, DOWNLOAD, GET];
    for exchange in exchanges {
        for (sender, receiver, message) in [
            (0, 1, on_the_wire(exchange.request)),
            (1, 0, on_the_wire(exchange.reply)),
        ] {
            let ends = [&mut client, &mut server];
            for byte in message {
                ends[sender].write_all(&[byte]).await.unwrap();
                read_exactly(ends[receiver], &[byte]).await;
            }
        }
    }
    proxy.assert_clean();
    assert!(proxy.coverage().contains("getPet", "404"));
    assert!(proxy.coverage().contains("downloadPhoto", "200"));
}

#[tokio::test]
async fn an_interim_reply_is_not_the_reply() {
    let (proxy, mut client, mut server) = asked(CREATE.request).await;
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
    let reply = [interim.to_vec(), on_the_wire(CREATE.reply)].concat();
    server.write_all(&reply).await.unwrap();
    read_exactly(&mut client, &reply).await;
    proxy.assert_clean();
    assert!(proxy.coverage().contains("createPet", "201"));
}

#[tokio::test]
async fn an_upgraded_connection_carries_anything() {
    let request = "GET /api/pets/7/watch HTTP/1.1\nhost: x\nauthorization: Bearer k\n\
                   connection: upgrade\nupgrade: websocket\nsec-websocket-version: 13\n\
                   sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
    let (proxy, mut client, mut server) = asked(request).await;
    let reply = on_the_wire(
        "HTTP/1.1 101 Switching Protocols\nconnection: upgrade\nupgrade: websocket\n\
         sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    );
    server.write_all(&reply).await.unwrap();
    read_exactly(&mut client, &reply).await;
    client.write_all(b"\x81\x02hi\r\n\r\n").await.unwrap();
    read_exactly(&mut server, b"\x81\x02hi\r\n\r\n").await;
    server.write_all(b"\x81\x02ho").await.unwrap();
    read_exactly(&mut client, b"\x81\x02ho").await;
    proxy.assert_clean();
    assert!(proxy.coverage().contains("watchPet", "101"));
}

#[tokio::test]
async fn a_stream_is_judged_by_its_head() {
    let request = "GET /api/pets/events HTTP/1.1\nhost: x\nauthorization: Bearer k";
    let (proxy, mut client, mut server) = asked(request).await;
    let head = on_the_wire("HTTP/1.1 200 OK\ncontent-type: text/event-stream");
    server.write_all(&head).await.unwrap();
    read_exactly(&mut client, &head).await;
    assert!(proxy.coverage().contains("petEvents", "200"));
    server.write_all(b"data: 1\n\n").await.unwrap();
    read_exactly(&mut client, b"data: 1\n\n").await;
    proxy.assert_clean();
}

#[tokio::test]
async fn a_wrong_reply_is_reported_before_its_last_byte_arrives() {
    let (proxy, mut client, mut server) = asked(LIST.request).await;
    let reply = on_the_wire("HTTP/1.1 418 Teapot\ncontent-length: LENGTH\n\nshort and stout");
    server.write_all(&reply).await.unwrap();
    read_exactly(&mut client, &reply).await;
    let found = proxy.violations();
    assert_eq!(
        found[0].to_string(),
        "listPets, reply: status 418 is not documented"
    );
}
