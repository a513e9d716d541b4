//! Importing templates.

use super::ImportResult;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Label, Upload, form};

/// What an import does with templates that exist, and with those that do not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImportStrategy {
    /// Creates what does not exist, and skips the rest.
    CreateOnly,
    /// Makes new versions of what exists, and skips the rest.
    UpdateOnly,
    /// Creates what does not exist, and makes new versions of the rest.
    #[default]
    CreateOrUpdate,
}

impl ImportStrategy {
    fn text(self) -> &'static str {
        match self {
            Self::CreateOnly => "create-only",
            Self::UpdateOnly => "update-only",
            Self::CreateOrUpdate => "create-or-update",
        }
    }
}

/// Imports templates; made by [`ImportExport::import_templates`](super::ImportExport::import_templates).
#[derive(Debug)]
pub struct ImportTemplates {
    content: Upload,
    strategy: ImportStrategy,
    prepull: bool,
}

impl ImportTemplates {
    pub(super) fn new(content: Upload) -> Self {
        Self {
            content,
            strategy: ImportStrategy::default(),
            prepull: false,
        }
    }
}

impl Call<ImportTemplates> {
    /// What to do with what exists. Default: [`CreateOrUpdate`](ImportStrategy::CreateOrUpdate).
    pub fn strategy(mut self, strategy: ImportStrategy) -> Self {
        self.parameters.strategy = strategy;
        self
    }

    /// Pulls the images of the imported templates to all nodes. Default: not pulled.
    pub fn prepull(mut self) -> Self {
        self.parameters.prepull = true;
        self
    }
}

impl Invoke for ImportTemplates {
    type Output = ImportResult;
    const OPERATION: &'static str = "import_templates";

    async fn invoke(self, exchange: Exchange) -> Result<ImportResult> {
        self.content
            .in_memory()
            .map_or(Ok(()), |text| check(text))?;
        let fields = [
            ("strategy", self.strategy.text().to_owned()),
            ("prepull", self.prepull.to_string()),
        ];
        let progress = exchange.progress();
        let (media, body) = form(&fields, "file", Label::Bare, self.content, progress)?;
        let sent = Raw::of(&exchange).import_templates(&media, body).await?;
        Ok(sent.into())
    }
}

/// Refuses what surely is no document of templates; the rest is for the server to judge.
fn check(content: &[u8]) -> Result<()> {
    if content.trim_ascii().is_empty() {
        return Err(Error::invalid(
            "nothing to import; give a YAML document of kind `SandboxTemplate` or `SandboxTemplateList`",
        ));
    }
    // YAML may also be UTF-16, which has zeros, and then says it in other bytes.
    let says = |word: &[u8]| content.windows(word.len()).any(|part| part == word);
    if says(b"\0") || (says(b"kind") && says(b"SandboxTemplate")) {
        return Ok(());
    }
    Err(Error::invalid(
        "the content has no line `kind: SandboxTemplate` or `kind: SandboxTemplateList`, without which the server takes \
         no YAML document",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_surely_is_wrong_is_refused() {
        for good in [
            "kind: SandboxTemplate",
            "{\"kind\": \"SandboxTemplateList\", \"items\": []}",
            "'kind' : 'SandboxTemplate'",
            "kind: SandboxTemplateLost",
        ] {
            assert!(check(good.as_bytes()).is_ok(), "{good}");
        }
        let wide: Vec<u8> = "kind: SandboxTemplate"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(check(&wide).is_ok());
        for bad in [
            "",
            " \r\n\t",
            "# nothing\n",
            "kind: Pod\n",
            "a: b",
            "SandboxTemplate",
        ] {
            let error = check(bad.as_bytes()).unwrap_err();
            assert!(error.message().contains("SandboxTemplateList`"), "{bad:?}");
        }
    }
}
