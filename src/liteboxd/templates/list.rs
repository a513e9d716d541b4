//! Listing templates.

use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{Template, TemplateList, page_after, page_number, page_size};
use crate::runtime::{Call, Exchange, Invoke, Paged};

/// Lists templates; made by [`Templates::list`](super::Templates::list).
#[derive(Debug, Clone)]
pub struct ListTemplates {
    tag: Option<String>,
    search: Option<String>,
    page: i64,
    page_size: i64,
}

impl Default for ListTemplates {
    fn default() -> Self {
        Self {
            tag: None,
            search: None,
            page: 1,
            page_size: 20,
        }
    }
}

impl Call<ListTemplates> {
    /// Only templates with this tag. The server takes `%` and `_` for wildcards.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.parameters.tag = Some(tag.into());
        self
    }

    /// Only templates with this text in name, display name or description, in upper or lower case.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.parameters.search = Some(text.into());
        self
    }

    /// The first page to read, from 1. Default: 1.
    pub fn page(mut self, number: i64) -> Self {
        self.parameters.page = number;
        self
    }

    /// The items of a page, 1 to 100. Default: 20.
    pub fn page_size(mut self, size: i64) -> Self {
        self.parameters.page_size = size;
        self
    }
}

impl ListTemplates {
    /// The first of the largest pages.
    pub(in crate::liteboxd) fn large(tag: Option<String>) -> Self {
        Self {
            tag,
            page_size: 100,
            ..Self::default()
        }
    }

    pub(in crate::liteboxd) async fn send(&self, exchange: &Exchange) -> Result<TemplateList> {
        let raw = Raw::of(exchange);
        let listed = raw.list_templates(
            page_number(Some(self.page))?,
            page_size(Some(self.page_size))?,
            self.search.as_deref(),
            self.tag.as_deref(),
        );
        listed.await
    }
}

impl Invoke for ListTemplates {
    type Output = TemplateList;
    const OPERATION: &'static str = "list_templates";

    async fn invoke(self, exchange: Exchange) -> Result<TemplateList> {
        self.send(&exchange).await
    }
}

impl Paged for ListTemplates {
    type Item = Template;

    fn next(&self, page: &TemplateList) -> Option<Self> {
        let next = page_after(
            Some(self.page),
            page.page_size,
            page.total,
            page.items.len(),
        )?;
        Some(Self {
            page: next,
            ..self.clone()
        })
    }

    fn items(page: TemplateList) -> Vec<Template> {
        page.items
    }
}
