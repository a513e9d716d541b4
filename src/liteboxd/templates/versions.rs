//! The versions of a template.

use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::RollbackRequest;
use crate::liteboxd::check::{template_name, template_version};
use crate::liteboxd::{RollbackResult, TemplateVersion};
use crate::runtime::{Call, Exchange, Invoke};

/// Lists versions; made by [`Templates::list_versions`](super::Templates::list_versions).
#[derive(Debug)]
pub struct ListTemplateVersions {
    pub(super) name: String,
}

impl Invoke for ListTemplateVersions {
    type Output = Vec<TemplateVersion>;
    const OPERATION: &'static str = "list_template_versions";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<TemplateVersion>> {
        template_name(&self.name)?;
        let raw = Raw::of(&exchange);
        let list = raw.list_template_versions(&self.name).await?;
        Ok(list.items)
    }
}

/// Reads a version; made by [`Templates::get_version`](super::Templates::get_version).
#[derive(Debug)]
pub struct GetTemplateVersion {
    pub(super) name: String,
    pub(super) version: i64,
}

impl Invoke for GetTemplateVersion {
    type Output = TemplateVersion;
    const OPERATION: &'static str = "get_template_version";

    async fn invoke(self, exchange: Exchange) -> Result<TemplateVersion> {
        template_name(&self.name)?;
        template_version(self.version)?;
        let raw = Raw::of(&exchange);
        raw.get_template_version(&self.name, self.version).await
    }
}

/// Returns to a version; made by [`Templates::rollback`](super::Templates::rollback).
#[derive(Debug)]
pub struct RollbackTemplate {
    name: String,
    body: RollbackRequest,
}

impl RollbackTemplate {
    pub(super) fn new(name: String, version: i64) -> Self {
        Self {
            name,
            body: RollbackRequest {
                changelog: None,
                target_version: version,
            },
        }
    }
}

impl Call<RollbackTemplate> {
    /// Why. Default: `Rolled back to version N`.
    pub fn changelog(mut self, text: impl Into<String>) -> Self {
        self.parameters.body.changelog = Some(text.into());
        self
    }
}

impl Invoke for RollbackTemplate {
    type Output = RollbackResult;
    const OPERATION: &'static str = "rollback_template";

    async fn invoke(self, exchange: Exchange) -> Result<RollbackResult> {
        template_name(&self.name)?;
        template_version(self.body.target_version)?;
        let raw = Raw::of(&exchange);
        raw.rollback_template(&self.name, &self.body).await
    }
}
