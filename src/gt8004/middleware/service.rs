//! The service around another one.

use std::sync::Arc;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use super::body::{RequestBody, ResponseBody};
use super::config::Config;
use super::future::ResponseFuture;
use super::report::Report;

/// Logs what passes through it; made by [`LogLayer`](super::LogLayer).
#[derive(Debug, Clone)]
pub struct LogService<S> {
    pub(super) inner: S,
    pub(super) config: Arc<Config>,
}

impl<S, B, R> Service<Request<B>> for LogService<S>
where
    S: Service<Request<RequestBody<B>>, Response = Response<R>>,
    B: Body,
    R: Body,
{
    type Response = Response<ResponseBody<R>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let mut report = match self.config.excludes(parts.uri.path()) {
            true => None,
            false => Some(Report::new(&self.config, &parts)),
        };
        let body = RequestBody::new(body, report.as_deref().map(Report::tap));
        // A service may panic before there is a future of it; then the report is dropped here.
        if let Some(report) = &mut report {
            report.enter();
        }
        let inner = self.inner.call(Request::from_parts(parts, body));
        if let Some(report) = &mut report {
            report.leave();
        }
        ResponseFuture::new(inner, report)
    }
}
