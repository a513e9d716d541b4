//! A simulator behind a proxy that reads along.

use std::time::Duration;

use quintet::sim::synapse::Simulator;
use reqwest::Method;
use serde_json::Value;

use super::calls::{Row, body, call, calls};
use crate::support::contract::{ContractProxy, Document, Side};
use crate::support::raw_server;

/// A simulator behind a proxy that reads along.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) proxy: ContractProxy,
    pub(super) http: reqwest::Client,
}

impl Stage {
    pub(super) async fn start() -> Self {
        let simulator = Simulator::builder()
            .time_scale(1000.0)
            .start()
            .await
            .unwrap();
        // Updates and restarts begin, but the agent does not go away in a test.
        simulator.set_system_times(Duration::from_secs(1_000_000), Duration::ZERO);
        let document = Document::load("synapse");
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        // The crate's own clients install the TLS provider without which reqwest makes none.
        let client = quintet::liteboxd::Client::builder().base_url(simulator.base_url());
        client.build().unwrap();
        let http = raw_server::http().build().unwrap();
        Self {
            simulator,
            proxy,
            http,
        }
    }

    /// Makes a request and reads its reply.
    pub(super) async fn send(
        &self,
        operation: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        self.send_as(Some(self.simulator.token()), operation, path, body)
            .await
    }

    pub(super) async fn send_as(
        &self,
        token: Option<&str>,
        operation: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let method: Method = call(operation).method.parse().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.proxy.url()));
        if let Some(token) = token {
            request = request.header("authorization", token);
        }
        if operation == "websocket_tail_job_logs" {
            request = request
                .header("connection", "Upgrade")
                .header("upgrade", "websocket")
                .header("sec-websocket-version", "13")
                .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        if status == 101 {
            return (status, Value::Null);
        }
        let text = reply.text().await.unwrap();
        let json = serde_json::from_str(&text);
        (status, json.unwrap_or(Value::String(text)))
    }

    /// Docker's id of a container that is made for this.
    pub(super) async fn docker(&self) -> String {
        let body = body("create_docker_container");
        let (_, made) = self
            .send("create_docker_container", "/containers/docker/", body)
            .await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Calls every operation in the way that succeeds.
    pub(super) async fn call_all(&self, token: Option<&str>) -> Vec<(&'static str, u16)> {
        let docker = match token {
            Some(_) => self.docker().await,
            None => "x".to_owned(),
        };
        let mut statuses = Vec::new();
        for Row {
            operation, path, ..
        } in calls()
        {
            if operation == "get_build_status" && token.is_some() {
                let body = body("create_container");
                self.send("create_container", "/containers/", body).await;
            }
            let path = path.replace("DOCKER", &docker);
            let (status, _) = self.send_as(token, operation, &path, body(operation)).await;
            statuses.push((operation, status));
            self.simulator.until_tails(|counts| counts.open == 0).await;
        }
        statuses
    }

    /// What was wrong with replies. Some requests were wrong on purpose.
    pub(super) fn wrong_replies(&self) -> Vec<String> {
        let violations = self.proxy.violations().into_iter();
        let wrong = violations.filter(|one| one.side == Side::Reply);
        wrong.map(|one| one.to_string()).collect()
    }
}
