//! One call under way: takes the requests of the raw client to the engine, decodes the replies, and keeps what was seen
//! of them besides the value.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use progenitor_client::Error as RawError;
use reqwest::Request;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout};

use super::attempt::{Body, Received};
use super::cookie;
use super::credential::Credential;
use super::download::Download;
use super::idle::Progress;
use super::operation::Operation;
use super::options::CallOptions;
use super::response::Head;
use super::retry::Effort;
use super::transport::Transport;
use crate::Secret;
use crate::error::{Error, ErrorKind, Reply, Result};

/// A request as the raw client has built it.
type Built<R = Request> = std::result::Result<R, RawError<()>>;

/// What every raw client hands its requests to.
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
    /// Whether the body is kept also when it can be decoded.
    keeps: bool,
    arriving: Option<Box<reqwest::Response>>,
    /// The transport of the request where it is not the call's own.
    over: Option<Arc<Transport>>,
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
        let left = left(limit, *begun)?;
        let options = CallOptions {
            timeout: Some(left.min(transport.timeout)),
            ..options.clone()
        };
        Ok(Self::new(Arc::clone(over), options))
    }

    /// What is left of the time that the caller gave the call; `None` when nothing was said.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) when none is left.
    pub(super) fn time_left(&self) -> Result<Option<Duration>> {
        let Inner { options, begun, .. } = &*self.0;
        options.timeout.map(|limit| left(limit, *begun)).transpose()
    }

    /// The options of the call.
    pub(super) fn options(&self) -> &CallOptions {
        &self.0.options
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

    /// The same call from its beginning: what is taken up long after has all of the call's time again.
    pub(crate) fn afresh(&self) -> Self {
        let Inner {
            transport, options, ..
        } = &*self.0;
        Self::new(Arc::clone(transport), options.clone())
    }

    /// What is done after the requests of the call, within the time that the caller gave it.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) when that is over; those of the future.
    pub(crate) async fn within<T>(&self, rest: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(limit) = self.0.options.timeout else {
            return rest.await;
        };
        let ended = timeout(left(limit, self.0.begun)?, rest).await;
        ended.unwrap_or_else(|_| {
            let message = format!("the call was not done within {limit:?}");
            Err(Error::new(ErrorKind::Timeout, message))
        })
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
    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.transport.http
    }

    /// Moved by the bodies that this call uploads.
    pub(crate) fn progress(&self) -> Progress {
        self.0.progress.clone()
    }

    /// The value of a request of the raw client whose reply is JSON.
    ///
    /// Like [`raw`](Self::raw) no `async fn`: that would keep the request in its future, next to its box.
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        built: Built,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<T>> + Send + use<'_, T> {
        let built = built.map(Box::new);
        async move {
            let Body::Whole(bytes) = self.send_built(built, operation).await?.body else {
                return Err(self.broken_promise("the reply cannot be read"));
            };
            self.decode(bytes)
        }
    }

    /// The value of a reply that is JSON and was read whole.
    pub(crate) fn decode<T: DeserializeOwned>(&self, body: Bytes) -> Result<T> {
        let value = match serde_json::from_slice(&body) {
            Ok(value) => value,
            Err(error) => return Err(self.undecodable(body, &error)),
        };
        let mut record = self.record();
        if record.keeps {
            record.body = body;
        }
        Ok(value)
    }

    /// Keeps the body of a reply also when it can be decoded, for a facade that may find its value wrong.
    pub(crate) fn keep_reply(&self) {
        self.record().keeps = true;
    }

    /// A request of the raw client whose reply is no JSON; its body is kept for the facade.
    pub(crate) fn raw(
        &self,
        built: Built,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<()>> + Send + use<'_> {
        let built = built.map(Box::new);
        async move {
            let received = self.send_built(built, operation).await?;
            let mut record = self.record();
            match received.body {
                Body::Whole(bytes) => record.body = bytes,
                Body::Arriving(response) => record.arriving = Some(response),
            }
            Ok(())
        }
    }

    async fn send_built(
        &self,
        built: Built<Box<Request>>,
        operation: &'static Operation,
    ) -> Result<Received> {
        let request = built.map_err(|error| unbuilt(error, operation))?;
        let received = self.send(request, operation).await?;
        if operation.success.contains(&received.status.as_u16()) {
            return Ok(received);
        }
        if let Body::Whole(bytes) = received.body {
            self.record().body = bytes;
        }
        let status = received.status.as_u16();
        Err(self.broken_promise(format!("the document knows no reply of status {status}")))
    }

    /// The way to the wire: of the raw client, and of what the facade writes by hand.
    pub(crate) async fn send(
        &self,
        request: impl Into<Box<Request>>,
        operation: &'static Operation,
    ) -> Result<Received> {
        let transport = &self.0.transport;
        let request = request.into();
        let sent = match &transport.issuer {
            None => self.execute(transport, request, operation).await,
            Some(issuer) => Box::pin(issuer.send(self, request, operation)).await,
        };
        let effort = sent?;
        let mut received = effort.value;
        let mut record = self.record();
        record.operation = Some(operation);
        record.head = Head {
            status: received.status,
            headers: std::mem::take(&mut received.headers),
            attempts: effort.attempts,
            elapsed: effort.elapsed,
        };
        drop(record);
        Ok(received)
    }

    /// Sends over this transport, which differs from the call's own when the server issues credentials.
    pub(super) async fn execute(
        &self,
        over: &Arc<Transport>,
        request: Box<Request>,
        operation: &'static Operation,
    ) -> Result<Effort<Received>> {
        let Inner {
            transport,
            options,
            begun,
            progress,
            ..
        } = &*self.0;
        let hiding;
        let over = if options.hidden.is_empty() {
            over
        } else {
            let credential = over.credential.clone().hiding(&options.hidden);
            hiding = Arc::new(over.with_credential(credential));
            &hiding
        };
        if !Arc::ptr_eq(over, transport) {
            self.record().over = Some(Arc::clone(over));
        }
        over.execute(request, operation, options, *begun, progress)
            .await
    }

    /// The credential that the latest request carried, for what the server says in return.
    fn credential(&self, record: &Record) -> Credential {
        let over = record.over.as_ref().unwrap_or(&self.0.transport);
        over.credential.clone()
    }

    /// The value of a call whose reply may be a 204 instead.
    pub(crate) fn optional<T>(&self, result: Result<T>) -> Result<Option<T>> {
        match result {
            Err(error) if error.status() == Some(StatusCode::NO_CONTENT) => {
                self.accept(&error);
                Ok(None)
            }
            other => other.map(Some),
        }
    }

    /// The whole body of a call whose reply is no JSON.
    pub(crate) fn bytes(&self, result: Result<()>) -> Result<Bytes> {
        result?;
        Ok(self.record().body.clone())
    }

    /// The outcome of a call that deletes. Nothing there when asked again means that it was deleted the first time.
    pub(crate) fn deleted<T>(&self, result: Result<T>) -> Result<()> {
        match result {
            Err(error) if error.is_not_found() && error.attempts() > 1 => {
                self.accept(&error);
                Ok(())
            }
            other => other.map(drop),
        }
    }

    /// The value of a call that changes something, whose success is not what the document promises: what is read out of its
    /// body, if that can be. The server has done what it was asked for; an error would say that it had not.
    pub(crate) fn otherwise<T>(
        &self,
        result: Result<T>,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T> {
        let error = match result {
            Err(error) if error.is_undecodable_success() => error,
            other => return other,
        };
        let body = self.record().body.clone();
        match read(&body) {
            Some(value) => {
                self.accept(&error);
                Ok(value)
            }
            None => Err(error),
        }
    }

    /// The same for a value that any success may carry, be its status what it may.
    pub(crate) fn any_success<T: DeserializeOwned>(&self, result: Result<T>) -> Result<T> {
        self.otherwise(result, |body| serde_json::from_slice(body).ok())
    }

    /// The outcome of a call of whose reply only the status counts: whatever the body of a success is, it is one.
    pub(crate) fn done<T>(&self, result: Result<T>) -> Result<()> {
        self.otherwise(result.map(drop), |_| Some(()))
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

    /// The arriving body of a call whose reply streams.
    pub(crate) fn download(&self, result: Result<()>) -> Result<Download> {
        result?;
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
        self.credential(&record).scrub_headers(&mut head.headers);
        Download::new(
            response,
            head,
            record.operation.map_or("", |operation| operation.id),
            options.idle_timeout.unwrap_or(transport.idle_timeout),
            transport.max_body,
        )
    }

    /// The transport of the call.
    pub(crate) fn transport(&self) -> &Arc<Transport> {
        &self.0.transport
    }

    /// The headers of the reply.
    pub(crate) fn reply_headers(&self) -> HeaderMap {
        self.record().head.headers.clone()
    }

    /// The cookie of that name that the reply sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<Secret> {
        cookie::find(&mut self.record().head.headers, name)
    }

    /// A reply that is not what was agreed on, with what was seen of it.
    pub(crate) fn broken_promise(&self, message: impl Into<String>) -> Error {
        self.judged(Error::new(ErrorKind::Decode, message))
    }

    /// What a facade finds wrong with a reply, with what was seen of it.
    pub(crate) fn judged(&self, error: Error) -> Error {
        // Facades and serde quote what they stumble over.
        let message = self.scrubbed(error.message().to_owned());
        let code = error.code().map(|code| self.scrubbed(code.to_owned()));
        let mut record = self.record();
        let (attempts, elapsed) = (record.head.attempts, record.head.elapsed);
        let error = error
            .with_message(message)
            .with_code(code)
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

    /// Judges as [`judged`](Self::judged) a reply that arrives, also after the call is over; what was made of its body is
    /// the error's.
    pub(crate) fn judge(&self, reply: &Download) -> impl Fn(Error, String) -> Error + Send + use<> {
        let credential = self.credential(&self.record());
        let explain = reply.explainer();
        move |error, body| {
            let clean = |text: &str| credential.scrub_text(text).unwrap_or(text.to_owned());
            let message = clean(error.message());
            let code = error.code().map(clean);
            let error = error.with_message(message).with_code(code);
            explain(error, credential.scrub(body.into()))
        }
    }

    fn undecodable(&self, body: Bytes, error: &serde_json::Error) -> Error {
        let media = {
            let mut record = self.record();
            record.body = body;
            let media = record.head.headers.get(CONTENT_TYPE);
            let media = media.and_then(|value| value.to_str().ok());
            media.unwrap_or("of unknown type").to_owned()
        };
        self.broken_promise(format!(
            "the reply ({media}) is not what the document promises: {error}"
        ))
    }

    /// A text of the server without the credential, if it held one.
    pub(crate) fn scrubbed(&self, text: String) -> String {
        let credential = self.credential(&self.record());
        credential.scrub_text(&text).unwrap_or(text)
    }

    fn reply(&self, record: &mut Record) -> Reply {
        let credential = self.credential(record);
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

fn left(limit: Duration, begun: Instant) -> Result<Duration> {
    let left = limit.saturating_sub(begun.elapsed());
    if left.is_zero() {
        let message = format!("not all requests of the call were answered within {limit:?}");
        return Err(Error::new(ErrorKind::Timeout, message));
    }
    Ok(left)
}

/// Why a request could not be built.
fn unbuilt(error: RawError<()>, operation: &Operation) -> Error {
    let error = match error {
        RawError::InvalidRequest(reason) | RawError::Custom(reason) => Error::invalid(reason),
        RawError::CommunicationError(error) => {
            Error::invalid("the request cannot be built").with_source(error.without_url())
        }
        _ => Error::invalid("the request cannot be built"),
    };
    error.with_operation(operation.id)
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("base", &self.base())
            .finish_non_exhaustive()
    }
}
