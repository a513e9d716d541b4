//! The server and its three operations.

use std::sync::Mutex;
use std::time::Duration;

use http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use super::world::{Entry, World};
use super::{lock, python};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Reply, Request};
use crate::sim::fastapi::body::{self, Fields, Issue};
use crate::sim::fastapi::reply::{self, Refusal};
use crate::sim::fastapi::router::{self, Target, Verbs};
use crate::sim::fastapi::values;

/// The version of the program that serves.
const VERSION: &str = "0.1.0";

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    Execute,
    Health,
    Metrics,
}

fn routes(path: &str) -> Verbs<Route> {
    match path {
        "/execute" => vec![("POST", Route::Execute)],
        "/health" => vec![("GET", Route::Health)],
        "/metrics" => vec![("GET", Route::Metrics)],
        _ => Vec::new(),
    }
}

fn find(method: &Method, uri: &Uri) -> Target<Route> {
    router::find(method, uri, routes)
}

/// The simulated runtime.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) shared: Mutex<World>,
}

impl Backend for Edge {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let route = match find(&request.method, &request.uri) {
            Target::Nothing => return Some(reply::no_route()),
            Target::WrongVerb(allowed) => return Some(reply::wrong_verb(&allowed)),
            Target::Redirect(path) => return Some(reply::redirect(&request, &path)),
            Target::Route(route) => route,
        };
        Some(match route {
            Route::Health => health(&lock(&self.shared)),
            Route::Metrics => metrics(&lock(&self.shared)),
            Route::Execute => {
                let executed = self.execute(&request).await;
                executed.unwrap_or_else(|refusal| *refusal)
            }
        })
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        let reason = status.canonical_reason().unwrap_or("Error");
        match status {
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => reply::bare(status),
            StatusCode::UNPROCESSABLE_ENTITY => {
                let issue = Issue::missing(vec!["body".into(), "input".into()]);
                invalid(vec![issue], &Value::Null)
            }
            _ => reply::error(status, reason),
        }
    }
}

impl Edge {
    pub(super) fn new(clock: Clock, task: String) -> Self {
        Self {
            shared: Mutex::new(World::new(clock, task)),
        }
    }

    /// `POST /execute`
    async fn execute(&self, request: &Request) -> Result<Reply, Refusal> {
        let input = read(request)?;
        let (clock, begun, takes) = {
            let world = lock(&self.shared);
            (world.clock, world.clock.now(), world.takes)
        };
        if !takes.is_zero() {
            clock.sleep(takes).await;
        }
        let mut world = lock(&self.shared);
        let output = run(&world, &input)
            .map_err(|message| reply::error(StatusCode::INTERNAL_SERVER_ERROR, message))?;
        let now = clock.now();
        let latency = (now.saturating_sub(begun).as_secs_f64() * 1000.0).max(0.01);
        let at = clock.wall(now);
        let line = json!({
            "timestamp": at.to_rfc3339(),
            "task_id": world.task,
            "version": world.version,
            "input": input,
            "output": output,
            "latency_ms": latency,
        });
        world.log.push(Entry {
            day: at.date_naive(),
            latency,
            line: line.to_string(),
        });
        Ok(reply::ok(
            &json!({ "output": output, "latency_ms": latency }),
        ))
    }
}

/// The input of a request: texts by name.
fn read(request: &Request) -> Result<Value, Refusal> {
    let value = body::json(request).map_err(|issue| invalid(vec![issue], &Value::Null))?;
    let mut issues = Vec::new();
    let fields = Fields::of(&value, vec!["body".into()], &mut issues);
    let input = fields.and_then(|fields| {
        let input = fields.required("input", &mut issues)?;
        values::text_map(input, &fields.place("input"), &mut issues);
        Some(input.clone())
    });
    match input {
        Some(input) if issues.is_empty() => Ok(input),
        _ => Err(invalid(issues, &value).into()),
    }
}

/// What is wrong with a request, each with what was sent.
fn invalid(issues: Vec<Issue>, body: &Value) -> Reply {
    let issues = issues.into_iter();
    let issues: Vec<Value> = issues.map(|issue| issue.into_json_with(body)).collect();
    reply::error(StatusCode::UNPROCESSABLE_ENTITY, issues)
}

/// The text of what the program returns, or of what it throws.
fn run(world: &World, input: &Value) -> Result<String, String> {
    if let Some(error) = &world.error {
        return Err(error.clone());
    }
    if let Some(output) = &world.output {
        return Ok(python::str(output));
    }
    let text = input.get("text").or(input.get("input"));
    let text = text.map_or_else(|| python::repr(input), python::str);
    let output = world.program.run(&json!({ "text": text }))?;
    Ok(python::str(&output))
}

/// `GET /health`
fn health(world: &World) -> Reply {
    reply::ok(&json!({
        "status": "healthy",
        "version": VERSION,
        "task_id": world.task,
        "active_version": world.version,
    }))
}

/// `GET /metrics`
fn metrics(world: &World) -> Reply {
    let today = world.today();
    let sum: f64 = today.iter().map(|entry| entry.latency).sum();
    reply::ok(&json!({
        "executions_today": today.len(),
        "avg_latency_ms": sum / today.len().max(1) as f64,
    }))
}
