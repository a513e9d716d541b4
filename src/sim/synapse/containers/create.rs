//! `POST /containers/`: a release, or a plugin file, becomes a container.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HOST};
use serde_json::{Map, Value, json};

use super::super::world::World;
use super::super::{body, reply};
use super::build::Build;
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::{Fields, Issue, map};
use crate::sim::fastapi::values;
use crate::sim::multipart::Form;

/// Fields that are objects, and in forms texts that hold JSON.
const OBJECTS: [&str; 3] = ["params", "envs", "metadata"];
/// Fields that are numbers.
const NUMBERS: [&str; 2] = ["model", "backend_container_id"];

/// What a container is made of: the fields of the request.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) fields: Map<String, Value>,
}

impl Plan {
    /// A release and nothing else.
    pub(super) fn of(plugin: &str, version: &str) -> Self {
        let fields = json!({
            "plugin_release": format!("{plugin}@{version}"),
            "plugin": plugin,
            "version": version,
        });
        Self {
            fields: fields.as_object().cloned().unwrap_or_default(),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    /// `code-version`
    pub(super) fn name(&self) -> String {
        let (code, version) = self.release();
        format!("{code}-{version}")
    }

    /// `synapse/code:version`
    pub(super) fn image(&self) -> String {
        let (code, version) = self.release();
        format!("synapse/{code}:{version}")
    }

    fn release(&self) -> (&str, &str) {
        let whole = self.text("plugin_release").unwrap_or("plugin");
        let (code, version) = whole.rsplit_once('@').unwrap_or((whole, "latest"));
        let plugin = self.text("plugin").unwrap_or(code);
        (plugin, self.text("version").unwrap_or(version))
    }
}

/// The form in a request; `None` when the body is none.
pub(in super::super) async fn read_form(request: &Request) -> Result<Option<Form>, reply::Refusal> {
    let media = request.headers.get(CONTENT_TYPE);
    let media = media.and_then(|media| media.to_str().ok()).unwrap_or("");
    let media = media.to_ascii_lowercase();
    if !media.starts_with("multipart/form-data") {
        return Ok(None);
    }
    let unreadable = || {
        let text = "There was an error parsing the body";
        reply::error(StatusCode::BAD_REQUEST, text)
    };
    let form = Form::parse(request).await;
    form.map(Some).ok_or_else(|| unreadable().into())
}

/// `POST /containers/`
pub(in super::super) fn create(world: &mut World, request: &Request, form: Option<&Form>) -> Reply {
    let plan = match form {
        Some(form) => from_form(form),
        None => body::json(request).and_then(|value| from_json(&value, false)),
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err(refusal) => return *refusal,
    };
    let containers = &mut world.containers;
    let id = format!("b-{}", containers.builds.len() + 1);
    containers.builds.push(Build {
        id: id.clone(),
        begun: world.clock.now(),
        outcome: containers.outcome.clone(),
        plan,
        result: None,
    });
    let host = request
        .headers
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost");
    reply::ok(&json!({
        "build_id": id,
        "ws_url": format!("ws://{host}/builds/{id}/ws/"),
        "sse_url": format!("http://{host}/builds/{id}/events/"),
        "status_url": format!("http://{host}/builds/{id}/"),
    }))
}

fn from_json(value: &Value, has_file: bool) -> Result<Plan, reply::Refusal> {
    body::object(value, |fields, issues| check(fields, has_file, issues))?;
    Ok(Plan {
        fields: value.as_object().cloned().unwrap_or_default(),
    })
}

fn check(fields: &Fields<'_>, has_file: bool, issues: &mut Vec<Issue>) {
    if has_file {
        fields.optional_text("plugin_release", issues);
    } else {
        fields.text("plugin_release", issues);
    }
    for name in ["plugin", "version", "action", "entrypoint"] {
        fields.optional_text(name, issues);
    }
    for name in NUMBERS {
        if let Some(value) = fields.optional(name) {
            values::integer(value, fields.place(name), issues);
        }
    }
    for name in OBJECTS {
        if let Some(value) = fields.optional(name) {
            match name {
                "envs" => values::text_map(value, &fields.place(name), issues),
                _ => drop(map(value, fields.place(name), issues)),
            }
        }
    }
    if let Some(labels) = fields.optional("labels") {
        values::texts(labels, &fields.place("labels"), issues);
    }
    let kind = fields.optional_text("kind", issues);
    if kind.is_some_and(|kind| !["plugin_runtime", "code_server"].contains(&kind)) {
        let text = "Input should be 'plugin_runtime' or 'code_server'";
        issues.push(Issue::new(fields.place("kind"), text, "enum"));
    }
}

/// A form says the same in other words.
fn from_form(form: &Form) -> Result<Plan, reply::Refusal> {
    let Some(file) = form.part("file") else {
        let mut place = body::place();
        place.push("file".into());
        let issues = vec![Issue::missing(place)];
        return Err(reply::invalid(issues, &Value::Null).into());
    };
    let mut fields = Map::new();
    for (name, text) in form.texts() {
        let value = match name {
            // What is not JSON is no object, and no number either.
            _ if OBJECTS.contains(&name) => serde_json::from_str(text).unwrap_or(text.into()),
            _ if NUMBERS.contains(&name) => text.parse::<i64>().map_or(text.into(), Value::from),
            "labels" => {
                let labels = fields.entry(name).or_insert_with(|| json!([]));
                if let Some(labels) = labels.as_array_mut() {
                    labels.push(text.into());
                }
                continue;
            }
            _ => text.into(),
        };
        fields.insert(name.to_owned(), value);
    }
    let mut plan = from_json(&fields.into(), true)?;
    let size = file.content.len();
    let told = json!({ "name": file.name, "size": size, "type": file.content_type });
    plan.fields.insert("file".to_owned(), told);
    Ok(plan)
}
