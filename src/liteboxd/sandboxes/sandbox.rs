//! What a sandbox says about itself.

use chrono::{DateTime, Utc};

use crate::liteboxd::{Sandbox, SandboxStatus};

impl Sandbox {
    /// Whether it runs and takes commands.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.status == SandboxStatus::Running
    }

    /// When it expires; `None` when it lives until it is deleted.
    ///
    /// The `ttl` tells, and not `expires_at`: of a sandbox that never expires the server sends the year 9999, and after a
    /// stop and a start the year 1. (Contract §5.1, §7.S.)
    #[must_use]
    pub fn expires(&self) -> Option<DateTime<Utc>> {
        (self.ttl != 0).then_some(self.expires_at)
    }

    /// Whether it can be stopped, started and restarted.
    #[must_use]
    pub fn is_persistent(&self) -> bool {
        self.persistence
            .as_ref()
            .is_some_and(|persistence| persistence.enabled)
    }
}
