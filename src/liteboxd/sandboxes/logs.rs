//! Logs and events.

use super::sandbox_id;
use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::LogsResult;
use crate::runtime::{Exchange, Invoke};

/// Reads the log; made by [`Sandboxes::logs`](super::Sandboxes::logs).
#[derive(Debug)]
pub struct Logs {
    pub(super) id: String,
}

impl Invoke for Logs {
    type Output = LogsResult;
    const OPERATION: &'static str = "get_sandbox_logs";

    async fn invoke(self, exchange: Exchange) -> Result<LogsResult> {
        let id = sandbox_id(&self.id)?;
        Raw::of(&exchange).get_sandbox_logs(id).await
    }
}

impl LogsResult {
    /// The events, none where the server sends null.
    #[must_use]
    pub fn events(&self) -> &[String] {
        self.events.as_deref().unwrap_or_default()
    }
}
