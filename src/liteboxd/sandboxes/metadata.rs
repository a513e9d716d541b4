//! The records of sandboxes, deleted ones included, in pages.

use chrono::{DateTime, Utc};

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{
    DeletionPhase, DesiredState, LifecycleStatus, Sandbox, SandboxMetadataPage, page_after,
    page_number, page_size,
};
use crate::runtime::{Call, Exchange, Invoke, Paged};

/// Lists records; made by [`Sandboxes::metadata`](super::Sandboxes::metadata).
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    id: Option<String>,
    template: Option<String>,
    desired_state: Option<DesiredState>,
    lifecycle_status: Option<LifecycleStatus>,
    deletion_phase: Option<DeletionPhase>,
    created_from: Option<DateTime<Utc>>,
    created_to: Option<DateTime<Utc>>,
    deleted_from: Option<DateTime<Utc>>,
    deleted_to: Option<DateTime<Utc>>,
    page: Option<i64>,
    page_size: Option<i64>,
}

/// Filters. Times are UTC: the server compares their text and ignores an offset.
impl Call<Metadata> {
    /// Only ids that begin with this.
    pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.parameters.id = Some(prefix.into());
        self
    }

    /// Only sandboxes of this template.
    pub fn template(mut self, name: impl Into<String>) -> Self {
        self.parameters.template = Some(name.into());
        self
    }

    /// Only sandboxes that are wished to be in this state.
    pub fn desired_state(mut self, state: DesiredState) -> Self {
        self.parameters.desired_state = Some(state);
        self
    }

    /// Only sandboxes with this lifecycle status.
    pub fn lifecycle_status(mut self, status: LifecycleStatus) -> Self {
        self.parameters.lifecycle_status = Some(status);
        self
    }

    /// Only sandboxes in this phase of their deletion.
    pub fn deletion_phase(mut self, phase: DeletionPhase) -> Self {
        self.parameters.deletion_phase = Some(phase);
        self
    }

    /// Only sandboxes created at this time or later.
    pub fn created_from(mut self, time: DateTime<Utc>) -> Self {
        self.parameters.created_from = Some(time);
        self
    }

    /// Only sandboxes created at this time or earlier.
    pub fn created_to(mut self, time: DateTime<Utc>) -> Self {
        self.parameters.created_to = Some(time);
        self
    }

    /// Only sandboxes deleted at this time or later.
    pub fn deleted_from(mut self, time: DateTime<Utc>) -> Self {
        self.parameters.deleted_from = Some(time);
        self
    }

    /// Only sandboxes deleted at this time or earlier.
    pub fn deleted_to(mut self, time: DateTime<Utc>) -> Self {
        self.parameters.deleted_to = Some(time);
        self
    }

    /// The first page to read, from 1. Default: 1.
    pub fn page(mut self, number: i64) -> Self {
        self.parameters.page = Some(number);
        self
    }

    /// The items of a page, 1 to 100. Default: 20.
    pub fn page_size(mut self, size: i64) -> Self {
        self.parameters.page_size = Some(size);
        self
    }
}

impl Metadata {
    /// The server matches the prefix as a pattern, in which these are wildcards.
    fn check(&self) -> Result<()> {
        match self.id.as_deref().filter(|id| id.contains(['%', '_'])) {
            Some(id) => Err(Error::invalid(format!(
                "id prefix {id:?}; the server takes `%` and `_` for wildcards, and ids have neither"
            ))),
            None => Ok(()),
        }
    }
}

impl Invoke for Metadata {
    type Output = SandboxMetadataPage;
    const OPERATION: &'static str = "list_sandbox_metadata";

    async fn invoke(self, exchange: Exchange) -> Result<SandboxMetadataPage> {
        self.check()?;
        let raw = Raw::of(&exchange);
        let listed = raw.list_sandbox_metadata(
            self.created_from.as_ref(),
            self.created_to.as_ref(),
            self.deleted_from.as_ref(),
            self.deleted_to.as_ref(),
            self.deletion_phase,
            self.desired_state,
            self.id.as_deref(),
            self.lifecycle_status,
            page_number(self.page)?,
            page_size(self.page_size)?,
            self.template.as_deref(),
        );
        listed.await
    }
}

impl Paged for Metadata {
    type Item = Sandbox;

    fn next(&self, page: &SandboxMetadataPage) -> Option<Self> {
        let next = page_after(self.page, page.page_size, page.total, page.items.len())?;
        Some(Self {
            page: Some(next),
            ..self.clone()
        })
    }

    fn items(page: SandboxMetadataPage) -> Vec<Sandbox> {
        page.items
    }
}
