//! A logger with its simulator, services made of functions, and bodies made of frames.

use std::cell::Cell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Ready;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{HeaderMap, Request, Response};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt as _, Full};
use pin_project_lite::pin_project;
use quintet::gt8004::middleware::{LogLayer, RequestBody};
use quintet::gt8004::{Logger, Protocol};
use quintet::sim::gt8004::{Row, Simulator};
use tokio::time::timeout;
use tower_layer::Layer as _;
use tower_service::Service;

use crate::support::gt8004::bare;

pub(super) use crate::support::gt8004::HOUR;

pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) logger: Logger,
}

impl Stage {
    pub(super) async fn start() -> Self {
        Self::of(None).await
    }

    /// A logger that sends when it is told to, and not because time passes.
    pub(super) async fn of(protocol: Option<Protocol>) -> Self {
        let simulator = Simulator::start().await.unwrap();
        let client = bare(&simulator.ingest_url()).token(simulator.token());
        let client = client.build().unwrap();
        let builder = client.logger().flush_interval(HOUR);
        let builder = match protocol {
            Some(protocol) => builder.protocol(protocol),
            None => builder,
        };
        let logger = builder.start().unwrap();
        Self { simulator, logger }
    }

    pub(super) fn layer(&self) -> LogLayer {
        LogLayer::new(self.logger.clone())
    }

    /// What is stored, once all is sent.
    pub(super) async fn rows(&self) -> Vec<Row> {
        self.logger.flush().await.unwrap();
        assert_eq!(self.simulator.lost_batches(), Vec::<String>::new());
        self.simulator.rows()
    }

    pub(super) async fn one_row(&self) -> Row {
        let mut rows = self.rows().await;
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }

    /// Waits until so many requests were logged.
    pub(super) async fn logged(&self, requests: u64) {
        let logged = async {
            while self.logger.ledger().accepted < requests {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(60), logged).await.unwrap();
        assert_eq!(self.logger.ledger().accepted, requests);
    }

    /// What is stored of a request with these headers and this body, answered with these.
    pub(super) async fn row_of(
        &self,
        layer: LogLayer,
        request: Request<Bytes>,
        reply: Response<Bytes>,
    ) -> Row {
        let reply = std::sync::Arc::new(reply);
        let service = layer.layer(Function(
            move |request: Request<RequestBody<Full<Bytes>>>| {
                let reply = std::sync::Arc::clone(&reply);
                async move {
                    request.into_body().collect().await.unwrap();
                    let mut response = Response::new(Full::new(reply.body().clone()));
                    *response.status_mut() = reply.status();
                    *response.headers_mut() = reply.headers().clone();
                    Ok::<_, Infallible>(response)
                }
            },
        ));
        let mut service = service;
        let response = service.call(request.map(Full::new)).await.unwrap();
        let _: Bytes = response.into_body().collect().await.unwrap().to_bytes();
        let mut rows = self.rows().await;
        rows.pop().unwrap()
    }
}

/// A request of a text.
pub(super) fn post(body: impl Into<Bytes>) -> Request<Bytes> {
    Request::post("/api/call").body(body.into()).unwrap()
}

pub(super) fn ok(body: impl Into<Bytes>) -> Response<Bytes> {
    Response::new(body.into())
}

/// A function as a service.
#[derive(Clone)]
pub(super) struct Function<F>(pub(super) F);

impl<F, B, R, E, O> Service<Request<B>> for Function<F>
where
    F: Fn(Request<B>) -> R,
    R: Future<Output = Result<Response<O>, E>>,
{
    type Response = Response<O>;
    type Error = E;
    type Future = R;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), E>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> R {
        (self.0)(request)
    }
}

type Answer<O> = Ready<Result<Response<O>, Infallible>>;

/// A service that answers with this body.
pub(super) fn answers<B, O: Clone>(body: O) -> Function<impl Fn(Request<B>) -> Answer<O> + Clone> {
    Function(move |_| std::future::ready(Ok(Response::new(body.clone()))))
}

pin_project! {
    /// Frames, one after the other, of a type that may neither be moved nor shared.
    #[derive(Debug)]
    pub(super) struct Frames<D> {
        frames: VecDeque<Result<Frame<D>, Odd>>,
        polls: Cell<usize>,
        #[pin]
        pinned: PhantomPinned,
    }
}

/// An error that is nothing but itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Odd(pub(super) u8);

impl<D> Frames<D> {
    pub(super) fn new(frames: impl IntoIterator<Item = Result<Frame<D>, Odd>>) -> Self {
        Self {
            frames: frames.into_iter().collect(),
            polls: Cell::new(0),
            pinned: PhantomPinned,
        }
    }
}

pub(super) fn data<D>(data: D) -> Result<Frame<D>, Odd> {
    Ok(Frame::data(data))
}

pub(super) fn trailers<D>(pairs: &[(&'static str, &'static str)]) -> Result<Frame<D>, Odd> {
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        map.append(*name, value.parse().unwrap());
    }
    Ok(Frame::trailers(map))
}

impl<D: Buf> Body for Frames<D> {
    type Data = D;
    type Error = Odd;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<D>, Odd>>> {
        self.polls.set(self.polls.get() + 1);
        // Every other time there is nothing yet.
        if self.polls.get() % 2 == 1 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.project().frames.pop_front())
    }

    fn is_end_stream(&self) -> bool {
        self.frames.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::new();
        hint.set_lower(self.frames.len() as u64);
        hint.set_upper(7777);
        hint
    }
}

/// Every frame of a body, as text, and the error that ended it.
pub(super) async fn drain<D: Buf, E, B: Body<Data = D, Error = E>>(
    body: B,
) -> (Vec<String>, Option<E>) {
    let mut body = Box::pin(body);
    let mut seen = Vec::new();
    loop {
        match std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            None => return (seen, None),
            Some(Err(error)) => return (seen, Some(error)),
            Some(Ok(frame)) => seen.push(match frame.into_data() {
                Ok(mut data) => {
                    let bytes = data.copy_to_bytes(data.remaining());
                    String::from_utf8_lossy(&bytes).into_owned()
                }
                Err(frame) => format!("{:?}", frame.into_trailers().ok().unwrap()),
            }),
        }
    }
}
