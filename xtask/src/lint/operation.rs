//! The operations of a document.

use super::document::Node;

/// The methods that OpenAPI 3.0 knows.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// One operation and its surroundings.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    /// Its id, or method and path while it has none.
    pub(crate) place: String,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// The path's entry, with the parameters that all its operations share.
    pub(crate) item: &'a Node,
    pub(crate) node: &'a Node,
}

/// A reply of an operation.
#[derive(Debug)]
pub(crate) struct Reply<'a> {
    pub(crate) status: &'a str,
    /// Where the operation names the status.
    pub(crate) line: usize,
    /// The description, references followed.
    pub(crate) node: &'a Node,
}

impl<'a> Operation<'a> {
    pub(crate) fn is_handwritten(&self) -> bool {
        self.node.has("x-handwritten")
    }

    /// The request body, references followed.
    pub(crate) fn body(&self, root: &'a Node) -> Option<&'a Node> {
        root.resolve(self.node.get("requestBody")?)
    }

    /// The replies, references followed; those that lead nowhere are left out.
    pub(crate) fn replies(&self, root: &'a Node) -> Vec<Reply<'a>> {
        self.node
            .entries_at("responses")
            .iter()
            .filter_map(|(status, node)| {
                let line = node.line;
                let node = root.resolve(node)?;
                Some(Reply { status, line, node })
            })
            .collect()
    }

    /// The replies of success, 2XX.
    pub(crate) fn successes(&self, root: &'a Node) -> Vec<Reply<'a>> {
        let mut replies = self.replies(root);
        replies.retain(|reply| reply.status.starts_with('2'));
        replies
    }
}

/// All operations in the order of the document.
pub(crate) fn operations(root: &Node) -> Vec<Operation<'_>> {
    let mut operations = Vec::new();
    for (path, item) in root.entries_at("paths") {
        for (method, node) in item.entries() {
            if METHODS.contains(&method.as_str()) {
                operations.push(Operation {
                    place: place(node, method, path),
                    method,
                    path,
                    item,
                    node,
                });
            }
        }
    }
    operations
}

/// How messages name an operation.
pub(crate) fn place(node: &Node, method: &str, path: &str) -> String {
    match node.text_at("operationId") {
        Some(id) if !id.is_empty() => id.to_owned(),
        _ => format!("{} {path}", method.to_uppercase()),
    }
}
