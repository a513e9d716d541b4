//! An OpenAPI 3.0.3 document as the checks read it.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::operation::{Operation, OperationSpec};
use super::reader::Reader;
use super::route::Route;
use super::server::Server;
use crate::support::yaml;

/// A parsed document, and the servers of it whose requests are expected. Clones share it, with its compiled schemas.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    parsed: Arc<Parsed>,
    /// URLs; `None` is the main server.
    servers: Vec<Option<String>>,
}

#[derive(Debug)]
struct Parsed {
    root: Value,
    routes: Vec<Arc<Route>>,
}

/// A documented route and the path parameters of a request for it.
pub(super) type Match = (Arc<Route>, Vec<(String, String)>);

impl Document {
    /// Reads `openapi/<name>.yaml`, once per process. It stands for the main server.
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

    /// Parses the text of a document. It stands for the main server.
    ///
    /// Panics when the document says something that this layer cannot check, so that no word of a
    /// document is passed over in silence.
    pub(crate) fn parse(text: &str) -> Self {
        let root = yaml::to_json(text);
        let routes = Reader::new(&root).routes();
        Self {
            parsed: Arc::new(Parsed { root, routes }),
            servers: vec![None],
        }
    }

    /// The same document for another server: the one that paths or operations name for themselves, and whose description has
    /// these words, in whatever case.
    ///
    /// Only where requests go depends on the server. [`operations`](Self::operations) and [`expected`](Self::expected) always
    /// have all.
    ///
    /// Panics when there is no such server, or more than one.
    pub(crate) fn of_server(&self, words: &str) -> Self {
        Self {
            parsed: Arc::clone(&self.parsed),
            servers: vec![Some(self.named_server(words))],
        }
    }

    /// The same document for one more server, as in [`of_server`](Self::of_server): both are behind one port.
    pub(crate) fn and_server(&self, words: &str) -> Self {
        let mut document = self.clone();
        document.servers.push(Some(self.named_server(words)));
        document
    }

    fn named_server(&self, words: &str) -> String {
        let servers = self.all().filter_map(|operation| operation.server.as_ref());
        let called = servers.filter(|server: &&Server| server.is_called(words));
        let called: BTreeSet<&str> = called.map(|server| &*server.url).collect();
        let called: Vec<&str> = called.into_iter().collect();
        match called.as_slice() {
            [url] => (*url).to_owned(),
            other => panic!("servers called {words:?}: {other:?}"),
        }
    }

    /// All operations, of whatever server.
    pub(crate) fn operations(&self) -> Vec<OperationSpec> {
        self.all().map(|operation| operation.spec.clone()).collect()
    }

    /// Every pair of operation and documented status, of whatever server: what [`super::Coverage`] is measured against.
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
        super::examples::wrong(&self.parsed.root)
    }

    /// How many examples the document holds.
    pub(crate) fn example_count(&self) -> usize {
        super::examples::count(&self.parsed.root)
    }

    /// The route that a request means.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Match> {
        let routes = self.parsed.routes.iter();
        routes
            .filter(|route| route.request().spec.method == method && self.is_for(route))
            .filter_map(|route| {
                let parameters = route.request().template.matches(path)?;
                Some((Arc::clone(route), parameters))
            })
            .min_by(|(one, _), (other, _)| {
                let (one, other) = (one.request(), other.request());
                one.template.by_precedence(&other.template)
            })
    }

    fn is_for(&self, route: &Route) -> bool {
        let mut servers = self.servers.iter();
        servers.any(|server| server.as_deref() == route.server())
    }

    fn all(&self) -> impl Iterator<Item = &Operation> {
        self.parsed
            .routes
            .iter()
            .flat_map(|route| route.operations())
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
