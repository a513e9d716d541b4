//! Both simulators, a proxy in front of each, and clients that speak through the proxies.

use std::time::Duration;

use quintet::loopai::{Client, EdgeClient, Loopai};
use quintet::sim::loopai::{Simulator, edge};
use quintet::sim::{Fault, Recorded};
use quintet::{Builder, Call, Invoke, Response, Result, RetryPolicy, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use super::super::driven::Driven;
use super::super::wire;
use super::calls::Facade;
use crate::support::contract::{ContractProxy, Document};
use crate::support::stage::sent;

pub(in crate::contract) use super::super::driven::drive;

/// How often a call is tried at most.
pub(super) const ATTEMPTS: u32 = 2;

/// How long clients wait before they try again.
const SOON: Duration = Duration::from_millis(1);

pub(super) use crate::support::loopai::TASK;

/// The active program of the task that is there from the start.
pub(super) const PROGRAM: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/// The program's first version.
pub(super) const OLD: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

/// The id of nothing.
pub(super) const NOTHING: &str = "11111111-2222-3333-4444-555555555555";

/// A server and a runtime to act on, and what was done with them.
#[derive(Debug)]
pub(in crate::contract) struct Stage {
    pub(in crate::contract) simulator: Simulator,
    pub(in crate::contract) runtime: edge::Simulator,
    pub(in crate::contract) proxy: ContractProxy,
    /// That before the runtime; what it finds is in `proxy`, too.
    _beside: ContractProxy,
    pub(in crate::contract) client: Client,
    pub(in crate::contract) edge: EdgeClient,
    pub(in crate::contract) driven: Driven,
}

/// A client of each server.
#[derive(Debug, Clone)]
pub(super) struct Clients {
    pub(super) cloud: Client,
    pub(super) edge: EdgeClient,
}

impl Stage {
    /// A stage on which a second is a millisecond.
    pub(super) async fn start() -> Self {
        Self::with_document(Document::load("loopai")).await
    }

    /// The same, held to another document.
    pub(super) async fn with_document(document: Document) -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        let simulator = simulator.unwrap();
        let runtime = edge::Simulator::builder().time_scale(1000.0).start().await;
        let runtime = runtime.unwrap();
        let proxy = ContractProxy::start(document.clone(), &simulator.base_url()).await;
        let document = document.of_server("edge runtime");
        let beside = proxy.beside(document, &runtime.base_url()).await;
        let clients = Clients::at(&proxy.url(), &beside.url(), retry(), |cloud| cloud);
        Self {
            simulator,
            runtime,
            proxy,
            _beside: beside,
            client: clients.cloud,
            edge: clients.edge,
            driven: Driven::default(),
        }
    }

    /// The stage's own clients.
    pub(super) fn clients(&self) -> Clients {
        Clients {
            cloud: self.client.clone(),
            edge: self.edge.clone(),
        }
    }

    /// A client of the cloud with other settings, through the proxy.
    pub(super) fn client(&self, set: impl FnOnce(Builder<Loopai>) -> Builder<Loopai>) -> Client {
        let builder = Client::builder().base_url(self.proxy.url()).retry(retry());
        set(builder).build().unwrap()
    }

    /// Clients that leave the proxies out: for replies that no document has.
    pub(super) fn unwatched(&self, retry: RetryPolicy) -> Clients {
        self.unwatched_with(retry, |builder| builder)
    }

    /// The same with other settings of that of the cloud.
    pub(super) fn unwatched_with(
        &self,
        retry: RetryPolicy,
        set: impl FnOnce(Builder<Loopai>) -> Builder<Loopai>,
    ) -> Clients {
        let (cloud, edge) = (self.simulator.base_url(), self.runtime.base_url());
        Clients::at(&cloud, &edge, retry, set)
    }

    /// Makes a call, and notes its operation.
    pub(super) async fn settle<I: Invoke>(&self, call: Call<I>) -> Result<Response<I::Output>> {
        self.driven.settle(call).await
    }

    /// Makes a call, and gives its value.
    pub(super) async fn done<I: Invoke>(&self, call: Call<I>) -> I::Output {
        self.driven.done(call).await
    }

    /// The latest request to the cloud.
    #[track_caller]
    pub(super) fn last(&self) -> Recorded {
        self.simulator.requests().pop().unwrap()
    }

    /// Method and path of the latest request to the cloud.
    #[track_caller]
    pub(super) fn line(&self) -> String {
        let last = self.last();
        format!("{} {}", last.method(), last.path())
    }

    /// The JSON of the latest request to the cloud.
    #[track_caller]
    pub(super) fn sent(&self) -> Value {
        sent(&self.last())
    }

    /// The requests to the server of a call.
    pub(super) fn requests(&self, call: Facade) -> Vec<Recorded> {
        match call.is_edge() {
            true => self.runtime.requests(),
            false => self.simulator.requests(),
        }
    }

    /// Spoils what comes to the server of a call.
    pub(super) fn inject(&self, call: Facade, fault: Fault) {
        match call.is_edge() {
            true => self.runtime.inject(fault),
            false => self.simulator.inject(fault),
        }
    }

    /// Forgets all requests.
    pub(super) fn clear(&self) {
        self.simulator.clear_requests();
        self.runtime.clear_requests();
    }

    /// What the cloud says at a path, as it is. The proxy is left out.
    pub(super) async fn look(&self, path: &str) -> Value {
        let http = crate::support::raw_server::http().build().unwrap();
        let url = format!("{}{path}", self.simulator.base_url());
        let reply = http.get(url).send().await.unwrap();
        assert_eq!(reply.status(), 200, "{path}");
        reply.json().await.unwrap()
    }
}

impl Clients {
    fn at(
        cloud: &str,
        edge: &str,
        retry: RetryPolicy,
        set: impl FnOnce(Builder<Loopai>) -> Builder<Loopai>,
    ) -> Self {
        let builder = Client::builder().base_url(cloud).retry(retry.clone());
        let edge = EdgeClient::builder().base_url(edge).retry(retry);
        Self {
            cloud: set(builder).build().unwrap(),
            edge: edge.build().unwrap(),
        }
    }
}

/// A policy with so many attempts, and next to no time in between.
pub(super) fn attempts(attempts: u32) -> RetryPolicy {
    let retry = RetryPolicy::default().max_attempts(attempts);
    retry.base_delay(SOON).max_delay(SOON)
}

fn retry() -> RetryPolicy {
    attempts(ATTEMPTS)
}

/// JSON as only a caller can mean it: names that look like ours, `null`, nothing, and numbers of all kinds.
pub(super) fn payload() -> Value {
    json!({
        "userName": { "taskId": 1, "loopAppId": "x", "task_id": null, "executionId": [] },
        "Id": {}, "": [], "latencyMs": -0.5, "most": u64::MAX, "least": i64::MIN, "tiny": 5e-324,
        "createdAt": "2025-10-27T01:02:03", "text": "\u{0}é\u{1F600}\"\\/\r\n",
        "nested": [[{ "outputSchema": [null, true, 1, 1.5, ""] }]],
    })
}

/// A value as the wire would have it; a time may be without an offset.
pub(super) fn wire(value: &impl Serialize) -> Value {
    wire::in_one_form(value, |text| {
        Some(text.parse::<Timestamp>().ok()?.to_string())
    })
}
