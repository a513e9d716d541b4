//! Documented credentials.

use serde_json::Value;

use super::head::Head;

/// The alternatives of a `security` word: one of them has to be met in all its parts.
#[derive(Debug, Default)]
pub(super) struct Security(Vec<Vec<Credential>>);

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
        Self(alternatives.collect())
    }

    /// Whether a request carries what the operation asks for. The value is the server's to judge.
    pub(super) fn is_met(&self, head: &Head, query: &[(String, String)]) -> bool {
        let is_present = |credential: &Credential| credential.is_present(head, query);
        self.0.is_empty() || self.0.iter().any(|all| all.iter().all(is_present))
    }

    /// Whether `name` in the query is a credential, and so documented.
    pub(super) fn names_query(&self, name: &str) -> bool {
        let mut credentials = self.0.iter().flatten();
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
