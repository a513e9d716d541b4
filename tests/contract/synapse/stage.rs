//! A simulator, a proxy in front of it, and clients that speak through the proxy.

use std::time::Duration;

use quintet::sim::Recorded;
use quintet::sim::synapse::Simulator;
use quintet::synapse::{Client, Synapse, Tail, TailJobLogs};
use quintet::{Builder, Call, Invoke, Response, Result, RetryPolicy};
use serde::Serialize;
use serde_json::Value;

use super::super::driven::Driven;
use super::super::wire;
use crate::support::contract::{ContractProxy, Document};
use crate::support::stage::sent;

pub(in crate::contract) use super::super::driven::drive;

/// How often a call is tried at most.
pub(super) const ATTEMPTS: u32 = 2;

/// How often waits look; they wait for nothing.
pub(super) const SOON: Duration = Duration::from_millis(1);

/// A server to act on, and what was done with it.
#[derive(Debug)]
pub(in crate::contract) struct Stage {
    pub(in crate::contract) simulator: Simulator,
    pub(in crate::contract) proxy: ContractProxy,
    /// With the agent's token alone.
    pub(in crate::contract) client: Client,
    pub(in crate::contract) driven: Driven,
}

impl Stage {
    /// A stage on which a second is a millisecond.
    pub(super) async fn start() -> Self {
        Self::with_document(Document::load("synapse")).await
    }

    /// The same, held to another document.
    pub(super) async fn with_document(document: Document) -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        let simulator = simulator.unwrap();
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        let settings = settings(&proxy.url(), simulator.token());
        Self {
            client: settings.build().unwrap(),
            proxy,
            simulator,
            driven: Driven::default(),
        }
    }

    /// A client with other settings, through the proxy.
    pub(super) fn client(&self, set: impl FnOnce(Builder<Synapse>) -> Builder<Synapse>) -> Client {
        let settings = settings(&self.proxy.url(), self.simulator.token());
        set(settings).build().unwrap()
    }

    /// A client that leaves the proxy out: for replies that no document has.
    pub(super) fn unwatched(&self) -> Client {
        let settings = settings(&self.simulator.base_url(), self.simulator.token());
        settings.build().unwrap()
    }

    /// Makes a call, and notes its operation.
    pub(super) async fn settle<I: Invoke>(&self, call: Call<I>) -> Result<Response<I::Output>> {
        self.driven.settle(call).await
    }

    /// Makes a call, and gives its value.
    pub(super) async fn done<I: Invoke>(&self, call: Call<I>) -> I::Output {
        self.driven.done(call).await
    }

    /// Begins to follow a log, and notes the operation.
    pub(super) async fn follow(&self, operation: &str, call: TailJobLogs) -> Result<Tail> {
        self.driven.operation(operation);
        call.await
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

    /// What the agent says at a path, as it is. The proxy is left out.
    pub(super) async fn look(&self, path: &str) -> Value {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]);
        let url = format!("{}{path}", self.simulator.base_url());
        let request = http.build().unwrap().get(url);
        let request = request.header("authorization", self.simulator.token());
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), 200, "{path}");
        reply.json().await.unwrap()
    }
}

fn settings(root: &str, token: &str) -> Builder<Synapse> {
    let retry = RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .base_delay(SOON)
        .max_delay(SOON);
    Client::builder().base_url(root).token(token).retry(retry)
}

/// A value as the wire would have it; every time has an offset.
pub(super) fn wire(value: &impl Serialize) -> Value {
    wire::in_one_form(value, |text| {
        let time = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(time.to_utc().to_rfc3339())
    })
}
