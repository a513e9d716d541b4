//! `POST /sandboxes/{id}/exec`

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::json::{self, Object};
use super::reply;
use super::sandbox::{PodPhase, unresolved};
use super::shell::{self, Finished};
use super::world::World;
use crate::sim::exchange::{Reply, Request};

/// The limit of a command that states none.
const DEFAULT_TIMEOUT: i64 = 30;
/// The server's limit for handling a request. What comes later is thrown away.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);

/// What a command comes to: the reply, and the simulated time it takes.
#[derive(Debug)]
pub(super) struct Execution {
    pub(super) reply: Reply,
    pub(super) takes: Duration,
}

impl Execution {
    /// Whether the reply comes too late for the server to send it.
    pub(super) fn is_too_late(&self) -> bool {
        self.takes > WRITE_TIMEOUT
    }

    fn at_once(reply: Reply) -> Self {
        Self {
            reply,
            takes: Duration::ZERO,
        }
    }
}

/// Runs the command at once; the time that it takes is the caller's to spend.
pub(super) fn exec(world: &mut World, id: &str, request: &Request) -> Execution {
    world.advance();
    let (command, timeout) = match json::body(request, "ExecRequest").and_then(|body| read(&body)) {
        Ok(read) => read,
        Err(text) => return Execution::at_once(reply::error(StatusCode::BAD_REQUEST, &text)),
    };
    match run(world, id, &command, timeout) {
        Ok(finished) => Execution {
            takes: finished.took.min(timeout),
            reply: answer(&finished),
        },
        Err(text) => {
            let text = format!("failed to exec: {text}");
            Execution::at_once(reply::error(StatusCode::INTERNAL_SERVER_ERROR, &text))
        }
    }
}

fn read(body: &Object) -> Result<(Vec<String>, Duration), String> {
    let command = body.texts("command")?;
    let timeout = body
        .int("timeout")?
        .filter(|timeout| *timeout > 0)
        .unwrap_or(DEFAULT_TIMEOUT);
    let command = command.ok_or_else(|| body.missing("Command"))?;
    Ok((command, Duration::from_secs(timeout.unsigned_abs())))
}

fn run(
    world: &mut World,
    id: &str,
    command: &[String],
    timeout: Duration,
) -> Result<Finished, String> {
    let sandbox = world.live(id).ok_or_else(|| unresolved(id))?;
    let phase = sandbox.reachable_pod()?.phase;
    if phase != PodPhase::Running {
        return Ok(Finished::broken(
            "unable to upgrade connection: container not found (\"main\")",
        ));
    }
    if command.is_empty() {
        return Ok(Finished::broken(
            "you must specify at least 1 command for the container",
        ));
    }
    Ok(shell::exec(
        &mut sandbox.files,
        &sandbox.env,
        &sandbox.id,
        command,
        timeout,
    ))
}

fn answer(finished: &Finished) -> Reply {
    let mut stderr = String::from_utf8_lossy(&finished.stderr).into_owned();
    if let Some(error) = &finished.error {
        stderr = format!("{stderr}\n{error}");
    }
    let body = json!({
        "exit_code": finished.exit_code,
        "stdout": String::from_utf8_lossy(&finished.stdout),
        "stderr": stderr,
    });
    reply::json(StatusCode::OK, &body)
}
