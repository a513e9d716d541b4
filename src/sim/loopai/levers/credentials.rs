//! Credentials.

use super::super::Simulator;
use super::super::auth::{Access, TOKEN};

/// Credentials.
impl Simulator {
    /// The key that it accepts, as `Authorization: Bearer`: `quintet-sim`.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The key is not accepted any more: 401.
    pub fn revoke_token(&self) {
        self.with(|world| world.credentials.revoked = true);
    }

    /// Whether everybody who is let in is answered with 403.
    pub fn set_forbidden(&self, on: bool) {
        self.with(|world| world.credentials.forbidden = on);
    }

    /// Who is let in. The default is everybody who has no other key than the right one.
    pub fn set_access(&self, access: Access) {
        self.with(|world| world.credentials.access = access);
    }
}
