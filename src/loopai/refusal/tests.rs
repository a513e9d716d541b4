use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::*;
use crate::error::{Reply, reply};

/// The error that a reply becomes.
fn error(status: u16, body: &str) -> Error {
    let status = StatusCode::from_u16(status).unwrap();
    let report = reply::read(status, body.as_bytes());
    Error::new(ErrorKind::of_status(status), report.message)
        .with_code(report.code)
        .with_reply(Reply {
            status,
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
        })
}

fn fields(expected: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let fields = expected.iter();
    fields
        .map(|(name, faults)| ((*name).to_owned(), texts(faults)))
        .collect()
}

#[test]
fn failures_of_the_server() {
    let body = json!({
        "code": "VALIDATION_ERROR", "message": "Request validation failed",
        "details": [
            {"property_name": "Name", "error_message": "Task name is required"},
            {"property_name": "Name", "error_message": "odd"},
        ],
        "trace_id": "0HN7:2", "timestamp": "2025-10-27T01:02:03.1234567Z",
    });
    let refused = error(400, &body.to_string());
    let refusal = Refusal::of(&refused);
    assert_eq!(refusal.kind, RefusalKind::Validation);
    assert_eq!(refusal.code.as_deref(), Some("VALIDATION_ERROR"));
    assert_eq!(
        refusal.fields,
        fields(&[("Name", &["Task name is required", "odd"])])
    );
    assert_eq!(refusal.trace_id.as_deref(), Some("0HN7:2"));
    assert!(refusal.timestamp.is_some() && refusal.details.is_none());
    assert_eq!(
        refused.message(),
        "Request validation failed: Name: Task name is required; Name: odd"
    );
}

#[test]
fn problems_of_the_framework() {
    let body = json!({
        "title": "One or more validation errors occurred.", "status": 400, "traceId": "00-1-00",
        "errors": {"$.task_id": ["no GUID"], "request": ["is required"]},
    });
    let refusal = Refusal::of(&error(400, &body.to_string()));
    let expected = fields(&[("$.task_id", &["no GUID"]), ("request", &["is required"])]);
    assert_eq!(refusal.fields, expected);
    assert_eq!(refusal.trace_id.as_deref(), Some("00-1-00"));
    assert_eq!(refusal.code, None);
}

#[test]
fn failures_of_the_edge_runtime() {
    let body = json!({"detail": [{"loc": ["body", "input", 0], "msg": "Field required", "type": "missing"}]});
    let refusal = Refusal::of(&error(422, &body.to_string()));
    assert_eq!(
        refusal.fields,
        fields(&[("body.input.0", &["Field required"])])
    );
    let refusal = Refusal::of(&error(500, r#"{"detail":"no luck"}"#));
    assert_eq!(refusal.details, Some(json!("no luck")));
    assert_eq!(refusal.kind, RefusalKind::Server);
}

#[test]
fn what_other_clients_expect() {
    let body = r#"{"message":"failed","errors":{"text":"is missing"},"executionId":"e-1"}"#;
    let refused = of_execution(error(500, body));
    let refusal = Refusal::of(&refused);
    assert_eq!(refusal.kind, RefusalKind::Execution);
    assert_eq!(refusal.execution_id.as_deref(), Some("e-1"));
    assert_eq!(refusal.fields, fields(&[("text", &["is missing"])]));
}

#[test]
fn kinds_are_kept_apart() {
    let told = |code: &str| json!({"code": code, "message": "m"}).to_string();
    for (status, body, kind) in [
        (400, told("TASK_ID_MISMATCH"), RefusalKind::Validation),
        (404, told("TASK_NOT_FOUND"), RefusalKind::NotFound),
        (409, told("TASK_ALREADY_EXISTS"), RefusalKind::Conflict),
        (429, told("RATE_LIMIT_EXCEEDED"), RefusalKind::RateLimited),
        (500, told("EXECUTION_ERROR"), RefusalKind::Execution),
        (500, told("INTERNAL_ERROR"), RefusalKind::Server),
        (500, String::new(), RefusalKind::Server),
        (
            502,
            "<html><body>nginx</body></html>".to_owned(),
            RefusalKind::Server,
        ),
        (503, told("EXECUTION_ERROR"), RefusalKind::Server),
        (403, told("FORBIDDEN"), RefusalKind::Other),
        (405, String::new(), RefusalKind::Other),
    ] {
        let refused = of_execution(error(status, &body));
        assert_eq!(Refusal::of(&refused).kind, kind, "{status} {body}");
    }
    // Only an execution can have failed to execute.
    let creation = error(500, &told("EXECUTION_ERROR"));
    assert_eq!(Refusal::of(&creation).kind, RefusalKind::Server);
    let unreached = Error::new(ErrorKind::Connect, "no connection");
    assert_eq!(Refusal::of(&unreached).kind, RefusalKind::Transport);
    let refused_here = Error::invalid("no");
    assert_eq!(Refusal::of(&refused_here).kind, RefusalKind::Validation);
}

#[test]
fn a_program_that_failed_says_which_execution_it_was() {
    let failure = ProgramFailure {
        execution_id: Some("e-1".to_owned()),
        status: ExecutionStatus::Error,
        error_message: None,
    };
    assert_eq!(
        failure.to_string(),
        "the execution ended as error and gives no reason, execution e-1"
    );
    let error = Error::new(ErrorKind::Failed, failure.to_string()).with_source(failure);
    let refusal = Refusal::of(&error);
    assert_eq!(refusal.kind, RefusalKind::Execution);
    assert_eq!(refusal.execution_id.as_deref(), Some("e-1"));
}
