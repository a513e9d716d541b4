//! One scripted exchange through the proxy, byte by byte.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::contract::{ContractProxy, Document, Violation};

/// The document that the tests of the layer speak by.
pub(super) const DOCUMENT: &str = include_str!("shop.yaml");

/// What a client sends and what the server answers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exchange {
    pub(super) operation: &'static str,
    pub(super) request: &'static str,
    pub(super) reply: &'static str,
}

/// A server that answers every connection with the same bytes once it has a request's head, then closes.
#[derive(Debug)]
pub(super) struct Upstream {
    listener: TcpListener,
}

impl Upstream {
    pub(super) async fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { listener }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }

    pub(super) async fn accept(&self) -> TcpStream {
        self.listener.accept().await.unwrap().0
    }
}

/// A proxy in front of an upstream, and both ends of one connection through it.
pub(super) async fn connected(document: &str) -> (ContractProxy, TcpStream, TcpStream) {
    connected_under(Document::parse(document)).await
}

async fn connected_under(document: Document) -> (ContractProxy, TcpStream, TcpStream) {
    let upstream = Upstream::bind().await;
    let proxy = ContractProxy::start(document, &upstream.url()).await;
    let (client, server) = tokio::join!(dial(&proxy), upstream.accept());
    (proxy, client, server)
}

/// A connection to a proxy.
pub(super) async fn dial(proxy: &ContractProxy) -> TcpStream {
    let url = proxy.url();
    let address = url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// Runs an exchange and answers the proxy, when the client has read everything.
pub(super) async fn run(document: &str, request: &str, reply: &str) -> ContractProxy {
    run_under(Document::parse(document), request, reply).await
}

/// The same for a document that was parsed.
pub(super) async fn run_under(document: Document, request: &str, reply: &str) -> ContractProxy {
    let (proxy, client, server) = connected_under(document).await;
    exchange((client, server), request, reply).await;
    proxy
}

/// Sends a request and its reply through the two ends of a connection, and closes it.
pub(super) async fn exchange(ends: (TcpStream, TcpStream), request: &str, reply: &str) {
    let (mut client, mut server) = ends;
    let request = on_the_wire(request);
    let reply = on_the_wire(reply);
    client.write_all(&request).await.unwrap();
    read_exactly(&mut server, &request).await;
    server.write_all(&reply).await.unwrap();
    drop(server);
    let mut received = Vec::new();
    client.read_to_end(&mut received).await.unwrap();
    assert_eq!(
        text(&received),
        text(&reply),
        "the reply is handed on unchanged"
    );
}

/// The violations of one exchange.
pub(super) async fn violations(document: &str, request: &str, reply: &str) -> Vec<Violation> {
    run(document, request, reply).await.violations()
}

/// Reads as many bytes as `expected` has, and compares.
pub(super) async fn read_exactly(stream: &mut TcpStream, expected: &[u8]) {
    let mut received = vec![0; expected.len()];
    stream.read_exact(&mut received).await.unwrap();
    assert_eq!(text(&received), text(expected));
}

/// A message from its lines: the head's end in `\r\n`, and the length of the body is filled in for `LENGTH`.
pub(super) fn on_the_wire(message: &str) -> Vec<u8> {
    let (head, body) = message.split_once("\n\n").unwrap_or((message, ""));
    let head = head.replace("LENGTH", &body.len().to_string());
    let head = head.replace('\n', "\r\n");
    format!("{head}\r\n\r\n{body}").into_bytes()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Exchanges that conform to [`DOCUMENT`]. The last blank line begins the body.
pub(super) const LIST: Exchange = Exchange {
    operation: "listPets",
    request: "GET /api/pets?limit=5&tag=a&tag=b HTTP/1.1\nhost: x\nauthorization: Bearer k",
    reply: "HTTP/1.1 200 OK\ncontent-type: application/json; charset=utf-8\nx-total: 1\ncontent-length: LENGTH\n\n\
            {\"items\":[{\"id\":7,\"kind\":\"cat\",\"owner\":null,\"born\":\"2026-01-02T03:04:05Z\"}]}",
};

pub(super) const CREATE: Exchange = Exchange {
    operation: "createPet",
    request: "POST /api/pets HTTP/1.1\nhost: x\ncookie: session=s\ncontent-type: application/json\ncontent-length: LENGTH\n\n\
              {\"kind\":\"dog\",\"labels\":{\"a\":\"b\"}}",
    reply: "HTTP/1.1 201 Created\ncontent-type: application/json\ncontent-length: LENGTH\n\n\
            {\"id\":8,\"kind\":\"dog\",\"owner\":{\"name\":\"Ann\"},\"born\":\"2026-01-02T03:04:05+01:00\"}",
};

pub(super) const GET: Exchange = Exchange {
    operation: "getPet",
    request: "GET /api/pets/7 HTTP/1.1\nhost: x\nauthorization: Bearer k\nx-trace: t",
    reply: "HTTP/1.1 404 Not Found\ncontent-type: application/json\ncontent-length: LENGTH\n\n{\"error\":\"no such pet\"}",
};

pub(super) const DELETE: Exchange = Exchange {
    operation: "deletePet",
    request: "DELETE /api/pets/7 HTTP/1.1\nhost: x\nauthorization: Bearer k",
    reply: "HTTP/1.1 204 No Content",
};

pub(super) const UPLOAD: Exchange = Exchange {
    operation: "uploadPhoto",
    request: "POST /api/pets/7/photo HTTP/1.1\nhost: x\nauthorization: Bearer k\n\
              content-type: multipart/form-data; boundary=B\ncontent-length: LENGTH\n\n\
              --B\r\ncontent-disposition: form-data; name=\"path\"\r\n\r\n/a\r\n\
              --B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n\0\x01\r\n--B--\r\n",
    reply: "HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: LENGTH\n\n{\"message\":\"stored\"}",
};

pub(super) const DOWNLOAD: Exchange = Exchange {
    operation: "downloadPhoto",
    request: "GET /api/pets/7/photo HTTP/1.1\nhost: x\nauthorization: Bearer k",
    reply: "HTTP/1.1 200 OK\ncontent-type: application/octet-stream\ntransfer-encoding: chunked\n\n\
            3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nt: u\r\n\r\n",
};

pub(super) const PANIC: Exchange = Exchange {
    operation: "listPets",
    request: "GET /api/pets HTTP/1.1\nhost: x\nauthorization: Bearer k",
    reply: "HTTP/1.1 500 Internal Server Error\ncontent-length: 0",
};

pub(super) const HEALTH: Exchange = Exchange {
    operation: "health",
    request: "GET /api/health HTTP/1.1\nhost: x",
    reply: "HTTP/1.1 200 OK\ncontent-type: text/plain\n\nok",
};

pub(super) const CLEAN: [Exchange; 8] =
    [LIST, CREATE, GET, DELETE, UPLOAD, DOWNLOAD, PANIC, HEALTH];
