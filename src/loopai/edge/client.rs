//! The client of an edge runtime.

use std::sync::Arc;

use super::{CheckEdgeHealth, EdgeExecute, GetEdgeMetrics};
use crate::Secret;
use crate::error::{Error, Result};
use crate::loopai::client::retry;
use crate::runtime::{Backend, Builder, Call, Credential, RetryPolicy, Transport};

/// A client of an edge runtime: cheap to clone, one connection pool for all clones.
///
/// ```no_run
/// # async fn f() -> quintet::Result<()> {
/// use quintet::loopai::EdgeClient;
///
/// let edge = EdgeClient::builder().base_url("http://edge.example:8000").build()?;
/// let execution = edge.execute([("text", "Buy now")]).await?;
/// println!("{} after {} ms", execution.output, execution.latency_ms);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct EdgeClient {
    transport: Arc<Transport>,
}

impl EdgeClient {
    /// Settings of a new client. [`base_url`](Builder::base_url) is needed, since no address is well known; a runtime takes no
    /// credential. (Contract §1.9.)
    pub fn builder() -> Builder<Edge> {
        Builder::new()
    }

    /// Executes the program of the runtime's task. All values of the input are texts, and so is the output.
    /// (Contract §1.9.)
    ///
    /// The program sees the text under `text`, else the one under `input`. The runtime records each execution, so it is sent
    /// once: again only when no connection was made.
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) when the program failed, which the runtime hardly explains.
    pub fn execute<K: Into<String>, V: Into<String>>(
        &self,
        input: impl IntoIterator<Item = (K, V)>,
    ) -> Call<EdgeExecute> {
        let input = input.into_iter();
        let input = input
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Call::new(&self.transport, EdgeExecute { input })
    }

    /// Reads what the runtime did today, by its own clock. (Contract §1.9.)
    ///
    /// # Errors
    /// As every call.
    pub fn metrics(&self) -> Call<GetEdgeMetrics> {
        Call::new(&self.transport, GetEdgeMetrics)
    }

    /// Asks whether the runtime works, and what it runs. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn health(&self) -> Call<CheckEdgeHealth> {
        Call::new(&self.transport, CheckEdgeHealth)
    }
}

/// The settings that only an edge runtime has: none.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Edge;

impl Backend for Edge {
    type Client = EdgeClient;

    const DEFAULT_BASE_URL: Option<&'static str> = None;
    const API_PREFIX: &'static str = "";

    fn retry() -> RetryPolicy {
        retry()
    }

    fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        match token {
            None => Ok(Credential::default()),
            Some(_) => Err(Error::invalid(
                "a token for an edge runtime, which takes none; leave it out, and give `header` for what stands before it",
            )),
        }
    }

    fn client(self, transport: Arc<Transport>) -> Result<EdgeClient> {
        Ok(EdgeClient { transport })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_has_an_address_and_no_credential() {
        let error = EdgeClient::builder().build().unwrap_err();
        assert!(error.message().starts_with("no base URL"), "{error}");
        let builder = EdgeClient::builder().base_url("http://edge:8000/x/");
        let client = builder.build().unwrap();
        assert_eq!(client.transport.endpoint.as_str(), "http://edge:8000/x");
        let builder = EdgeClient::builder()
            .base_url("http://edge:8000")
            .token("x");
        assert!(
            builder
                .build()
                .unwrap_err()
                .message()
                .contains("takes none")
        );
    }
}
