//! The servers that paths and operations name for themselves.

use serde_json::Value;

/// A server other than the one at the top of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) url: String,
    description: String,
}

impl Server {
    /// The first server that `owner` names: a document, a path item or an operation.
    pub(super) fn of(owner: &Value) -> Option<Self> {
        let server = owner.pointer("/servers/0")?;
        let word = |name: &str| server[name].as_str().unwrap_or_default().to_owned();
        Some(Self {
            url: word("url"),
            description: word("description"),
        })
    }

    /// The path of its URL, which stands before every path: `/api`, or nothing.
    pub(super) fn base(&self) -> &str {
        let behind_scheme = self.url.split_once("://").map(|(_, rest)| rest);
        let slash = behind_scheme.and_then(|rest| rest.find('/').map(|at| &rest[at..]));
        slash.unwrap_or_default().trim_end_matches('/')
    }

    /// Whether its description has these words, in whatever case.
    pub(super) fn is_called(&self, words: &str) -> bool {
        let description = self.description.to_lowercase();
        description.contains(&words.to_lowercase())
    }
}
