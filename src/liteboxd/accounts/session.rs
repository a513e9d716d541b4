//! Logging in, and the session that this opens.

use super::Accounts;
use crate::Secret;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::LoginRequest;
use crate::liteboxd::Client;
use crate::runtime::{Credential, Exchange, Invoke};

/// The name of the cookie.
const COOKIE: &str = "liteboxd_session";

/// An open session: a client whose credential is the session's cookie.
///
/// Dropping it does not close it; [`Accounts::logout`] does, or the server after a day.
#[derive(Debug, Clone)]
pub struct Session {
    client: Client,
    username: String,
}

impl Session {
    /// A client that acts in this session. It has the settings and the connections of the client that logged in.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Password and API keys, which need a session, and logging out.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        self.client.accounts()
    }

    /// The name of the administrator who logged in.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }
}

/// Opens a session; made by [`Accounts::login`].
#[derive(Debug, Clone)]
pub struct Login {
    client: Client,
    username: String,
    pub(super) password: Secret,
}

impl Login {
    pub(super) fn new(client: Client, username: String, password: Secret) -> Self {
        Self {
            client,
            username,
            password,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.username.is_empty() || self.password.expose().is_empty() {
            return Err(Error::invalid(
                "name or password is empty; the server requires both",
            ));
        }
        Ok(())
    }
}

impl Invoke for Login {
    type Output = Session;
    const OPERATION: &'static str = "login";

    async fn invoke(self, exchange: Exchange) -> Result<Session> {
        self.check()?;
        let transport = self.client.transport();
        if transport.endpoint.is_exposed() {
            tracing::warn!(
                base_url = transport.endpoint.as_str(),
                "a password goes over plain http to another machine"
            );
        }
        let body = LoginRequest {
            username: self.username,
            password: self.password,
        };
        let reply = Raw::of(&exchange).login(&body).await?;
        let cookie = exchange.cookie(COOKIE);
        let credential = cookie.and_then(|cookie| Credential::cookie(COOKIE, &cookie).ok());
        let Some(credential) = credential else {
            let message = format!("the login succeeded, but its reply sets no cookie `{COOKIE}`");
            return Err(exchange.broken_promise(message));
        };
        Ok(Session {
            client: self.client.over(transport.with_credential(credential)),
            username: reply.username,
        })
    }
}
