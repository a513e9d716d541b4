//! The refusals of all calls: whatever the document says that they may be refused with, and every cause of it.

use quintet::ErrorKind::{
    self, BadRequest, Conflict, NotFound, RateLimited, Server, Unauthorized, Unavailable,
};

use super::super::calls::Facade::{self, *};
use super::Cause::{
    self, For, Forbidden, ForbiddenTenant, ForbiddenUser, GpuBusy, RayDown, Says, WrongToken,
};
use super::Refusal;

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
const LIST: &str = r#"{"detail":[{"loc":["body","job_id"],"msg":"String should have at most 100 characters","type":"string_too_long","input":"x","ctx":{"max_length":100}},{"loc":["body"],"msg":"Field required","type":"missing"}]}"#;

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

fn row(cause: Cause, kind: ErrorKind, message: &str) -> Row {
    (cause, kind, None, message.to_owned())
}

fn with(call: Facade, status: u16) -> Vec<Row> {
    match status {
        400 => over(),
        401 => vec![row(WrongToken, Unauthorized, "Invalid agent token")],
        403 => [Forbidden, ForbiddenUser, ForbiddenTenant]
            .map(|cause| {
                let message = "You do not have permission to perform this action.";
                row(cause, ErrorKind::Forbidden, message)
            })
            .into(),
        404 => vec![absent(call)],
        409 => {
            let body = r#"{"detail":"Another system operation is in progress"}"#;
            let message = "Another system operation is in progress";
            vec![row(Says(JSON, body), Conflict, message)]
        }
        422 => {
            let message =
                "body.job_id: String should have at most 100 characters; body: Field required";
            vec![row(Says(JSON, LIST), BadRequest, message)]
        }
        429 => {
            let said = Says(JSON, r#"{"detail":"Too many requests"}"#);
            vec![row(said, RateLimited, "Too many requests")]
        }
        500 => {
            let detail = Says(JSON, r#"{"detail":"The log could not be read"}"#);
            let text = Says(TEXT, "Internal Server Error");
            vec![
                row(detail, Server, "The log could not be read"),
                row(text, Server, "Internal Server Error"),
            ]
        }
        503 => unavailable(call),
        other => panic!("{call:?}: no refusal with {other}"),
    }
}

fn over() -> Vec<Row> {
    [
        (
            "raysubmit_succeeded",
            "Job raysubmit_succeeded is already in a terminal state: SUCCEEDED",
        ),
        (
            "raysubmit_failed",
            "Job raysubmit_failed is already in a terminal state: FAILED",
        ),
        (
            "raysubmit_stopped",
            "Job raysubmit_stopped is already in a terminal state: STOPPED",
        ),
        ("06000000", "Can only stop submission type jobs"),
    ]
    .map(|(job, message)| row(For(job), BadRequest, message))
    .into()
}

fn absent(call: Facade) -> Row {
    let (what, name) = match call {
        GetJob | Logs | TailWebSocket | TailHttp | StopJob => ("Job", "absent"),
        GetNode => ("Node", "absent"),
        GetTask => ("Task", "absent"),
        GetServe | DeleteServe => ("Serve application", "absent@1"),
        GetRelease | DeleteRelease | Run => ("Plugin release", "absent@1"),
        Build => ("Build", "absent"),
        GetDocker | DeleteDocker | StopDocker | StartDocker => ("Docker container", "absent"),
        GetContainer | UpdateContainer | DeleteContainer => ("Container", "404"),
        other => panic!("{other:?} is made for nothing"),
    };
    let message = format!("{what} {name} does not exist");
    (For(name), NotFound, None, message)
}

fn unavailable(call: Facade) -> Vec<Row> {
    let down = "Ray is not available";
    match call {
        Health => {
            let body = r#"{"detail":"The agent is starting"}"#;
            vec![row(Says(JSON, body), Unavailable, "The agent is starting")]
        }
        Run | RunDebug => {
            let busy = "All GPUs are busy".to_owned();
            vec![
                row(RayDown, Unavailable, down),
                (GpuBusy, Unavailable, Some("gpu_unavailable"), busy),
            ]
        }
        _ => vec![row(RayDown, Unavailable, down)],
    }
}
