//! Running actions.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::jobs::{Job, JobStatus};
use super::super::world::World;
use super::super::{body, reply};
use super::GpuBusy;
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::{Fields, Issue, map};
use crate::sim::fastapi::{body as fastapi, reply as shapes, values};

/// Letters that Ray makes ids of.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz123456789";

/// What is to be run.
#[derive(Debug)]
struct Wanted {
    /// `None` for a plugin that needs none.
    action: Option<String>,
    params: Map<String, Value>,
    job_id: Option<String>,
}

/// `POST /plugin_releases/{lookup}/run/`
pub(in super::super) fn run(world: &mut World, lookup: &str, request: &Request) -> Reply {
    let wanted = body::json(request).and_then(|value| {
        body::object(&value, |fields, issues| {
            let action = fields.required("action", issues);
            let action = action.filter(|action| !action.is_null());
            let action =
                action.and_then(|action| fastapi::text(action, fields.place("action"), issues));
            read(action, fields, issues)
        })
    });
    match wanted {
        Err(refusal) => *refusal,
        Ok(_) if world.plugins.find(lookup).is_none() => reply::not_found("Plugin release", lookup),
        Ok(wanted) => act(world, wanted),
    }
}

/// `POST /plugin_releases/run_debug/`
pub(in super::super) fn run_debug(world: &mut World, request: &Request) -> Reply {
    let wanted = body::json(request).and_then(|value| {
        body::object(&value, |fields, issues| {
            fields.optional_text("plugin_path", issues);
            if let Some(config) = fields.optional("config") {
                map(config, fields.place("config"), issues);
            }
            // Older clients send a list.
            if let Some(modules) = fields.optional("modules").filter(|value| !value.is_array()) {
                values::text_map(modules, &fields.place("modules"), issues);
            }
            let action = fields.text("action", issues);
            read(action, fields, issues)
        })
    });
    match wanted {
        Err(refusal) => *refusal,
        Ok(wanted) => act(world, wanted),
    }
}

fn read(action: Option<&str>, fields: &Fields<'_>, issues: &mut Vec<Issue>) -> Wanted {
    let params = fields.optional("params");
    let params = params.and_then(|params| map(params, fields.place("params"), issues));
    if let Some(requirements) = fields.optional("requirements") {
        values::texts(requirements, &fields.place("requirements"), issues);
    }
    fields.optional_text("language", issues);
    let job_id = fields.optional_text("job_id", issues);
    Wanted {
        action: action.map(str::to_owned),
        params: params.cloned().unwrap_or_default(),
        job_id: job_id.map(str::to_owned),
    }
}

fn act(world: &mut World, wanted: Wanted) -> Reply {
    if let Some(busy) = world.plugins.gpu_busy {
        return shapes::json(StatusCode::SERVICE_UNAVAILABLE, &busy.body());
    }
    let name = wanted.action.as_deref().unwrap_or_default();
    if let Some(result) = world.plugins.results.get(name) {
        return reply::ok(result);
    }
    match wanted.action.as_deref() {
        None => reply::ok(&Value::Null),
        Some("inference") => reply::ok(&infer(world, &wanted.params)),
        Some(_) => reply::ok(&start(world, wanted)),
    }
}

/// What a model says: what it was told. A ticket is told in the same way.
fn infer(world: &mut World, params: &Map<String, Value>) -> Value {
    let ticket = params
        .get("json")
        .and_then(|json| json["__synapse_poll__"].as_str());
    if let Some(ticket) = ticket {
        return world.plugins.tickets.poll(ticket);
    }
    let input = params.get("json").cloned().unwrap_or_else(|| {
        let own = ["model", "method", "json"];
        let rest = params
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        let rest: Map<String, Value> = rest
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        rest.into()
    });
    let result = json!({
        "model": params.get("model"),
        "method": params.get("method").and_then(Value::as_str).unwrap_or("post"),
        "input": input,
    });
    match world.plugins.deferral.clone() {
        Some(deferral) => world.plugins.tickets.defer(deferral, result),
        None => result,
    }
}

/// Makes a job, which logs for ten simulated seconds.
fn start(world: &mut World, wanted: Wanted) -> Value {
    let id = wanted.job_id.unwrap_or_else(|| {
        let letters = (0..16).filter_map(|_| fastrand::choice(LETTERS));
        let letters: String = letters.map(|letter| char::from(*letter)).collect();
        format!("raysubmit_{letters}")
    });
    let action = wanted.action.unwrap_or_default();
    let job = Job::new(&id)
        .generate(10, move |step| format!("{action}: step {} of 10", step + 1))
        .every(Duration::from_secs(1))
        .env_var("SYNAPSE_JOB_ID", &id)
        .env_var(
            "SYNAPSE_ACTION_PARAMS",
            Value::from(wanted.params).to_string(),
        );
    let now = world.clock.now();
    world.jobs.add(job.then(JobStatus::Succeeded), now);
    json!({ "job_id": id })
}

impl GpuBusy {
    fn body(self) -> Value {
        json!({
            "error_type": "gpu_unavailable",
            "message": "All GPUs are busy",
            "max_utilization": self.max_utilization,
            "threshold": self.threshold,
        })
    }
}
