//! Credentials: how a request proves who sends it.

use http::header::{self, AUTHORIZATION, COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::cookie;
use super::endpoint::Endpoint;
use crate::Secret;
use crate::error::{Error, Result};

/// Shown in place of a credential.
const REDACTED: &str = "***";

/// A secret with fewer bytes is taken out only where it stands by itself: inside of words it is a letter of them, and
/// without those nobody could read what went wrong.
const SHORT: usize = 4;

/// What is added to every request, at each attempt.
#[derive(Clone, Default)]
pub struct Credential {
    entries: Vec<(HeaderName, HeaderValue)>,
    /// What must not come back from the server, in every spelling; longer ones first, since one may be part of another.
    secrets: Vec<Secret>,
}

impl Credential {
    /// `Authorization: Bearer …`.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the token is empty or no header can carry it.
    pub(crate) fn bearer(token: &Secret) -> Result<Self> {
        Self::scheme(AUTHORIZATION, "Bearer", token)
    }

    /// The token behind a word, as the value of a header.
    ///
    /// # Errors
    /// As [`bearer`](Self::bearer).
    pub(crate) fn scheme(name: HeaderName, scheme: &str, token: &Secret) -> Result<Self> {
        let text = check(token.expose())?;
        Self::entry(name, &format!("{scheme} {text}"), text)
    }

    /// `Cookie: name=…`.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the value is none that a cookie can have.
    pub(crate) fn cookie(name: &str, value: &Secret) -> Result<Self> {
        let text = check(value.expose())?;
        if text.contains(['"', ',', ';', '\\']) {
            return Err(refused("is no value of a cookie"));
        }
        Self::entry(COOKIE, &format!("{name}={text}"), text)
    }

    /// The token by itself, as the value of a header.
    ///
    /// # Errors
    /// As [`bearer`](Self::bearer).
    pub(crate) fn header(name: HeaderName, token: &Secret) -> Result<Self> {
        let text = check(token.expose())?;
        Self::entry(name, text, text)
    }

    /// A header, and the secret that stands in it.
    fn entry(name: HeaderName, value: &str, secret: &str) -> Result<Self> {
        let mut value = HeaderValue::try_from(value).map_err(|_| refused("is no header value"))?;
        value.set_sensitive(true);
        Ok(Self {
            entries: vec![(name, value)],
            secrets: vec![Secret::new(secret)],
        })
    }

    /// This credential and another beside it; of the same header the other's value is sent.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self.hide(other.secrets);
        self
    }

    /// The same credential beside other secrets that requests carry in their bodies.
    pub(crate) fn hiding<'a>(mut self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        for secret in secrets {
            // As JSON writes it, where that differs.
            let written = serde_json::Value::from(secret.expose()).to_string();
            let written = written.trim_matches('"');
            if written != secret.expose() {
                self.hide([Secret::new(written)]);
            }
            self.hide([secret.clone()]);
        }
        self
    }

    fn hide(&mut self, secrets: impl IntoIterator<Item = Secret>) {
        self.secrets.extend(secrets);
        self.secrets.retain(|secret| !secret.expose().is_empty());
        self.secrets
            .sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
    }

    /// Warns when the credential can be read on its way to the server.
    pub(crate) fn warn_if_exposed(&self, endpoint: &Endpoint) {
        if endpoint.is_exposed() && !self.entries.is_empty() {
            tracing::warn!(
                base_url = endpoint.as_str(),
                "a credential goes over plain http to another machine"
            );
        }
    }

    pub(crate) fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.entries {
            headers.insert(name, value.clone());
        }
    }

    /// Takes the credential out of what a server sent back, so that no error can show it.
    pub(crate) fn scrub(&self, bytes: bytes::Bytes) -> bytes::Bytes {
        let text = String::from_utf8_lossy(&bytes);
        let clean = self.scrub_text(&text);
        let spelt = self.scrub_json(clean.as_deref().unwrap_or(&text));
        match spelt.or(clean) {
            Some(clean) => clean.into(),
            None => bytes,
        }
    }

    /// JSON may spell every character in another way.
    fn scrub_json(&self, text: &str) -> Option<String> {
        if !text.contains('\\') {
            return None;
        }
        let mut value = serde_json::from_str(text).ok()?;
        self.scrub_value(&mut value).then(|| value.to_string())
    }

    /// Whether there was something to take out.
    fn scrub_value(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.scrub_text(text) {
                Some(clean) => {
                    *text = clean;
                    true
                }
                None => false,
            },
            Value::Array(items) => items
                .iter_mut()
                .fold(false, |found, item| self.scrub_value(item) | found),
            Value::Object(fields) => {
                let mut found = false;
                let scrubbed = std::mem::take(fields).into_iter().map(|(name, mut value)| {
                    let clean = self.scrub_text(&name);
                    found |= self.scrub_value(&mut value) | clean.is_some();
                    (clean.unwrap_or(name), value)
                });
                *fields = scrubbed.collect();
                found
            }
            _ => false,
        }
    }

    /// The same for the headers of a reply that goes into an error, where a cookie that the server sets has no business.
    pub(crate) fn scrub_refusal(&self, headers: &mut HeaderMap) {
        if let header::Entry::Occupied(mut lines) = headers.entry(SET_COOKIE) {
            for line in lines.iter_mut() {
                *line = cookie::masked(line, REDACTED);
            }
        }
        self.scrub_headers(headers);
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
        for secret in &self.secrets {
            let current: &str = clean.as_deref().unwrap_or(text);
            clean = without(current, secret.expose()).or(clean);
        }
        clean
    }
}

