//! A client that reads bytes, for tests.

use std::io;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::super::Simulator;
use super::frame;

/// Somebody who follows a log.
pub(super) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    /// The head of the reply.
    pub(super) head: String,
}

/// What comes over a WebSocket.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A frame: its first byte, which has the opcode, and its payload.
    Frame(u8, String),
    /// The end of the connection, in the middle of a frame or not.
    End {
        is_inside: bool,
    },
    Reset,
}

pub(super) const TEXT: u8 = 0x80 | frame::TEXT;
pub(super) const BINARY: u8 = 0x80 | frame::BINARY;
pub(super) const CLOSE: u8 = 0x80 | frame::CLOSE;
pub(super) const PING: u8 = 0x80 | frame::PING;
pub(super) const PONG: u8 = 0x80 | frame::PONG;

impl Client {
    /// Asks for a WebSocket.
    pub(super) async fn open(simulator: &Simulator, job: &str) -> Self {
        let more = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        Self::get(simulator, &format!("/jobs/{job}/logs/"), more).await
    }

    /// Asks for a body.
    pub(super) async fn stream(simulator: &Simulator, job: &str) -> Self {
        let path = format!("/jobs/{job}/logs/stream/");
        Self::get(simulator, &path, "Connection: close\r\n").await
    }

    async fn get(simulator: &Simulator, path: &str, more: &str) -> Self {
        let address = simulator.base_url();
        let mut stream = TcpStream::connect(address.trim_start_matches("http://"))
            .await
            .unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: agent\r\nAuthorization: quintet-sim\r\n{more}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        let end = loop {
            assert!(stream.read_buf(&mut received).await.unwrap() > 0, "no head");
            let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            if let Some(end) = end {
                break end + 4;
            }
        };
        let head = String::from_utf8(received.drain(..end).collect()).unwrap();
        Self {
            stream,
            received,
            head,
        }
    }

    pub(super) fn status(&self) -> &str {
        &self.head["HTTP/1.1 ".len()..][..3]
    }

    /// The next frame.
    pub(super) async fn hear(&mut self) -> Heard {
        loop {
            if let Some((length, first, payload)) = parse(&self.received) {
                self.received.drain(..length);
                return Heard::Frame(first, payload);
            }
            match self.stream.read_buf(&mut self.received).await {
                Ok(0) => {
                    let is_inside = !self.received.is_empty();
                    return Heard::End { is_inside };
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
                    return Heard::Reset;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// The next so many text frames.
    pub(super) async fn texts(&mut self, count: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for _ in 0..count {
            match self.hear().await {
                Heard::Frame(TEXT, text) => texts.push(text),
                heard => panic!("{heard:?} after {texts:?}"),
            }
        }
        texts
    }

    /// Sends a masked frame.
    pub(super) async fn send(&mut self, first: u8, payload: &[u8]) {
        assert!(payload.len() < 126);
        let length = u8::try_from(payload.len()).unwrap();
        let mut bytes = vec![first, 0x80 | length, 0, 0, 0, 0];
        bytes.extend_from_slice(payload);
        self.stream.write_all(&bytes).await.unwrap();
    }

    /// Reads on until these bytes have come, or the connection ends; all bytes since the last look.
    pub(super) async fn until(&mut self, end: &str) -> String {
        while !ends_with(&self.received, end) && self.read().await {}
        String::from_utf8_lossy(&std::mem::take(&mut self.received)).into_owned()
    }

    /// Reads to the end of the connection and resolves the chunks; whether the body came to its end, too.
    pub(super) async fn body(mut self) -> (String, bool) {
        while self.read().await {}
        let mut body = Vec::new();
        for chunk in chunks(&self.received) {
            body.extend_from_slice(chunk);
        }
        let is_whole = self.received.ends_with(b"\r\n0\r\n\r\n");
        (String::from_utf8(body).unwrap(), is_whole)
    }

    /// Reads something, unless the connection ends.
    async fn read(&mut self) -> bool {
        let read = self.stream.read_buf(&mut self.received).await;
        read.is_ok_and(|bytes| bytes > 0)
    }

    /// Reads something and forgets it; how many lines were in it, and whether the connection goes on.
    pub(super) async fn count(&mut self, needle: &[u8]) -> (usize, bool) {
        let goes_on = self.read().await;
        let found = memchr::memmem::find_iter(&self.received, needle).count();
        let kept = self.received.len().saturating_sub(needle.len() - 1);
        self.received.drain(..kept);
        (found, goes_on)
    }
}

fn ends_with(bytes: &[u8], end: &str) -> bool {
    bytes.ends_with(end.as_bytes())
}

fn parse(bytes: &[u8]) -> Option<(usize, u8, String)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let (length, head) = match second {
        126 => (
            usize::from(u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?)),
            4,
        ),
        127 => {
            let length = u64::from_be_bytes(*bytes.get(2..)?.first_chunk()?);
            (usize::try_from(length).unwrap(), 10)
        }
        short => (usize::from(short), 2),
    };
    let payload = bytes.get(head..head + length)?;
    let payload = String::from_utf8_lossy(payload).into_owned();
    Some((head + length, first, payload))
}

/// The chunks of a body, also when its end is missing.
fn chunks(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    while let Some(line) = memchr::memmem::find(bytes, b"\r\n") {
        let size = std::str::from_utf8(&bytes[..line]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        let start = line + 2;
        if size == 0 || bytes.len() < start + size + 2 {
            break;
        }
        chunks.push(&bytes[start..start + size]);
        bytes = &bytes[start + size + 2..];
    }
    chunks
}
