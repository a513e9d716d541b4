//! The five ways to prove who calls.

use http::HeaderName;

use crate::Secret;
use crate::error::{Error, Result};
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Credential, Exchange};

const INTERNAL_TOKEN: HeaderName = HeaderName::from_static("x-internal-token");
const LEGACY_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// How API keys begin.
const API_KEY: &str = "sk-";

/// What the builder was told besides an internal token.
#[derive(Debug, Clone, Default)]
pub(super) enum Access {
    /// Nothing: there must be an internal token.
    #[default]
    Token,
    ApiKey(Secret),
    Whitelist,
    LegacyJwt(Secret),
    LegacyApiKey(Secret),
    /// More than one.
    Several,
}

impl Access {
    /// Notes another way, which is one too many when there was one.
    pub(super) fn add(&mut self, other: Self) {
        *self = match self {
            Self::Token => other,
            _ => Self::Several,
        };
    }

    /// Whether runs go to `/v1/run`.
    pub(super) fn is_legacy(&self) -> bool {
        matches!(self, Self::LegacyJwt(_) | Self::LegacyApiKey(_))
    }

    /// What every request carries; for an API key what the request for an internal token carries.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for none, for more than one, and for one that no header can carry.
    pub(super) fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        match (self, token) {
            (Self::Token, Some(token)) => internal(token),
            (Self::Token, None) => Err(Error::invalid(
                "no credential; give `token` (an internal token) or `api_key`, or say `whitelist` when the server knows \
                 this machine by its address",
            )),
            (Self::Several, _) | (_, Some(_)) => Err(Error::invalid(
                "more than one credential; give one of `token`, `api_key`, `whitelist`, `legacy_jwt` and `legacy_api_key`",
            )),
            (Self::ApiKey(key), None) => Credential::bearer(key),
            (Self::Whitelist, None) => Ok(Credential::default()),
            (Self::LegacyJwt(token), None) => Credential::bearer(&without_scheme(token)),
            (Self::LegacyApiKey(key), None) => Credential::header(LEGACY_API_KEY, key),
        }
    }
}

/// The credential that an internal token is.
fn internal(token: &Secret) -> Result<Credential> {
    if token.expose().trim_start().starts_with(API_KEY) {
        return Err(Error::invalid(
            "an API key in the place of the internal token; give it as `api_key`",
        ));
    }
    Credential::header(INTERNAL_TOKEN, token)
}

/// Exchanges the API key that the exchange carries. (Contract §1.1.)
pub(super) async fn issue(exchange: Exchange, key: Secret) -> Result<Credential> {
    let issued = Raw::of(&exchange).convert_to_internal_token().await?;
    let credential = Credential::header(INTERNAL_TOKEN, &issued.internal_token);
    let unusable =
        |_| exchange.broken_promise("the server issued a token that no header can carry");
    Ok(credential.map_err(unusable)?.hiding([&key]))
}

/// A token that may stand behind its scheme.
fn without_scheme(token: &Secret) -> Secret {
    let text = token.expose().trim();
    let rest = text.strip_prefix("Bearer");
    // A scheme alone is no token.
    let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(' '));
    Secret::new(rest.unwrap_or(text).trim_start())
}
