//! The bodies of requests about templates.

use serde::Deserialize;

use super::super::shape::Shape;
use super::spec::{SPEC, Spec};

const TAGS: (&str, Shape) = ("tags", Shape::List(&Shape::Text));

/// `POST /templates`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct CreateTemplate {
    pub(in super::super) name: String,
    pub(in super::super) display_name: String,
    pub(in super::super) description: String,
    pub(in super::super) tags: Option<Vec<String>>,
    pub(in super::super) is_public: Option<bool>,
    pub(in super::super) spec: Spec,
    pub(in super::super) auto_prepull: bool,
}

impl CreateTemplate {
    pub(super) const SHAPE: Shape = Shape::Object(&[
        ("name", Shape::Text),
        ("displayName", Shape::Text),
        ("description", Shape::Text),
        TAGS,
        ("isPublic", Shape::Bool),
        ("spec", SPEC),
        ("autoPrepull", Shape::Bool),
    ]);
}

/// `PUT /templates/{name}`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in super::super) struct UpdateTemplate {
    pub(in super::super) display_name: String,
    pub(in super::super) description: String,
    /// None keeps the tags.
    pub(in super::super) tags: Option<Vec<String>>,
    pub(in super::super) is_public: Option<bool>,
    pub(in super::super) spec: Spec,
    pub(in super::super) changelog: String,
}

impl UpdateTemplate {
    pub(super) const SHAPE: Shape = Shape::Object(&[
        ("displayName", Shape::Text),
        ("description", Shape::Text),
        TAGS,
        ("isPublic", Shape::Bool),
        ("spec", SPEC),
        ("changelog", Shape::Text),
    ]);
}
