//! Who may call, and `/auth`.

mod accounts;
mod operations;
mod route;

use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, StatusCode};

pub(super) use accounts::Accounts;
pub(super) use operations::login;
pub(super) use route::Route;

use super::reply;
use crate::sim::exchange::Reply;

/// The API key that the simulator always accepts. It is in no list.
pub(super) const API_KEY: &str = "quintet-sim";
/// The name of the cookie of a session.
const COOKIE_NAME: &str = "liteboxd_session";

/// How a caller is authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    ApiKey,
    /// With the value of the cookie.
    Session(String),
}

/// Why a caller is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    NoCredential,
    UnknownKey,
    NoSession,
}

impl Denial {
    pub(super) fn reply(self) -> Reply {
        let (status, text) = match self {
            Self::NoCredential => (StatusCode::UNAUTHORIZED, "authentication required"),
            Self::UnknownKey => (StatusCode::UNAUTHORIZED, "invalid or expired API key"),
            Self::NoSession => (
                StatusCode::FORBIDDEN,
                "this operation requires session authentication (web login)",
            ),
        };
        reply::error(status, text)
    }
}

impl Caller {
    /// Who sends these headers.
    ///
    /// The scheme is `Bearer`, in exactly this spelling, and where there is such a key, no cookie is looked at.
    pub(super) fn find(
        accounts: &mut Accounts,
        now: Duration,
        headers: &HeaderMap,
    ) -> Result<Self, Denial> {
        if let Some(key) = bearer(headers) {
            return match key == API_KEY || accounts.use_key(now, key) {
                true => Ok(Self::ApiKey),
                false => Err(Denial::UnknownKey),
            };
        }
        cookie(headers)
            .filter(|session| accounts.has_session(now, session))
            .map(|session| Self::Session(session.to_owned()))
            .ok_or(Denial::NoCredential)
    }

    /// The session, which some operations need.
    fn session(&self) -> Result<&str, Denial> {
        match self {
            Self::Session(session) => Ok(session),
            Self::ApiKey => Err(Denial::NoSession),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").filter(|key| !key.is_empty())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|pairs| pairs.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}

#[cfg(test)]
mod tests;
