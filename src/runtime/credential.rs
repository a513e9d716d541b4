//! Credentials: how a request proves who sends it.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::endpoint::Endpoint;
use crate::Secret;
use crate::error::{Error, Result};

/// Shown in place of a credential.
const REDACTED: &str = "***";

/// What is added to every request, at each attempt.
#[derive(Clone, Default)]
pub(crate) struct Credential(Vec<Entry>);

#[derive(Clone)]
struct Entry {
    name: HeaderName,
    value: HeaderValue,
    secret: Secret,
}

impl Credential {
    /// `Authorization: Bearer …`.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the token is empty or no header can carry it.
    pub(crate) fn bearer(token: &Secret) -> Result<Self> {
        let text = check(token.expose())?;
        Self::entry(AUTHORIZATION, &format!("Bearer {text}"), token)
    }

    /// The token by itself, as the value of a header.
    ///
    /// # Errors
    /// As [`bearer`](Self::bearer).
    pub(crate) fn header(name: HeaderName, token: &Secret) -> Result<Self> {
        Self::entry(name, check(token.expose())?, token)
    }

    fn entry(name: HeaderName, value: &str, token: &Secret) -> Result<Self> {
        let mut value = HeaderValue::try_from(value).map_err(|_| refused("is no header value"))?;
        value.set_sensitive(true);
        let secret = token.clone();
        Ok(Self(vec![Entry {
            name,
            value,
            secret,
        }]))
    }

    /// Warns when the credential can be read on its way to the server.
    pub(crate) fn warn_if_exposed(&self, endpoint: &Endpoint) {
        if endpoint.is_exposed() && !self.0.is_empty() {
            tracing::warn!(
                base_url = endpoint.as_str(),
                "a credential goes over plain http to another machine"
            );
        }
    }

    pub(crate) fn apply(&self, headers: &mut HeaderMap) {
        for entry in &self.0 {
            headers.insert(&entry.name, entry.value.clone());
        }
    }

    /// Takes the credential out of what a server sent back, so that no error can show it.
    pub(crate) fn scrub(&self, bytes: bytes::Bytes) -> bytes::Bytes {
        let text = String::from_utf8_lossy(&bytes);
        match self.scrub_text(&text) {
            Some(clean) => clean.into(),
            None => bytes,
        }
    }

    /// The same for headers.
    pub(crate) fn scrub_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let clean = value.to_str().ok().and_then(|text| self.scrub_text(text));
            if let Some(clean) = clean.and_then(|clean| HeaderValue::try_from(clean).ok()) {
                *value = clean;
            }
        }
    }

    /// The text without the credential, if it held one.
    pub(crate) fn scrub_text(&self, text: &str) -> Option<String> {
        let mut clean = None;
        for entry in &self.0 {
            let current: &str = clean.as_deref().unwrap_or(text);
            if current.contains(entry.secret.expose()) {
                clean = Some(current.replace(entry.secret.expose(), REDACTED));
            }
        }
        clean
    }
}

fn check(token: &str) -> Result<&str> {
    let token = token.trim();
    if token.is_empty() {
        return Err(refused("is empty"));
    }
    if token.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(refused("contains white space"));
    }
    Ok(token)
}

fn refused(fault: &str) -> Error {
    Error::invalid(format!(
        "the token {fault}; give the key as the server issued it, or none"
    ))
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|entry| (&entry.name, REDACTED)))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_must_be_one_word() {
        for bad in ["", "  ", "a b", "a\nb", "é\u{7}"] {
            assert!(
                Credential::bearer(&Secret::new(bad))
                    .unwrap_err()
                    .is_invalid_input(),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn what_the_server_echoes_is_scrubbed() {
        let credential = Credential::bearer(&Secret::new("canary")).unwrap();
        assert_eq!(credential.scrub("x canary y canary".into()), "x *** y ***");
        assert_eq!(
            credential.scrub(bytes::Bytes::from_static(b"\xff")),
            bytes::Bytes::from_static(b"\xff")
        );
        assert!(!format!("{credential:?}").contains("canary"));
    }
}
