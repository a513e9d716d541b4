//! What becomes of a container that is being made. Contract: §1.5.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Transport, Verdict, Wait, Watch, path};
use crate::synapse::Build;

/// The builds of the agent; made by [`Client::builds`](super::Client::builds). A build begins with
/// [`Containers::create`](super::Containers::create).
#[derive(Debug, Clone)]
pub struct Builds {
    transport: Arc<Transport>,
}

impl Builds {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Reads how far a build is; one that failed is no error here. (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an
    /// id that is empty or would change the path.
    pub fn get(&self, id: impl Into<String>) -> Call<GetBuild> {
        Call::new(&self.transport, GetBuild { id: id.into() })
    }

    /// Waits until a build is completed, and gives it with its container. Default: every 2 s, for 300 s. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let created = client.containers().create("detector@1.2.0").await?;
    /// let build = client.builds().wait(created.build_id.unwrap_or_default()).await?;
    /// println!("{:?}", build.result.and_then(|container| container.endpoint));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) with the error of a build that failed or was cancelled,
    /// [`Gone`](crate::ErrorKind::Gone) when it vanishes, [`Timeout`](crate::ErrorKind::Timeout) with the last status seen.
    pub fn wait(&self, id: impl Into<String>) -> Wait<UntilBuilt> {
        let watch = UntilBuilt {
            builds: self.clone(),
            id: id.into(),
        };
        Wait::through(
            &self.transport,
            watch,
            Duration::from_secs(2),
            Duration::from_secs(300),
        )
    }
}

/// Reads a build; made by [`Builds::get`].
#[derive(Debug, Clone)]
pub struct GetBuild {
    id: String,
}

impl Invoke for GetBuild {
    type Output = Build;
    const OPERATION: &'static str = "get_build_status";

    async fn invoke(self, exchange: Exchange) -> Result<Build> {
        let id = path::segment("build id", &self.id)?;
        Raw::of(&exchange).get_build_status(id).await
    }
}

/// A build that is to be completed; made by [`Builds::wait`].
#[derive(Debug)]
pub struct UntilBuilt {
    builds: Builds,
    id: String,
}

impl Watch for UntilBuilt {
    type State = Build;
    type Output = Build;

    async fn look(&self, left: Duration) -> Result<Build> {
        let limit = left.min(self.builds.transport.timeout);
        self.builds.get(&self.id).timeout(limit).await
    }

    fn judge(&self, build: &Build) -> Verdict {
        match build.status.as_str() {
            "completed" => Verdict::Ready,
            "failed" | "cancelled" => Verdict::Failed(reason(build)),
            // There are more, of which only that much is known.
            _ => Verdict::Pending,
        }
    }

    fn output(&self, build: Build) -> Build {
        build
    }

    fn subject(&self) -> String {
        format!("build {} to complete", self.id)
    }

    fn describe(&self, build: &Build) -> String {
        build.status.clone()
    }
}

fn reason(build: &Build) -> String {
    match &build.error {
        Some(Value::String(error)) if !error.is_empty() => error.clone(),
        None | Some(Value::String(_) | Value::Null) => "the agent gives no reason".to_owned(),
        Some(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::synapse::Client;

    #[test]
    fn three_statuses_are_final() {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        let builds = builder.build().unwrap().builds();
        let id = "b-1".to_owned();
        let watch = UntilBuilt { builds, id };
        let failed = |reason: &str| Verdict::Failed(reason.to_owned());
        for (build, verdict) in [
            (
                json!({"status": "completed", "result": {"id": 3}}),
                Verdict::Ready,
            ),
            (json!({"status": "building"}), Verdict::Pending),
            (json!({"status": "anything"}), Verdict::Pending),
            (
                json!({"status": "failed", "error": "no image"}),
                failed("no image"),
            ),
            (
                json!({"status": "failed", "error": {"code": 1}}),
                failed(r#"{"code":1}"#),
            ),
            (
                json!({"status": "failed", "error": ""}),
                failed("the agent gives no reason"),
            ),
            (
                json!({"status": "cancelled", "error": null}),
                failed("the agent gives no reason"),
            ),
        ] {
            let build: Build = serde_json::from_value(build).unwrap();
            assert_eq!(watch.judge(&build), verdict, "{build:?}");
        }
        assert_eq!(watch.subject(), "build b-1 to complete");
    }
}
