//! A simulator with its client, and requests by hand.

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Sandbox};
use quintet::sim::liteboxd::Simulator;
use serde_json::Value;

pub(super) const PLAIN: &str = "python-data-science";
pub(super) const PERSISTENT: &str = "persistent-workspace";

/// An id that no sandbox has.
pub(super) const UNKNOWN: &str = "00000000";

/// Every wait of these tests looks so often.
pub(super) const OFTEN: Duration = Duration::from_millis(1);

pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) client: Client,
}

impl Stage {
    /// A stage on which nothing happens by itself: a millisecond is a simulated microsecond.
    pub(super) async fn frozen() -> Self {
        Self::at(0.001).await
    }

    /// A stage on which what takes the server a minute takes 6 ms.
    pub(super) async fn fast() -> Self {
        Self::at(10_000.0).await
    }

    /// A stage whose time is that of the test, which may be paused.
    pub(super) async fn real() -> Self {
        Self::at(1.0).await
    }

    async fn at(scale: f64) -> Self {
        let simulator = Simulator::builder().time_scale(scale).start().await;
        let simulator = simulator.unwrap();
        let client = client(&simulator);
        Self { simulator, client }
    }

    /// A new connection, for when time has jumped over the life of the old one.
    pub(super) fn reconnect(&mut self) {
        self.client = client(&self.simulator);
    }

    /// A new sandbox that never expires.
    pub(super) async fn created(&self, template: &str) -> String {
        let create = self.client.sandboxes().create(template).never_expires();
        create.await.unwrap().id
    }

    /// One that runs.
    pub(super) async fn running(&self, template: &str) -> String {
        let id = self.created(template).await;
        self.simulator.recover(&id);
        id
    }

    /// A persistent one that is stopped.
    pub(super) async fn stopped(&self) -> String {
        let id = self.running(PERSISTENT).await;
        self.client.sandboxes().stop(&id).await.unwrap();
        id
    }

    /// One under deletion.
    pub(super) async fn terminating(&self, template: &str) -> String {
        let id = self.running(template).await;
        self.client.sandboxes().delete(&id).await.unwrap();
        id
    }

    /// One whose deletion is complete; the stage must be fast.
    pub(super) async fn deleted(&self, template: &str) -> String {
        let id = self.terminating(template).await;
        let gone = self.client.sandboxes().wait_until_deleted(&id);
        gone.interval(OFTEN).await.unwrap();
        id
    }

    pub(super) async fn get(&self, id: &str) -> Sandbox {
        self.client.sandboxes().get(id).await.unwrap()
    }

    /// A request by hand, of a path under `/api/v1`: status and JSON, null when there is none.
    pub(super) async fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}{path}", self.simulator.base_url());
        let http = http().build().unwrap();
        let request = http.request(method.parse().unwrap(), url);
        let request = request.bearer_auth(self.simulator.token());
        let request = if body.is_null() {
            request
        } else {
            request.json(body)
        };
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        let text = reply.bytes().await.unwrap();
        (status, serde_json::from_slice(&text).unwrap_or_default())
    }

    /// What the server says about a path.
    pub(super) async fn look(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}

/// What goes wrong is told the first time.
fn client(simulator: &Simulator) -> Client {
    let builder = Client::builder().base_url(simulator.base_url());
    let builder = builder.token(simulator.token()).http_client(http());
    builder.retry(RetryPolicy::never()).build().unwrap()
}

/// Without certificates, which take longest to load.
fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().tls_certs_only([])
}
