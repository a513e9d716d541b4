//! The client and its settings. Contract: §0, §2, §6.

use std::sync::Arc;
use std::time::Duration;

use super::canary::Canaries;
use super::health::{
    CheckHealth, GetDetailedHealth, GetLiveness, GetMetrics, GetReadiness, ProbeHealth,
};
use super::tasks::Tasks;
use super::validation::Validation;
use super::webhooks::Webhooks;
use crate::error::Result;
use crate::runtime::{Backend, Builder, Call, RetryPolicy, Transport, positive, variable};

/// Where the server is unless told.
pub const DEFAULT_URL: &str = "http://localhost:8080";

/// How long an execution may take unless told: generating a program takes 96 s, running it at most 60 s.
const EXECUTE: Duration = Duration::from_secs(180);

/// A Loopai client: cheap to clone, one connection pool for all clones.
///
/// ```
/// use quintet::loopai::Client;
///
/// let client = Client::builder().base_url("https://loopai.example").token("key-0123").build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) transport: Arc<Transport>,
    pub(super) execute_timeout: Duration,
}

impl Client {
    /// Settings of a new client.
    ///
    /// Nothing is needed: the base URL is [`DEFAULT_URL`] unless told, and the server itself knows no credential.
    /// [`token`](Builder::token) is for what stands before it. A call may take 60 s, retries included, and is tried four
    /// times, with 1 to 10 s in between. (Contract §6.)
    pub fn builder() -> Builder<Loopai> {
        Builder::new()
    }

    /// A client of the server at `LOOPAI_BASE_URL`, or at [`DEFAULT_URL`], with the API key of `LOOPAI_API_KEY`, if it is
    /// set. (Contract §6.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a variable is set but empty, or is no base URL or token.
    pub fn from_env() -> Result<Self> {
        let mut builder = Self::builder();
        if let Some(url) = variable("LOOPAI_BASE_URL")? {
            builder = builder.base_url(url);
        }
        if let Some(key) = variable("LOOPAI_API_KEY")? {
            builder = builder.token(key);
        }
        builder.build()
    }

    /// Tasks and the programs that were generated for them.
    #[must_use]
    pub fn tasks(&self) -> Tasks {
        Tasks::new(&self.transport)
    }

    /// How well programs do, and better ones.
    #[must_use]
    pub fn validation(&self) -> Validation {
        Validation::new(&self.transport)
    }

    /// Rolling programs out in stages.
    #[must_use]
    pub fn canary(&self) -> Canaries {
        Canaries::new(&self.transport)
    }

    /// Subscriptions to events.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks {
        Webhooks::new(&self.transport)
    }

    /// Asks whether the server works. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn health(&self) -> Call<CheckHealth> {
        Call::new(&self.transport, CheckHealth)
    }

    /// Asks whether the server and what it needs work. What does not work is an answer, and no error. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn detailed_health(&self) -> Call<GetDetailedHealth> {
        Call::new(&self.transport, GetDetailedHealth)
    }

    /// Asks whether the server can take requests. That it cannot is an answer, and no error. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn readiness(&self) -> Call<GetReadiness> {
        Call::new(&self.transport, GetReadiness)
    }

    /// Asks whether the server is alive. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn liveness(&self) -> Call<GetLiveness> {
        Call::new(&self.transport, GetLiveness)
    }

    /// Asks at `/health`, where other clients ask, and takes every answer that was ever expected or given there: a word, the
    /// JSON of other clients, that of the edge runtime. That something does not work is an answer, and no error.
    /// (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn probe_health(&self) -> Call<ProbeHealth> {
        Call::new(&self.transport, ProbeHealth)
    }

    /// Reads what the server counts, in the text format of Prometheus. (Contract §1.8.)
    ///
    /// # Errors
    /// As every call.
    pub fn metrics(&self) -> Call<GetMetrics> {
        Call::new(&self.transport, GetMetrics)
    }
}

/// The settings that only Loopai has.
#[derive(Debug)]
#[non_exhaustive]
pub struct Loopai {
    execute_timeout: Duration,
    retries_everything: bool,
}

impl Default for Loopai {
    fn default() -> Self {
        Self {
            execute_timeout: EXECUTE,
            retries_everything: false,
        }
    }
}

impl Backend for Loopai {
    type Client = Client;

    const DEFAULT_BASE_URL: Option<&'static str> = Some(DEFAULT_URL);
    const API_PREFIX: &'static str = "/api/v1";
    const TIMEOUT: Duration = Duration::from_secs(60);

    fn retry() -> RetryPolicy {
        retry()
    }

    fn client(self, transport: Arc<Transport>) -> Result<Client> {
        positive("the timeout of executions", Some(self.execute_timeout))?;
        Ok(Client {
            transport: match self.retries_everything {
                true => transport.retrying_everything(),
                false => transport,
            },
            execute_timeout: self.execute_timeout,
        })
    }
}

impl Builder<Loopai> {
    /// The time of an execution and of what comes before and after it in the same call. Default: 180 s. A batch has that
    /// much besides what its items may take.
    pub fn execute_timeout(mut self, limit: Duration) -> Self {
        self.backend.execute_timeout = limit;
        self
    }

    /// Repeats every call as if it did no harm, as other clients do: also those that create, execute or change something.
    /// Default: only those that can be repeated safely.
    ///
    /// A creation whose reply was lost is then answered with a conflict, a lost execution is made and recorded twice, and a
    /// canary can skip a stage. [`assume_idempotent`](Call::assume_idempotent) does the same for one call. (Contract §6.)
    pub fn retry_everything(mut self) -> Self {
        self.backend.retries_everything = true;
        self
    }
}

/// Three repetitions, with 1 to 10 s in between. (Contract §6.)
pub(super) fn retry() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(4)
        .min_delay(Duration::from_secs(1))
        .base_delay(Duration::from_secs(2))
        .max_delay(Duration::from_secs(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_needed() {
        let client = Client::builder().build().unwrap();
        assert_eq!(client.transport.endpoint.as_str(), DEFAULT_URL);
        assert_eq!(client.transport.timeout, Duration::from_secs(60));
        assert_eq!(client.execute_timeout, Duration::from_secs(180));
    }

    #[test]
    fn a_path_before_the_api_is_kept() {
        for url in [
            "http://h/loopai",
            "http://h/loopai/",
            "http://h/loopai/api/v1",
        ] {
            let client = Client::builder().base_url(url).build().unwrap();
            assert_eq!(client.transport.endpoint.as_str(), "http://h/loopai");
        }
    }

    #[test]
    fn settings_that_cannot_work_are_refused() {
        let zero = Client::builder().execute_timeout(Duration::ZERO).build();
        assert!(zero.unwrap_err().is_invalid_input());
        for url in ["", "localhost:8080", "ftp://h"] {
            let refused = Client::builder().base_url(url).build();
            assert!(refused.unwrap_err().is_invalid_input(), "{url}");
        }
    }

    #[test]
    fn delays_are_those_of_the_contract() {
        for attempts in 1..20 {
            let delay = retry().backoff(attempts);
            assert!((Duration::from_secs(1)..=Duration::from_secs(10)).contains(&delay));
        }
    }
}
