//! Who may call.

use std::collections::BTreeMap;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::reply::{self, Refusal};
use crate::sim::exchange::{Reply, Request};
use crate::sim::random;

/// The internal token, and the bearer token, that is always accepted unless a lever says otherwise.
pub(super) const TOKEN: &str = "quintet-sim";
/// The API key that can be exchanged for an internal token.
pub(super) const API_KEY: &str = "sk-quintet-sim";

/// The user of all credentials, and the agent of the internal token.
const USER: &str = "user123";
const AGENT: &str = "agent456";
/// The user of those that come without a credential.
const DEFAULT_USER: &str = "default-user";

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Caller {
    pub(super) user: String,
    /// The agent on whose behalf; third parties have none.
    pub(super) agent: Option<String>,
}

impl Caller {
    fn new(user: &str, agent: Option<&str>) -> Self {
        Self {
            user: user.to_owned(),
            agent: agent.map(str::to_owned),
        }
    }

    /// The agent that the files of agents belong to.
    pub(super) fn agent(&self) -> Result<&str, Refusal> {
        self.agent.as_deref().ok_or_else(|| {
            let detail = json!({
                "error_code": "MISSING_AGENT_CONTEXT",
                "message": "This operation needs an agent context, which tokens of API keys do not have",
            });
            reply::error(StatusCode::BAD_REQUEST, detail).into()
        })
    }
}

/// Which credentials a route takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// `X-Internal-Token`.
    Internal,
    /// `X-API-Key` or `Authorization: Bearer`.
    Legacy,
    /// Any of them.
    Either,
}

/// The credentials that are valid.
#[derive(Debug)]
pub(super) struct Credentials {
    /// Internal tokens that were issued, with the time of their end.
    issued: BTreeMap<String, Option<Duration>>,
    pub(super) lifetime: Option<Duration>,
    pub(super) token_revoked: bool,
    pub(super) api_key_revoked: bool,
    pub(super) whitelisted: bool,
    pub(super) forbidden: bool,
}

impl Credentials {
    pub(super) fn new(whitelisted: bool) -> Self {
        Self {
            issued: BTreeMap::new(),
            lifetime: None,
            token_revoked: false,
            api_key_revoked: false,
            whitelisted,
            forbidden: false,
        }
    }

    /// Ends every token that was issued.
    pub(super) fn expire(&mut self) {
        self.issued.clear();
    }

    /// `POST /v1/auth/convert_to_internal_token`
    pub(super) fn convert(&mut self, now: Duration, request: &Request) -> Reply {
        if bearer(&request.headers) != Some(API_KEY) || self.api_key_revoked {
            return reply::unauthorized("Invalid or expired API Key");
        }
        let token = format!("it-{}", random::hex(32));
        let end = self.lifetime.map(|lifetime| now.saturating_add(lifetime));
        self.issued.insert(token.clone(), end);
        reply::ok(&json!({ "internal_token": token }))
    }

    /// Who sends these headers, and whether he may.
    pub(super) fn admit(
        &self,
        now: Duration,
        door: Door,
        headers: &HeaderMap,
    ) -> Result<Caller, Refusal> {
        let caller = match Presented::find(door, headers) {
            None if self.whitelisted => Caller::new(DEFAULT_USER, None),
            None => return Err(reply::unauthorized("Not authenticated").into()),
            Some(presented) => self
                .recognise(now, presented)
                .ok_or_else(|| reply::unauthorized(reply::INVALID_TOKEN))?,
        };
        if self.forbidden {
            return Err(reply::error(StatusCode::FORBIDDEN, reply::FORBIDDEN).into());
        }
        Ok(caller)
    }

    fn recognise(&self, now: Duration, presented: Presented<'_>) -> Option<Caller> {
        let is_token = |token| token == TOKEN && !self.token_revoked;
        match presented {
            Presented::Internal(token) if is_token(token) => Some(Caller::new(USER, Some(AGENT))),
            Presented::Internal(token) => {
                let end = self.issued.get(token)?;
                let valid = end.is_none_or(|end| now < end);
                valid.then(|| Caller::new(USER, None))
            }
            Presented::Key(key) => {
                (key == API_KEY && !self.api_key_revoked).then(|| Caller::new(USER, None))
            }
            Presented::Bearer(token) => is_token(token).then(|| Caller::new(USER, None)),
        }
    }
}

/// A credential as sent.
#[derive(Clone, Copy, Debug)]
enum Presented<'a> {
    Internal(&'a str),
    Key(&'a str),
    Bearer(&'a str),
}

impl<'a> Presented<'a> {
    /// The first one that the door takes. An empty one is none.
    fn find(door: Door, headers: &'a HeaderMap) -> Option<Self> {
        let internal = || header(headers, "x-internal-token").map(Self::Internal);
        let key = || header(headers, "x-api-key").map(Self::Key);
        let legacy = || key().or_else(|| bearer(headers).map(Self::Bearer));
        match door {
            Door::Internal => internal(),
            Door::Legacy => legacy(),
            Door::Either => internal().or_else(legacy),
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    (!value.is_empty()).then_some(value)
}

/// The token after `Bearer`, in any spelling.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

#[cfg(test)]
mod tests;
