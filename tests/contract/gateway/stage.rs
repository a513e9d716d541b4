//! A simulator with its object store, a proxy in front of each, and clients that speak through them.

use std::time::Duration;

use quintet::gateway::{Client, Gateway};
use quintet::sim::Recorded;
use quintet::sim::gateway::Simulator;
use quintet::{Builder, Call, Invoke, Response, Result, RetryPolicy};

use super::super::driven::Driven;
use crate::support::contract::{ContractProxy, Document};
use crate::support::gateway::before_the_store;

pub(in crate::contract) use super::super::driven::drive;

/// How often a call is tried at most.
pub(super) const ATTEMPTS: u32 = 2;

/// A server to act on, and what was done with it.
#[derive(Debug)]
pub(in crate::contract) struct Stage {
    pub(in crate::contract) simulator: Simulator,
    pub(in crate::contract) proxy: ContractProxy,
    /// That before the object store; what it finds is in `proxy`, too.
    _store: ContractProxy,
    /// With the internal token of an agent.
    pub(in crate::contract) client: Client,
    pub(in crate::contract) driven: Driven,
}

impl Stage {
    /// A stage whose time is real time: nothing expires in a test.
    pub(super) async fn start() -> Self {
        Self::with_document(Document::load("gateway")).await
    }

    /// The same, held to another document.
    pub(super) async fn with_document(document: Document) -> Self {
        Self::at_pace(document, 1.0).await
    }

    /// A stage on which a millisecond is more than a quarter of an hour.
    pub(super) async fn fast() -> Self {
        Self::at_pace(Document::load("gateway"), 1_000_000.0).await
    }

    async fn at_pace(document: Document, scale: f64) -> Self {
        let simulator = Simulator::builder().time_scale(scale).start().await;
        let simulator = simulator.unwrap();
        let proxy = ContractProxy::start(document.clone(), &simulator.base_url()).await;
        Self {
            _store: before_the_store(&simulator, &proxy, &document).await,
            client: settings(&proxy.url())
                .token(simulator.token())
                .build()
                .unwrap(),
            proxy,
            simulator,
            driven: Driven::default(),
        }
    }

    /// A client with a credential of its own, through the proxy.
    pub(super) fn client(
        &self,
        credential: impl FnOnce(Builder<Gateway>) -> Builder<Gateway>,
    ) -> Client {
        credential(settings(&self.proxy.url())).build().unwrap()
    }

    /// A client that leaves the proxy out: for replies that no document has.
    pub(super) fn unwatched(
        &self,
        credential: impl FnOnce(Builder<Gateway>) -> Builder<Gateway>,
    ) -> Client {
        let root = self.simulator.base_url();
        credential(settings(&root)).build().unwrap()
    }

    /// Makes a call, and notes its operation.
    pub(super) async fn settle<I: Invoke>(&self, call: Call<I>) -> Result<Response<I::Output>> {
        self.driven.settle(call).await
    }

    /// The same for a call whose parameters decide which operation it is.
    pub(super) async fn settle_as<I: Invoke>(
        &self,
        operation: &str,
        call: Call<I>,
    ) -> Result<Response<I::Output>> {
        self.driven.settle_as(operation, call).await
    }

    /// How many requests gateway and store have received.
    pub(super) fn sent(&self) -> usize {
        self.simulator.requests().len() + self.simulator.store_requests().len()
    }

    /// The latest request to the gateway.
    pub(super) fn last(&self) -> Recorded {
        self.simulator.requests().pop().unwrap()
    }

    /// How often the API key was exchanged.
    pub(super) fn exchanges(&self) -> usize {
        self.simulator
            .request_count("POST", "/v1/auth/convert_to_internal_token")
    }
}

fn settings(root: &str) -> Builder<Gateway> {
    let retry = RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(1));
    Client::builder().base_url(root).retry(retry)
}
