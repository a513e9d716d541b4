//! The client and its settings. Contract: §1.4, §2, §6.2.

use std::sync::Arc;
use std::time::Duration;

use super::RequestLogEntry;
use super::envelope::{Envelope, Frame};
use super::health::{CheckHealth, CheckReadiness};
use super::ingest::{Ingest, VerifyConnection};
use super::logger::LoggerBuilder;
use super::network::Network;
use crate::Secret;
use crate::error::{Error, Result};
use crate::runtime::{Backend, Builder, Call, Credential, Endpoint, Transport, variable};

/// The longest id of an agent, in characters. It is in every batch, twice, and must leave room for entries.
const AGENT_ID: usize = 256;

/// The one path of the service that takes entries.
const INGEST: &str = "/v1/ingest";

/// A client of the ingestion service: cheap to clone, one connection pool for all clones.
///
/// ```
/// use quintet::gt8004::{Client, Network};
///
/// let client = Client::builder().agent_id("agent-1").token("gt8004_0123").network(Network::Mainnet).build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    transport: Arc<Transport>,
    frame: Arc<Frame>,
}

impl Client {
    /// Settings of a new client.
    ///
    /// [`agent_id`](Builder::agent_id) and [`token`](Builder::token), the API key, are needed.
    /// [`base_url`](Builder::base_url) is the ingestion URL: whole, or without `/v1/ingest`; another path is taken as it is.
    /// A call may take 10 s unless told otherwise. (Contract §1.1, §1.4.)
    pub fn builder() -> Builder<Gt8004> {
        Builder::new()
    }

    /// A client of the agent `GT8004_AGENT_ID` with the key `GT8004_API_KEY`, both needed, at `GT8004_INGEST_URL`, where that
    /// is set. (Contract §6.2.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when one of the first two is not set, and when a variable is set but
    /// empty, or is no URL or key.
    pub fn from_env() -> Result<Self> {
        let needed = |name| {
            variable(name)?.ok_or_else(|| {
                Error::invalid(format!(
                    "the environment variable {name} is not set; an agent is known by GT8004_AGENT_ID and GT8004_API_KEY"
                ))
            })
        };
        let mut builder = Self::builder()
            .agent_id(needed("GT8004_AGENT_ID")?)
            .token(needed("GT8004_API_KEY")?);
        if let Some(url) = variable("GT8004_INGEST_URL")? {
            builder = builder.base_url(url);
        }
        builder.build()
    }

    /// A logger that ships entries in the background, with these settings.
    pub fn logger(&self) -> LoggerBuilder {
        LoggerBuilder::new(self.clone())
    }

    /// Sends entries in one batch, now, and gives how many the service read. (Contract §1.1.)
    ///
    /// It is sent once, unless the service cannot have it: it would not recognise it. A [`Logger`](super::Logger) does more:
    /// it never waits, and takes apart what is too large.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for no entries, or more than fit into 51,200 bytes;
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) for a wrong key; others as every call.
    pub fn ingest(&self, entries: impl IntoIterator<Item = RequestLogEntry>) -> Call<Ingest> {
        let parameters = Ingest {
            frame: Arc::clone(&self.frame),
            entries: entries.into_iter().collect(),
        };
        Call::new(&self.transport, parameters)
    }

    /// Tells the service that the agent is connected, and finds out whether the key is good. (Contract §6.2.)
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) for a wrong key; others as every call. Success means that the service
    /// took it.
    pub fn verify_connection(&self) -> Call<VerifyConnection> {
        let parameters = VerifyConnection {
            frame: Arc::clone(&self.frame),
        };
        Call::new(&self.transport, parameters)
    }

    /// Asks whether the service lives. Needs no good key. (Contract §1.3.)
    ///
    /// # Errors
    /// As every call.
    pub fn health(&self) -> Call<CheckHealth> {
        Call::new(&self.transport, CheckHealth)
    }

    /// Asks whether the service takes requests. Needs no good key. (Contract §1.3.)
    ///
    /// # Errors
    /// As every call.
    pub fn readiness(&self) -> Call<CheckReadiness> {
        Call::new(&self.transport, CheckReadiness)
    }

    pub(super) fn transport(&self) -> &Arc<Transport> {
        &self.transport
    }

    pub(super) fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// The settings that only GT8004 has.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Gt8004 {
    agent_id: Option<String>,
    network: Network,
    envelope: Envelope,
}

impl Backend for Gt8004 {
    type Client = Client;

