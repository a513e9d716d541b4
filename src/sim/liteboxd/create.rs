//! `POST /sandboxes`

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::json::{self, Object};
use super::lifecycle::Lifecycle;
use super::sandbox::{Expiry, Sandbox, access_token};
use super::templates::Spec;
use super::tree::Tree;
use super::world::World;
use super::{quantity, random, reply, view};
use crate::sim::exchange::{Reply, Request};

/// What the caller asks for.
#[derive(Debug)]
struct CreateRequest {
    template: String,
    version: i64,
    cpu: String,
    memory: String,
    ttl: Option<i64>,
    env: BTreeMap<String, String>,
    size: Option<String>,
}

impl CreateRequest {
    fn read(body: &Object) -> Result<Self, String> {
        let template = body.text("template")?;
        let version = body.int("templateVersion")?.unwrap_or(0);
        let overrides = body.object("overrides", "SandboxOverrides")?;
        let text = |field| {
            overrides
                .as_ref()
                .map_or(Ok(String::new()), |overrides| overrides.text(field))
        };
        let persistence = match &overrides {
            Some(overrides) => overrides.object("persistence", "PersistenceOverride")?,
            None => None,
        };
        let read = Self {
            version,
            cpu: text("cpu")?,
            memory: text("memory")?,
            ttl: overrides
                .as_ref()
                .map_or(Ok(None), |overrides| overrides.int("ttl"))?,
            env: overrides
                .as_ref()
                .map_or(Ok(BTreeMap::new()), |overrides| overrides.map("env"))?,
            size: persistence
                .map(|persistence| persistence.text("size"))
                .transpose()?,
            template,
        };
        if read.template.is_empty() {
            return Err(body.missing("Template"));
        }
        Ok(read)
    }

    /// The template's specification with the overrides. The error is the text of the 500 reply.
    fn apply(&self, spec: &Spec) -> Result<Spec, String> {
        let mut spec = spec.clone();
        if !self.cpu.is_empty() {
            spec.resources.cpu.clone_from(&self.cpu);
        }
        if !self.memory.is_empty() {
            spec.resources.memory.clone_from(&self.memory);
        }
        spec.ttl = self.ttl.unwrap_or(spec.ttl);
        spec.env.extend(self.env.clone());
        if let Some(size) = &self.size {
            let persistence = spec
                .persistence
                .as_mut()
                .filter(|persistence| persistence.enabled)
                .ok_or(
                    "persistence overrides are not allowed when template persistence is disabled",
                )?;
            if !size.is_empty() {
                if !quantity::is_valid(size) {
                    return Err(format!(
                        "invalid overrides.persistence.size: {}",
                        quantity::RULE
                    ));
                }
                persistence.size.clone_from(size);
            }
        }
        if spec.ttl < 0 {
            return Err("ttl must be >= 0".to_owned());
        }
        Ok(spec)
    }
}

/// Creates a sandbox.
pub(super) fn create(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let wanted = match json::body(request, "CreateSandboxRequest")
        .and_then(|body| CreateRequest::read(&body))
    {
        Ok(wanted) => wanted,
        Err(text) => return reply::error(StatusCode::BAD_REQUEST, &text),
    };
    let found = world.templates.find(&wanted.template, wanted.version);
    let applied = found
        .map_err(|text| format!("failed to get template: {text}"))
        .and_then(|(version, spec)| Ok((version, wanted.apply(spec)?)));
    let (version, spec) = match applied {
        Ok(applied) => applied,
        Err(text) => return reply::error(StatusCode::INTERNAL_SERVER_ERROR, &text),
    };

    // The record is written before the pod is made, and making the pod panics on a bad quantity.
    let limits = &spec.resources;
    let sound = quantity::is_valid(&limits.cpu) && quantity::is_valid(&limits.memory);
    let timeout = startup_timeout(&spec);
    let mut sandbox = record(world, now, wanted.template, version, spec);
    sandbox.transition(now, "api", Lifecycle::Creating, "");
    if sound {
        sandbox.plan_startup(std::mem::take(&mut world.next_startup), timeout);
        if sandbox.is_persistent() {
            sandbox.transition(now, "system", Lifecycle::Pending, "");
        }
    }
    let reply = match sound {
        true => reply::json(StatusCode::CREATED, &view::with_token(world, &sandbox)),
        false => reply::panicked(),
    };
    world.sandboxes.insert(sandbox.id.clone(), sandbox);
    reply
}

/// What is not positive means five minutes.
fn startup_timeout(spec: &Spec) -> Duration {
    match u64::try_from(spec.startup_timeout) {
        Ok(0) | Err(_) => Duration::from_secs(300),
        Ok(seconds) => Duration::from_secs(seconds),
    }
}

fn record(
    world: &mut World,
    now: Duration,
    template: String,
    template_version: usize,
    spec: Spec,
) -> Sandbox {
    let mut id = random::hex(8);
    while world.sandboxes.contains_key(&id) {
        id = random::hex(8);
    }
    world.next_sequence += 1;
    let lifetime = u64::try_from(spec.ttl).ok().filter(|ttl| *ttl > 0);
    Sandbox {
        files: Tree::new(&format!("sandbox-{id}")),
        id,
        sequence: world.next_sequence,
        template,
        template_version,
        persistence: spec.storage().cloned(),
        image: spec.image,
        cpu: spec.resources.cpu,
        memory: spec.resources.memory,
        ttl: spec.ttl,
        env: spec.env,
        template_files: spec.files,
        token: access_token(),
        created: now,
        updated: now,
        expires: lifetime.map_or(Expiry::Never, |ttl| {
            Expiry::At(now.saturating_add(Duration::from_secs(ttl)))
        }),
        lifecycle: Lifecycle::Creating,
        reason: String::new(),
        pod: None,
        observed: None,
        last_seen: None,
        stopped: None,
        deletion: None,
        deleted: None,
        events: VecDeque::new(),
        history: Vec::new(),
        history_ids: Arc::clone(&world.history_ids),
    }
}
