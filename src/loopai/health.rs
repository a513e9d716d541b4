//! State of the server, in every shape. Contract: §1.6, §1.8.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::wire::{self, Leniency, PLAIN};
use crate::Timestamp;
use crate::error::{Error, Result};
use crate::generated::loopai::Client as Raw;
use crate::loopai::{DetailedHealth, Health, Liveness, Readiness};
use crate::runtime::{CallOptions, Exchange, Invoke};

/// Asks whether the server works; made by [`Client::health`](super::Client::health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckHealth;

impl Invoke for CheckHealth {
    type Output = Health;
    const OPERATION: &'static str = "get_health";

    async fn invoke(self, exchange: Exchange) -> Result<Health> {
        let health = Raw::of(&exchange).get_health().await;
        wire::lenient(&exchange, health, PLAIN)
    }
}

/// Asks whether the server and what it needs work; made by [`Client::detailed_health`](super::Client::detailed_health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetDetailedHealth;

const DETAILED: Leniency = Leniency {
    nested: &[],
    complete: complete_components,
};

/// The names of components are the server's own; what stands under them is a type of ours.
fn complete_components(health: &mut Map<String, Value>) {
    let components = health.get_mut("components").and_then(Value::as_object_mut);
    for (_, component) in components.into_iter().flatten() {
        *component = wire::read(component.take(), PLAIN);
    }
}

impl Invoke for GetDetailedHealth {
    type Output = DetailedHealth;
    const OPERATION: &'static str = "get_detailed_health";

    fn adjust(&self, options: &mut CallOptions) {
        options.answer = Some(is_answer);
    }

    async fn invoke(self, exchange: Exchange) -> Result<DetailedHealth> {
        let health = Raw::of(&exchange).get_detailed_health().await;
        answer(&exchange, health, DETAILED)
    }
}

/// Asks whether the server can take requests; made by [`Client::readiness`](super::Client::readiness).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetReadiness;

impl Invoke for GetReadiness {
    type Output = Readiness;
    const OPERATION: &'static str = "get_readiness";

    fn adjust(&self, options: &mut CallOptions) {
        options.answer = Some(is_answer);
    }

    async fn invoke(self, exchange: Exchange) -> Result<Readiness> {
        let readiness = Raw::of(&exchange).get_readiness().await;
        answer(&exchange, readiness, PLAIN)
    }
}

/// Asks whether the server is alive; made by [`Client::liveness`](super::Client::liveness).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetLiveness;

impl Invoke for GetLiveness {
    type Output = Liveness;
    const OPERATION: &'static str = "get_liveness";

    async fn invoke(self, exchange: Exchange) -> Result<Liveness> {
        Raw::of(&exchange).get_liveness().await
    }
}

/// Asks at `/health`; made by [`Client::probe_health`](super::Client::probe_health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbeHealth;

/// What is answered at `/health`, in whatever shape.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HealthProbe {
    /// Whether it was a success.
    pub is_healthy: bool,
    /// The answer in a word, such as `Healthy`.
    pub status: String,
    /// The version of who answered.
    pub version: Option<String>,
    /// Its time.
    pub timestamp: Option<Timestamp>,
    /// The task of an edge runtime.
    pub task_id: Option<String>,
    /// The version of the program of an edge runtime.
    pub active_version: Option<i64>,
    /// What was looked at, in the form that other clients expect.
    pub checks: BTreeMap<String, String>,
}

impl HealthProbe {
    fn read(is_healthy: bool, body: &[u8]) -> Option<Self> {
        let said = serde_json::from_slice(body).map(|value| wire::read(value, PLAIN));
        let mut probe = Self {
            is_healthy,
            status: String::new(),
            version: None,
            timestamp: None,
            task_id: None,
            active_version: None,
            checks: BTreeMap::new(),
        };
        match said {
            Ok(said @ Value::Object(_)) => {
                let text = |name: &str| said[name].as_str().map(str::to_owned);
                probe.status = text("status")?;
                probe.version = text("version");
                probe.timestamp = text("timestamp").and_then(|time| time.parse().ok());
                probe.task_id = text("task_id");
                probe.active_version = said["active_version"].as_i64();
                let checks = said["checks"].as_object().into_iter().flatten();
                let checks = checks
                    .filter_map(|(name, state)| Some((name.clone(), state.as_str()?.to_owned())));
                probe.checks = checks.collect();
            }
            Ok(Value::String(word)) => probe.status = word,
            _ => probe.status = String::from_utf8_lossy(body).trim().to_owned(),
        }
        let is_word = probe.status.chars().all(char::is_alphanumeric);
        (is_word && !probe.status.is_empty()).then_some(probe)
    }
}

