//! Following a log over a WebSocket.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt as _;
use hyper::upgrade::{Parts, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::feed::{Feed, Step};
use super::frame::{self, Frame, Frames};

/// How long a client may take to answer a close frame, and to hang up.
const LINGER: Duration = Duration::from_secs(5);
/// How much is written at once, if there is so much.
const WRITE: usize = 1 << 16;

/// The connection is over, or does nothing more.
struct Done;

/// Follows a log until one side ends it.
pub(super) async fn run(connection: TokioIo<Upgraded>, feed: Feed) {
    // The server makes its connections of nothing else.
    let Ok(Parts { io, read_buf, .. }) = connection.into_inner().downcast::<TokioIo<TcpStream>>()
    else {
        return;
    };
    let (read, write) = io.into_inner().into_split();
    let session = Session {
        frames: Frames::new(read, &read_buf),
        write,
        feed,
    };
    session.run().await;
}

struct Session {
    frames: Frames<OwnedReadHalf>,
    write: OwnedWriteHalf,
    feed: Feed,
}

impl Session {
    async fn run(mut self) {
        loop {
            let step = tokio::select! {
                frame = self.frames.next() => {
                    if self.hear(frame).await.is_err() {
                        return;
                    }
                    continue;
                }
                step = self.feed.next() => step,
            };
            let step = match step {
                Step::Write(bytes) => match self.send(bytes).await {
                    Err(Done) => return,
                    Ok(None) => continue,
                    Ok(Some(step)) => step,
                },
                step => step,
            };
            return self.end(step).await;
        }
    }

    /// Writes, and whatever else is ready with it; says what is to be done then.
    async fn send(&mut self, bytes: Bytes) -> Result<Option<Step>, Done> {
        let mut wire = BytesMut::from(bytes);
        let mut then = None;
        while wire.len() < WRITE && then.is_none() {
            match self.feed.next().now_or_never() {
                Some(Step::Write(bytes)) => wire.extend_from_slice(&bytes),
                Some(step) => then = Some(step),
                None => break,
            }
        }
        self.write.write_all(&wire).await.map_err(|_| Done)?;
        Ok(then)
    }

    async fn end(mut self, step: Step) {
        match step {
            Step::Reset => self.reset(),
            Step::Silence => while self.count().await.is_some() {},
            Step::Cut => self.hang_up().await,
            Step::Close(code, reason) => {
                let payload = frame::close(code, &reason);
                if self.write_frame(frame::CLOSE, &payload).await.is_ok() {
                    let answer = async {
                        while let Some(frame) = self.count().await
                            && frame.opcode != frame::CLOSE
                        {}
                    };
                    let _ = tokio::time::timeout(LINGER, answer).await;
                    self.hang_up().await;
                }
            }
            Step::Stay | Step::Write(_) => loop {
                let frame = self.frames.next().await;
                if self.hear(frame).await.is_err() {
                    return;
                }
            },
        }
    }

    /// Answers a frame.
    async fn hear(&mut self, frame: Option<Frame>) -> Result<(), Done> {
        let frame = frame.ok_or(Done)?;
        self.note(&frame);
        match frame.opcode {
            frame::PING if self.feed.manner.pongs => {
                self.write_frame(frame::PONG, &frame.payload).await
            }
            frame::CLOSE if self.feed.manner.closes => {
                self.write_frame(frame::CLOSE, &frame.payload).await?;
                self.hang_up().await;
                Err(Done)
            }
            frame::CLOSE => {
                while self.count().await.is_some() {}
                Err(Done)
            }
            _ => Ok(()),
        }
    }

    /// Takes a frame without an answer.
    async fn count(&mut self) -> Option<Frame> {
        let frame = self.frames.next().await?;
        self.note(&frame);
        Some(frame)
    }

    fn note(&self, frame: &Frame) {
        self.feed.open.0.add(|counts| match frame.opcode {
            frame::PING => counts.pings += 1,
            frame::PONG => counts.pongs += 1,
            frame::CLOSE => {
                counts.closes += 1;
                counts.close_code = frame.code();
            }
            _ => counts.client_messages += 1,
        });
    }

    async fn write_frame(&mut self, opcode: u8, payload: &[u8]) -> Result<(), Done> {
        let mut wire = BytesMut::new();
        frame::write(&mut wire, true, opcode, payload);
        self.write.write_all(&wire).await.map_err(|_| Done)
    }

    /// Ends without a close frame. What the client still sends is read, because a connection that is closed over unread bytes
    /// is reset, and what was sent to the client could be lost.
    async fn hang_up(&mut self) {
        if self.write.shutdown().await.is_ok() {
            let rest = async { while self.count().await.is_some() {} };
            let _ = tokio::time::timeout(LINGER, rest).await;
        }
    }

    /// Ends with a reset.
    fn reset(self) {
        #[allow(
            deprecated,
            reason = "without a time to linger it does not block, and its successor is not in every version"
        )]
        let is_set = self.write.as_ref().set_linger(Some(Duration::ZERO));
        // A shutdown would be an end in good order.
        if is_set.is_ok() {
            self.write.forget();
        }
    }
}
