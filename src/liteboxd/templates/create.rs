//! Creating a template.

use super::rules;
use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::CreateTemplateRequest;
use crate::liteboxd::check::template_name;
use crate::liteboxd::{Template, TemplateSpec};
use crate::runtime::{Call, Exchange, Invoke};

/// Creates a template; made by [`Templates::create`](super::Templates::create).
#[derive(Debug)]
pub struct CreateTemplate {
    body: CreateTemplateRequest,
}

impl CreateTemplate {
    pub(super) fn new(name: String, spec: TemplateSpec) -> Self {
        Self {
            body: CreateTemplateRequest {
                auto_prepull: None,
                description: None,
                display_name: None,
                is_public: None,
                name,
                spec,
                tags: Vec::new(),
            },
        }
    }
}

impl Call<CreateTemplate> {
    /// The name for people. Default: none.
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.parameters.body.display_name = Some(name.into());
        self
    }

    /// What the template is for. Default: nothing said.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.parameters.body.description = Some(text.into());
        self
    }

    /// Adds tags. Default: none.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        let tags = tags.into_iter().map(Into::into);
        self.parameters.body.tags.extend(tags);
        self
    }

    /// Marks the template as public. This is the default of the server.
    pub fn public(mut self) -> Self {
        self.parameters.body.is_public = Some(true);
        self
    }

    /// Marks the template as not public. Default: public.
    pub fn private(mut self) -> Self {
        self.parameters.body.is_public = Some(false);
        self
    }

    /// Pulls the image to all nodes in the background; how that ends is only told by the
    /// [list of tasks](crate::liteboxd::Prepulls::list). Default: not pulled.
    pub fn auto_prepull(mut self) -> Self {
        self.parameters.body.auto_prepull = Some(true);
        self
    }
}

impl Invoke for CreateTemplate {
    type Output = Template;
    const OPERATION: &'static str = "create_template";

    async fn invoke(self, exchange: Exchange) -> Result<Template> {
        template_name(&self.body.name)?;
        rules::check(&self.body.spec)?;
        Raw::of(&exchange).create_template(&self.body).await
    }
}
