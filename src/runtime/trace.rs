//! `tracing` spans with OpenTelemetry's names for HTTP clients: one per call, one per attempt. No header, query or body
//! is ever recorded.

use tracing::field::Empty;
use tracing::{Instrument, Span, debug_span, info_span};

use super::attempt::Received;
use super::endpoint::Endpoint;
use super::operation::Operation;
use super::retry::Effort;
use crate::error::Error;

/// The span of a call.
pub(crate) fn call(operation: &Operation, endpoint: &Endpoint) -> Span {
    info_span!(
        "quintet.call",
        otel.name = operation.id,
        otel.kind = "client",
        http.request.method = operation.method,
        url.template = operation.path,
        server.address = endpoint.host(),
        server.port = endpoint.port(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

/// Runs an attempt in its own span.
pub(crate) fn attempt<F: Future>(
    parent: &Span,
    number: u32,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    let resends = number - 1;
    if resends > 0 {
        tracing::debug!(parent: parent, http.request.resend_count = resends, "sending the request again");
    }
    within(
        &debug_span!(parent: parent, "quintet.attempt", http.request.resend_count = resends),
        future,
    )
}

/// Runs a future in a span.
pub(crate) fn within<F: Future>(
    span: &Span,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    future.instrument(span.clone())
}

/// Notes how a call ended.
pub(crate) fn record(span: &Span, outcome: &Result<Effort<Received>, Error>) {
    if span.is_disabled() {
        return;
    }
    let (status, attempts) = match outcome {
        Ok(effort) => (Some(effort.value.status), effort.attempts),
        Err(error) => {
            span.record("error.type", format!("{:?}", error.kind()));
            (error.status(), error.attempts())
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    span.record("http.request.resend_count", attempts.saturating_sub(1));
}
