//! A WebSocket server that does what the test says, frame by frame, with code of its own.

use std::net::Ipv4Addr;

use bytes::{BufMut, BytesMut};
use http::HeaderMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::raw_request::parse;

pub(crate) const TEXT: u8 = 1;
pub(crate) const BINARY: u8 = 2;
pub(crate) const CLOSE: u8 = 8;
pub(crate) const PING: u8 = 9;
pub(crate) const PONG: u8 = 10;

/// A port that waits for clients.
pub(crate) struct Peer(TcpListener);

/// One client.
pub(crate) struct Guest {
    pub(crate) stream: TcpStream,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
}

impl Peer {
    pub(crate) async fn start() -> Self {
        Self(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap())
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// Takes a client and the head of its request.
    pub(crate) async fn accept(&self) -> Guest {
        let (mut stream, _) = self.0.accept().await.unwrap();
        let mut raw = Vec::new();
        while !parse(&raw).0.has_head {
            assert!(stream.read_buf(&mut raw).await.unwrap() > 0, "no request");
        }
        let (request, used) = parse(&raw);
        assert_eq!(used, raw.len(), "nothing may be sent before the reply");
        Guest {
            stream,
            target: request.target,
            headers: request.headers,
        }
    }

    /// Takes a client and opens the WebSocket that it asks for.
    pub(crate) async fn open(&self) -> Guest {
        let mut guest = self.accept().await;
        let accept = derive_accept_key(guest.headers["sec-websocket-key"].as_bytes());
        guest.answer(&accept, "").await;
        guest
    }
}

impl Guest {
    /// Sends a 101 with this accept key and more header lines.
    pub(crate) async fn answer(&mut self, accept: &str, more: &str) {
        let head = format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-accept: {accept}\r\n{more}\r\n"
        );
        self.stream.write_all(head.as_bytes()).await.unwrap();
    }

    /// Sends an unmasked frame, final or not.
    pub(crate) async fn frame(&mut self, last: bool, opcode: u8, payload: &[u8]) {
        let mut frame = BytesMut::new();
        frame.put_u8(u8::from(last) << 7 | opcode);
        match payload.len() {
            short @ 0..=125 => frame.put_u8(short.try_into().unwrap()),
            middle @ 126..=0xffff => {
                frame.put_u8(126);
                frame.put_u16(middle.try_into().unwrap());
            }
            long => {
                frame.put_u8(127);
                frame.put_u64(long.try_into().unwrap());
            }
        }
        frame.extend_from_slice(payload);
        // A client that has seen enough may be gone.
        let _ = self.stream.write_all(&frame).await;
    }

    pub(crate) async fn text(&mut self, text: &str) {
        self.frame(true, TEXT, text.as_bytes()).await;
    }

    pub(crate) async fn close(&mut self, code: u16, reason: &str) {
        let payload = [&code.to_be_bytes(), reason.as_bytes()].concat();
        self.frame(true, CLOSE, &payload).await;
    }

    /// The next frame, which must be final and masked; `None` when the client is gone.
    pub(crate) async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head).await.ok()?;
        assert!(head[0] & 0x80 != 0 && head[1] & 0x80 != 0, "{head:x?}");
        let length = match head[1] & 0x7f {
            126 => usize::from(self.stream.read_u16().await.ok()?),
            127 => usize::try_from(self.stream.read_u64().await.ok()?).unwrap(),
            short => usize::from(short),
        };
        let mut mask = [0; 4];
        self.stream.read_exact(&mut mask).await.ok()?;
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.ok()?;
        for (byte, mask) in payload.iter_mut().zip(mask.iter().cycle()) {
            *byte ^= mask;
        }
        Some((head[0] & 0x0f, payload))
    }
}
