//! Which replies are an answer, and how far they are read.

use std::fmt;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use reqwest::Response;
use tokio::time::Instant;

use super::attempt::{Attempt, Body, Received};
use super::body::{self, Fault};
use super::retry::Failure;
use crate::error::{Error, ErrorKind, Reply};

/// The largest reply that is looked at to tell whether a proxy wrote it.
const OWN_LIMIT: usize = 1024;

/// What a call takes for an answer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Reading {
    /// A 2XX; redirects are followed where that is safe.
    #[default]
    Success,
    /// A 101 and nothing else; the connection is the caller's from then on.
    #[cfg_attr(
        not(feature = "websocket"),
        allow(dead_code, reason = "only WebSockets upgrade")
    )]
    Upgrade,
    /// Whatever an application behind a proxy answers, unread; only the proxy's own replies are failures.
    Forwarded(&'static Proxy),
}

/// What is known of a proxy.
pub(crate) struct Proxy {
    /// Whether it wrote this reply itself; asked of small ones whose size is announced.
    pub(crate) wrote: fn(&Reply) -> bool,
    /// After this time it cuts every exchange.
    pub(crate) cut: Duration,
    /// What a reply that broke off after that time is to be told as.
    pub(crate) cut_message: &'static str,
}

impl Proxy {
    /// Says so when it was the proxy that cut the connection.
    pub(crate) fn explain(&self, error: Error, elapsed: Duration) -> Error {
        if self.has_cut(&error, elapsed) {
            error.with_message(self.cut_message)
        } else {
            error
        }
    }

    fn has_cut(&self, error: &Error, elapsed: Duration) -> bool {
        // Its clock started before the reply to the caller did.
        let margin = self.cut / 20;
        error.kind() == ErrorKind::Transport && elapsed + margin >= self.cut
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

impl Reading {
    /// Watches the time until the head of the reply, where a proxy may cut it short.
    pub(super) fn watch(self) -> Option<Watched> {
        match self {
            Self::Forwarded(proxy) => Some(Watched {
                proxy,
                started: Instant::now(),
            }),
            Self::Success | Self::Upgrade => None,
        }
    }
}

/// A proxy that is waited for.
pub(super) struct Watched {
    proxy: &'static Proxy,
    started: Instant,
}

impl Watched {
    /// A failure before the head of the reply. What took too long once will do so again.
    pub(super) fn explain(&self, failure: Failure) -> Failure {
        let elapsed = self.started.elapsed();
        if self.proxy.has_cut(&failure.error, elapsed) {
            Failure::never(self.proxy.explain(failure.error, elapsed))
        } else {
            failure
        }
    }
}

impl Attempt<'_> {
    pub(super) async fn receive_upgrade(&self, response: Response) -> Result<Received, Failure> {
        let status = response.status();
        if status == StatusCode::SWITCHING_PROTOCOLS {
            return Ok(Received::arriving(response));
        }
        if !status.is_success() {
            return Err(self.refusal(response).await);
        }
        let message = format!(
            "answered with status {} instead of opening a WebSocket; there is none at this address",
            status.as_u16()
        );
        let reply = self.reply(status, response.headers().clone(), Bytes::new());
        Err(Failure::never(
            Error::new(ErrorKind::Decode, message).with_reply(reply),
        ))
    }

    pub(super) async fn receive_forwarded(
        &self,
        mut response: Response,
        proxy: &Proxy,
    ) -> Result<Received, Failure> {
        let small = response
            .content_length()
            .is_some_and(|length| length <= OWN_LIMIT as u64);
        if response.status().as_u16() < 400 || !small {
            return Ok(Received::arriving(response));
        }
        let status = response.status();
        let held = self.seen.hold(status, response.headers().clone());
        let read = self
            .within_idle(pin!(body::read(&mut response, OWN_LIMIT)))
            .await?;
        let (status, headers) = held.release();
        match read {
            Err((Fault::Broken(error), partial)) => {
                Err(Failure::from_transport(error).with_reply(self.reply(status, headers, partial)))
            }
            // The announced length keeps the whole within the limit.
            Ok(body) | Err((Fault::TooLarge, body)) => {
                let reply = self.reply(status, headers, body.clone());
                if (proxy.wrote)(&reply) {
                    let credential = &self.transport.credential;
                    return Err(Failure::from_reply(self.operation, reply, credential));
                }
                let mut received = Received::arriving(response);
                received.body = Body::Whole(body);
                Ok(received)
            }
        }
    }
}
