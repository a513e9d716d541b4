//! A simulator, a proxy in front of it, and clients that speak through the proxy.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use quintet::liteboxd::{Client, Port, Sandbox, Sandboxes, Session};
use quintet::sim::liteboxd::Simulator;
use quintet::{Call, Invoke, Response, Result, RetryPolicy};
use serde_json::Value;

use super::super::driven::Driven;
use crate::support::contract::{ContractProxy, Document};
use crate::support::liteboxd::{on_one_port, root};

pub(in crate::contract) use super::super::driven::drive;

/// A request id that the server keeps: a UUID of version 4.
pub(in crate::contract) const REQUEST_ID: &str = "3f0c1b2a-9d8e-4f7a-8b6c-5d4e3f2a1b0c";

/// Slow enough that nothing happens by itself during a test: a millisecond is a simulated microsecond.
const FROZEN: f64 = 0.001;
/// Fast enough that a deletion of 36 s takes 3.6 ms.
const FAST: f64 = 10_000.0;

/// A server to act on, and what was done with it.
#[derive(Debug)]
pub(in crate::contract) struct Stage {
    pub(in crate::contract) simulator: Simulator,
    pub(in crate::contract) proxy: ContractProxy,
    pub(in crate::contract) client: Client,
    pub(in crate::contract) http: reqwest::Client,
    pub(in crate::contract) driven: Driven,
    /// Sandboxes with their access tokens, for their ports.
    remembered: Mutex<BTreeMap<String, Sandbox>>,
}

impl Stage {
    /// A stage on which nothing happens by itself; the simulator's levers do.
    pub(in crate::contract) async fn frozen() -> Self {
        Self::with_document(Document::load("liteboxd")).await
    }

    /// The same, held to another document.
    pub(in crate::contract) async fn with_document(document: Document) -> Self {
        Self::start(document, FROZEN).await
    }

    /// A stage on which sandboxes become ready, and are gone after their deletion, within milliseconds.
    pub(in crate::contract) async fn fast() -> Self {
        Self::start(Document::load("liteboxd"), FAST).await
    }

    async fn start(document: Document, scale: f64) -> Self {
        let simulator = Simulator::builder()
            .time_scale(scale)
            .start()
            .await
            .unwrap();
        let proxy = ContractProxy::start(on_one_port(&document), &root(&simulator)).await;
        let client = client(&proxy, Some(simulator.token()), 2);
        Self {
            simulator,
            proxy,
            client,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            driven: Driven::default(),
            remembered: Mutex::default(),
        }
    }

    /// A client with a credential of its own that sends a request so often.
    pub(in crate::contract) fn client(&self, token: Option<&str>, attempts: u32) -> Client {
        client(&self.proxy, token, attempts)
    }

    /// A session of the administrator.
    pub(in crate::contract) async fn session(&self) -> Session {
        let accounts = self.client.accounts();
        accounts.login("admin", "liteboxd-admin").await.unwrap()
    }

    /// The server's own root, past the proxy: for what the document does not describe.
    pub(in crate::contract) fn root(&self) -> String {
        root(&self.simulator)
    }

    /// Makes a call under [`REQUEST_ID`].
    pub(in crate::contract) async fn settle<I: Invoke>(
        &self,
        call: Call<I>,
    ) -> Result<Response<I::Output>> {
        self.driven.operation(I::OPERATION);
        let reply = call.header("x-request-id", REQUEST_ID).response().await;
        if let Ok(reply) = &reply {
            assert_eq!(reply.request_id(), Some(REQUEST_ID));
        }
        reply
    }

    /// Reads a sandbox, for calls to its [ports](Self::port).
    pub(in crate::contract) async fn remember(&self, id: &str) {
        let sandbox = self.client.sandboxes().get(id).await.unwrap();
        self.remembered
            .lock()
            .unwrap()
            .insert(id.to_owned(), sandbox);
    }

    /// A port of a sandbox that was [remembered](Self::remember), under its own access token or another one.
    pub(in crate::contract) fn port(
        &self,
        client: &Client,
        id: &str,
        token: Option<&str>,
        number: u16,
    ) -> Port {
        let mut sandbox = self.remembered.lock().unwrap()[id].clone();
        if let Some(token) = token {
            sandbox.access_token = Some(token.into());
        }
        let all = client.sandboxes();
        drive!(self, Sandboxes, port, &all, &sandbox, number).unwrap()
    }

    /// How many requests the server has received.
    pub(in crate::contract) fn sent(&self) -> usize {
        self.simulator.request_count("*", "/")
    }

    /// The body of the latest request, as JSON.
    pub(in crate::contract) fn last_body(&self) -> Value {
        let requests = self.simulator.requests();
        serde_json::from_slice(requests.last().unwrap().body()).unwrap()
    }

    /// A request by hand, with the API key.
    pub(in crate::contract) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().unwrap();
        self.http
            .request(method, format!("{}{path}", self.proxy.url()))
            .bearer_auth(self.simulator.token())
    }

    /// What the server says in JSON about a path.
    pub(in crate::contract) async fn look(&self, path: &str) -> Value {
        let reply = self.request("GET", path).send().await.unwrap();
        reply.json().await.unwrap()
    }

    /// A new sandbox that lives until it is deleted, in the state in which it was created.
    pub(in crate::contract) async fn created(&self, template: &str) -> String {
        let created = self.client.sandboxes().create(template).never_expires();
        created.await.unwrap().id
    }

    /// A sandbox that runs.
    pub(in crate::contract) async fn running(&self) -> String {
        let id = self.created("python-data-science").await;
        self.simulator.recover(&id);
        id
    }

    /// A sandbox that runs and can be stopped.
    pub(in crate::contract) async fn persistent(&self) -> String {
        let id = self.created("persistent-workspace").await;
        self.simulator.recover(&id);
        id
    }

    /// A sandbox that is stopped.
    pub(in crate::contract) async fn stopped(&self) -> String {
        let id = self.persistent().await;
        self.client.sandboxes().stop(&id).await.unwrap();
        id
    }

    /// A sandbox under deletion.
    pub(in crate::contract) async fn terminating(&self) -> String {
        let id = self.persistent().await;
        self.client.sandboxes().delete(&id).await.unwrap();
        id
    }
}

fn client(proxy: &ContractProxy, token: Option<&str>, attempts: u32) -> Client {
    let retry = RetryPolicy::default()
        .max_attempts(attempts)
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(1));
    let mut builder = Client::builder()
        .base_url(proxy.url())
        .gateway_url(proxy.url())
        .retry(retry);
    if let Some(token) = token {
        builder = builder.token(token);
    }
    builder.build().unwrap()
}
