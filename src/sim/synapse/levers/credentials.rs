//! Credentials.

use super::super::Simulator;
use super::super::auth::TOKEN;

/// Credentials.
impl Simulator {
    /// The agent token that it accepts: `quintet-sim`. It is sent as it is, without a scheme.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The agent token is not accepted any more: 401.
    pub fn revoke_token(&self) {
        self.with(|world| world.credentials.revoked = true);
    }

    /// Whether the valid token is answered with 403, as one that is good for something else.
    pub fn set_forbidden(&self, on: bool) {
        self.with(|world| world.credentials.forbidden = on);
    }

    /// This user's token, or this tenant, is answered with 403. Every other one is let in.
    pub fn deny(&self, user_or_tenant: &str) {
        self.with(|world| world.credentials.denied.insert(user_or_tenant.to_owned()));
    }
}
