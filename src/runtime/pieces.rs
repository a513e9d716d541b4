//! Bodies whose length is known: in memory, given out piece by piece, or streaming.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;

use super::idle::Progress;

/// Small enough that a slow line takes several within an idle limit.
const PIECE: usize = 64 * 1024;

/// Its length is known, and the idle limit sees it move.
struct Pieces {
    rest: Bytes,
    progress: Progress,
}

/// Cuts a body that is in memory into pieces; a body that streams is left as it is.
pub(crate) async fn cut(body: reqwest::Body, progress: &Progress) -> reqwest::Body {
    if body.as_bytes().is_none() {
        return body;
    }
    // A body in memory is collected at once, without a copy, and cannot fail.
    let rest = body.collect().await.map(|whole| whole.to_bytes());
    reqwest::Body::wrap(Pieces {
        rest: rest.unwrap_or_default(),
        progress: progress.clone(),
    })
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.rest.len().min(PIECE);
        self.progress.advance(size);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(size)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// A body that streams, with its length; it must be as long as that.
pub(crate) fn measured(body: reqwest::Body, length: u64) -> reqwest::Body {
    reqwest::Body::wrap(Measured { body, rest: length })
}

struct Measured {
    body: reqwest::Body,
    rest: u64,
}

impl Body for Measured {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<reqwest::Result<Frame<Bytes>>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            let size = frame.data_ref().map_or(0, Bytes::len);
            self.rest = self.rest.saturating_sub(size as u64);
        }
        frame
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest)
    }
}