impl Invoke for ProbeHealth {
    type Output = HealthProbe;
    const OPERATION: &'static str = "probe_health";

    fn adjust(&self, options: &mut CallOptions) {
        options.answer = Some(|error| probed(error).is_some());
    }

    async fn invoke(self, exchange: Exchange) -> Result<HealthProbe> {
        let probe = Raw::of(&exchange).probe_health().await;
        match exchange.bytes(probe) {
            Ok(body) => HealthProbe::read(true, &body).ok_or_else(|| {
                exchange.broken_promise(
                    "what is at /health does not say how it is; correct the base URL",
                )
            }),
            Err(error) => match probed(&error) {
                Some(probe) => {
                    exchange.accept(&error);
                    Ok(probe)
                }
                None => Err(error),
            },
        }
    }
}

/// The answer of a server that does not work.
fn probed(error: &Error) -> Option<HealthProbe> {
    let said = error.body().filter(|_| is_503(error))?;
    HealthProbe::read(false, said)
}

/// Reads what the server counts; made by [`Client::metrics`](super::Client::metrics).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetMetrics;

impl Invoke for GetMetrics {
    type Output = String;
    const OPERATION: &'static str = "get_metrics";

    async fn invoke(self, exchange: Exchange) -> Result<String> {
        let metrics = Raw::of(&exchange).get_metrics().await;
        let text = exchange.bytes(metrics)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

fn is_503(error: &Error) -> bool {
    error.status().is_some_and(|status| status.as_u16() == 503)
}

/// Whether a 503 is the server's own answer to how it is; what stands before it does not say.
fn is_answer(error: &Error) -> bool {
    let said = error.body().filter(|_| is_503(error));
    let said = said.and_then(|body| serde_json::from_slice::<Value>(body).ok());
    said.is_some_and(|said| said["status"].is_string())
}

/// The answer of a call that a 503 answers as well.
fn answer<T: DeserializeOwned>(
    exchange: &Exchange,
    result: Result<T>,
    leniency: Leniency,
) -> Result<T> {
    let error = match wire::lenient(exchange, result, leniency) {
        Err(error) if is_answer(&error) => error,
        other => return other,
    };
    let body = error.body().map_or(&[][..], |body| body);
    let read = |value| serde_json::from_value(wire::read(value, leniency)).ok();
    match serde_json::from_slice(body).ok().and_then(read) {
        Some(value) => {
            exchange.accept(&error);
            Ok(value)
        }
        None => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(body: &str) -> Option<HealthProbe> {
        HealthProbe::read(true, body.as_bytes())
    }

    #[test]
    fn every_shape_is_read() {
        for (body, status) in [
            ("Healthy", "Healthy"),
            ("Unhealthy\n", "Unhealthy"),
            ("\"Healthy\"", "Healthy"),
            (r#"{"status":"healthy"}"#, "healthy"),
        ] {
            assert_eq!(probe(body).unwrap().status, status);
        }
        let other = r#"{"status":"healthy","version":"1.0","timestamp":"2025-10-27T01:02:03","checks":{"db":"up","n":1}}"#;
        let other = probe(other).unwrap();
        assert!(other.timestamp.is_some() && other.version.as_deref() == Some("1.0"));
        assert_eq!(other.checks.len(), 1);
        let edge = r#"{"status":"healthy","version":"0.1.0","task_id":"t","active_version":3}"#;
        let edge = probe(edge).unwrap();
        assert_eq!(
            (edge.task_id.as_deref(), edge.active_version),
            (Some("t"), Some(3))
        );
    }

    #[test]
    fn what_does_not_say_how_it_is_is_no_answer() {
        for body in [
            "",
            "<html>",
            "{}",
            r#"{"status":503}"#,
            "[1]",
            "no such page",
        ] {
            assert_eq!(probe(body), None, "{body}");
        }
    }
}
