//! Templates as YAML, in and out. Contract: §1.4.

mod export;
mod import;
mod result;
mod yaml;

use std::sync::Arc;

pub use export::ExportTemplates;
pub use import::{ImportStrategy, ImportTemplates};
pub use result::ImportResult;

use crate::runtime::{Call, Invoke, Transport, Upload};

/// Import and export of templates; made by [`Client::import_export`](super::Client::import_export).
#[derive(Debug, Clone)]
pub struct ImportExport {
    transport: Arc<Transport>,
}

impl ImportExport {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        Self {
            transport: Arc::clone(transport),
        }
    }

    /// Imports the templates of a YAML document: one `SandboxTemplate`, or a `SandboxTemplateList`. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use quintet::Upload;
    /// use quintet::liteboxd::ImportStrategy;
    ///
    /// let result = client
    ///     .import_export()
    ///     .import_templates(Upload::file("templates.yaml").await?)
    ///     .strategy(ImportStrategy::CreateOnly)
    ///     .await?;
    /// for item in result.failures() {
    ///     println!("{}: {}", item.name, item.error.as_deref().unwrap_or("no reason given"));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Templates succeed and fail one by one, so a failed one is not an error of the call: look at
    /// [`failures`](ImportResult::failures). Only the first document of the file is read, and keys that the server does
    /// not know are dropped without a word. Never sent twice, unless no connection was made or the server was shutting
    /// down.
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for what is no YAML or no list of templates; before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) where that can be told.
    pub fn import_templates(&self, content: impl Into<Upload>) -> Call<ImportTemplates> {
        self.call(ImportTemplates::new(content.into()))
    }

    /// Exports all templates as one YAML document of kind `SandboxTemplateList`, newest first. (Contract §1.4.)
    ///
    /// The server itself exports the 20 newest at most. So this lists all templates and exports each; what was deleted in
    /// between is left out. It takes 300 s at most, unless [`timeout`](Call::timeout) says otherwise, and each request
    /// the client's time limit.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let yaml = client.import_export().export_all().tag("python").await?;
    /// std::fs::write("templates.yaml", yaml).expect("the folder is writable");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) when templates come and go faster than they can be listed.
    pub fn export_all(&self) -> Call<ExportTemplates> {
        self.call(ExportTemplates::default())
    }

    fn call<I: Invoke>(&self, parameters: I) -> Call<I> {
        Call::new(&self.transport, parameters)
    }
}
