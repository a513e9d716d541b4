//! Reads the operations out of a document's root.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::asks::Asks;
use super::document::resolve;
use super::operation::{Content, Operation, OperationSpec, Reply, RequestBody, forwards};
use super::parameter::Parameter;
use super::route::Route;
use super::security::Security;
use super::server::Server;
use super::template::Template;
use super::validator::Schema;

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What makes two operations one route: server, method, and path without its parameters' names.
type Key = (Option<String>, String, String);

/// The operations of a route that were found: that of the plain path, and that of the one with `#stream` behind it.
type Twins = [Option<Operation>; 2];

pub(super) struct Reader<'a> {
    root: &'a Value,
    main: Option<Server>,
    /// `components/schemas`.
    named: Arc<Map<String, Value>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let named = root.pointer("/components/schemas");
        let named = named.and_then(Value::as_object).cloned();
        Self {
            root,
            main: Server::of(root),
            named: Arc::new(named.unwrap_or_default()),
        }
    }

    /// Panics when the document has no order: a route or an id twice, a stream without its twin.
    pub(super) fn routes(&self) -> Vec<Arc<Route>> {
        let paths = self.root["paths"].as_object().expect("`paths` is a map");
        let mut routes: BTreeMap<Key, Twins> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for (path, item) in paths {
            let (path, twin) = match path.split_once('#') {
                None => (path.as_str(), 0),
                Some((path, "stream")) => (path, 1),
                // The same path on another server.
                Some((path, _)) if Server::of(item).is_some() => (path, 0),
                Some((_, other)) => panic!("{path}: `#{other}` means nothing"),
            };
            for (method, object) in item.as_object().into_iter().flatten() {
                if METHODS.contains(&method.as_str()) {
                    let operation = self.operation(path, method, item, object);
                    let id = &operation.spec.id;
                    assert!(ids.insert(id.clone()), "{id}: id is taken");
                    let server = operation.server.as_ref().map(|server| server.url.clone());
                    let key = (server, method.clone(), without_names(path));
                    let taken = routes.entry(key).or_default()[twin].replace(operation);
                    assert!(taken.is_none(), "{method} {path}: route is taken");
                }
            }
        }
        let routes = routes.into_iter().map(|((_, method, path), twins)| {
            let [whole, stream] = twins;
            let whole = whole.unwrap_or_else(|| panic!("{method} {path}: only as `#stream`"));
            Arc::new(Route::new(whole, stream))
        });
        routes.collect()
    }

    fn operation(&self, path: &str, method: &str, item: &Value, object: &Value) -> Operation {
        let id = object["operationId"].as_str();
        let id = id.unwrap_or_else(|| panic!("{method} {path}: no operationId"));
        let replies = self.replies(id, object);
        let server = Server::of(object).or_else(|| Server::of(item));
        let is_main = |server: &Server| {
            self.main
                .as_ref()
                .is_some_and(|main| main.url == server.url)
        };
        let server = server.filter(|server| !is_main(server));
        let base = server.as_ref().or(self.main.as_ref()).map(Server::base);
        let path = format!("{}{path}", base.unwrap_or_default());
        let handwritten = object.get("x-handwritten").is_some();
        let forwarding = forwards(&path, handwritten);
        let has_range = ["2XX", "default"]
            .iter()
            .any(|key| replies.contains_key(*key));
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
            open: forwarding && has_range,
            streaming: object.get("x-streaming") == Some(&Value::Bool(true)),
            parameters: self.parameters(item, object),
            security: self.security(object, server.is_some()),
            body: object.get("requestBody").map(|body| self.body(body)),
            asks: self.asks(item, object),
            server,
            replies,
        }
    }

    fn security(&self, object: &Value, elsewhere: bool) -> Security {
        let schemes = &self.root["components"]["securitySchemes"];
        let security = Security::parse(self.security_word(object), schemes);
        match elsewhere {
            true => security.elsewhere(schemes),
            false => security,
        }
    }

    fn security_word(&self, object: &'a Value) -> Option<&'a Value> {
        object.get("security").or_else(|| self.root.get("security"))
    }

    fn asks(&self, item: &'a Value, object: &'a Value) -> Asks {
        let parameters = self.parameter_objects(item, object);
        let body = object.get("requestBody").map(|body| self.resolve(body));
        let security = self.security_word(object);
        Asks::new(
            parameters.into_iter().cloned().collect(),
            body.cloned().unwrap_or_default(),
            security.cloned().unwrap_or_default(),
        )
    }

    fn parameters(&self, item: &'a Value, object: &'a Value) -> Vec<Parameter> {
        let objects = self.parameter_objects(item, object).into_iter();
        let parameters = objects.map(|object| Parameter::parse(object, |raw| self.schema(raw)));
        parameters
            .filter(|parameter| !parameter.is_ignored())
            .collect()
    }

    /// The parameters of an operation; its own take the place of the path's.
    fn parameter_objects(&self, item: &'a Value, object: &'a Value) -> Vec<&'a Value> {
        let mut parameters: Vec<&Value> = Vec::new();
        for list in [object, item].map(|owner| owner["parameters"].as_array()) {
            for reference in list.into_iter().flatten() {
                let new = self.resolve(reference);
                let is_same = |old: &&Value| old["name"] == new["name"] && old["in"] == new["in"];
                if !parameters.iter().any(is_same) {
                    parameters.push(new);
                }
            }
        }
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

/// A path template without its parameters' names, under which two routes are the same.
fn without_names(path: &str) -> String {
    let pieces = path.split('{');
    pieces
        .map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest))
        .collect::<Vec<_>>()
        .join("{}")
}
