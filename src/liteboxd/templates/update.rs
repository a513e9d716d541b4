//! Making a new version of a template.

use super::rules;
use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::UpdateTemplateRequest;
use crate::liteboxd::check::template_name;
use crate::liteboxd::{Template, TemplateSpec};
use crate::runtime::{Call, Exchange, Invoke};

/// Updates a template; made by [`Templates::update`](super::Templates::update).
#[derive(Debug)]
pub struct UpdateTemplate {
    name: String,
    body: UpdateTemplateRequest,
}

impl UpdateTemplate {
    pub(super) fn new(name: String, spec: TemplateSpec) -> Self {
        let body = UpdateTemplateRequest {
            changelog: None,
            description: None,
            display_name: None,
            is_public: None,
            spec,
            tags: None,
        };
        Self { name, body }
    }

    fn check(&self) -> Result<()> {
        template_name(&self.name)?;
        rules::check(&self.body.spec)?;
        kept("display name", self.body.display_name.as_deref())?;
        kept("description", self.body.description.as_deref())
    }
}

/// Refuses a text that the server would not take.
fn kept(name: &str, text: Option<&str>) -> Result<()> {
    match text {
        Some("") => Err(Error::invalid(format!(
            "an empty {name}; the server keeps the old one then, so it cannot be cleared, only replaced"
        ))),
        _ => Ok(()),
    }
}

/// What is not set stays as it is.
impl Call<UpdateTemplate> {
    /// The name for people; cannot be cleared.
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.parameters.body.display_name = Some(name.into());
        self
    }

    /// What the template is for; cannot be cleared.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.parameters.body.description = Some(text.into());
        self
    }

    /// Replaces all tags; an empty list clears them.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.parameters.body.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Marks the template as public.
    pub fn public(mut self) -> Self {
        self.parameters.body.is_public = Some(true);
        self
    }

    /// Marks the template as not public.
    pub fn private(mut self) -> Self {
        self.parameters.body.is_public = Some(false);
        self
    }

    /// What changed in this version.
    pub fn changelog(mut self, text: impl Into<String>) -> Self {
        self.parameters.body.changelog = Some(text.into());
        self
    }
}

impl Invoke for UpdateTemplate {
    type Output = Template;
    const OPERATION: &'static str = "update_template";

    async fn invoke(self, exchange: Exchange) -> Result<Template> {
        self.check()?;
        let raw = Raw::of(&exchange);
        raw.update_template(&self.name, &self.body).await
    }
}
