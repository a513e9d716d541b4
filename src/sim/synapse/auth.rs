//! Who may call.

use std::collections::BTreeSet;

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use super::reply::{self, Refusal};

/// The agent's token.
pub(super) const TOKEN: &str = "quintet-sim";

/// Which credentials are good.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    pub(super) revoked: bool,
    pub(super) forbidden: bool,
    /// Tokens of users, and tenants, that may do nothing here.
    pub(super) denied: BTreeSet<String>,
}

impl Credentials {
    /// Whether who sends these headers may call.
    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let unauthorized = |text| reply::error(StatusCode::UNAUTHORIZED, text);
        let token = match headers.get(AUTHORIZATION) {
            None => return Err(unauthorized("Not authenticated").into()),
            Some(token) => token,
        };
        if token != TOKEN || self.revoked {
            return Err(unauthorized(reply::INVALID_TOKEN).into());
        }
        let is_welcome = |name| match headers.get(name).map(|value| value.to_str()) {
            None => true,
            Some(value) => value
                .ok()
                .and_then(|value| value.strip_prefix("Token "))
                .is_some_and(|value| !value.is_empty() && !self.denied.contains(value)),
        };
        if self.forbidden || !is_welcome("synapse-user") || !is_welcome("synapse-tenant") {
            return Err(reply::error(StatusCode::FORBIDDEN, reply::FORBIDDEN).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn status(credentials: &Credentials, headers: &[(&'static str, &'static str)]) -> u16 {
        let headers = headers.iter().map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        match credentials.admit(&headers.collect()) {
            Ok(()) => 200,
            Err(refusal) => refusal.status().as_u16(),
        }
    }

    #[test]
    fn the_token_has_no_scheme() {
        let credentials = Credentials::default();
        assert_eq!(status(&credentials, &[]), 401);
        assert_eq!(status(&credentials, &[("authorization", TOKEN)]), 200);
        assert_eq!(
            status(&credentials, &[("authorization", "Token quintet-sim")]),
            401
        );
        assert_eq!(
            status(&credentials, &[("authorization", "Bearer quintet-sim")]),
            401
        );
        let revoked = Credentials {
            revoked: true,
            ..Credentials::default()
        };
        assert_eq!(status(&revoked, &[("authorization", TOKEN)]), 401);
    }

    #[test]
    fn users_and_tenants_are_behind_a_word() {
        let agent = ("authorization", TOKEN);
        let mut credentials = Credentials::default();
        for name in ["synapse-user", "synapse-tenant"] {
            assert_eq!(status(&credentials, &[agent, (name, "Token me")]), 200);
            assert_eq!(status(&credentials, &[agent, (name, "me")]), 403);
            assert_eq!(status(&credentials, &[agent, (name, "Token ")]), 403);
        }
        credentials.denied.insert("me".to_owned());
        assert_eq!(
            status(&credentials, &[agent, ("synapse-user", "Token me")]),
            403
        );
        assert_eq!(
            status(&credentials, &[agent, ("synapse-user", "Token you")]),
            200
        );
        credentials.forbidden = true;
        assert_eq!(status(&credentials, &[agent]), 403);
    }
}
