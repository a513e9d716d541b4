//! An OpenAPI 3.0.3 document as the checks read it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};

use super::operation::{Content, Operation, OperationSpec, Reply, RequestBody, forwards};
use super::parameter::Parameter;
use super::route::Template;
use super::security::Security;
use super::validator::Schema;
use crate::support::yaml;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// A parsed document. Clones share it, with its compiled schemas.
#[derive(Debug, Clone)]
pub(crate) struct Document(Arc<Parsed>);

#[derive(Debug)]
struct Parsed {
    root: Value,
    operations: Vec<Arc<Operation>>,
}

/// A documented operation and the path parameters of a request for it.
pub(super) type Match = (Arc<Operation>, Vec<(String, String)>);

impl Document {
    /// Reads `openapi/<name>.yaml`, once per process.
    pub(crate) fn load(name: &str) -> Self {
        static LOADED: Mutex<Option<HashMap<String, Document>>> = Mutex::new(None);
        let mut loaded = LOADED.lock().unwrap_or_else(|error| error.into_inner());
        let loaded = loaded.get_or_insert_with(HashMap::new);
        let document = loaded.entry(name.to_owned()).or_insert_with(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi");
            let path = folder.join(format!("{name}.yaml"));
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("openapi/{name}.yaml: {error}"));
            Self::parse(&text)
        });
        document.clone()
    }

    /// Parses the text of a document.
    ///
    /// Panics when the document says something that this layer cannot check, so that no word of a
    /// document is passed over in silence.
    pub(crate) fn parse(text: &str) -> Self {
        let root = yaml::to_json(text);
        let operations = Reader::new(&root).operations();
        Self(Arc::new(Parsed { root, operations }))
    }

    /// All operations.
    pub(crate) fn operations(&self) -> Vec<OperationSpec> {
        let operations = self.0.operations.iter();
        operations.map(|operation| operation.spec.clone()).collect()
    }

    /// Every pair of operation and documented status: what [`super::Coverage`] is measured against.
    pub(crate) fn expected(&self) -> BTreeSet<(String, String)> {
        let operations = self.operations().into_iter();
        operations
            .flat_map(|spec| {
                let OperationSpec { id, statuses, .. } = spec;
                statuses.into_iter().map(move |status| (id.clone(), status))
            })
            .collect()
    }

    /// The examples that do not conform to their schemas, each with its place in the document.
    pub(crate) fn wrong_examples(&self) -> Vec<String> {
        super::examples::wrong(&self.0.root)
    }

    /// How many examples the document holds.
    pub(crate) fn example_count(&self) -> usize {
        super::examples::count(&self.0.root)
    }

    /// The operation that a request means.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Match> {
        let operations = self.0.operations.iter();
        operations
            .filter(|operation| operation.spec.method == method)
            .filter_map(|operation| {
                let parameters = operation.template.matches(path)?;
                Some((Arc::clone(operation), parameters))
            })
            .min_by(|(one, _), (other, _)| one.template.by_precedence(&other.template))
    }
}

/// Reads the operations out of a document's root.
struct Reader<'a> {
    root: &'a Value,
    base: &'a str,
    /// `components/schemas`.
    named: Arc<Map<String, Value>>,
}

impl<'a> Reader<'a> {
    fn new(root: &'a Value) -> Self {
        let server = root.pointer("/servers/0/url").and_then(Value::as_str);
        let path = server.and_then(|url| url.split_once("://")?.1.split_once('/'));
        let named = root.pointer("/components/schemas");
        let named = named.and_then(Value::as_object).cloned();
        Self {
            root,
            base: path.map_or("", |(_, path)| path).trim_end_matches('/'),
            named: Arc::new(named.unwrap_or_default()),
        }
    }

