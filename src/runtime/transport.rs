//! What all calls of one client share. Only the transport sends.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Request;
use tokio::time::Instant;

use super::attempt::{Attempt, Received};
use super::credential::Credential;
use super::endpoint::Endpoint;
use super::idle::Progress;
use super::issuer::Issuer;
use super::operation::Operation;
use super::options::CallOptions;
use super::reading::Reading;
use super::retry::{Effort, Plan, RetryBudget, RetryPolicy};
use super::seen::Seen;
use super::spare::Spare;
use super::{path, trace};
use crate::error::{Error, Result};

/// The longest URL that the `http` crate can send.
const MAX_URL: usize = u16::MAX as usize - 1;

/// The connection pool, the credential and the limits of one client.
#[derive(Clone)]
pub struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    pub(crate) credential: Credential,
    /// Where the credential comes from, when the server issues it.
    pub(crate) issuer: Option<Arc<Issuer>>,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_body: usize,
    /// Whether every operation is taken for idempotent.
    pub(crate) retries_everything: bool,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
}

impl Transport {
    /// The same server over the same connections and out of the same retry budget, with another credential.
    pub(crate) fn with_credential(&self, credential: Credential) -> Self {
        Self {
            credential,
            issuer: None,
            ..self.clone()
        }
    }

    /// The same, with credentials that the server issues.
    pub(crate) fn issued_by(&self, issuer: Issuer) -> Arc<Self> {
        Arc::new(Self {
            credential: Credential::default(),
            issuer: Some(Arc::new(issuer)),
            ..self.clone()
        })
    }

    /// The same, for a caller to whom sending anything twice does no harm.
    pub(crate) fn retrying_everything(&self) -> Arc<Self> {
        Arc::new(Self {
            retries_everything: true,
            ..self.clone()
        })
    }

    /// A transport to another server, with its own credential and none of the headers, over the same HTTP client.
    pub(crate) fn elsewhere(&self, endpoint: Endpoint, credential: Credential) -> Self {
        credential.warn_if_exposed(&endpoint);
        Self {
            http: self.http.clone(),
            endpoint,
            credential,
            issuer: None,
            headers: HeaderMap::new(),
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_body: self.max_body,
            retries_everything: self.retries_everything,
            retry: self.retry.clone(),
            budget: RetryBudget::default(),
        }
    }

    /// Sends a request of an operation, as often as is needed and safe.
    pub(crate) async fn execute(
        &self,
        mut request: Box<Request>,
        operation: &'static Operation,
        options: &CallOptions,
        started: Instant,
        progress: &Progress,
    ) -> Result<Effort<Received>> {
        let given = self.endpoint.relative(request.url().path());
        if !path::fits(operation.path, given) && !path::fits_under(operation.path, given) {
            let message = "an identifier would change the path of the request; give identifiers without `/`, `\\`, `..`";
            return Err(Error::invalid(message).with_operation(operation.id));
        }
        if request.url().as_str().len() > MAX_URL {
            let message =
                format!("the URL has more than {MAX_URL} bytes; give a shorter identifier");
            return Err(Error::invalid(message).with_operation(operation.id));
        }
        state_emptiness(&mut request);
        let opens = matches!(options.reading, Reading::Upgrade);
        let policy = options.retry.as_ref().unwrap_or(&self.retry);
        let plan = Plan {
            policy,
            budget: &self.budget,
            // What an upgrade starts, only its caller knows.
            idempotent: ((operation.idempotent || self.retries_everything) && !opens)
                || options.idempotent,
            started,
            replayable: request.body().is_none_or(|body| body.as_bytes().is_some()),
            timeout: options
                .timeout
                .or((!operation.streaming || opens).then_some(self.timeout)),
        };
        let attempt = Attempt {
            transport: self,
            operation,
            headers: &options.headers,
            answer: options.answer,
            reading: options.reading,
            idle: operation
                .streaming
                .then(|| options.idle_timeout.unwrap_or(self.idle_timeout)),
            progress,
            seen: Seen::default(),
        };
        let mut source = Source {
            first: Some(request),
            spare: None,
        };
        let span = trace::call(operation, &self.endpoint);
        let sent = plan.run(|number| {
            let request = source.next(number < policy.max_attempts)?;
            // Boxed, because spans and limits move what they wrap.
            let attempt = Box::pin(attempt.run(request));
            Some(trace::attempt(&span, number, attempt))
        });
        let outcome = trace::within(&span, sent).await.map_err(|error| {
            error
                .with_operation(operation.id)
                .with_cut_off(attempt.cut_off())
        });
        trace::record(&span, &outcome);
        outcome
    }
}

/// Says that there is no body where one is expected: HTTP asks for it, and some servers refuse to guess.
fn state_emptiness(request: &mut Request) {
    let expected = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    let empty = request
        .body()
        .is_none_or(|body| body.as_bytes().is_some_and(<[u8]>::is_empty));
    if expected && empty {
        let headers = request.headers_mut();
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// Gives out the request of each attempt; copies it only when another attempt may follow.
struct Source {
    first: Option<Box<Request>>,
    spare: Option<Box<Spare>>,
}

impl Source {
    fn next(&mut self, more: bool) -> Option<Box<Request>> {
        match self.first.take() {
            Some(mut request) => {
                if more {
                    self.spare = Spare::of(&mut request).map(Box::new);
                }
                Some(request)
            }
            None => self.spare.as_deref().map(Spare::request),
        }
    }
}

/// Only what says which server it is: headers and proxies may hold secrets.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Transport");
        shown
            .field("endpoint", &self.endpoint)
            .field("credential", &self.credential);
        if let Some(issuer) = &self.issuer {
            shown.field("issuer", issuer);
        }
        shown.finish_non_exhaustive()
    }
}
