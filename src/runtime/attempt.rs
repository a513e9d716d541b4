//! One attempt: a request goes out, a reply or a failure comes back.

use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::{Request, Response};

use super::body::{self, Fault};
use super::idle::{self, Progress};
use super::operation::Operation;
use super::pieces;
use super::reading::Reading;
use super::redirect::{self, Next};
use super::retry::{Again, Failure};
use super::seen::Seen;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Reply};

/// The most of an error reply that is kept.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// A reply with a 2XX status.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Received {
    /// A reply whose body is left to the caller.
    pub(super) fn arriving(mut response: Response) -> Self {
        Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Body::Arriving(Box::new(response)),
        }
    }
}

/// A body in memory, or one that is still arriving.
pub(crate) enum Body {
    Whole(Bytes),
    Arriving(Box<Response>),
}

/// What every attempt of a call shares.
pub(crate) struct Attempt<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) operation: &'static Operation,
    /// Headers of this call.
    pub(crate) headers: &'a HeaderMap,
    /// Tells which refusals are answers.
    pub(crate) answer: Option<fn(&Error) -> bool>,
    /// The idle limit, for operations that stream.
    pub(crate) idle: Option<Duration>,
    pub(crate) progress: &'a Progress,
    pub(crate) seen: Seen,
    pub(crate) reading: Reading,
}

