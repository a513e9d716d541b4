//! One call under way: carries its options into the raw client, and what the engine saw back out of it.
//!
//! progenitor's hooks can only return a `reqwest::Error`, which nobody else can build, and know neither attempts nor
//! deadlines. So the engine leaves its outcome here and the raw client gets a reply that it understands.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use progenitor_client::{ByteStream, Error as RawError, ResponseValue};
use reqwest::{Request, ResponseBuilderExt};
use tokio::time::Instant;

use super::attempt::{Body, Received};
use super::cookie;
use super::download::Download;
use super::idle::Progress;
use super::operation::Operation;
use super::options::CallOptions;
use super::response::Head;
use super::transport::Transport;
use crate::Secret;
use crate::error::{Error, ErrorKind, Reply, Result};

/// The status of a reply that no server sent; the true outcome is in the exchange.
const NO_REPLY: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;

/// The inner value of every raw client.
#[derive(Clone)]
pub struct Exchange(Arc<Inner>);

struct Inner {
    transport: Arc<Transport>,
    options: CallOptions,
    begun: Instant,
    progress: Progress,
    record: Mutex<Record>,
}

/// What the engine saw of the latest request of the call.
#[derive(Default)]
struct Record {
    operation: Option<&'static Operation>,
    head: Head,
    body: Bytes,
    arriving: Option<Box<reqwest::Response>>,
    error: Option<Error>,
}

impl Exchange {
    pub(crate) fn new(transport: Arc<Transport>, options: CallOptions) -> Self {
        let (progress, record) = Default::default();
        Self(Arc::new(Inner {
            transport,
            options,
            begun: Instant::now(),
            progress,
            record,
        }))
    }

    /// The exchange of one request out of several that make up this call: its options, and of its time what is left.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) when none is left.
    pub(crate) fn part(&self) -> Result<Self> {
        self.part_over(&self.0.transport)
    }

    /// The same over another transport.
    ///
    /// # Errors
    /// As [`part`](Self::part).
    pub(crate) fn part_over(&self, over: &Arc<Transport>) -> Result<Self> {
        let Inner {
            transport,
            options,
            begun,
            ..
        } = &*self.0;
        let limit = options.timeout.unwrap_or(transport.timeout);
        let left = limit.saturating_sub(begun.elapsed());
        if left.is_zero() {
            let message = format!("not all requests of the call were answered within {limit:?}");
            return Err(Error::new(ErrorKind::Timeout, message));
        }
        let options = CallOptions {
            timeout: Some(left.min(transport.timeout)),
            ..options.clone()
        };
        Ok(Self::new(Arc::clone(over), options))
    }

    /// The exchange of a request that tidies up after the others: however late it is, it has the client's own time.
    /// Sending it twice must do no harm.
    pub(crate) fn tidying(&self, over: &Arc<Transport>) -> Self {
        let options = CallOptions {
            timeout: None,
            idempotent: true,
            ..self.0.options.clone()
        };
        Self::new(Arc::clone(over), options)
    }

    /// Adds what a part saw to what this call saw: its reply is the latest, and its attempts count.
    pub(crate) fn join(&self, part: &Self) {
        let head = part.head();
        let mut record = self.record();
        record.head = Head {
            attempts: record.head.attempts + head.attempts,
            elapsed: self.elapsed(),
            ..head
        };
    }

