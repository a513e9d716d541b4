//! A request on its way through the controllers, and what they can say to it.

use std::time::Duration;

use http::StatusCode;
use http::header::HOST;
use serde_json::{Value, json};

use super::aspnet::body::{self, Form};
use super::aspnet::guid;
use super::aspnet::issues::Issues;
use super::aspnet::problem::Problem;
use super::reply::{self, ErrorBody, ProblemMedia, Refusal};
use super::stamps::Stamps;
use super::world::World;
use crate::sim::exchange::{Reply, Request};

/// One request.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    /// When it came.
    pub(super) now: Duration,
    pub(super) stamps: Stamps,
    trace: String,
    pub(super) development: bool,
    problem_media: ProblemMedia,
}

impl<'a> Call<'a> {
    pub(super) fn new(world: &mut World, request: &'a Request) -> Self {
        world.calls += 1;
        Self {
            request,
            now: world.stamps.clock.now(),
            stamps: world.stamps,
            trace: format!("{}:{:08X}", world.connection, world.calls),
            development: world.development,
            problem_media: world.problem_media,
        }
    }

    /// Reads the body with these steps.
    pub(super) fn read<T>(
        &self,
        kind: &'static str,
        steps: impl FnOnce(&mut Form<'a>) -> T,
    ) -> Result<T, Refusal> {
        if !body::is_json(self.request) {
            return Err(self.problem(&Problem::media_type()).into());
        }
        Form::read(self.request, kind, steps).map_err(|issues| self.unbound(issues))
    }

    /// A GUID of the path, with the name that the parameter has in the program.
    pub(super) fn guid(&self, name: &str, text: &str) -> Result<String, Refusal> {
        guid::parse(text).ok_or_else(|| self.unbound(Issues::in_path(name, text)))
    }

    /// An integer of the path or the query.
    pub(super) fn int(&self, name: &str, text: &str) -> Result<i32, Refusal> {
        let int = text.parse();
        int.map_err(|_| self.unbound(Issues::in_path(name, text)))
    }

    /// The value of a query parameter that is an integer; the default when it is absent.
    pub(super) fn query(&self, name: &str, default: i32) -> Result<i32, Refusal> {
        let text = self.request.query(name);
        text.map_or(Ok(default), |text| self.int(name, &text))
    }

    fn unbound(&self, issues: Issues) -> Refusal {
        self.problem(&Problem::binding(issues)).into()
    }

    /// A refusal that no controller has written.
    pub(super) fn problem(&self, problem: &Problem) -> Reply {
        reply::problem(problem, self.problem_media)
    }

    /// A refusal of a controller.
    pub(super) fn error(&self, status: StatusCode, code: &str, message: &str) -> Reply {
        self.said(status, code, message, None, Some(self.trace.clone()))
    }

    /// The same of the controller that has no trace ids.
    pub(super) fn untraced(&self, code: &str, message: &str) -> Reply {
        self.said(StatusCode::BAD_REQUEST, code, message, None, None)
    }

    /// What the rules of a body do not allow: names of the program, each with a text.
    pub(super) fn invalid(&self, failures: &[(&str, String)]) -> Reply {
        let details = failures
            .iter()
            .map(|(name, text)| json!({ "property_name": name, "error_message": text }));
        let message = "Request validation failed";
        let details = Some(Value::Array(details.collect()));
        let trace = Some(self.trace.clone());
        let status = StatusCode::BAD_REQUEST;
        self.said(status, "VALIDATION_ERROR", message, details, trace)
    }

    /// Something was thrown. What it was is told in Development only.
    pub(super) fn thrown(&self, code: &str, message: &str, exception: &str) -> Reply {
        let details = self.development.then(|| Value::from(exception));
        let trace = Some(self.trace.clone());
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        self.said(status, code, message, details, trace)
    }

    /// What the server says where nothing else is said.
    pub(super) fn unexpected(&self) -> Reply {
        self.error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL_ERROR",
            "An unexpected error occurred",
        )
    }

    fn said(
        &self,
        status: StatusCode,
        code: &str,
        message: &str,
        details: Option<Value>,
        trace_id: Option<String>,
    ) -> Reply {
        let timestamp = self.stamps.fresh(self.now);
        let body = ErrorBody {
            code,
            message,
            details,
            trace_id,
            timestamp,
        };
        reply::json(status, &body)
    }

    /// A URL at the host that the request names.
    pub(super) fn url(&self, path: &str) -> String {
        let host = self.request.headers.get(HOST);
        let host = host.and_then(|host| host.to_str().ok());
        format!("http://{}{path}", host.unwrap_or("localhost"))
    }

    /// The reply with this status; for scripted faults.
    pub(super) fn failure(&self, status: StatusCode) -> Reply {
        let reason = status.canonical_reason().unwrap_or("Error");
        match status {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => reply::bare(status),
            StatusCode::BAD_REQUEST => {
                self.invalid(&[("Name", "Task name is required".to_owned())])
            }
            StatusCode::UNAUTHORIZED => reply::unauthorized(),
            StatusCode::FORBIDDEN => self.forbidden(),
            StatusCode::NOT_FOUND => self.error(status, "NOT_FOUND", "Resource not found"),
            StatusCode::METHOD_NOT_ALLOWED | StatusCode::PAYLOAD_TOO_LARGE => reply::bare(status),
            StatusCode::CONFLICT => {
                let text = "The operation is not valid in the current state";
                self.error(status, "INVALID_OPERATION", text)
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => self.problem(&Problem::media_type()),
            StatusCode::TOO_MANY_REQUESTS => reply::too_many(1),
            StatusCode::INTERNAL_SERVER_ERROR => self.unexpected(),
            StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => reply::proxy(status),
            _ => self.error(status, "INTERNAL_ERROR", reason),
        }
    }

    /// The key is right, but may not do this.
    pub(super) fn forbidden(&self) -> Reply {
        self.error(StatusCode::FORBIDDEN, "FORBIDDEN", "Access denied")
    }
}
