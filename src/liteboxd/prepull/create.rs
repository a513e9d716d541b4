//! Beginning to pull.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::CreatePrepullRequest;
use crate::liteboxd::PrepullTask;
use crate::liteboxd::check::{image, template_name};
use crate::runtime::{Call, Exchange, Invoke};

/// Pulls an image; made by [`Prepulls::create`](super::Prepulls::create).
#[derive(Debug)]
pub struct CreatePrepull {
    image: String,
    limit: Duration,
}

impl CreatePrepull {
    pub(super) fn new(image: String) -> Self {
        Self {
            image,
            limit: Duration::from_secs(600),
        }
    }
}

impl Call<CreatePrepull> {
    /// How long pulling may take, in whole seconds; the server takes it and does not keep to it. Default: 600 s.
    pub fn pull_timeout(mut self, limit: Duration) -> Self {
        self.parameters.limit = limit;
        self
    }
}

impl Invoke for CreatePrepull {
    type Output = PrepullTask;
    const OPERATION: &'static str = "create_prepull";

    async fn invoke(self, exchange: Exchange) -> Result<PrepullTask> {
        let reference = self.image.trim();
        image(reference)?;
        let limit = self.limit;
        if limit.is_zero() || limit.subsec_nanos() > 0 {
            return Err(Error::invalid(format!(
                "a pull timeout of {limit:?}; give one or more whole seconds"
            )));
        }
        let body = CreatePrepullRequest {
            image: reference.to_owned(),
            timeout: Some(i64::try_from(limit.as_secs()).unwrap_or(i64::MAX)),
        };
        Raw::of(&exchange).create_prepull(&body).await
    }
}

/// Pulls the image of a template; made by [`Prepulls::create_for_template`](super::Prepulls::create_for_template).
#[derive(Debug)]
pub struct PrepullTemplate {
    pub(super) name: String,
}

impl Invoke for PrepullTemplate {
    type Output = PrepullTask;
    const OPERATION: &'static str = "prepull_template_image";

    async fn invoke(self, exchange: Exchange) -> Result<PrepullTask> {
        template_name(&self.name)?;
        let raw = Raw::of(&exchange);
        raw.prepull_template_image(&self.name).await
    }
}
