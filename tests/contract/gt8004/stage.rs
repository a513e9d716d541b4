//! A simulator, a proxy in front of it, and clients that speak through the proxy.

use std::time::Duration;

use quintet::gt8004::{Client, Gt8004, Logger, LoggerBuilder, Protocol, RequestLogEntry};
use quintet::sim::Recorded;
use quintet::sim::gt8004::{Row, Simulator};
use quintet::{Builder, Call, Invoke, Response, Result, RetryPolicy};
use serde_json::Value;

use super::super::driven::Driven;
use crate::support::contract::{ContractProxy, Document};
use crate::support::gt8004::bare;
use crate::support::stage::sent;

pub(in crate::contract) use super::super::driven::drive;
pub(super) use crate::support::gt8004::{HOUR, LIMIT};

/// How often a call is tried at most.
pub(super) const ATTEMPTS: u32 = 2;

/// How long clients wait before they try again.
pub(super) const SOON: Duration = Duration::from_millis(1);

/// A service to act on, and what was done with it.
#[derive(Debug)]
pub(in crate::contract) struct Stage {
    pub(in crate::contract) simulator: Simulator,
    pub(in crate::contract) proxy: ContractProxy,
    pub(in crate::contract) client: Client,
    /// Sends when it is told to, and each batch once.
    pub(in crate::contract) logger: Logger,
    pub(in crate::contract) driven: Driven,
}

/// What a call is made on.
#[derive(Debug)]
pub(super) struct Clients {
    pub(super) client: Client,
    pub(super) logger: Logger,
}

impl Stage {
    pub(super) async fn start() -> Self {
        Self::with_document(Document::load("gt8004")).await
    }

    /// The same, held to another document.
    pub(super) async fn with_document(document: Document) -> Self {
        let simulator = Simulator::start().await.unwrap();
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        let client = settings(&proxy.url(), simulator.token());
        let client = client.build().unwrap();
        Self {
            logger: patient(&client).start().unwrap(),
            client,
            proxy,
            simulator,
            driven: Driven::default(),
        }
    }

    /// The stage's own client and logger.
    pub(super) fn clients(&self) -> Clients {
        Clients {
            client: self.client.clone(),
            logger: self.logger.clone(),
        }
    }

    /// A client with other settings, through the proxy.
    pub(super) fn client(&self, set: impl FnOnce(Builder<Gt8004>) -> Builder<Gt8004>) -> Client {
        let settings = settings(&self.proxy.url(), self.simulator.token());
        set(settings).build().unwrap()
    }

    /// The same, that leaves the proxy out: for replies that no document has. Its logger is a new one.
    pub(super) fn unwatched(
        &self,
        set: impl FnOnce(Builder<Gt8004>) -> Builder<Gt8004>,
    ) -> Clients {
        let settings = settings(&self.simulator.base_url(), self.simulator.token());
        let client = set(settings).build().unwrap();
        Clients {
            logger: patient(&client).start().unwrap(),
            client,
        }
    }

    /// Makes a call, and notes its operation.
    pub(super) async fn settle<I: Invoke>(&self, call: Call<I>) -> Result<Response<I::Output>> {
        self.driven.settle(call).await
    }

    /// Makes a call, and gives its value.
    pub(super) async fn done<I: Invoke>(&self, call: Call<I>) -> I::Output {
        self.driven.done(call).await
    }

    /// The latest request.
    #[track_caller]
    pub(super) fn last(&self) -> Recorded {
        self.simulator.requests().pop().unwrap()
    }

    /// Method and path of the latest request.
    #[track_caller]
    pub(super) fn line(&self) -> String {
        let last = self.last();
        format!("{} {}", last.method(), last.path())
    }

    /// The JSON of the latest request.
    #[track_caller]
    pub(super) fn sent(&self) -> Value {
        sent(&self.last())
    }

    /// The latest row.
    #[track_caller]
    pub(super) fn row(&self) -> Row {
        self.simulator.rows().pop().unwrap()
    }

    /// How many requests came.
    pub(super) fn count(&self) -> usize {
        self.simulator.requests().len()
    }
}

fn settings(root: &str, token: &str) -> Builder<Gt8004> {
    bare(root).token(token).retry(attempts(ATTEMPTS))
}

/// A logger that sends when it is told to, and each batch once.
pub(super) fn patient(client: &Client) -> LoggerBuilder {
    let builder = client.logger().flush_interval(HOUR).max_attempts(1);
    builder.retry_delay(SOON).breaker(u32::MAX, SOON)
}

/// A policy with so many attempts, and next to no time in between.
pub(super) fn attempts(attempts: u32) -> RetryPolicy {
    let retry = RetryPolicy::default().max_attempts(attempts);
    retry.base_delay(Duration::ZERO).max_delay(Duration::ZERO)
}

pub(super) fn entry(path: &str) -> RequestLogEntry {
    RequestLogEntry::new("GET", path, 200, Duration::from_micros(5_500))
}

/// An entry with a value in every field, each of which the service could store.
pub(super) fn whole() -> RequestLogEntry {
    let mut entry = entry("/api/search")
        .with_request_id("r-1")
        .with_customer_id("customer-1")
        .with_tool_name("search")
        .with_error_type("HTTP_503")
        .with_x402(0.25, "0xabc")
        .with_x402_token("USDC")
        .with_x402_payer("0xdef")
        .with_request_body("{\"q\":\"é\"}")
        .with_response_body("")
        .with_header("user-agent", "curl/8")
        .with_ip_address("203.0.113.7")
        .with_protocol(Protocol::A2a);
    entry.status_code = 503;
    for (field, value) in [
        (&mut entry.user_agent, "curl/8"),
        (&mut entry.referer, "https://agents.example/"),
        (&mut entry.content_type, "application/json"),
        (&mut entry.accept_language, "ko, en;q=0.5"),
        (&mut entry.country, "KR"),
        (&mut entry.city, "서울"),
    ] {
        *field = Some(value.to_owned());
    }
    entry
}

/// An entry with a value in every field, each of which the service could not store.
pub(super) fn poisonous() -> RequestLogEntry {
    let long = "é\0".repeat(3000);
    let mut entry = entry(&long)
        .with_request_id(&long)
        .with_customer_id(&long)
        .with_tool_name(&long)
        .with_error_type(&long)
        .with_x402(f64::INFINITY, &long)
        .with_x402_token("USDC-base-mainnet")
        .with_x402_payer(&long)
        .with_request_body(&long)
        .with_response_body(&long)
        .with_header(&long, "x".repeat(1 << 20))
        .with_ip_address(&long)
        .with_protocol(Protocol::Mcp);
    entry.method = "tools/call".to_owned();
    entry.source.clone_from(&long);
    (entry.status_code, entry.response_ms) = (u16::MAX, f64::NAN);
    entry.request_body_size = Some(u64::MAX);
    for field in [
        &mut entry.user_agent,
        &mut entry.referer,
        &mut entry.content_type,
        &mut entry.accept_language,
        &mut entry.country,
        &mut entry.city,
    ] {
        *field = Some(long.clone());
    }
    entry
}