/// The text without a secret, if it held it.
fn without(text: &str, secret: &str) -> Option<String> {
    let is_short = secret.len() < SHORT;
    let mut clean = String::new();
    let mut kept = 0;
    for (at, _) in text.match_indices(secret) {
        let (before, after) = (&text[..at], &text[at + secret.len()..]);
        if is_short && (before.ends_with(is_of_word) || after.starts_with(is_of_word)) {
            continue;
        }
        clean.push_str(&text[kept..at]);
        clean.push_str(REDACTED);
        kept = at + secret.len();
    }
    (kept > 0).then(|| clean + &text[kept..])
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
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
            .entries(self.entries.iter().map(|(name, _)| (name, REDACTED)))
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

    #[test]
    fn a_short_secret_is_scrubbed_only_where_it_stands_alone() {
        let credential = Credential::bearer(&Secret::new("t")).unwrap();
        let body = r#"{"detail":"tenant t: not t, t-1 or t_1"}"#;
        let clean = r#"{"detail":"tenant ***: not ***, ***-1 or t_1"}"#;
        assert_eq!(credential.scrub(body.into()), clean);
        assert_eq!(credential.scrub_text("tttt"), None);
        assert_eq!(credential.scrub_text("ét t").unwrap(), "ét ***");
        let credential = Credential::bearer(&Secret::new("acme")).unwrap();
        assert_eq!(credential.scrub_text("acmes").unwrap(), "***s");
    }

    #[test]
    fn a_cookie_is_sent_and_scrubbed() {
        let credential = Credential::cookie("sid", &Secret::new("canary")).unwrap();
        let mut headers = HeaderMap::new();
        credential.apply(&mut headers);
        assert_eq!(headers[COOKIE], "sid=canary");
        assert!(headers[COOKIE].is_sensitive());
        assert_eq!(credential.scrub_text("x canary").unwrap(), "x ***");
        for bad in ["", "a b", "a;b", "a,b", "a\"b", "a\\b"] {
            assert!(Credential::cookie("sid", &Secret::new(bad)).is_err());
        }
    }

    #[test]
    fn several_are_sent_and_scrubbed() {
        let header = HeaderName::from_static;
        let token = Credential::header(AUTHORIZATION, &Secret::new("canary")).unwrap();
        let user = Credential::scheme(header("x-user"), "Token", &Secret::new("canary-two"));
        let both = token.and(user.unwrap());
        let mut headers = HeaderMap::new();
        both.apply(&mut headers);
        assert_eq!(headers[AUTHORIZATION], "canary");
        assert_eq!(headers["x-user"], "Token canary-two");
        assert!(headers.values().all(HeaderValue::is_sensitive));
        // What is left of a secret when a shorter one has been taken out of it would show the rest.
        assert_eq!(
            both.scrub_text("x canary-two y canary").unwrap(),
            "x *** y ***"
        );
        assert!(!format!("{both:?}").contains("canary"));
    }

    #[test]
    fn a_token_is_scrubbed_as_it_was_sent() {
        let credential = Credential::bearer(&Secret::new(" canary\n")).unwrap();
        assert_eq!(credential.scrub_text("x canary").unwrap(), "x ***");
    }

    #[test]
    fn other_secrets_are_scrubbed_in_every_spelling() {
        let secrets = [Secret::new("pa\"ss\\word"), Secret::new("")];
        let credential = Credential::default().hiding(&secrets);
        assert!(credential.entries.is_empty());
        let echo = r#"pa"ss\word {"password":"pa\"ss\\word"}"#;
        let clean = credential.scrub_text(echo).unwrap();
        assert_eq!(clean, r#"*** {"password":"***"}"#);
        assert_eq!(credential.scrub_text("nothing"), None);
    }

    #[test]
    fn json_may_spell_them_as_it_likes() {
        let credential = Credential::default().hiding(&[Secret::new("canary")]);
        let scrub = |text: &'static str| credential.scrub(text.into());
        let echo = r#"{"n":[1,{"\u0063anary":"x \u0063an\u0061ry canary"}]}"#;
        assert_eq!(scrub(echo), r#"{"n":[1,{"***":"x *** ***"}]}"#);
        // What holds none stays as it was, to the byte.
        for other in [r#"{ "a" : "\u0062" }"#, r#"{"\u0063anary""#, r"\u0063anary"] {
            assert_eq!(scrub(other), other);
        }
    }

    #[test]
    fn cookies_that_the_server_sets_are_masked() {
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_static("sid=canary; Path=/"));
        headers.append(SET_COOKIE, HeaderValue::from_static("other=canary"));
        Credential::default().scrub_refusal(&mut headers);
        let lines: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(lines, ["sid=***; Path=/", "other=***"]);
    }
}
