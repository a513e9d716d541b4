//! A reply that is being made.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::body::ResponseBody;
use super::report::Report;

pin_project! {
    /// The future of [`LogService`](super::LogService).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        // Dropped with the future, it logs that there was no reply.
        report: Option<Box<Report>>,
    }
}

impl<F> ResponseFuture<F> {
    pub(super) fn new(inner: F, report: Option<Box<Report>>) -> Self {
        Self { inner, report }
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Body,
{
    type Output = Result<Response<ResponseBody<R>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(report) = this.report.as_deref_mut() {
            report.enter();
        }
        let outcome = this.inner.poll(cx);
        if let Some(report) = this.report.as_deref_mut() {
            report.leave();
        }
        let outcome = ready!(outcome);
        let mut report = this.report.take();
        Poll::Ready(match outcome {
            Ok(response) => {
                if let Some(report) = &mut report {
                    report.replied(response.status(), response.headers());
                }
                Ok(response.map(|body| ResponseBody::new(body, report)))
            }
            Err(error) => {
                if let Some(report) = &mut report {
                    report.failed();
                }
                Err(error)
            }
        })
    }
}
