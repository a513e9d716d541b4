//! The releases that the agent keeps, in pages.

use crate::error::Result;
use crate::generated::synapse::{Client as Raw, OPERATIONS};
use crate::runtime::{Call, Exchange, Invoke, Paged, find};
use crate::synapse::page::Page;
use crate::synapse::{PluginRelease, PluginReleasePage};

/// Lists the releases; made by [`Plugins::list`](super::Plugins::list).
#[derive(Debug, Clone, Default)]
pub struct ListPluginReleases {
    page: Page,
}

impl Call<ListPluginReleases> {
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

impl Invoke for ListPluginReleases {
    type Output = PluginReleasePage;
    const OPERATION: &'static str = "list_plugin_releases";

    async fn invoke(self, exchange: Exchange) -> Result<PluginReleasePage> {
        let operation = find(OPERATIONS, Self::OPERATION)?;
        if let Some(request) = self.page.request(&exchange, operation)? {
            return exchange.json(Ok(request), operation).await;
        }
        let (number, size) = self.page.check()?;
        let raw = Raw::of(&exchange);
        raw.list_plugin_releases(number, size).await
    }
}

impl Paged for ListPluginReleases {
    type Item = PluginRelease;

    fn next(&self, page: &PluginReleasePage) -> Option<Self> {
        let page = self.page.next(page.next.as_deref())?;
        Some(Self { page })
    }

    fn items(page: PluginReleasePage) -> Vec<PluginRelease> {
        page.results
    }
}
