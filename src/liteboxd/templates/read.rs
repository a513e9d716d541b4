//! Reading, exporting and deleting one template.

use bytes::Bytes;

use super::export;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::check::template_name;
use crate::liteboxd::{Template, TemplateSpec};
use crate::runtime::{Call, Exchange, Invoke};

/// Reads a template; made by [`Templates::get`](super::Templates::get).
#[derive(Debug)]
pub struct GetTemplate {
    pub(super) name: String,
}

impl Invoke for GetTemplate {
    type Output = Template;
    const OPERATION: &'static str = "get_template";

    async fn invoke(self, exchange: Exchange) -> Result<Template> {
        template_name(&self.name)?;
        if self.name == "export" {
            return Err(Error::invalid(
                "a template named `export` cannot be read, because the server has the export of all templates under \
                 that name; find it in the list, or read one of its versions",
            ));
        }
        Raw::of(&exchange).get_template(&self.name).await
    }
}

/// Deletes a template; made by [`Templates::delete`](super::Templates::delete).
#[derive(Debug)]
pub struct DeleteTemplate {
    pub(super) name: String,
}

impl Invoke for DeleteTemplate {
    type Output = ();
    const OPERATION: &'static str = "delete_template";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        template_name(&self.name)?;
        exchange.deleted(Raw::of(&exchange).delete_template(&self.name).await)
    }
}

/// Exports a template; made by [`Templates::export_yaml`](super::Templates::export_yaml).
#[derive(Debug)]
pub struct ExportTemplate {
    name: String,
    version: Option<i64>,
}

impl ExportTemplate {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            version: None,
        }
    }
}

impl Call<ExportTemplate> {
    /// The version to export, from 1. Default: the latest.
    pub fn version(mut self, version: i64) -> Self {
        self.parameters.version = Some(version);
        self
    }
}

impl Invoke for ExportTemplate {
    type Output = Bytes;
    const OPERATION: &'static str = "export_template";

    async fn invoke(self, exchange: Exchange) -> Result<Bytes> {
        export(&exchange, &self.name, self.version).await
    }
}

impl Template {
    /// The tags, none where the server sends null.
    #[must_use]
    pub fn tags(&self) -> &[String] {
        self.tags.as_deref().unwrap_or_default()
    }

    /// The specification, to be changed and sent back.
    ///
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) when the server sent none, as no known one does.
    pub fn into_spec(self) -> Result<TemplateSpec> {
        let name = self.name;
        self.spec.ok_or_else(|| {
            Error::new(
                ErrorKind::Decode,
                format!("template {name} came without a specification"),
            )
        })
    }
}
