//! Which operation a method and a path mean.

use http::{Method, Uri};

use crate::sim::percent::decode;

/// An operation, with what is variable in its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Health,
    Metrics,
    CreateTask,
    Task(String),
    Artifacts(String),
    Artifact(String, String),
    Execute(String),
    BatchExecute,
    BatchValidate,
    Validation(ValidationRoute),
    ApiHealth(HealthRoute),
    Webhook(WebhookRoute),
}

/// An operation on programs and canaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ValidationRoute {
    Summary(String),
    Recommendations(String),
    Improve(String),
    Compare,
    StartCanary,
    ProgressCanary(String),
    RollBackCanary(String),
    Canary(String),
}

/// A question after health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HealthRoute {
    Simple,
    Detailed,
    Ready,
    Live,
}

/// An operation on webhooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WebhookRoute {
    Subscribe,
    List,
    Unsubscribe(String),
    History(String),
}

/// What the router says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An operation, and the version of the API that the path names if it names one.
    Route(Route, Option<String>),
    /// The path is a route with these methods only.
    WrongVerb(String),
    Nothing,
}

type Verbs = Vec<(&'static str, Route)>;

/// Finds the target of a request. Capitals do not matter, nor does a slash at the end.
pub(super) fn find(method: &Method, uri: &Uri) -> Target {
    let path = uri.path();
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments: Vec<String> = path.split('/').skip(1).map(segment).collect();
    let small: Vec<String> = segments.iter().map(|s| s.to_ascii_lowercase()).collect();
    let names: Vec<&str> = small.iter().map(String::as_str).collect();
    let (verbs, version) = match names.as_slice() {
        ["health"] => (vec![("GET", Route::Health)], None),
        ["metrics"] => (vec![("GET", Route::Metrics)], None),
        ["api", version, rest @ ..] => match is_version(version) {
            true => (routes(rest, &segments[2..]), Some(version[1..].to_owned())),
            false => return Target::Nothing,
        },
        _ => return Target::Nothing,
    };
    if let Some((_, route)) = verbs.iter().find(|(verb, _)| method.as_str() == *verb) {
        return Target::Route(route.clone(), version);
    }
    match verbs.is_empty() {
        true => Target::Nothing,
        false => {
            let verbs: Vec<&str> = verbs.iter().map(|(verb, _)| *verb).collect();
            Target::WrongVerb(verbs.join(", "))
        }
    }
}

/// A segment without its escapes; that of a slash stays.
fn segment(raw: &str) -> String {
    let parts: Vec<String> = raw.split("%2F").map(decode).collect();
    parts.join("%2F")
}

fn is_version(segment: &str) -> bool {
    let Some(number) = segment.strip_prefix('v') else {
        return false;
    };
    let mut parts = number.split('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.clone().count() <= 2 && parts.all(is_number)
}

/// The operations behind the prefix. `names` are the segments in small letters.
fn routes(names: &[&str], segments: &[String]) -> Verbs {
    let own = |index: usize| segments.get(index).cloned().unwrap_or_default();
    if names.iter().any(|name| name.is_empty()) {
        return Vec::new();
    }
    match names {
        ["tasks"] => vec![("POST", Route::CreateTask)],
        ["tasks", _] => vec![("GET", Route::Task(own(1)))],
        ["tasks", _, "artifacts"] => vec![("GET", Route::Artifacts(own(1)))],
        ["tasks", _, "artifacts", _] => vec![("GET", Route::Artifact(own(1), own(3)))],
        ["tasks", _, "execute"] => vec![("POST", Route::Execute(own(1)))],
        ["batch", "execute"] => vec![("POST", Route::BatchExecute)],
        ["batch", "validate"] => vec![("POST", Route::BatchValidate)],
        ["health", rest @ ..] => health(rest),
        ["webhooks", rest @ ..] => webhooks(rest, own),
        ["validation", rest @ ..] => validation(rest, own),
        _ => Vec::new(),
    }
}

fn health(names: &[&str]) -> Verbs {
    let route = match names {
        [] => HealthRoute::Simple,
        ["detailed"] => HealthRoute::Detailed,
        ["ready"] => HealthRoute::Ready,
        ["live"] => HealthRoute::Live,
        _ => return Vec::new(),
    };
    vec![("GET", Route::ApiHealth(route))]
}

fn webhooks(names: &[&str], own: impl Fn(usize) -> String) -> Verbs {
    let mut verbs = Vec::new();
    match names {
        [] => verbs.push(("GET", WebhookRoute::List)),
        ["subscribe"] => {
            verbs.push(("DELETE", WebhookRoute::Unsubscribe(own(1))));
            verbs.push(("POST", WebhookRoute::Subscribe));
        }
        [_] => verbs.push(("DELETE", WebhookRoute::Unsubscribe(own(1)))),
        [_, "history"] => verbs.push(("GET", WebhookRoute::History(own(1)))),
        _ => {}
    }
    let routes = verbs.into_iter();
    routes
        .map(|(verb, route)| (verb, Route::Webhook(route)))
        .collect()
}

fn validation(names: &[&str], own: impl Fn(usize) -> String) -> Verbs {
    use ValidationRoute as To;
    let (verb, route) = match names {
        ["programs", "compare"] => ("POST", To::Compare),
        ["programs", "canary", "start"] => ("POST", To::StartCanary),
        ["programs", "canary", _, "progress"] => ("POST", To::ProgressCanary(own(3))),
        ["programs", "canary", _, "rollback"] => ("POST", To::RollBackCanary(own(3))),
        ["programs", _, "summary"] => ("GET", To::Summary(own(2))),
        ["programs", _, "recommendations"] => ("GET", To::Recommendations(own(2))),
        ["programs", _, "improve"] => ("POST", To::Improve(own(2))),
        ["tasks", _, "canary"] => ("GET", To::Canary(own(2))),
        _ => return Vec::new(),
    };
    vec![(verb, Route::Validation(route))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, target: &'static str) -> Target {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        find(&method, &Uri::from_static(target))
    }

    fn to(route: Route) -> Target {
        Target::Route(route, Some("1".to_owned()))
    }

    #[test]
    fn capitals_and_the_last_slash_do_not_matter() {
        assert_eq!(found("POST", "/API/V1/Tasks/"), to(Route::CreateTask));
        assert_eq!(
            found("GET", "/api/v1/tasks/A%20b"),
            to(Route::Task("A b".to_owned()))
        );
        assert_eq!(
            found("GET", "/api/v1/tasks/a%2Fb"),
            to(Route::Task("a%2Fb".to_owned()))
        );
        assert_eq!(found("GET", "/Health"), Target::Route(Route::Health, None));
        assert_eq!(found("GET", "/api/v1//tasks"), Target::Nothing);
        assert_eq!(found("GET", "/api/v1/tasks//"), Target::Nothing);
        assert_eq!(found("GET", "/"), Target::Nothing);
    }

    #[test]
    fn the_peers_path_is_a_route_of_another_verb() {
        let get = Target::WrongVerb("GET".to_owned());
        assert_eq!(found("POST", "/api/v1/tasks/execute"), get);
        assert_eq!(
            found("POST", "/api/v1/tasks/stream/execute"),
            to(Route::Execute("stream".to_owned()))
        );
    }

    #[test]
    fn versions_are_numbers() {
        for (path, version) in [
            ("/api/v1.0/batch/execute", "1.0"),
            ("/api/v2/batch/execute", "2"),
        ] {
            let uri: Uri = path.parse().unwrap();
            assert_eq!(
                find(&Method::POST, &uri),
                Target::Route(Route::BatchExecute, Some(version.to_owned()))
            );
        }
        for path in [
            "/api/vx/batch/execute",
            "/api/v/batch/execute",
            "/api/v1.0.0/batch/execute",
        ] {
            let uri: Uri = path.parse().unwrap();
            assert_eq!(find(&Method::POST, &uri), Target::Nothing);
        }
    }

    #[test]
    fn literal_names_come_before_ids() {
        let validation = |route| to(Route::Validation(route));
        let path = "/api/v1/validation/programs/canary/start";
        assert_eq!(
            found("POST", path),
            validation(ValidationRoute::StartCanary)
        );
        assert_eq!(
            found("GET", "/api/v1/validation/programs/canary/summary"),
            validation(ValidationRoute::Summary("canary".to_owned()))
        );
        assert_eq!(
            found("PUT", "/api/v1/webhooks/subscribe"),
            Target::WrongVerb("DELETE, POST".to_owned())
        );
    }
}
