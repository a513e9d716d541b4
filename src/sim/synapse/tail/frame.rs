//! Frames of WebSockets, written and read byte by byte: what a test wants to see broken has to be broken by hand.

use bytes::{Buf as _, BufMut as _, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _};

pub(super) const TEXT: u8 = 1;
pub(super) const BINARY: u8 = 2;
pub(super) const CLOSE: u8 = 8;
pub(super) const PING: u8 = 9;
pub(super) const PONG: u8 = 10;

/// Bytes of a client's frame; one that is longer ends the connection.
const LONGEST: usize = 1 << 20;

/// Writes a frame of a server.
pub(super) fn write(to: &mut BytesMut, is_last: bool, opcode: u8, payload: &[u8]) {
    to.reserve(payload.len() + 10);
    to.put_u8(u8::from(is_last) << 7 | opcode);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ 0..=125), _) => to.put_u8(length),
        (_, Ok(length)) => {
            to.put_u8(126);
            to.put_u16(length);
        }
        _ => {
            to.put_u8(127);
            to.put_u64(payload.len() as u64);
        }
    }
    to.put_slice(payload);
}

/// Writes a message in frames of so many bytes.
pub(super) fn write_message(to: &mut BytesMut, opcode: u8, payload: &[u8], fragment: usize) {
    let mut rest = payload;
    let mut opcode = opcode;
    while rest.len() > fragment {
        let (first, others) = rest.split_at(fragment);
        write(to, false, opcode, first);
        (rest, opcode) = (others, 0);
    }
    write(to, true, opcode, rest);
}

/// The payload of a close frame.
pub(super) fn close(code: u16, reason: &str) -> Vec<u8> {
    let mut payload = code.to_be_bytes().to_vec();
    payload.extend_from_slice(reason.as_bytes());
    payload
}

/// A frame of a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) opcode: u8,
    pub(super) payload: Vec<u8>,
}

impl Frame {
    /// The code of a close frame.
    pub(super) fn code(&self) -> Option<u16> {
        let code = self.payload.first_chunk::<2>()?;
        Some(u16::from_be_bytes(*code))
    }
}

/// The frames that a client sends.
pub(super) struct Frames<R> {
    connection: R,
    received: BytesMut,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    /// Reads frames, after what was received already.
    pub(super) fn new(connection: R, received: &[u8]) -> Self {
        Self {
            connection,
            received: received.into(),
        }
    }

    /// The next frame; `None` when the client is gone, or sends what is no frame. Nothing is lost when this is not awaited to
    /// its end.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        loop {
            match parse(&self.received) {
                Parsed::Frame(frame, length) => {
                    self.received.advance(length);
                    return Some(frame);
                }
                Parsed::Broken => return None,
                Parsed::Unfinished => {}
            }
            let read = self.connection.read_buf(&mut self.received).await;
            if !read.is_ok_and(|bytes| bytes > 0) {
                return None;
            }
        }
    }
}

enum Parsed {
    Frame(Frame, usize),
    Unfinished,
    Broken,
}

fn parse(bytes: &[u8]) -> Parsed {
    let Some([first, second]) = bytes.first_chunk::<2>() else {
        return Parsed::Unfinished;
    };
    let is_masked = second & 0x80 != 0;
    let (length, head) = match (second & 0x7f, bytes.get(2..4), bytes.get(2..10)) {
        (126, Some(long), _) => (big_endian(long), 4),
        (127, _, Some(long)) => (big_endian(long), 10),
        (126 | 127, ..) => return Parsed::Unfinished,
        (short, ..) => (u64::from(short), 2),
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if !is_masked || length > LONGEST {
        return Parsed::Broken;
    }
    let (Some(mask), Some(payload)) = (
        bytes.get(head..head + 4),
        bytes.get(head + 4..head + 4 + length),
    ) else {
        return Parsed::Unfinished;
    };
    let unmasked = payload.iter().zip(mask.iter().cycle());
    let frame = Frame {
        opcode: first & 0x0f,
        payload: unmasked.map(|(byte, mask)| byte ^ mask).collect(),
    };
    Parsed::Frame(frame, head + 4 + length)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame as a client sends it.
    fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
        let mut plain = BytesMut::new();
        write(&mut plain, true, opcode, payload);
        let head = plain.len() - payload.len();
        plain[1] |= 0x80;
        let mask = [1, 2, 3, 4];
        let body = payload.iter().zip(mask.iter().cycle());
        let mut frame = plain[..head].to_vec();
        frame.extend_from_slice(&mask);
        frame.extend(body.map(|(byte, mask)| byte ^ mask));
        frame
    }

    #[tokio::test]
    async fn frames_are_read_however_they_come() {
        let payloads = [0, 3, 125, 126, 65_535, 65_536].map(|length| vec![b'x'; length]);
        let mut bytes = Vec::new();
        for payload in &payloads {
            bytes.extend(masked(PING, payload));
        }
        bytes.extend(masked(CLOSE, &close(1001, "away")));
        let (start, rest) = bytes.split_at(5);
        let mut frames = Frames::new(rest, start);
        for payload in payloads {
            let opcode = PING;
            assert_eq!(frames.next().await, Some(Frame { opcode, payload }));
        }
        let close = frames.next().await.unwrap();
        assert_eq!((close.opcode, close.code()), (CLOSE, Some(1001)));
        assert_eq!(frames.next().await, None);
    }

    #[tokio::test]
    async fn what_is_no_frame_ends_the_connection() {
        let mut plain = BytesMut::new();
        write(&mut plain, true, TEXT, b"not masked");
        assert_eq!(Frames::new(&plain[..], &[]).next().await, None);
        let long = [0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 0];
        assert_eq!(Frames::new(&long[..], &[]).next().await, None);
    }

    #[test]
    fn messages_are_cut_into_frames() {
        let mut bytes = BytesMut::new();
        write_message(&mut bytes, TEXT, b"abcde", 2);
        assert_eq!(&bytes[..], b"\x01\x02ab\x00\x02cd\x80\x01e");
        bytes.clear();
        write_message(&mut bytes, BINARY, b"", 2);
        assert_eq!(&bytes[..], b"\x82\x00");
    }
}
