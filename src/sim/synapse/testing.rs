//! An agent without a socket, for the tests of its operations.

use bytes::Bytes;
use serde_json::Value;

use super::auth::TOKEN;
use super::backend::Agent;
use super::lock;
use super::world::World;
use crate::sim::clock::Clock;
use crate::sim::door::Door;
pub(super) use crate::sim::testing::{Answer, pass};
use crate::sim::testing::{answer, request};

/// The agent. Its clock is tokio's, which tests pause.
pub(super) struct Server(pub(super) Agent);

impl Server {
    pub(super) fn new() -> Self {
        Self(Agent::new(Clock::new(1.0), Door::default()))
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("authorization", TOKEN)], "")
            .await
    }

    /// A call without a body.
    pub(super) async fn bare(&self, method: &str, path: &str) -> Answer {
        self.send(method, path, &[("authorization", TOKEN)], "")
            .await
    }

    /// A call with a JSON body.
    pub(super) async fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [
            ("authorization", TOKEN),
            ("content-type", "application/json"),
        ];
        self.send(method, path, &headers, body.to_string()).await
    }

    /// A call with these headers only.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        answer(&self.0, request(method, path, headers, body.into())).await
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.0.shared))
    }
}
