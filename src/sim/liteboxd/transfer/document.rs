//! The documents that templates are imported from and exported to.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::shape::Shape;
use super::super::templates::{SPEC, Spec, Template};
use super::yaml::{self, Node};

const ONE: &str = "SandboxTemplate";
const LIST: &str = "SandboxTemplateList";
const API_VERSION: &str = "liteboxd/v1";

/// One template.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Document {
    api_version: String,
    kind: String,
    pub(super) metadata: Metadata,
    pub(super) spec: Spec,
}

/// What a document says about a template apart from its sandboxes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Metadata {
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) description: String,
    pub(super) tags: Option<Vec<String>>,
}

/// Many templates.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
struct DocumentList {
    api_version: String,
    kind: String,
    exported_at: String,
    items: Vec<Document>,
}

const DOCUMENT: Shape = Shape::Object(&[
    ("apiVersion", Shape::Text),
    ("kind", Shape::Text),
    ("metadata", METADATA),
    ("spec", SPEC),
]);
const METADATA: Shape = Shape::Object(&[
    ("name", Shape::Text),
    ("displayName", Shape::Text),
    ("description", Shape::Text),
    ("tags", Shape::List(&Shape::Text)),
]);
const DOCUMENT_LIST: Shape = Shape::Object(&[
    ("apiVersion", Shape::Text),
    ("kind", Shape::Text),
    ("exportedAt", Shape::Text),
    ("items", Shape::List(&DOCUMENT)),
]);

/// Why a text cannot be imported, with the server's text.
#[derive(Debug)]
pub(super) enum Unreadable {
    Yaml(String),
    Kind(String),
}

/// The templates of a text.
pub(super) fn read(text: &[u8]) -> Result<Vec<Document>, Unreadable> {
    let invalid = |error: String| Unreadable::Yaml(format!("invalid YAML format: {error}"));
    let text = std::str::from_utf8(text)
        .map_err(|_| invalid("yaml: invalid leading UTF-8 octet".to_owned()))?;
    let node = Node::parse(text).map_err(|error| invalid(format!("yaml: {error}")))?;
    // A list with a fault in it is read as a single template, and is of the wrong kind then.
    if let Ok(list) = shaped::<DocumentList>(&node, &DOCUMENT_LIST)
        && list.kind == LIST
    {
        return Ok(list.items);
    }
    let document: Document = shaped(&node, &DOCUMENT).map_err(invalid)?;
    if document.kind == ONE {
        Ok(vec![document])
    } else {
        let text = format!("invalid kind: expected {ONE}, got {}", document.kind);
        Err(Unreadable::Kind(text))
    }
}

fn shaped<T: serde::de::DeserializeOwned>(node: &Node, shape: &Shape) -> Result<T, String> {
    serde_json::from_value(yaml::read(node, shape)?).map_err(|error| error.to_string())
}

impl Document {
    pub(super) fn new(template: &Template, spec: &Spec) -> Self {
        Self {
            api_version: API_VERSION.to_owned(),
            kind: ONE.to_owned(),
            metadata: Metadata {
                name: template.name.clone(),
                display_name: template.display_name.clone(),
                description: template.description.clone(),
                tags: Some(template.tags.clone()),
            },
            spec: spec.clone(),
        }
    }

    /// The YAML text.
    pub(super) fn write(&self) -> String {
        text(self, &DOCUMENT)
    }
}

/// The YAML text of a list.
pub(super) fn write_list(items: Vec<Document>, exported_at: String) -> String {
    let list = DocumentList {
        api_version: API_VERSION.to_owned(),
        kind: LIST.to_owned(),
        exported_at,
        items,
    };
    text(&list, &DOCUMENT_LIST)
}

fn text(document: &impl Serialize, shape: &Shape) -> String {
    let value = serde_json::to_value(document).unwrap_or(Value::Null);
    yaml::write(&value, shape)
}
