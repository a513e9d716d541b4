//! The volume claims of sandboxes, in pages.

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::PvcStateFilter;
use crate::liteboxd::{PvcMapping, PvcMappingPage, PvcState, page_after, page_number, page_size};
use crate::runtime::{Call, Exchange, Invoke, Paged};

/// The largest page, and so the fewest requests.
const LARGEST: i64 = 100;

/// Lists volume claims; made by [`Sandboxes::pvcs`](super::Sandboxes::pvcs).
#[derive(Debug, Clone, Default)]
pub struct Pvcs {
    sandbox_id: Option<String>,
    storage_class: Option<String>,
    state: Option<PvcState>,
    page: Option<i64>,
    page_size: Option<i64>,
}

/// Filters.
impl Call<Pvcs> {
    /// Only the claim of this sandbox.
    pub fn sandbox_id(mut self, id: impl Into<String>) -> Self {
        self.parameters.sandbox_id = Some(id.into());
        self
    }

    /// Only claims of this storage class.
    pub fn storage_class(mut self, name: impl Into<String>) -> Self {
        self.parameters.storage_class = Some(name.into());
        self
    }

    /// Only claims in this state.
    ///
    /// The server cannot filter by [`PvcState::Deleting`], so the client does: it reads the whole list, in as many
    /// requests as it has pages of 100, and gives all matches as one page.
    pub fn state(mut self, state: PvcState) -> Self {
        self.parameters.state = Some(state);
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

impl Pvcs {
    /// Reads one page from the server.
    async fn read(self, exchange: &Exchange) -> Result<PvcMappingPage> {
        Raw::of(exchange)
            .list_sandbox_pvcs(
                page_number(self.page)?,
                page_size(self.page_size)?,
                self.sandbox_id.as_deref(),
                self.state.map(filter),
                self.storage_class.as_deref(),
            )
            .await
    }

    /// Reads all pages and keeps what is being deleted.
    async fn deleting(self, exchange: &Exchange) -> Result<PvcMappingPage> {
        page_size(self.page_size)?;
        if self.page.is_some_and(|page| page != 1) {
            return Err(Error::invalid(
                "a page of the claims with state `deleting`; the server cannot filter by it, so that all come on one page",
            ));
        }
        let mut next = Some(Self {
            state: None,
            page_size: Some(LARGEST),
            ..self
        });
        let mut items = Vec::new();
        while let Some(wanted) = next {
            let part = exchange.part()?;
            let page = wanted.clone().read(&part).await?;
            exchange.join(&part);
            next = wanted.next(&page);
            let deleting = |item: &PvcMapping| item.state == PvcState::Deleting;
            items.extend(page.items.into_iter().filter(deleting));
        }
        let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
        Ok(PvcMappingPage {
            items,
            page: 1,
            page_size: total.max(LARGEST),
            total,
        })
    }
}

fn filter(state: PvcState) -> PvcStateFilter {
    match state {
        PvcState::Bound => PvcStateFilter::Bound,
        PvcState::OrphanPvc => PvcStateFilter::OrphanPvc,
        PvcState::DanglingMetadata => PvcStateFilter::DanglingMetadata,
        other => PvcStateFilter::Other(other.to_string()),
    }
}

impl Invoke for Pvcs {
    type Output = PvcMappingPage;
    const OPERATION: &'static str = "list_sandbox_pvcs";

    async fn invoke(self, exchange: Exchange) -> Result<PvcMappingPage> {
        match self.state {
            Some(PvcState::Deleting) => self.deleting(&exchange).await,
            _ => self.read(&exchange).await,
        }
    }
}

impl Paged for Pvcs {
    type Item = PvcMapping;

    fn next(&self, page: &PvcMappingPage) -> Option<Self> {
        let next = page_after(self.page, page.page_size, page.total, page.items.len())?;
        Some(Self {
            page: Some(next),
            ..self.clone()
        })
    }

    fn items(page: PvcMappingPage) -> Vec<PvcMapping> {
        page.items
    }
}