    const DEFAULT_BASE_URL: Option<&'static str> = None;
    const API_PREFIX: &'static str = INGEST;
    const TIMEOUT: Duration = Duration::from_secs(10);

    fn endpoint(&self, given: Option<&str>) -> Result<Endpoint> {
        Endpoint::of_operation(given.unwrap_or(self.network.ingest_url()), INGEST)
    }

    fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        let key = token.ok_or_else(|| {
            Error::invalid("no API key; give `token` the key of the agent as the service issued it")
        })?;
        Credential::bearer(key)
    }

    fn client(self, transport: Arc<Transport>) -> Result<Client> {
        let given = self.agent_id.as_deref().map(str::trim);
        let Some(agent_id) = given.filter(|id| !id.is_empty()) else {
            return Err(Error::invalid(
                "no agent id; give `agent_id` the id that the agent was registered under",
            ));
        };
        if agent_id.chars().count() > AGENT_ID || agent_id.chars().any(char::is_control) {
            return Err(Error::invalid(format!(
                "the agent id is none; give `agent_id` at most {AGENT_ID} characters and no control characters"
            )));
        }
        Ok(Client {
            transport,
            frame: Arc::new(Frame::new(agent_id, self.envelope)),
        })
    }
}

impl Builder<Gt8004> {
    /// The id that the agent was registered under. (Contract §2.)
    pub fn agent_id(mut self, id: impl Into<String>) -> Self {
        self.backend.agent_id = Some(id.into());
        self
    }

    /// The network whose service takes the entries, unless [`base_url`](Self::base_url) says where that is. Default: the test
    /// network. (Contract §1.4.)
    pub fn network(mut self, network: Network) -> Self {
        self.backend.network = network;
        self
    }

    /// How the names around the entries are spelt. Default: in both ways. (Contract §1.1.)
    pub fn envelope(mut self, envelope: Envelope) -> Self {
        self.backend.envelope = envelope;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn builder() -> Builder<Gt8004> {
        Client::builder().agent_id("agent-1").token("canary")
    }

    fn url(builder: Builder<Gt8004>) -> String {
        builder.build().unwrap().transport.endpoint.url(INGEST)
    }

    #[test]
    fn the_network_says_where_unless_a_url_does() {
        assert_eq!(
            url(builder()),
            "https://testnet.ingest.gt8004.xyz/v1/ingest"
        );
        let main = || builder().network(Network::Mainnet);
        assert_eq!(url(main()), "https://ingest.gt8004.xyz/v1/ingest");
        for (given, expected) in [
            ("http://localhost:9092", "http://localhost:9092/v1/ingest"),
            ("http://localhost:9092/", "http://localhost:9092/v1/ingest"),
            (
                "http://localhost:9092/v1/ingest",
                "http://localhost:9092/v1/ingest",
            ),
            ("https://x.example/logs", "https://x.example/logs"),
        ] {
            assert_eq!(url(main().base_url(given)), expected);
            assert_eq!(
                url(builder().base_url(given).network(Network::Mainnet)),
                expected
            );
        }
    }

    #[test]
    fn agent_and_key_are_needed() {
        for (builder, expected) in [
            (Client::builder().token("k"), "no agent id"),
            (Client::builder().token("k").agent_id(" "), "no agent id"),
            (Client::builder().agent_id("a"), "no API key"),
            (
                Client::builder().agent_id("a").token(""),
                "the token is empty",
            ),
        ] {
            let error = builder.build().unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(expected), "{error}");
        }
    }

    #[test]
    fn limits_are_those_of_the_contract_and_nothing_is_shown() {
        let client = builder().build().unwrap();
        assert_eq!(client.transport.timeout, Duration::from_secs(10));
        assert!(!format!("{:?}{client:?}", builder()).contains("canary"));
    }

    /// The id is in every batch, twice: one without end would leave no room for entries.
    #[test]
    fn an_id_leaves_room_for_entries() {
        let id = |id: String| Client::builder().token("k").agent_id(id).build();
        for bad in ["x".repeat(257), "a\nb".to_owned(), "a\0b".to_owned()] {
            let error = id(bad).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().contains("agent id"),
                "{error}"
            );
        }
        for good in ["x".repeat(256), "\"\\</é\u{1f600}".to_owned()] {
            let client = id(good.clone()).unwrap();
            let body = client.frame().body("b", &[]);
            let sent: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(
                (sent["agent_id"].as_str(), sent["agentId"].as_str()),
                (Some(&*good), Some(&*good))
            );
        }
    }
}
