//! Templates: what sandboxes are made from, in versions. Contract: §1.3.

mod create;
mod list;
mod read;
mod rules;
mod spec;
mod update;
mod versions;

use std::sync::Arc;

use bytes::Bytes;
pub use create::CreateTemplate;
pub use list::ListTemplates;
pub use read::{DeleteTemplate, ExportTemplate, GetTemplate};
pub use update::UpdateTemplate;
pub use versions::{GetTemplateVersion, ListTemplateVersions, RollbackTemplate};

use super::TemplateSpec;
use super::check::{template_name, template_version};
use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Transport};

/// The templates of a server; made by [`Client::templates`](super::Client::templates).
#[derive(Debug, Clone)]
pub struct Templates {
    transport: Arc<Transport>,
}

impl Templates {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        Self {
            transport: Arc::clone(transport),
        }
    }

    /// Creates a template with its first version. (Contract §1.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use quintet::liteboxd::{NetworkSpec, TemplateSpec};
    ///
    /// let spec = TemplateSpec::new("python:3.11-slim")
    ///     .with_cpu("1000m")
    ///     .with_env("PYTHONUNBUFFERED", "1")
    ///     .with_network(NetworkSpec::internet().with_allowed_domain("*.example.org"));
    /// let template = client.templates().create("python-data-science", spec).tags(["python"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Never sent twice, unless no connection was made or the server was shutting down. A template named `export` can
    /// be used and changed, but not [read](Self::get).
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) when there is one of this name; before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for what the server refuses, or takes and fails on later.
    pub fn create(
        &self,
        name: impl Into<String>,
        spec: impl Into<TemplateSpec>,
    ) -> Call<CreateTemplate> {
        self.call(CreateTemplate::new(name.into(), spec.into()))
    }

    /// Lists the templates in pages, newest first. (Contract §1.3.)
    ///
    /// Awaiting it gives one page; [`items`](Call::items) and [`all`](Call::all) give all templates.
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListTemplates> {
        self.call(ListTemplates::default())
    }

    /// Reads a template with its latest specification. (Contract §1.3.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for `export`, under which the server has something else.
    pub fn get(&self, name: impl Into<String>) -> Call<GetTemplate> {
        self.call(GetTemplate { name: name.into() })
    }

    /// Makes a new version of a template: the specification is replaced as a whole. (Contract §1.3.)
    ///
    /// To change a part, read the template, change its specification and send it back. Nothing is lost on that way:
    /// no default is put in, and what a newer server knows besides is in `extra`.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let templates = client.templates();
    /// let spec = templates.get("python-data-science").await?.into_spec()?;
    /// templates.update("python-data-science", spec.with_memory("2Gi")).changelog("More memory").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Every call makes a version, so it is never sent twice, unless no connection was made or the server was shutting
    /// down.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such template; before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) as for [`create`](Self::create).
    pub fn update(
        &self,
        name: impl Into<String>,
        spec: impl Into<TemplateSpec>,
    ) -> Call<UpdateTemplate> {
        self.call(UpdateTemplate::new(name.into(), spec.into()))
    }

    /// Deletes a template with all its versions; sandboxes made from it live on. (Contract §1.3.)
    ///
    /// When the reply to a first attempt was lost and the server answers the second with 404, the first one deleted
    /// the template: that is a success.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn delete(&self, name: impl Into<String>) -> Call<DeleteTemplate> {
        self.call(DeleteTemplate { name: name.into() })
    }

    /// Lists the versions of a template, newest first, all in one reply. (Contract §1.3.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such template.
    pub fn list_versions(&self, name: impl Into<String>) -> Call<ListTemplateVersions> {
        self.call(ListTemplateVersions { name: name.into() })
    }

    /// Reads one version of a template, from 1. (Contract §1.3.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such version, or no such template.
    pub fn get_version(&self, name: impl Into<String>, version: i64) -> Call<GetTemplateVersion> {
        self.call(GetTemplateVersion {
            name: name.into(),
            version,
        })
    }

    /// Makes a new version out of an older one. (Contract §1.3.)
    ///
    /// Every call makes a version, so it is never sent twice, unless no connection was made or the server was shutting
    /// down.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such version, or no such template.
    pub fn rollback(&self, name: impl Into<String>, version: i64) -> Call<RollbackTemplate> {
        self.call(RollbackTemplate::new(name.into(), version))
    }

    /// Exports a template as a YAML document. (Contract §1.4.)
    ///
    /// Visibility, author, changelog and history are not exported. For all templates see
    /// [`export_all`](super::ImportExport::export_all).
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such template or version.
    pub fn export_yaml(&self, name: impl Into<String>) -> Call<ExportTemplate> {
        self.call(ExportTemplate::new(name.into()))
    }

    fn call<I: Invoke>(&self, parameters: I) -> Call<I> {
        Call::new(&self.transport, parameters)
    }
}

/// One request for the YAML of a template.
pub(super) async fn export(exchange: &Exchange, name: &str, version: Option<i64>) -> Result<Bytes> {
    template_name(name)?;
    version.map_or(Ok(()), template_version)?;
    exchange.bytes(Raw::of(exchange).export_template(name, version).await)
}
