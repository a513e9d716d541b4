//! The address of a request to a port.

use std::sync::Arc;

use reqwest::Url;

use crate::error::{Error, Result};
use crate::liteboxd::sandboxes::sandbox_id;
use crate::runtime::path;

/// A port of a sandbox.
#[derive(Debug, Clone)]
pub(super) struct Target {
    id: Arc<str>,
    port: u16,
}

impl Target {
    pub(super) fn new(id: &str, port: u16) -> Result<Self> {
        sandbox_id(id)?;
        if port == 0 {
            return Err(Error::invalid("port 0; give a port from 1 to 65535"));
        }
        let id = id.into();
        Ok(Self { id, port })
    }

    /// The URL of a path of the application, with its query.
    pub(super) fn url(&self, base: &str, path: &str, query: &[(String, String)]) -> Result<Url> {
        check(path)?;
        let port = self.port.to_string();
        let mut url = path::join(base, ["api", "v1", "sandbox", &self.id, "port", &port])?;
        // The slash of the path is the one without which the gateway would redirect.
        let whole = format!("{}{path}", url.path());
        url.set_path(&whole);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }
}

/// A path that the application gets as it is given.
fn check(path: &str) -> Result<()> {
    let dots = |segment: &str| {
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        plain == "." || plain == ".."
    };
    let fault = if !path.starts_with('/') {
        "does not begin with `/`"
    } else if path.contains(['?', '#']) {
        "has a query or a fragment; give the query with `query`"
    } else if path.contains('\\') || path.chars().any(char::is_control) {
        "contains a backslash or a control character; escape it"
    } else if path.split('/').any(dots) {
        "has a segment `.` or `..`, which would lead elsewhere"
    } else {
        return Ok(());
    };
    Err(Error::invalid(format!("path {path:?} {fault}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str, query: &[(&str, &str)]) -> Result<String> {
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let target = Target::new("a1", 80)?;
        Ok(target.url("http://x/y", path, &query)?.to_string())
    }

    #[test]
    fn paths_keep_their_escapes_and_their_slashes() {
        for (path, tail) in [
            ("/", "/"),
            ("/a/", "/a/"),
            ("//a", "//a"),
            ("/a%2Fb%41", "/a%2Fb%41"),
            ("/a b/é", "/a%20b/%C3%A9"),
            ("/...", "/..."),
        ] {
            let whole = format!("http://x/y/api/v1/sandbox/a1/port/80{tail}");
            assert_eq!(url(path, &[]).unwrap(), whole);
        }
        assert!(
            url("/", &[("q", "a b"), ("q", "&")])
                .unwrap()
                .ends_with("/80/?q=a+b&q=%26")
        );
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for bad in [
            "",
            "a",
            "/a/..",
            "/../x",
            "/./a",
            "/%2e%2E/x",
            "/.%2e",
            "/a?b",
            "/a#b",
            "/a\\..\\b",
            "/a\tb",
            "/..\t/",
        ] {
            assert!(url(bad, &[]).unwrap_err().is_invalid_input(), "{bad:?}");
        }
        assert!(Target::new("a/b", 80).is_err());
        assert!(Target::new("a", 0).is_err());
    }
}
