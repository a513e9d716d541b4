//! The refusals of all calls: whatever the document says that they may be refused with, and every cause of it.

use quintet::ErrorKind::{
    self, BadRequest, Conflict, Failed, NotFound, RateLimited, Server, Unavailable,
};

use super::super::calls::Facade::{self, *};
use super::super::stage::{NOTHING, TASK};
use super::Cause::{self, BatchesFail, DatabaseDown, For, Says, Throws};
use super::Refusal;

const JSON: &str = "application/json; charset=utf-8";
const PROBLEM: &str = "application/problem+json; charset=utf-8";
const TEXT: &str = "text/plain";

const UNBOUND: &str = r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"$.task_id":["The JSON value could not be converted to System.Guid."],"request":["The request field is required."]},"traceId":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"}"#;
const INVALID: &str = r#"{"detail":[{"type":"string_type","loc":["body","input","text"],"msg":"Input should be a valid string","input":1},{"type":"missing","loc":["body","input"],"msg":"Field required","input":{}}]}"#;
const LIMITED: &str =
    r#"{"code":"RATE_LIMIT_EXCEEDED","message":"Rate limit exceeded. Please try again later."}"#;
const INTERNAL: &str = r#"{"code":"INTERNAL_ERROR","message":"An unexpected error occurred","trace_id":"0HN7GLLP5E1C2:00000002","timestamp":"2025-10-27T01:02:03.1234567Z"}"#;
const AWAY: &str = r#"{"code":"UNAVAILABLE","message":"No server is available"}"#;
const PAGE: &str = "<html><body>503 Service Unavailable</body></html>";

const NO_DATABASE: &str = "A network-related or instance-specific error occurred while establishing a connection to SQL Server.";

/// One more character than the database holds.
const LONG: &str = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x";

pub(super) fn all() -> Vec<Refusal> {
    Facade::ALL.into_iter().flat_map(of).collect()
}

/// What the document says that a call may be refused with.
fn of(call: Facade) -> Vec<Refusal> {
    let refusals = call.documented().refusals().into_iter();
    refusals
        .flat_map(|status| {
            let row = move |(cause, kind, code, message)| Refusal {
                call,
                cause,
                status,
                kind,
                code,
                message,
            };
            with(call, status).into_iter().map(row)
        })
        .collect()
}

