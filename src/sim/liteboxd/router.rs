//! Which operation a method and a path mean.

use http::{Method, Uri};

use super::gateway::{self, Door};
use super::{auth, prepull, templates};
use crate::sim::gin::without_slash;
use crate::sim::percent::decode;

/// An operation of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Health,
    Ready,
    CreateSandbox,
    ListSandboxes,
    ListMetadata,
    ListPvcs,
    Reconcile,
    ListReconcileRuns,
    GetReconcileRun(String),
    GetSandbox(String),
    DeleteSandbox(String),
    Restart(String),
    Stop(String),
    Start(String),
    Exec(String),
    Logs(String),
    Upload(String),
    Download(String),
    StatusHistory(String),
    Interactive(String),
    Port(Door),
    Templates(templates::Route),
    Import,
    ExportTemplate(String),
    ExportTemplates,
    Prepull(prepull::Route),
    Login,
    Auth(auth::Route),
}

/// What the router says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Route(Route),
    /// The same without the trailing slash is a route.
    Redirect(String),
    Nothing,
}

/// Finds the target of a request. The path is decoded before it is split, as the server does.
pub(super) fn find(method: &Method, uri: &Uri) -> Target {
    if let Some(target) = gateway::find(method, uri) {
        return target;
    }
    let path = decode(uri.path());
    if let Some(route) = route(method, &path) {
        return Target::Route(route);
    }
    match path.strip_suffix('/') {
        Some(shorter) if route(method, shorter).is_some() => Target::Redirect(without_slash(uri)),
        _ => Target::Nothing,
    }
}

fn route(method: &Method, path: &str) -> Option<Route> {
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    match segments.as_slice() {
        ["health"] if method == Method::GET => Some(Route::Health),
        ["readyz"] if method == Method::GET => Some(Route::Ready),
        ["api", "v1", rest @ ..] if !rest.contains(&"") => api(method, rest),
        _ => None,
    }
}

fn api(method: &Method, path: &[&str]) -> Option<Route> {
    match path {
        ["sandboxes", rest @ ..] => sandboxes(method, rest),
        ["templates", "import"] if method == Method::POST => Some(Route::Import),
        ["templates", "export"] if method == Method::GET => Some(Route::ExportTemplates),
        ["templates", name, "export"] if method == Method::GET => {
            Some(Route::ExportTemplate((*name).to_owned()))
        }
        ["templates", name, "prepull"] if method == Method::POST => Some(Route::Prepull(
            prepull::Route::ForTemplate((*name).to_owned()),
        )),
        ["templates", rest @ ..] => templates::Route::find(method, rest).map(Route::Templates),
        ["images", "prepull", rest @ ..] => prepull::Route::find(method, rest).map(Route::Prepull),
        ["auth", "login"] if method == Method::POST => Some(Route::Login),
        ["auth", rest @ ..] => auth::Route::find(method, rest).map(Route::Auth),
        _ => None,
    }
}

fn sandboxes(method: &Method, rest: &[&str]) -> Option<Route> {
    let id = || rest.first().map(|id| (*id).to_owned()).unwrap_or_default();
    Some(match (method.as_str(), rest) {
        ("POST", []) => Route::CreateSandbox,
        ("GET", []) => Route::ListSandboxes,
        ("GET", ["metadata"]) => Route::ListMetadata,
        ("GET", ["pvcs"]) => Route::ListPvcs,
        ("POST", ["reconcile"]) => Route::Reconcile,
        ("GET", ["reconcile", "runs"]) => Route::ListReconcileRuns,
        ("GET", ["reconcile", "runs", run]) => Route::GetReconcileRun((*run).to_owned()),
        ("GET", [_]) => Route::GetSandbox(id()),
        ("DELETE", [_]) => Route::DeleteSandbox(id()),
        ("POST", [_, "restart"]) => Route::Restart(id()),
        ("POST", [_, "stop"]) => Route::Stop(id()),
        ("POST", [_, "start"]) => Route::Start(id()),
        ("POST", [_, "exec"]) => Route::Exec(id()),
        ("GET", [_, "exec", "interactive"]) => Route::Interactive(id()),
        ("GET", [_, "logs"]) => Route::Logs(id()),
        ("POST", [_, "files"]) => Route::Upload(id()),
        ("GET", [_, "files"]) => Route::Download(id()),
        ("GET", [_, "status-history"]) => Route::StatusHistory(id()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &Method, target: &'static str) -> Target {
        find(method, &Uri::from_static(target))
    }

    #[test]
    fn fixed_names_win_over_ids() {
        let get = |id: &str| Target::Route(Route::GetSandbox(id.to_owned()));
        assert_eq!(
            found(&Method::GET, "/api/v1/sandboxes/metadata"),
            Target::Route(Route::ListMetadata)
        );
        assert_eq!(
            found(&Method::GET, "/api/v1/sandboxes/reconcile"),
            get("reconcile")
        );
        assert_eq!(found(&Method::GET, "/api/v1/sandboxes/a%62c"), get("abc"));
        assert_eq!(
            found(&Method::GET, "/api/v1/sandboxes/a%2Flogs"),
            Target::Route(Route::Logs("a".to_owned()))
        );
    }

    #[test]
    fn a_wrong_verb_is_no_route() {
        assert_eq!(found(&Method::PUT, "/api/v1/sandboxes"), Target::Nothing);
        assert_eq!(found(&Method::HEAD, "/api/v1/sandboxes"), Target::Nothing);
        assert_eq!(
            found(&Method::POST, "/api/v1/sandboxes/a/exec/interactive"),
            Target::Nothing
        );
    }

    #[test]
    fn a_trailing_slash_is_redirected() {
        let to = |location: &str| Target::Redirect(location.to_owned());
        assert_eq!(
            found(&Method::GET, "/api/v1/sandboxes/?a=b"),
            to("/api/v1/sandboxes?a=b")
        );
        assert_eq!(
            found(&Method::POST, "/api/v1/sandboxes/x/stop/"),
            to("/api/v1/sandboxes/x/stop")
        );
        assert_eq!(found(&Method::PUT, "/api/v1/sandboxes/"), Target::Nothing);
    }
}
