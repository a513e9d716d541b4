//! What an import gives.

use crate::generated::liteboxd::types;
use crate::liteboxd::{ImportAction, ImportItem};

/// What became of the imported templates.
#[must_use = "templates may have failed, see `failures`"]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ImportResult {
    /// How many templates the document had.
    pub total: i64,
    /// How many were created.
    pub created: i64,
    /// How many were updated.
    pub updated: i64,
    /// How many were skipped, because the strategy says so.
    pub skipped: i64,
    /// How many failed.
    pub failed: i64,
    /// One by one; none where the server sends null.
    pub results: Vec<ImportItem>,
    /// Images that are being pulled; some may occur twice.
    pub prepull_started: Vec<String>,
}

impl ImportResult {
    /// The templates that failed, each with its error.
    pub fn failures(&self) -> impl Iterator<Item = &ImportItem> {
        self.results
            .iter()
            .filter(|item| item.action == ImportAction::Failed)
    }
}

impl From<types::ImportResult> for ImportResult {
    fn from(reply: types::ImportResult) -> Self {
        Self {
            total: reply.total,
            created: reply.created,
            updated: reply.updated,
            skipped: reply.skipped,
            failed: reply.failed,
            results: reply.results.unwrap_or_default(),
            prepull_started: reply.prepull_started,
        }
    }
}
