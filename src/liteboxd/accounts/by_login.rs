//! An API key for a name and a password.

use super::{CreateKey, Login, Logout, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::liteboxd::CreatedApiKey;
use crate::runtime::{Call, Exchange, Invoke};

/// Creates a key in a session of its own; made by [`Accounts::create_key_by_login`](super::Accounts::create_key_by_login).
#[derive(Debug, Clone)]
pub struct CreateKeyByLogin {
    pub(super) login: Login,
    pub(super) create: CreateKey,
}

impl Call<CreateKeyByLogin> {
    /// The days until the key expires, 1 or more. Default: it never does.
    pub fn expires_in_days(mut self, days: i64) -> Self {
        self.parameters.create.expires_in_days = Some(days);
        self
    }
}

impl Invoke for CreateKeyByLogin {
    type Output = CreatedApiKey;
    const OPERATION: &'static str = "create_api_key";

    async fn invoke(self, exchange: Exchange) -> Result<CreatedApiKey> {
        self.login.check()?;
        self.create.check()?;
        let part = exchange.part()?;
        let session = self.login.invoke(part.clone()).await?;
        exchange.join(&part);
        let created = create(self.create, &session, &exchange).await;
        let closed = close(&session, &exchange).await;
        if let (Ok(_), Err(error)) = (&created, &closed) {
            tracing::warn!(%error, "the session that created a key stays open until it expires");
        }
        created
    }
}

async fn create(
    create: CreateKey,
    session: &Session,
    exchange: &Exchange,
) -> Result<CreatedApiKey> {
    let part = exchange.part_over(session.client().transport())?;
    let created = create.invoke(part.clone()).await?;
    exchange.join(&part);
    Ok(created)
}

/// A session that the server does not know is closed, be it by a request whose reply was lost.
async fn close(session: &Session, exchange: &Exchange) -> Result<()> {
    let tidying = exchange.tidying(session.client().transport());
    let is_over = |error: &Error| error.kind() == ErrorKind::Unauthorized;
    match Logout.invoke(tidying).await {
        Err(error) if is_over(&error) => Ok(()),
        other => other,
    }
}
