//! Documented credentials.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::head::Head;

/// What a `security` word asks for.
#[derive(Debug, Default)]
pub(super) struct Security {
    /// One of these alternatives has to be met in all its parts.
    asked: Vec<Vec<Credential>>,
    /// These must not be sent: they are for another server.
    barred: Vec<Credential>,
}

/// Where a credential travels.
#[derive(Debug, Clone)]
enum Credential {
    /// `Authorization` with this scheme and a non-empty rest.
    Scheme(&'static str),
    Header(String),
    Cookie(String),
    Query(String),
}

impl Security {
    /// Reads a `security` array with the document's `securitySchemes`.
    pub(super) fn parse(requirements: Option<&Value>, schemes: &Value) -> Self {
        let alternatives = requirements.and_then(Value::as_array);
        let alternatives = alternatives.into_iter().flatten().map(|requirement| {
            let names = requirement.as_object().into_iter().flatten();
            names
                .map(|(name, _)| Credential::parse(name, &schemes[name.as_str()]))
                .collect()
        });
        Self {
            asked: alternatives.collect(),
            barred: Vec::new(),
        }
    }

    /// The same at another server than the one that the credentials of the document are for: what asks for none must not be
    /// sent any.
    pub(super) fn elsewhere(mut self, schemes: &Value) -> Self {
        if self.asked.is_empty() {
            let schemes = schemes.as_object().into_iter().flatten();
            self.barred = schemes
                .map(|(name, scheme)| Credential::parse(name, scheme))
                .collect();
        }
        self
    }

    /// The credentials of a request that are for another server.
    pub(super) fn strangers(&self, head: &Head, query: &[(String, String)]) -> BTreeSet<String> {
        let sent = self.barred.iter();
        sent.filter(|credential| credential.is_sent(head, query))
            .map(|credential| format!("{credential} is sent to a server that it is not for"))
            .collect()
    }

    /// Whether a request carries what the operation asks for. The value is the server's to judge.
    pub(super) fn is_met(&self, head: &Head, query: &[(String, String)]) -> bool {
        let is_present = |credential: &Credential| credential.is_present(head, query);
        self.asked.is_empty() || self.asked.iter().any(|all| all.iter().all(is_present))
    }

    /// Whether `name` in the query is a credential, and so documented.
    pub(super) fn names_query(&self, name: &str) -> bool {
        let mut credentials = self.asked.iter().flatten();
        credentials.any(|credential| matches!(credential, Credential::Query(key) if key == name))
    }
}

impl Credential {
    fn parse(name: &str, scheme: &Value) -> Self {
        let key = || scheme["name"].as_str().unwrap_or_default().to_owned();
        let word = |name: &str| scheme[name].as_str().unwrap_or_default();
        match (word("type"), word("scheme"), word("in")) {
            ("http", "bearer", _) => Self::Scheme("Bearer "),
            ("http", "basic", _) => Self::Scheme("Basic "),
            ("apiKey", _, "header") => Self::Header(key()),
            ("apiKey", _, "cookie") => Self::Cookie(key()),
            ("apiKey", _, "query") => Self::Query(key()),
            _ => panic!("security scheme {name}: {scheme} is not understood"),
        }
    }

    /// Whether a request has anything in this credential's place, be it empty or of another scheme.
    fn is_sent(&self, head: &Head, query: &[(String, String)]) -> bool {
        let has =
            |pairs: &[(String, String)], name: &String| pairs.iter().any(|(key, _)| key == name);
        match self {
            Self::Scheme(_) => head.header("authorization").is_some(),
            Self::Header(name) => head.header(name).is_some(),
            Self::Cookie(name) => has(&head.cookies(), name),
            Self::Query(name) => has(query, name),
        }
    }

    fn is_present(&self, head: &Head, query: &[(String, String)]) -> bool {
        let has = |pairs: &[(String, String)], name: &String| {
            pairs
                .iter()
                .any(|(key, value)| key == name && !value.is_empty())
        };
        match self {
            Self::Scheme(scheme) => head
                .header("authorization")
                .and_then(|value| value.strip_prefix(scheme))
                .is_some_and(|credential| !credential.is_empty()),
            Self::Header(name) => head.header(name).is_some_and(|value| !value.is_empty()),
            Self::Cookie(name) => has(&head.cookies(), name),
            Self::Query(name) => has(query, name),
        }
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme(_) => f.write_str("header Authorization"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Cookie(name) => write!(f, "cookie {name}"),
            Self::Query(name) => write!(f, "query parameter {name}"),
        }
    }
}
