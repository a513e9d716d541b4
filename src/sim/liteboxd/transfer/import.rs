//! `POST /templates/import`

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::super::reply;
use super::super::templates::{CreateTemplate, UpdateTemplate};
use super::super::world::World;
use super::document::{self, Document, Unreadable};
use crate::sim::exchange::Reply;
use crate::sim::multipart::Form;

/// What became of one template: made or changed in that version, skipped or failed for that reason.
enum Outcome {
    Created(usize),
    Updated(usize),
    Skipped(&'static str),
    Failed(String),
}

/// Imports the templates of a file.
pub(in super::super) fn import(world: &mut World, form: &Form) -> Reply {
    let now = world.advance();
    let Some(file) = form.file("file") else {
        return reply::invalid_request("file is required");
    };
    let prepull = match parse_bool(form.text("prepull")) {
        Ok(prepull) => prepull,
        Err(text) => return reply::invalid_request(&text),
    };
    let strategy = match form.text("strategy") {
        "" => "create-or-update",
        strategy => strategy,
    };
    let documents = match document::read(file) {
        Ok(documents) => documents,
        Err(Unreadable::Yaml(text)) => {
            return reply::coded_error(StatusCode::BAD_REQUEST, "INVALID_YAML", &text);
        }
        Err(Unreadable::Kind(text)) => {
            return reply::coded_error(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", &text);
        }
    };
    let mut report = Report::default();
    for document in documents {
        let image = document.spec.image.clone();
        let name = document.metadata.name.clone();
        let outcome = apply(world, now, document, strategy);
        report.add(&name, &outcome);
        if prepull && matches!(outcome, Outcome::Created(_) | Outcome::Updated(_)) {
            report.images.push(image);
        }
    }
    for image in &report.images {
        // Done in the background, where nobody sees a failure.
        let _ = world.prepulls.create(now, image, None);
    }
    reply::json(StatusCode::OK, &report.view())
}

fn apply(world: &mut World, now: Duration, document: Document, strategy: &str) -> Outcome {
    let name = document.metadata.name.clone();
    if name.is_empty() {
        return Outcome::Failed("template name is required".to_owned());
    }
    let exists = world.templates.get(&name).is_some();
    match (strategy, exists) {
        ("create-only", true) => {
            return Outcome::Skipped("template already exists (strategy=create-only)");
        }
        ("update-only", false) => {
            return Outcome::Skipped("template not found (strategy=update-only)");
        }
        ("create-only" | "update-only" | "create-or-update", _) => {}
        (other, _) => return Outcome::Failed(format!("invalid strategy: {other}")),
    }
    let templates = &mut world.templates;
    let applied = if exists {
        templates.update(now, &name, update(document))
    } else {
        templates.create(now, create(document))
    };
    match applied {
        Ok(template) if exists => Outcome::Updated(template.latest_version()),
        Ok(template) => Outcome::Created(template.latest_version()),
        Err(refusal) => Outcome::Failed(refusal.text(&name)),
    }
}

fn create(document: Document) -> CreateTemplate {
    CreateTemplate {
        name: document.metadata.name,
        display_name: document.metadata.display_name,
        description: document.metadata.description,
        tags: document.metadata.tags,
        spec: document.spec,
        ..CreateTemplate::default()
    }
}

fn update(document: Document) -> UpdateTemplate {
    UpdateTemplate {
        display_name: document.metadata.display_name,
        description: document.metadata.description,
        tags: document.metadata.tags,
        spec: document.spec,
        changelog: "Imported from YAML".to_owned(),
        ..UpdateTemplate::default()
    }
}

/// The reply as it grows.
#[derive(Default)]
struct Report {
    results: Vec<Value>,
    images: Vec<String>,
    created: usize,
    updated: usize,
    skipped: usize,
    failed: usize,
}

impl Report {
    fn add(&mut self, name: &str, outcome: &Outcome) {
        let (count, result) = match outcome {
            Outcome::Created(version) => (
                &mut self.created,
                json!({ "action": "created", "version": version }),
            ),
            Outcome::Updated(version) => (
                &mut self.updated,
                json!({ "action": "updated", "version": version }),
            ),
            Outcome::Skipped(reason) => (
                &mut self.skipped,
                json!({ "action": "skipped", "error": reason }),
            ),
            Outcome::Failed(reason) => (
                &mut self.failed,
                json!({ "action": "failed", "error": reason }),
            ),
        };
        *count += 1;
        let mut result = result;
        result["name"] = json!(name);
        self.results.push(result);
    }

    fn view(self) -> Value {
        let mut view = json!({
            "total": self.results.len(),
            "created": self.created,
            "updated": self.updated,
            "skipped": self.skipped,
            "failed": self.failed,
            "results": null,
        });
        if !self.results.is_empty() {
            view["results"] = Value::Array(self.results);
        }
        if !self.images.is_empty() {
            view["prepullStarted"] = json!(self.images);
        }
        view
    }
}

/// Reads a truth value as Go does. The error is the text of the reply.
fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "" | "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        other => Err(format!(
            "strconv.ParseBool: parsing {other:?}: invalid syntax"
        )),
    }
}