type Row = (Cause, ErrorKind, Option<&'static str>, String);

fn row(cause: Cause, kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Row {
    (cause, kind, Some(code), message.into())
}

fn bare(cause: Cause, kind: ErrorKind, message: &str) -> Row {
    (cause, kind, None, message.to_owned())
}

fn with(call: Facade, status: u16) -> Vec<Row> {
    match status {
        400 => bad(call),
        404 => vec![absent(call)],
        409 => {
            let message = "Task with name 'spam-classifier' already exists";
            vec![row(
                For("spam-classifier"),
                Conflict,
                "TASK_ALREADY_EXISTS",
                message,
            )]
        }
        422 => {
            let message =
                "body.input.text: Input should be a valid string; body.input: Field required";
            vec![bare(Says("application/json", INVALID), BadRequest, message)]
        }
        429 => {
            let message = "Rate limit exceeded. Please try again later.";
            vec![row(
                Says("application/json", LIMITED),
                RateLimited,
                "RATE_LIMIT_EXCEEDED",
                message,
            )]
        }
        500 if call.is_edge() => broken_runtime(call),
        500 => broken(call),
        503 => unavailable(call),
        other => panic!("{call:?}: no refusal with {other}"),
    }
}

/// What cannot be read, in both media types, and what cannot be done.
fn bad(call: Facade) -> Vec<Row> {
    let message = "One or more validation errors occurred: $.task_id: The JSON value could not be converted to \
        System.Guid.; request: The request field is required.";
    let mut rows: Vec<Row> = [JSON, PROBLEM]
        .map(|media| bare(Says(media, UNBOUND), BadRequest, message))
        .into();
    let program = format!("Program {NOTHING} not found");
    let of_task = format!("{program} for task {TASK}");
    let canary = format!("Canary {NOTHING} not found");
    let mut add = |cause, code, message: &str| rows.push(row(cause, BadRequest, code, message));
    match call {
        Improve => {
            add(For(NOTHING), "IMPROVEMENT_FAILED", &program);
            add(DatabaseDown, "IMPROVEMENT_ERROR", NO_DATABASE);
        }
        Compare => {
            add(For(NOTHING), "COMPARISON_FAILED", &program);
            add(DatabaseDown, "COMPARISON_FAILED", NO_DATABASE);
        }
        StartCanary => {
            add(For(TASK), "CANARY_START_FAILED", &of_task);
            add(DatabaseDown, "CANARY_START_ERROR", NO_DATABASE);
        }
        ProgressCanary => {
            add(For(NOTHING), "CANARY_PROGRESS_FAILED", &canary);
            add(DatabaseDown, "CANARY_PROGRESS_ERROR", NO_DATABASE);
        }
        RollbackCanary => {
            add(For(NOTHING), "CANARY_ROLLBACK_ERROR", &canary);
            add(DatabaseDown, "CANARY_ROLLBACK_ERROR", NO_DATABASE);
        }
        _ => {}
    }
    rows
}

fn absent(call: Facade) -> Row {
    match call {
        GetTask => {
            let message = format!("Task with ID {NOTHING} not found");
            row(For(NOTHING), NotFound, "TASK_NOT_FOUND", message)
        }
        GetArtifact => {
            let message = format!("Artifact version 2 not found for task {NOTHING}");
            row(For(NOTHING), NotFound, "ARTIFACT_NOT_FOUND", message)
        }
        Summary => {
            let message = format!("Program {} not found", call.subject());
            row(DatabaseDown, NotFound, "PROGRAM_NOT_FOUND", message)
        }
        DeleteWebhook => {
            let message = format!("Subscription {NOTHING} not found");
            row(For(NOTHING), NotFound, "SUBSCRIPTION_NOT_FOUND", message)
        }
        other => panic!("{other:?} is made for nothing"),
    }
}

fn broken(call: Facade) -> Vec<Row> {
    let message = "An unexpected error occurred";
    let mut rows = vec![row(Says(JSON, INTERNAL), Server, "INTERNAL_ERROR", message)];
    let retrieval = |code, message: &str| row(DatabaseDown, Server, code, message);
    match call {
        CreateTask => {
            let code = "TASK_CREATION_ERROR";
            rows.push(retrieval(code, "Failed to create task"));
            rows.push(row(For(LONG), Server, code, "Failed to create task"));
        }
        GetTask => rows.push(retrieval("TASK_RETRIEVAL_ERROR", "Failed to retrieve task")),
        ListArtifacts | GetArtifact => {
            rows.push(retrieval(
                "ARTIFACT_RETRIEVAL_ERROR",
                "Failed to retrieve artifacts",
            ));
        }
        Stream => {
            let body = r#"{"code":"EXECUTION_ERROR","message":"Failed to execute program"}"#;
            let message = "Failed to execute program";
            rows.push(row(Says(JSON, body), Server, "EXECUTION_ERROR", message));
        }
        Execute => {
            for cause in [DatabaseDown, For(NOTHING)] {
                rows.push(row(
                    cause,
                    Failed,
                    "EXECUTION_ERROR",
                    "Failed to execute program",
                ));
            }
        }
        BatchExecute => {
            let message = "Batch execution failed: connection lost";
            rows.push(row(BatchesFail, Server, "BATCH_EXECUTION_ERROR", message));
        }
        BatchValidate => {
            let message = "Batch validation failed: connection lost";
            rows.push(row(BatchesFail, Server, "BATCH_VALIDATION_ERROR", message));
        }
        _ => {}
    }
    rows
}

fn broken_runtime(call: Facade) -> Vec<Row> {
    let said = "Internal Server Error";
    let body = r#"{"detail":"Internal Server Error"}"#;
    match call {
        EdgeExecute => {
            let thrown = "'NoneType' object has no attribute 'get'";
            vec![
                bare(Throws(thrown), Failed, thrown),
                bare(Says("application/json", body), Failed, said),
            ]
        }
        _ => vec![bare(Says("application/json", body), Server, said)],
    }
}

/// Where a 503 is the answer to how the server is, it is no refusal.
fn unavailable(call: Facade) -> Vec<Row> {
    match call {
        DetailedHealth | Readiness | ProbeHealth => Vec::new(),
        _ => vec![
            row(
                Says(JSON, AWAY),
                Unavailable,
                "UNAVAILABLE",
                "No server is available",
            ),
            bare(
                Says(TEXT, "upstream connect error"),
                Unavailable,
                "upstream connect error",
            ),
            bare(
                Says("text/html", PAGE),
                Unavailable,
                "Service Unavailable (an HTML page)",
            ),
        ],
    }
}