    fn operations(&self) -> Vec<Arc<Operation>> {
        let paths = self.root["paths"].as_object().expect("`paths` is a map");
        let mut operations = Vec::new();
        let mut routes = BTreeSet::new();
        for (path, item) in paths {
            for (method, object) in item.as_object().into_iter().flatten() {
                if METHODS.contains(&method.as_str()) {
                    let route = format!("{method} {}", without_names(path));
                    assert!(routes.insert(route), "{method} {path}: route is taken");
                    let operation = self.operation(path, method, item, object);
                    operations.push(Arc::new(operation));
                }
            }
        }
        operations
    }

    fn operation(&self, path: &str, method: &str, item: &Value, object: &Value) -> Operation {
        let id = object["operationId"].as_str();
        let id = id.unwrap_or_else(|| panic!("{method} {path}: no operationId"));
        let replies = self.replies(id, object);
        let path = match self.base {
            "" => path.to_owned(),
            base => format!("/{base}{path}"),
        };
        let security = object.get("security").or_else(|| self.root.get("security"));
        let schemes = &self.root["components"]["securitySchemes"];
        let handwritten = object.get("x-handwritten").is_some();
        let forwarding = forwards(&path, handwritten);
        Operation {
            template: match forwarding {
                true => Template::with_rest(&path),
                false => Template::parse(&path),
            },
            spec: OperationSpec {
                id: id.to_owned(),
                method: method.to_ascii_uppercase(),
                path,
                statuses: replies.keys().cloned().collect(),
                handwritten,
            },
            forwarding,
            streaming: object.get("x-streaming") == Some(&Value::Bool(true)),
            parameters: self.parameters(item, object),
            security: Security::parse(security, schemes),
            body: object.get("requestBody").map(|body| self.body(body)),
            replies,
        }
    }

    /// The parameters of an operation; its own take the place of the path's.
    fn parameters(&self, item: &Value, object: &Value) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for list in [object, item].map(|owner| owner["parameters"].as_array()) {
            for reference in list.into_iter().flatten() {
                let new = Parameter::parse(self.resolve(reference), |raw| self.schema(raw));
                let is_same =
                    |old: &Parameter| old.name == new.name && old.location == new.location;
                if !parameters.iter().any(is_same) {
                    parameters.push(new);
                }
            }
        }
        parameters.retain(|parameter| !parameter.is_ignored());
        parameters
    }

    fn body(&self, reference: &Value) -> RequestBody {
        let body = self.resolve(reference);
        RequestBody {
            required: body.get("required") == Some(&Value::Bool(true)),
            content: Content::parse(body.get("content"), &self.named),
        }
    }

    fn replies(&self, id: &str, object: &Value) -> BTreeMap<String, Reply> {
        let replies = object["responses"].as_object();
        let replies = replies.unwrap_or_else(|| panic!("{id}: no responses"));
        let read = |(status, reference): (&String, &Value)| {
            let reply = self.resolve(reference);
            (status.clone(), self.reply(reply))
        };
        replies.iter().map(read).collect()
    }

    fn reply(&self, reply: &Value) -> Reply {
        let headers = reply.get("headers").and_then(Value::as_object);
        let headers = headers.into_iter().flatten().map(|(name, reference)| {
            let header = self.resolve(reference);
            Parameter::reply_header(name, header, |raw| self.schema(raw))
        });
        Reply {
            headers: headers.collect(),
            content: Content::parse(reply.get("content"), &self.named),
        }
    }

    fn schema(&self, raw: &Value) -> Schema {
        Schema::new(raw, &self.named)
    }

    fn resolve(&self, value: &'a Value) -> &'a Value {
        resolve(self.root, value)
    }
}

/// Follows `$ref: '#/…'` until something else stands there.
pub(super) fn resolve<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
        return value;
    };
    let target = reference.strip_prefix('#').and_then(|at| root.pointer(at));
    let target = target.unwrap_or_else(|| panic!("{reference} leads nowhere"));
    resolve(root, target)
}

/// A path template without its parameters' names, under which two routes are the same.
fn without_names(path: &str) -> String {
    let pieces = path.split('{');
    pieces
        .map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest))
        .collect::<Vec<_>>()
        .join("{}")
}
