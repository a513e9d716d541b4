//! `/resources/policy/`: the limits that the agent runs work under.

use serde_json::{Map, Value, json};

use super::super::world::World;
use super::super::{body, reply};
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::{Fields, Issue};
use crate::sim::fastapi::values;

/// The limits that this agent knows, with their values.
#[derive(Clone, Debug)]
pub(in super::super) struct Policy(pub(in super::super) Map<String, Value>);

impl Default for Policy {
    fn default() -> Self {
        let fields = json!({
            "max_concurrent_jobs": 3,
            "max_concurrent_serve_replicas": 16,
            "gatekeeping_enabled": true,
            "cpu_max_utilization_percent": 90.0,
            "memory_max_utilization_percent": 90.0,
            "gpu_max_utilization_percent": 90.0,
            "gpu_max_memory_percent": 90.0,
            "max_concurrent_ray_jobs": 0,
            "resource_cache_ttl_seconds": 5.0,
        });
        Self(fields.as_object().cloned().unwrap_or_default())
    }
}

impl Policy {
    /// A limit; its default where this agent does not know it.
    pub(super) fn number(&self, name: &str) -> f64 {
        let known = self.0.get(name).and_then(Value::as_f64);
        known.unwrap_or_else(|| {
            let default = Self::default().0;
            default.get(name).and_then(Value::as_f64).unwrap_or(0.0)
        })
    }

    pub(super) fn is_gatekeeping(&self) -> bool {
        let known = self.0.get("gatekeeping_enabled").and_then(Value::as_bool);
        known.unwrap_or(true)
    }
}

/// `GET /resources/policy/`
pub(in super::super) fn get(world: &World) -> Reply {
    reply::ok(&world.policy.0.clone().into())
}

/// `PATCH /resources/policy/`
pub(in super::super) fn update(world: &mut World, request: &Request) -> Reply {
    let value = match body::json(request) {
        Ok(value) => value,
        Err(refusal) => return *refusal,
    };
    let changes = match body::object(&value, changes) {
        Ok(changes) => changes,
        Err(refusal) => return *refusal,
    };
    for (name, value) in changes {
        // What an agent does not know, it does not take.
        if let Some(field) = world.policy.0.get_mut(&name) {
            *field = value;
        }
    }
    get(world)
}

/// The fields that are to change; `null` is none.
fn changes(fields: &Fields<'_>, issues: &mut Vec<Issue>) -> Vec<(String, Value)> {
    let mut changes = Vec::new();
    for name in Policy::default().0.keys() {
        let Some(value) = fields.optional(name) else {
            continue;
        };
        let place = fields.place(name);
        let is_good = match name.as_str() {
            "gatekeeping_enabled" => values::boolean(value, place, issues).is_some(),
            name if name.starts_with("max_concurrent") => {
                values::count(value, place, issues).is_some()
            }
            _ => values::amount(value, place, issues).is_some(),
        };
        if is_good {
            changes.push((name.clone(), value.clone()));
        }
    }
    changes
}