impl Attempt<'_> {
    /// Sends the request, follows redirects, and reads the reply as far as the operation wants it read.
    ///
    /// Requests and the rare ways out are boxed: futures are moved several times before they are polled, so their size is
    /// a good part of what a call costs.
    pub(crate) async fn run(&self, request: Box<Request>) -> Result<Received, Failure> {
        self.seen.take();
        let mut response = self.follow(request).await?;
        match self.reading {
            Reading::Success if !response.status().is_success() => {
                Err(Box::pin(self.refusal(response)).await)
            }
            Reading::Success if self.operation.streams_reply => Ok(Received::arriving(response)),
            Reading::Success => self.receive(&mut response).await,
            Reading::Upgrade => Box::pin(self.receive_upgrade(response)).await,
            Reading::Forwarded(proxy) => Box::pin(self.receive_forwarded(response, proxy)).await,
        }
    }

    /// Sends the request, and those that redirects ask for.
    async fn follow(&self, mut request: Box<Request>) -> Result<Response, Failure> {
        self.dress(&mut request, true);
        if self.idle.is_some() {
            Box::pin(self.cut_body(&mut request)).await;
        }
        let mut trusted = true;
        let mut hops = 0;
        loop {
            let response = self.send(request).await?;
            let next = match self.reading {
                Reading::Success => redirect::next(self.operation, &response),
                Reading::Upgrade => redirect::refuse(&response),
                Reading::Forwarded(_) => Next::Stay,
            };
            match next {
                Next::Stay => return Ok(response),
                Next::Refuse(reason) => return Err(Box::pin(self.refuse(response, reason)).await),
                Next::Follow(_) if hops == redirect::LIMIT => {
                    let reason = format!("answered with more than {} redirects", redirect::LIMIT);
                    return Err(Box::pin(self.refuse(response, reason)).await);
                }
                Next::Follow(next) => {
                    // Once away from home, a redirect is in the hands of others.
                    trusted &= self.transport.endpoint.is_origin_of(next.url());
                    request = next;
                    self.dress(&mut request, trusted);
                    hops += 1;
                }
            }
        }
    }

    /// Adds what each attempt adds anew. Another origin gets neither the credential nor the caller's headers.
    fn dress(&self, request: &mut Request, trusted: bool) {
        if trusted {
            let headers = request.headers_mut();
            for (name, value) in self.transport.headers.iter().chain(self.headers) {
                headers.insert(name, value.clone());
            }
            self.transport.credential.apply(headers);
        }
    }

    /// Lets the idle limit see how a body in memory moves; only operations that stream have one.
    async fn cut_body(&self, request: &mut Request) {
        if let Some(body) = request.body_mut().take() {
            *request.body_mut() = Some(pieces::cut(body, self.progress).await);
        }
    }

    async fn send(&self, request: Box<Request>) -> Result<Response, Failure> {
        let watched = self.reading.watch();
        let sent = pin!(self.transport.http.execute(*request));
        let outcome = self.within_idle(sent).await?;
        outcome.map_err(|error| {
            let failure = Failure::from_transport(error);
            match watched {
                Some(watched) => watched.explain(failure),
                None => failure,
            }
        })
    }

    /// Reads the whole body of a success.
    async fn receive(&self, response: &mut Response) -> Result<Received, Failure> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let limit = self.transport.max_body;
        let held = self.seen.hold(status, headers);
        let read = pin!(body::read(response, limit));
        let read = self.within_idle(read).await?;
        let (status, headers) = held.release();
        match read {
            Ok(bytes) => Ok(Received {
                status,
                headers,
                body: Body::Whole(bytes),
            }),
            Err((fault, partial)) => {
                let failure = match fault {
                    Fault::TooLarge => {
                        let message =
                            format!("the reply is larger than the limit of {limit} bytes");
                        Failure::never(Error::new(ErrorKind::TooLarge, message))
                    }
                    Fault::Broken(error) => Failure::from_transport(error),
                };
                Err(failure.with_reply(self.reply(status, headers, partial)))
            }
        }
    }

    /// What an error reply says; final if it is an answer to this call.
    pub(super) async fn refusal(&self, response: Response) -> Failure {
        let failure = self.failure(response).await;
        match self.answer {
            Some(is_answer) if is_answer(&failure.error) => Failure::never(failure.error),
            _ => failure,
        }
    }

    /// What an error reply says.
    pub(super) async fn failure(&self, response: Response) -> Failure {
        let reply = self.error_reply(response).await;
        Failure::from_reply(self.operation, reply, &self.transport.credential)
    }

    /// Reads an error reply; what did not come whole is kept as far as it came.
    async fn error_reply(&self, mut response: Response) -> Reply {
        let headers = std::mem::take(response.headers_mut());
        let held = self.seen.hold(response.status(), headers);
        let read = pin!(body::read(&mut response, ERROR_BODY_LIMIT));
        let body = match self.within_idle(read).await {
            Ok(Ok(body) | Err((_, body))) => body,
            Err(_) => Bytes::new(),
        };
        let (status, headers) = held.release();
        self.reply(status, headers, body)
    }

    /// The head of a reply that a time limit cut off.
    pub(crate) fn cut_off(&self) -> Option<Reply> {
        let (status, headers) = self.seen.take()?;
        Some(self.reply(status, headers, Bytes::new()))
    }

    /// What is kept of a reply in an error.
    pub(super) fn reply(&self, status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Reply {
        let credential = &self.transport.credential;
        credential.scrub_refusal(&mut headers);
        Reply {
            status,
            headers,
            body: credential.scrub(body),
        }
    }

    async fn refuse(&self, response: Response, reason: String) -> Failure {
        let reason = self
            .transport
            .credential
            .scrub_text(&reason)
            .unwrap_or(reason);
        let reply = self.error_reply(response).await;
        Failure::never(Error::new(ErrorKind::Redirect, reason).with_reply(reply))
    }

    pub(super) async fn within_idle<F: Future>(
        &self,
        future: Pin<&mut F>,
    ) -> Result<F::Output, Failure> {
        let Some(limit) = self.idle else {
            return Ok(future.await);
        };
        Box::pin(idle::watch(future, limit, self.progress))
            .await
            .map_err(|limit| Failure {
                error: idle_error(limit),
                again: Again::IfIdempotent,
            })
    }
}

/// Nothing moved for a whole idle limit.
pub(crate) fn idle_error(limit: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("nothing was sent or received for {limit:?}"),
    )
}
