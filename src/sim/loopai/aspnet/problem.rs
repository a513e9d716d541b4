//! `ProblemDetails`: refusals that no controller has written.

use http::StatusCode;
use serde::Serialize;

use super::issues::Issues;
use crate::sim::random;

const RFC: &str = "https://tools.ietf.org/html/rfc9110#section-";

/// The body of such a refusal. Its trace id has other letters than that of the controllers' errors.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Issues::is_empty")]
    errors: Issues,
    trace_id: String,
}

impl Problem {
    fn new(kind: String, title: &'static str, status: StatusCode) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: None,
            errors: Issues::default(),
            trace_id: format!("00-{}-{}-00", random::hex(32), random::hex(16)),
        }
    }

    /// What cannot be bound.
    pub(in super::super) fn binding(errors: Issues) -> Self {
        let title = "One or more validation errors occurred.";
        Self {
            errors,
            ..Self::new(format!("{RFC}15.5.1"), title, StatusCode::BAD_REQUEST)
        }
    }

    /// A body that is not JSON by its type.
    pub(in super::super) fn media_type() -> Self {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(format!("{RFC}15.5.16"), "Unsupported Media Type", status)
    }

    /// A version of the API that does not exist, or two at once.
    pub(in super::super) fn version(problem: &str, title: &'static str, detail: String) -> Self {
        let kind = format!("https://docs.api-versioning.org/problems#{problem}");
        Self {
            detail: Some(detail),
            ..Self::new(kind, title, StatusCode::BAD_REQUEST)
        }
    }

    pub(in super::super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST)
    }
}
