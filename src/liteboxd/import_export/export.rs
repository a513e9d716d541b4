//! Exporting all templates.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::yaml;
use crate::error::{Error, ErrorKind, Result};
use crate::liteboxd::Template;
use crate::liteboxd::check::template_name;
use crate::liteboxd::templates::{self, ListTemplates};
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Paged};

/// The time of the whole export.
const LIMIT: Duration = Duration::from_secs(300);

/// How many templates are exported at the same time.
const AT_ONCE: usize = 4;

/// How often the templates are listed before the export gives up.
const LISTINGS: u32 = 3;

/// Exports all templates; made by [`ImportExport::export_all`](super::ImportExport::export_all).
#[derive(Debug, Default)]
pub struct ExportTemplates {
    tag: Option<String>,
    names: Option<BTreeSet<String>>,
}

impl Call<ExportTemplates> {
    /// Only templates with exactly this tag.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.parameters.tag = Some(tag.into());
        self
    }

    /// Only templates with one of these names; a name that no template has is passed over.
    pub fn names<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter().map(Into::into);
        self.parameters.names.get_or_insert_default().extend(names);
        self
    }
}

impl Invoke for ExportTemplates {
    type Output = Bytes;
    const OPERATION: &'static str = "export_templates";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(LIMIT);
    }

    async fn invoke(self, exchange: Exchange) -> Result<Bytes> {
        self.check()?;
        let names = self.list(&exchange).await?;
        let exports = stream::iter(names)
            .map(|name| export(exchange.clone(), name))
            .buffered(AT_ONCE);
        let documents: Vec<Option<Bytes>> = exports.try_collect().await?;
        let documents: Vec<Bytes> = documents.into_iter().flatten().collect();
        let list = yaml::list(&documents, SystemTime::now().into());
        list.map(Bytes::from).map_err(|index| {
            let message = format!("export {} of {} is no text", index + 1, documents.len());
            Error::new(ErrorKind::Decode, message)
        })
    }
}

impl ExportTemplates {
    fn check(&self) -> Result<()> {
        let Some(names) = &self.names else {
            return Ok(());
        };
        if names.is_empty() {
            return Err(Error::invalid(
                "no names; give some, or leave `names` out to export all templates",
            ));
        }
        names.iter().try_for_each(|name| template_name(name))
    }

    /// The names of the wanted templates, newest first.
    async fn list(&self, exchange: &Exchange) -> Result<Vec<String>> {
        for _ in 0..LISTINGS {
            if let Some(names) = self.list_once(exchange).await? {
                return Ok(names);
            }
        }
        Err(Error::new(
            ErrorKind::Conflict,
            format!(
                "the templates changed each of the {LISTINGS} times that they were listed; export again when fewer come and go"
            ),
        ))
    }

    /// As [`list`](Self::list); `None` when templates came or went between two pages, which moves the others.
    async fn list_once(&self, exchange: &Exchange) -> Result<Option<Vec<String>>> {
        let mut seen = BTreeSet::new();
        let mut wanted = Vec::new();
        let mut next = Some(ListTemplates::large(self.tag.clone()));
        let mut total = 0;
        while let Some(list) = next {
            let part = exchange.part()?;
            let page = list.send(&part).await?;
            exchange.join(&part);
            next = list.next(&page);
            total = page.total;
            for template in page.items {
                let is_new = seen.insert(template.name.clone());
                if is_new && self.wants(&template) {
                    wanted.push(template.name);
                }
            }
        }
        Ok((i64::try_from(seen.len()) == Ok(total)).then_some(wanted))
    }

    /// The server takes `%` and `_` in a tag for wildcards, so its choice is looked at again.
    fn wants(&self, template: &Template) -> bool {
        let tagged = |tag: &String| template.tags().contains(tag);
        let named = |names: &BTreeSet<String>| names.contains(&template.name);
        self.tag.as_ref().is_none_or(tagged) && self.names.as_ref().is_none_or(named)
    }
}

/// The YAML of a template; `None` when it does not exist any more.
async fn export(exchange: Exchange, name: String) -> Result<Option<Bytes>> {
    let part = exchange.part()?;
    match templates::export(&part, &name, None).await {
        Ok(document) => {
            exchange.join(&part);
            Ok(Some(document))
        }
        // Any other 404 is no statement about the template.
        Err(error) if error.code() == Some("TEMPLATE_NOT_FOUND") => Ok(None),
        Err(error) => Err(error),
    }
}
