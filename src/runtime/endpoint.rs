//! The base URL of a server.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::{Error, Result};

/// A checked base URL: absolute, http or https, without credentials, query and trailing slash.
#[derive(Debug, Clone)]
pub struct Endpoint {
    text: String,
    /// A path of the document, and the one that this server has in its place.
    moved: Option<(&'static str, String)>,
    /// How much of a request's path belongs to the base.
    prefix: usize,
    origin: String,
    host: String,
    port: u16,
    loopback: bool,
    encrypted: bool,
}

impl Endpoint {
    /// Reads a base URL; `suffix` is an API prefix such as `/api/v1` that users may write or leave out.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput), saying what is wrong and what is right.
    pub(crate) fn parse(text: &str, suffix: &str) -> Result<Self> {
        let example = "write it like `https://host:8080`";
        let refuse = |fault: &str| {
            Err(Error::invalid(format!(
                "base URL `{}` {fault}; {example}",
                redact(text)
            )))
        };
        let Ok(url) = Url::parse(text.trim()) else {
            return refuse("is not an absolute URL");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("is neither http nor https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("holds a user name or password; give credentials to the builder");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("has a query or a fragment");
        }
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return refuse("names no host");
        };
        let loopback = is_loopback(host);
        let path = url.path().trim_end_matches('/');
        let path = path
            .strip_suffix(suffix)
            .unwrap_or(path)
            .trim_end_matches('/');
        Ok(Self {
            text: format!("{}{path}", url.origin().ascii_serialization()),
            moved: None,
            prefix: path.len(),
            origin: url.origin().ascii_serialization(),
            host: host.to_owned(),
            port: url.port_or_known_default().unwrap_or_default(),
            loopback,
            encrypted: url.scheme() == "https",
        })
    }

    /// The base URL without a trailing slash.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Reads the URL of one operation. A path of its own stands for the document's; without one, that is meant.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub(crate) fn of_operation(text: &str, path: &'static str) -> Result<Self> {
        let mut endpoint = Self::parse(text, path)?;
        // With the slash at its end, if it has one.
        let own =
            Url::parse(text.trim()).map_or_else(|_| String::new(), |url| url.path().to_owned());
        let is_documented = own.trim_end_matches('/').ends_with(path);
        if endpoint.prefix > 0 && !is_documented {
            endpoint.text.truncate(endpoint.origin.len());
            endpoint.prefix = 0;
            endpoint.moved = Some((path, own));
        }
        Ok(endpoint)
    }

    /// The URL of an operation without parameters.
    pub(crate) fn url(&self, path: &str) -> String {
        match &self.moved {
            Some((moved, own)) if *moved == path => format!("{}{own}", self.text),
            _ => format!("{}{path}", self.text),
        }
    }

    /// The part of a request's path that the document describes.
    pub(crate) fn relative<'a>(&self, path: &'a str) -> &'a str {
        if let Some((moved, own)) = &self.moved
            && own == path
        {
            return moved;
        }
        path.get(self.prefix..).unwrap_or_default()
    }

    /// Whether a URL leads to this server, which alone may see the credential.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin().ascii_serialization() == self.origin
    }

    /// The host, for tracing.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The port, for tracing.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whether the server is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether a credential sent here can be read on the way.
    pub(crate) fn is_exposed(&self) -> bool {
        !self.encrypted && !self.loopback
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or_else(
        |_| host == "localhost" || host.ends_with(".localhost"),
        |address| address.is_loopback(),
    )
}

/// A base URL for an error message: without what may be a password or a key.
fn redact(text: &str) -> String {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let start = text[..end].find("://").map_or(0, |start| start + 3);
    let (scheme, rest) = text[..end].split_at(start);
    let rest = match rest.rfind('@') {
        Some(at) => format!("***{}", &rest[at..]),
        None => rest.to_owned(),
    };
    let hidden = if end < text.len() { "***" } else { "" };
    let mark = text[end..]
        .chars()
        .next()
        .map(String::from)
        .unwrap_or_default();
    format!("{scheme}{rest}{mark}{hidden}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_are_unified() {
        for (given, base) in [
            ("http://localhost:8080/api/v1", "http://localhost:8080"),
            ("http://localhost:8080/api/v1/", "http://localhost:8080"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("https://x.example/box/api/v1", "https://x.example/box"),
            (" https://x.example/box/ ", "https://x.example/box"),
        ] {
            let endpoint = Endpoint::parse(given, "/api/v1").unwrap();
            assert_eq!(endpoint.as_str(), base);
            assert_eq!(
                endpoint.relative(
                    &format!("{}/health", &base[base.find("//").unwrap() + 2..])
                        .split_once('/')
                        .map(|(_, rest)| format!("/{rest}"))
                        .unwrap()
                ),
                "/health"
            );
        }
    }

    #[test]
    fn what_is_not_a_base_is_refused_with_the_right_form() {
        for bad in [
            "",
            "/api/v1",
            "localhost:8080",
            "ftp://x",
            "http://",
            "http://u:hunter2@x",
            "http://x/?a=1",
            "x",
        ] {
            let error = Endpoint::parse(bad, "").unwrap_err();
            assert!(error.message().contains("https://host:8080"), "{error}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn an_operation_may_have_a_path_of_its_own() {
        for (given, url, other) in [
            ("http://x", "http://x/v1/in", "http://x/health"),
            ("http://x/", "http://x/v1/in", "http://x/health"),
            ("http://x/v1/in", "http://x/v1/in", "http://x/health"),
            ("http://x/a/v1/in/", "http://x/a/v1/in", "http://x/a/health"),
            ("http://x/a/b", "http://x/a/b", "http://x/health"),
            ("http://x/a/b/", "http://x/a/b/", "http://x/health"),
            (
                "http://x/a\\v1\\in",
                "http://x/a/v1/in",
                "http://x/a/health",
            ),
        ] {
            let endpoint = Endpoint::of_operation(given, "/v1/in").unwrap();
            assert_eq!(endpoint.url("/v1/in"), url, "{given}");
            assert_eq!(endpoint.url("/health"), other, "{given}");
            for (url, path) in [(url, "/v1/in"), (other, "/health")] {
                let sent = Url::parse(url).unwrap();
                assert_eq!(endpoint.relative(sent.path()), path, "{given}");
            }
        }
    }

    #[test]
    fn exposure_is_plain_http_off_this_machine() {
        for (base, exposed) in [
            ("http://localhost", false),
            ("http://127.0.0.9", false),
            ("http://[::1]", false),
            ("https://x.example", false),
            ("http://x.example", true),
        ] {
            assert_eq!(
                Endpoint::parse(base, "").unwrap().is_exposed(),
                exposed,
                "{base}"
            );
        }
    }
}
