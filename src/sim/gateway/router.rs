//! Which operation a method and a path mean.

use http::{Method, Uri};

use crate::sim::fastapi::router::{self, Verbs};

/// An operation of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Root,
    Health,
    Convert,
    /// `/v1/internal/run`
    Run,
    /// `/v1/run`
    LegacyRun,
    GenerateUploadUrl,
    Upload,
    UploadTemp,
    Download,
    List,
    ListTemp,
    CleanupTemp,
    ListPrefabs,
    Spec(String, String),
    StoreSecret,
    ListSecrets,
    SecretsOf(String),
    DeleteSecret(String, String),
}

/// What the router says to a request.
pub(super) type Target = router::Target<Route>;

/// Finds the target of a request.
pub(super) fn find(method: &Method, uri: &Uri) -> Target {
    router::find(method, uri, routes)
}

/// The operations at a path.
fn routes(path: &str) -> Verbs<Route> {
    let Some(path) = path.strip_prefix('/') else {
        return Vec::new();
    };
    let segments: Vec<&str> = path.split('/').collect();
    match segments.as_slice() {
        [""] => vec![("GET", Route::Root)],
        ["health"] => vec![("GET", Route::Health)],
        ["internal", "files", name] => file(name).into_iter().collect(),
        ["v1", rest @ ..] if !rest.contains(&"") => versioned(rest),
        _ => Vec::new(),
    }
}

fn file(name: &str) -> Option<(&'static str, Route)> {
    Some(match name {
        "generate_upload_url" => ("POST", Route::GenerateUploadUrl),
        "upload" => ("POST", Route::Upload),
        "upload_temp" => ("POST", Route::UploadTemp),
        "download" => ("GET", Route::Download),
        "list" => ("GET", Route::List),
        "list_temp" => ("GET", Route::ListTemp),
        "cleanup_temp" => ("DELETE", Route::CleanupTemp),
        _ => return None,
    })
}

fn versioned(path: &[&str]) -> Verbs<Route> {
    let own = |text: &&str| (*text).to_owned();
    match path {
        ["auth", "convert_to_internal_token"] => vec![("POST", Route::Convert)],
        ["internal", "run"] => vec![("POST", Route::Run)],
        ["run"] => vec![("POST", Route::LegacyRun)],
        ["prefabs"] => vec![("GET", Route::ListPrefabs)],
        ["prefabs", id, version, "spec"] => vec![("GET", Route::Spec(own(id), own(version)))],
        ["secrets"] => vec![("GET", Route::ListSecrets), ("POST", Route::StoreSecret)],
        ["secrets", id] => vec![("GET", Route::SecretsOf(own(id)))],
        ["secrets", id, name] => vec![("DELETE", Route::DeleteSecret(own(id), own(name)))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, target: &'static str) -> Target {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        find(&method, &Uri::from_static(target))
    }

    #[test]
    fn files_are_not_versioned() {
        assert_eq!(
            found("GET", "/internal/files/list?limit=1"),
            Target::Route(Route::List)
        );
        assert_eq!(found("GET", "/v1/internal/files/list"), Target::Nothing);
        assert_eq!(found("GET", "/internal/files/"), Target::Nothing);
    }

    #[test]
    fn the_version_is_a_part_of_the_path() {
        let spec = Route::Spec("a b".to_owned(), "1.0".to_owned());
        assert_eq!(
            found("GET", "/v1/prefabs/a%20b/1.0/spec"),
            Target::Route(spec)
        );
        assert_eq!(found("GET", "/v1/prefabs/a/spec"), Target::Nothing);
        assert_eq!(
            found("GET", "/v1/prefabs/a%2F1/spec"),
            Target::Route(Route::Spec("a".to_owned(), "1".to_owned()))
        );
    }

    #[test]
    fn a_wrong_verb_is_told_the_right_ones() {
        let verbs = |verbs: &str| Target::WrongVerb(verbs.to_owned());
        assert_eq!(found("GET", "/v1/run"), verbs("POST"));
        assert_eq!(found("HEAD", "/health"), verbs("GET"));
        assert_eq!(found("PUT", "/v1/secrets"), verbs("GET, POST"));
    }

    #[test]
    fn a_slash_at_the_end_is_redirected() {
        let to = |location: &str| Target::Redirect(location.to_owned());
        assert_eq!(
            found("GET", "/v1/prefabs/?status=x"),
            to("/v1/prefabs?status=x")
        );
        assert_eq!(found("GET", "/health/"), to("/health"));
        assert_eq!(found("GET", "//"), Target::Redirect("/".to_owned()));
    }
}