    /// How long the call has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.begun.elapsed()
    }

    /// The base URL, for the raw client.
    pub(crate) fn base(&self) -> &str {
        self.0.transport.endpoint.as_str()
    }

    /// The HTTP client, for the raw client.
    pub(crate) fn http(&self) -> reqwest::Client {
        self.0.transport.http.clone()
    }

    /// Moved by the bodies that this call uploads.
    pub(crate) fn progress(&self) -> Progress {
        self.0.progress.clone()
    }

    /// The one way from the raw client to the wire.
    pub(crate) async fn execute(
        &self,
        request: Box<Request>,
        operation: Option<&'static Operation>,
    ) -> reqwest::Result<reqwest::Response> {
        let outcome = self.send(request, operation).await;
        let response = http::Response::builder();
        let built = match outcome {
            Ok(received) => {
                let (whole, arriving) = match received.body {
                    Body::Whole(bytes) => (bytes, None),
                    Body::Arriving(response) => (Bytes::new(), Some(response)),
                };
                let mut record = self.record();
                record.body = whole.clone();
                record.arriving = arriving;
                let head = response.status(record.head.status);
                head.url(received.url).body(whole)
            }
            Err(error) => {
                self.record().error = Some(error);
                response.status(NO_REPLY).body(Bytes::new())
            }
        };
        Ok(built.unwrap_or_default().into())
    }

    /// The way to the wire of what the facade writes by hand, and of the raw client too.
    pub(crate) async fn send(
        &self,
        request: impl Into<Box<Request>>,
        operation: Option<&'static Operation>,
    ) -> Result<Received> {
        let Inner {
            transport,
            options,
            progress,
            ..
        } = &*self.0;
        self.record().operation = operation;
        let Some(operation) = operation else {
            return Err(Error::invalid(
                "the generated client does not know this operation; run `cargo xtask codegen`",
            ));
        };
        let effort = transport
            .execute(request.into(), operation, options, progress)
            .await?;
        let mut received = effort.value;
        self.record().head = Head {
            status: received.status,
            headers: std::mem::take(&mut received.headers),
            attempts: effort.attempts,
            elapsed: effort.elapsed,
        };
        Ok(received)
    }

    /// The value of a raw call.
    pub(crate) fn value<T>(
        &self,
        result: Result<ResponseValue<T>, RawError<ByteStream>>,
    ) -> Result<T> {
        result
            .map(ResponseValue::into_inner)
            .map_err(|error| self.failure(error))
    }

    /// The value of a raw call whose reply may be a 204 instead.
    pub(crate) fn optional<T>(
        &self,
        result: Result<ResponseValue<T>, RawError<ByteStream>>,
    ) -> Result<Option<T>> {
        match result {
            Err(RawError::UnexpectedResponse(reply))
                if reply.status() == StatusCode::NO_CONTENT =>
            {
                Ok(None)
            }
            other => self.value(other).map(Some),
        }
    }

    /// The whole body of a raw call whose reply is no JSON.
    pub(crate) fn bytes(
        &self,
        result: Result<ResponseValue<ByteStream>, RawError<ByteStream>>,
    ) -> Result<Bytes> {
        self.value(result)?;
        Ok(self.record().body.clone())
    }

    /// The outcome of a raw call that deletes. Nothing there when asked again means that it was deleted the first time.
    pub(crate) fn deleted<T>(
        &self,
        result: Result<ResponseValue<T>, RawError<ByteStream>>,
    ) -> Result<()> {
        match self.value(result) {
            Err(error) if error.is_not_found() && error.attempts() > 1 => {
                self.accept(&error);
                Ok(())
            }
            other => other.map(drop),
        }
    }

    /// Takes a refusal for the answer of the call.
    pub(crate) fn accept(&self, error: &Error) {
        self.record().head = Head {
            status: error.status().unwrap_or_default(),
            headers: error.headers().cloned().unwrap_or_default(),
            attempts: error.attempts(),
            elapsed: error.elapsed(),
        };
    }

    /// The arriving body of a raw call whose reply streams.
    pub(crate) fn download(
        &self,
        result: Result<ResponseValue<ByteStream>, RawError<ByteStream>>,
    ) -> Result<Download> {
        self.value(result)?;
        let arriving = self.record().arriving.take();
        let response =
            arriving.ok_or_else(|| Error::new(ErrorKind::Decode, "the reply has no body"))?;
        Ok(self.downloading(*response))
    }

    /// A body that is read as it arrives, under the limits of this call.
    pub(crate) fn downloading(&self, response: reqwest::Response) -> Download {
        let Inner {
            transport, options, ..
        } = &*self.0;
        let record = self.record();
        let mut head = record.head.clone();
        transport.credential.scrub_headers(&mut head.headers);
        Download::new(
            response,
            head,
            record.operation.map_or("", |operation| operation.id),
            options.idle_timeout.unwrap_or(transport.idle_timeout),
            transport.max_body,
        )
    }

    /// The transport of the call.
    #[cfg(feature = "websocket")]
    pub(crate) fn transport(&self) -> &Arc<Transport> {
        &self.0.transport
    }

    /// The headers of the reply.
    #[cfg(feature = "websocket")]
    pub(crate) fn reply_headers(&self) -> HeaderMap {
        self.record().head.headers.clone()
    }

    /// The cookie of that name that the reply sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<Secret> {
        cookie::find(&mut self.record().head.headers, name)
    }

    /// A reply that is not what was agreed on, with what was seen of it.
    pub(crate) fn broken_promise(&self, message: impl Into<String>) -> Error {
        let mut record = self.record();
        let (attempts, elapsed) = (record.head.attempts, record.head.elapsed);
        let error = Error::new(ErrorKind::Decode, message)
            .with_reply(self.reply(&mut record))
            .with_effort(attempts, elapsed, false);
        match record.operation {
            Some(operation) => error.with_operation(operation.id),
            None => error,
        }
    }

    /// What was seen of the reply.
    pub(crate) fn head(&self) -> Head {
        std::mem::take(&mut self.record().head)
    }

    fn failure(&self, error: RawError<ByteStream>) -> Error {
        let mut record = self.record();
        if let Some(error) = record.error.take() {
            return error;
        }
        let error = match error {
            RawError::InvalidRequest(reason) | RawError::Custom(reason) => Error::invalid(reason),
            RawError::CommunicationError(error) => {
                Error::invalid("the request cannot be built").with_source(error.without_url())
            }
            RawError::InvalidResponsePayload(_, error) => self.undecodable(&mut record, &error),
            other => {
                let status = other.status().map_or(0, |status| status.as_u16());
                Error::new(
                    ErrorKind::Decode,
                    format!("the document knows no reply of status {status}"),
                )
                .with_reply(self.reply(&mut record))
            }
        };
        let (attempts, elapsed) = (record.head.attempts, record.head.elapsed);
        let error = error.with_effort(attempts, elapsed, false);
        match record.operation {
            Some(operation) => error.with_operation(operation.id),
            None => error,
        }
    }

    fn undecodable(&self, record: &mut Record, error: &serde_json::Error) -> Error {
        let media = record
            .head
            .headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let media = media.unwrap_or("of unknown type").to_owned();
        let reason = format!("the reply ({media}) is not what the document promises: {error}");
        // serde quotes the value it stumbled over.
        let reason = self
            .0
            .transport
            .credential
            .scrub_text(&reason)
            .unwrap_or(reason);
        Error::new(ErrorKind::Decode, reason).with_reply(self.reply(record))
    }

    fn reply(&self, record: &mut Record) -> Reply {
        let credential = &self.0.transport.credential;
        let mut headers: HeaderMap = std::mem::take(&mut record.head.headers);
        credential.scrub_refusal(&mut headers);
        Reply {
            status: record.head.status,
            headers,
            body: credential.scrub(record.body.clone()),
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.0.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("base", &self.base())
            .finish_non_exhaustive()
    }
}
