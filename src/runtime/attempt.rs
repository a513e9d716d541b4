//! One attempt: a request goes out, a reply or a failure comes back.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::{Request, Response, Url};

use super::body::{self, Fault};
use super::idle::{self, Progress};
use super::operation::Operation;
use super::redirect::{self, Next};
use super::retry::{Again, Failure};
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Reply};

/// The most of an error reply that is kept.
const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// A reply with a 2XX status.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    pub(crate) body: Body,
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
    /// The idle limit, for operations that stream.
    pub(crate) idle: Option<Duration>,
    pub(crate) progress: &'a Progress,
}

impl Attempt<'_> {
    /// Sends the request, follows redirects, and reads the reply as far as the operation wants it read.
    pub(crate) async fn run(&self, mut request: Request) -> Result<Received, Failure> {
        self.dress(&mut request, true);
        for _ in 0..=redirect::LIMIT {
            let response = self.send(request).await?;
            match redirect::next(self.operation, &response) {
                Next::Stay => return self.receive(response).await,
                Next::Refuse(reason) => return Err(self.refuse(response, reason).await),
                Next::Follow {
                    request: next,
                    same_origin,
                } => {
                    request = *next;
                    self.dress(&mut request, same_origin);
                }
            }
        }
        let message = format!("answered with more than {} redirects", redirect::LIMIT);
        Err(Failure::never(Error::new(ErrorKind::Redirect, message)))
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

    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let sent = self.transport.http.execute(request);
        self.within_idle(sent)
            .await?
            .map_err(Failure::from_transport)
    }

    async fn receive(&self, mut response: Response) -> Result<Received, Failure> {
        let status = response.status();
        if !status.is_success() {
            let reply = self.error_reply(response).await;
            let credential = &self.transport.credential;
            return Err(Failure::from_reply(self.operation, reply, credential));
        }
        let headers = std::mem::take(response.headers_mut());
        let url = response.url().clone();
        if self.operation.streams_reply {
            return Ok(Received {
                status,
                headers,
                url,
                body: Body::Arriving(Box::new(response)),
            });
        }
        let limit = self.transport.max_body;
        match self.within_idle(body::read(&mut response, limit)).await? {
            Ok(bytes) => Ok(Received {
                status,
                headers,
                url,
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

    /// Reads an error reply; what did not come whole is kept as far as it came.
    async fn error_reply(&self, mut response: Response) -> Reply {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = match self
            .within_idle(body::read(&mut response, ERROR_BODY_LIMIT))
            .await
        {
            Ok(Ok(body) | Err((_, body))) => body,
            Err(_) => Bytes::new(),
        };
        self.reply(status, headers, body)
    }

    /// What is kept of a reply in an error.
    fn reply(&self, status: StatusCode, mut headers: HeaderMap, body: Bytes) -> Reply {
        let credential = &self.transport.credential;
        credential.scrub_headers(&mut headers);
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

    async fn within_idle<F: Future>(&self, future: F) -> Result<F::Output, Failure> {
        let Some(limit) = self.idle else {
            return Ok(future.await);
        };
        idle::watch(future, limit, self.progress)
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
