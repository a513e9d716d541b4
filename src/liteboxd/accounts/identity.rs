//! Who the caller is, the end of a session, and the password.

use crate::Secret;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::ChangePasswordRequest;
use crate::liteboxd::Identity;
use crate::runtime::{Exchange, Invoke};

/// Tells who the caller is; made by [`Accounts::me`](super::Accounts::me).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetIdentity;

impl Invoke for GetIdentity {
    type Output = Identity;
    const OPERATION: &'static str = "get_identity";

    async fn invoke(self, exchange: Exchange) -> Result<Identity> {
        Raw::of(&exchange).get_identity().await
    }
}

/// Closes a session; made by [`Accounts::logout`](super::Accounts::logout).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Logout;

impl Invoke for Logout {
    type Output = ();
    const OPERATION: &'static str = "logout";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        Raw::of(&exchange).logout().await.map(drop)
    }
}

/// Changes the password; made by [`Accounts::change_password`](super::Accounts::change_password).
#[derive(Debug, Clone)]
pub struct ChangePassword {
    pub(super) old: Secret,
    pub(super) new: Secret,
}

impl ChangePassword {
    fn check(&self) -> Result<()> {
        let (old, new) = (self.old.expose(), self.new.expose());
        if old.is_empty() {
            return Err(Error::invalid(
                "the old password is empty; the server requires both",
            ));
        }
        if new.chars().count() < 8 || new.len() > 72 {
            return Err(Error::invalid(
                "the new password is too short or too long; the server takes at least 8 characters and at most 72 bytes",
            ));
        }
        Ok(())
    }
}

impl Invoke for ChangePassword {
    type Output = ();
    const OPERATION: &'static str = "change_password";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        self.check()?;
        let body = ChangePasswordRequest {
            old_password: self.old,
            new_password: self.new,
        };
        let changed = Raw::of(&exchange).change_password(&body).await;
        changed.map(drop)
    }
}
