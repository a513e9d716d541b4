//! Bodies that stream through, untouched.

use std::io::IoSlice;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::capture::Capture;
use super::report::{Report, Tap};

pin_project! {
    /// The body of a request, of whose beginning a copy is kept.
    #[derive(Debug)]
    pub struct RequestBody<B> {
        #[pin]
        inner: B,
        tap: Option<Tap>,
    }
}

pin_project! {
    /// The body of a reply, of whose beginning a copy is kept. Its end is the end of the entry.
    #[derive(Debug)]
    pub struct ResponseBody<B> {
        #[pin]
        inner: B,
        report: Option<Box<Report>>,
    }
}

impl<B> RequestBody<B> {
    pub(super) fn new(inner: B, tap: Option<Tap>) -> Self {
        Self { inner, tap }
    }
}

impl<B: Body> ResponseBody<B> {
    pub(super) fn new(inner: B, report: Option<Box<Report>>) -> Self {
        // Nobody asks an empty body for its end.
        let report = report.filter(|_| !inner.is_end_stream());
        Self { inner, report }
    }
}

/// The most pieces of a frame that are looked at.
const PIECES: usize = 16;

/// Copies what a frame holds, as far as it can be seen without taking it.
fn copy<D: Buf>(frame: &Frame<D>, capture: &mut Capture) {
    let Some(data) = frame.data_ref() else { return };
    let (first, size) = (data.chunk(), data.remaining());
    if first.len() >= size {
        capture.add(first);
        return;
    }
    let mut pieces = [IoSlice::new(&[]); PIECES];
    let filled = data.chunks_vectored(&mut pieces).min(PIECES);
    let mut unseen = size;
    for piece in &pieces[..filled] {
        capture.add(piece);
        unseen = unseen.saturating_sub(piece.len());
    }
    capture.skip(unseen);
}

impl<B: Body> Body for RequestBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        let frame = ready!(this.inner.poll_frame(cx));
        if let (Some(tap), Some(Ok(frame))) = (this.tap, &frame) {
            tap.with(|capture| copy(frame, capture));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B: Body> Body for ResponseBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        if let Some(report) = this.report.as_deref_mut() {
            report.enter();
        }
        let frame = this.inner.poll_frame(cx);
        if let Some(report) = this.report.as_deref_mut() {
            report.leave();
        }
        let frame = ready!(frame);
        if let Some(report) = this.report {
            match &frame {
                Some(Ok(frame)) => copy(frame, report.reply()),
                Some(Err(_)) => report.broke_off(),
                // The end: the entry need not wait until the body is dropped.
                None => drop(this.report.take()),
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B: Default> Default for ResponseBody<B> {
    fn default() -> Self {
        Self {
            inner: B::default(),
            report: None,
        }
    }
}

impl<B: Default> Default for RequestBody<B> {
    fn default() -> Self {
        Self::new(B::default(), None)
    }
}
