//! One documented operation.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::asks::Asks;
use super::media;
use super::parameter::Parameter;
use super::security::Security;
use super::server::Server;
use super::template::Template;
use super::validator::Schema;

/// What the tests may ask about an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OperationSpec {
    pub(crate) id: String,
    /// In upper case.
    pub(crate) method: String,
    /// As requests have it: the `#stream` of a twin is not part of it.
    pub(crate) path: String,
    /// The documented statuses as written: `200`, `4XX`, `default`.
    pub(crate) statuses: Vec<String>,
    /// Not generated (`x-handwritten`), but checked like any other.
    pub(crate) handwritten: bool,
}

impl OperationSpec {
    /// The documented statuses from 400 on. Only for documents that write each one out.
    pub(crate) fn refusals(&self) -> Vec<u16> {
        let statuses = self.statuses.iter().map(|status| status.parse().unwrap());
        statuses.filter(|status| *status >= 400).collect()
    }
}

/// An operation with everything that a check needs.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) spec: OperationSpec,
    pub(super) template: Template,
    /// `x-streaming`: bodies may go on for ever.
    pub(super) streaming: bool,
    /// Requests are handed on: see [`forwards`].
    pub(super) forwarding: bool,
    /// Replies are the application's: see [`forwards`].
    pub(super) open: bool,
    /// `None` stands for the main server.
    pub(super) server: Option<Server>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) security: Security,
    pub(super) body: Option<RequestBody>,
    pub(super) replies: BTreeMap<String, Reply>,
    pub(super) asks: Asks,
}

#[derive(Debug)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) struct Reply {
    pub(super) content: Content,
    pub(super) headers: Vec<Parameter>,
}

/// Documented media types with their schemas.
#[derive(Debug, Default)]
pub(super) struct Content(Vec<(String, Option<Schema>)>);

impl Content {
    pub(super) fn parse(content: Option<&Value>, named: &Arc<Map<String, Value>>) -> Self {
        let content = content.and_then(Value::as_object);
        let types = content.into_iter().flatten().map(|(media, object)| {
            let schema = object.get("schema");
            let schema = schema.map(|schema| Schema::new(schema, named));
            (media.clone(), schema)
        });
        Self(types.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The documented type that a content type falls under; an exact one before a range.
    pub(super) fn find(&self, essence: &str) -> Option<Option<&Schema>> {
        let exact = self
            .0
            .iter()
            .find(|(media, _)| media::essence(media) == essence);
        let found = exact.or_else(|| {
            let mut ranges = self.0.iter();
            ranges.find(|(media, _)| media::covers(media, essence))
        });
        found.map(|(_, schema)| schema.as_ref())
    }

    /// Whether event streams are documented under their own name.
    pub(super) fn has_events(&self) -> bool {
        let mut types = self.0.iter();
        types.any(|(media, _)| media::essence(media) == media::EVENT_STREAM)
    }

    /// The documented types, for messages.
    pub(super) fn names(&self) -> String {
        let names: Vec<_> = self.0.iter().map(|(media, _)| media.as_str()).collect();
        names.join(", ")
    }
}

/// Whether an operation hands requests on to an application or a store that nobody describes: it is `x-handwritten`, and
/// its path ends in `{path}`.
///
/// Such a request is held to the path before, to its documented parameters and to its credential. The rest of its path,
/// its query and its body are not looked at.
///
/// Who documents its successes as `2XX` (or `default`) does not know which replies there are: such an operation is open. A
/// reply counts as the documented one when it conforms to it; any other is the application's too. Where every success has a
/// status of its own, as those of an object store have, replies are checked as everywhere.
pub(super) fn forwards(path: &str, handwritten: bool) -> bool {
    handwritten && path.ends_with("/{path}")
}

impl Operation {
    /// The documented reply that a status falls under, with its key.
    pub(super) fn reply(&self, status: u16) -> Option<(&str, &Reply)> {
        let keys = [
            status.to_string(),
            format!("{}XX", status / 100),
            "default".to_owned(),
        ];
        let found = keys.iter().find_map(|key| self.replies.get_key_value(key));
        found.map(|(key, reply)| (key.as_str(), reply))
    }

    /// Whether any reply is an event stream.
    pub(super) fn has_events(&self) -> bool {
        let mut replies = self.replies.values();
        replies.any(|reply| reply.content.has_events())
    }
}
