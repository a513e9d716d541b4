//! The status changes of a sandbox, page by page into the past.

use super::sandbox_id;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{StatusChange, StatusHistory, limit};
use crate::runtime::{Call, Exchange, Invoke, Paged};

/// What the server gives when no limit is asked for.
const DEFAULT_LIMIT: i64 = 50;

/// Lists status changes; made by [`Sandboxes::history`](super::Sandboxes::history).
#[derive(Debug, Clone)]
pub struct History {
    id: String,
    limit: Option<i64>,
    before_id: Option<i64>,
}

impl History {
    pub(super) fn new(id: String) -> Self {
        Self {
            id,
            limit: None,
            before_id: None,
        }
    }
}

impl Call<History> {
    /// The changes of a page, 1 to 200. Default: 50.
    pub fn limit(mut self, changes: i64) -> Self {
        self.parameters.limit = Some(changes);
        self
    }

    /// Only changes that are older than the one with this id. Default: from the newest on.
    pub fn before_id(mut self, id: i64) -> Self {
        self.parameters.before_id = Some(id);
        self
    }
}

/// A cursor that the server takes for one: 0 and less mean the newest changes to it.
fn cursor(id: Option<i64>) -> Result<Option<i64>> {
    match id {
        Some(id) if id < 1 => Err(Error::invalid(format!(
            "before_id {id}; ids of changes begin with 1"
        ))),
        other => Ok(other),
    }
}

impl Invoke for History {
    type Output = StatusHistory;
    const OPERATION: &'static str = "list_status_history";

    async fn invoke(self, exchange: Exchange) -> Result<StatusHistory> {
        let id = sandbox_id(&self.id)?;
        let raw = Raw::of(&exchange);
        let limit = limit(self.limit, 200)?;
        let listed = raw.list_status_history(id, cursor(self.before_id)?, limit);
        listed.await
    }
}

impl Paged for History {
    type Item = StatusChange;

    fn next(&self, page: &StatusHistory) -> Option<Self> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        let full = i64::try_from(page.items.len()).is_ok_and(|items| items >= limit);
        let lowest = page.items.iter().map(|change| change.id).min()?;
        // A server that ignores the cursor would be asked for ever.
        let onward = lowest > 1 && self.before_id.is_none_or(|before| lowest < before);
        (full && onward).then(|| Self {
            before_id: Some(lowest),
            ..self.clone()
        })
    }

    fn items(page: StatusHistory) -> Vec<StatusChange> {
        page.items
    }
}
