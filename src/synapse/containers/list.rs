//! The records, in pages.

use crate::error::Result;
use crate::generated::synapse::{Client as Raw, OPERATIONS};
use crate::runtime::{Call, Exchange, Invoke, Paged, find};
use crate::synapse::check::filled;
use crate::synapse::page::Page;
use crate::synapse::{Container, ContainerPage};

/// Lists the records; made by [`Containers::list`](super::Containers::list).
#[derive(Debug, Clone, Default)]
pub struct ListContainers {
    page: Page,
    status: Option<String>,
}

impl Call<ListContainers> {
    /// Only containers of this status, such as `running`. Default: all.
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.parameters.status = Some(status.into());
        self
    }

    /// The first page to read, from 1. Default: 1.
    pub fn page(mut self, number: i64) -> Self {
        self.parameters.page.number(number);
        self
    }

    /// The items of a page, 1 or more. Default: 100.
    pub fn page_size(mut self, size: i64) -> Self {
        self.parameters.page.size(size);
        self
    }
}

impl Invoke for ListContainers {
    type Output = ContainerPage;
    const OPERATION: &'static str = "list_containers";

    async fn invoke(self, exchange: Exchange) -> Result<ContainerPage> {
        let operation = find(OPERATIONS, Self::OPERATION)?;
        // The URL of a next page has the status in its query.
        if let Some(request) = self.page.request(&exchange, operation)? {
            return exchange.json(Ok(request), operation).await;
        }
        let (number, size) = self.page.check()?;
        let status = self.status.as_deref();
        let status = status.map(|status| filled("status", status)).transpose()?;
        let raw = Raw::of(&exchange);
        raw.list_containers(number, size, status).await
    }
}

impl Paged for ListContainers {
    type Item = Container;

    fn next(&self, page: &ContainerPage) -> Option<Self> {
        let page = self.page.next(page.next.as_deref())?;
        let status = self.status.clone();
        Some(Self { page, status })
    }

    fn items(page: ContainerPage) -> Vec<Container> {
        page.results
    }
}
