//! How FastAPI finds a route, and what it says when there is none.

use http::{Method, Uri};

use crate::sim::percent::decode;

/// The methods of a path, each with its operation.
pub(crate) type Verbs<R> = Vec<(&'static str, R)>;

/// What the router says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target<R> {
    Route(R),
    /// The path is a route with these methods only.
    WrongVerb(String),
    /// The same path with or without the slash at its end is a route.
    Redirect(String),
    Nothing,
}

/// Finds the target of a request among the operations that `routes` has for a path. The path is decoded before it is split,
/// as the server does.
pub(crate) fn find<R: Clone>(
    method: &Method,
    uri: &Uri,
    routes: impl Fn(&str) -> Verbs<R>,
) -> Target<R> {
    let path = decode(uri.path());
    let verbs = routes(&path);
    if let Some((_, route)) = verbs.iter().find(|(verb, _)| method.as_str() == *verb) {
        return Target::Route(route.clone());
    }
    if !verbs.is_empty() {
        let verbs: Vec<&str> = verbs.iter().map(|(verb, _)| *verb).collect();
        return Target::WrongVerb(verbs.join(", "));
    }
    let raw = uri.path();
    let (other, location) = match (path.strip_suffix('/'), raw.strip_suffix('/')) {
        (Some(path), Some(raw)) => (path.to_owned(), raw.to_owned()),
        _ => (format!("{path}/"), format!("{raw}/")),
    };
    if routes(&other).is_empty() {
        return Target::Nothing;
    }
    Target::Redirect(match uri.query() {
        Some(query) => format!("{location}?{query}"),
        None => location,
    })
}
