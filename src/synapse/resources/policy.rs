//! The limits that the agent runs work under. Contract: §1.3.

use serde_json::Value;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::RuntimePolicy;

pub(super) const MAX_CONCURRENT_JOBS: &str = "max_concurrent_jobs";
pub(super) const MAX_CONCURRENT_SERVE_REPLICAS: &str = "max_concurrent_serve_replicas";
pub(super) const GATEKEEPING_ENABLED: &str = "gatekeeping_enabled";
pub(super) const CPU_MAX_UTILIZATION: &str = "cpu_max_utilization_percent";
pub(super) const MEMORY_MAX_UTILIZATION: &str = "memory_max_utilization_percent";
pub(super) const GPU_MAX_UTILIZATION: &str = "gpu_max_utilization_percent";
pub(super) const GPU_MAX_MEMORY: &str = "gpu_max_memory_percent";
pub(super) const MAX_CONCURRENT_RAY_JOBS: &str = "max_concurrent_ray_jobs";
pub(super) const RESOURCE_CACHE_TTL: &str = "resource_cache_ttl_seconds";

/// Reads the limits; made by [`Resources::policy`](super::Resources::policy).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetPolicy;

impl Invoke for GetPolicy {
    type Output = RuntimePolicy;
    const OPERATION: &'static str = "get_runtime_policy";

    async fn invoke(self, exchange: Exchange) -> Result<RuntimePolicy> {
        exchange.keep_reply();
        verified(&exchange, Raw::of(&exchange).get_runtime_policy().await?)
    }
}

/// A policy whose known limits are what they should be.
pub(super) fn verified(exchange: &Exchange, policy: RuntimePolicy) -> Result<RuntimePolicy> {
    match fault(&policy) {
        Some(fault) => Err(exchange.broken_promise(fault)),
        None => Ok(policy),
    }
}

fn fault(policy: &RuntimePolicy) -> Option<String> {
    policy.0.iter().find_map(|(name, value)| {
        let (fits, what) = match name.as_str() {
            _ if value.is_null() => return None,
            MAX_CONCURRENT_JOBS | MAX_CONCURRENT_SERVE_REPLICAS | MAX_CONCURRENT_RAY_JOBS => {
                (count(value).is_some(), "a whole number")
            }
            GATEKEEPING_ENABLED => (value.is_boolean(), "true or false"),
            CPU_MAX_UTILIZATION
            | MEMORY_MAX_UTILIZATION
            | GPU_MAX_UTILIZATION
            | GPU_MAX_MEMORY
            | RESOURCE_CACHE_TTL => (value.is_number(), "a number"),
            _ => return None,
        };
        (!fits).then(|| format!("the policy's {name} is {value} and not {what}"))
    })
}

/// A whole number, also where it is written with a fraction of nothing.
fn count(value: &Value) -> Option<i64> {
    let whole = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    value
        .as_i64()
        .or_else(|| Some(value.as_f64().filter(whole)? as i64))
}

impl RuntimePolicy {
    /// Whether the agent said something of this limit, such as `max_concurrent_ray_jobs`: also that it is `null`.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// How many jobs may run at once; 0 is no limit. Unless set: 3.
    #[must_use]
    pub fn max_concurrent_jobs(&self) -> i64 {
        self.count(MAX_CONCURRENT_JOBS, 3)
    }

    /// How many replicas of serve applications there may be. Unless set: 16.
    #[must_use]
    pub fn max_concurrent_serve_replicas(&self) -> i64 {
        self.count(MAX_CONCURRENT_SERVE_REPLICAS, 16)
    }

    /// Whether the limits are kept at all. Unless set: they are.
    #[must_use]
    pub fn gatekeeping_enabled(&self) -> bool {
        let set = self.said(GATEKEEPING_ENABLED).and_then(Value::as_bool);
        set.unwrap_or(true)
    }

    /// How busy the processors may be, in percent. Unless set: 90.
    #[must_use]
    pub fn cpu_max_utilization_percent(&self) -> f64 {
        self.number(CPU_MAX_UTILIZATION, 90.0)
    }

    /// How full the memory may be, in percent. Unless set: 90.
    #[must_use]
    pub fn memory_max_utilization_percent(&self) -> f64 {
        self.number(MEMORY_MAX_UTILIZATION, 90.0)
    }

    /// How busy the GPUs may be, in percent. Unless set: 90.
    #[must_use]
    pub fn gpu_max_utilization_percent(&self) -> f64 {
        self.number(GPU_MAX_UTILIZATION, 90.0)
    }

    /// How full the memory of the GPUs may be, in percent. Unless set: 90.
    #[must_use]
    pub fn gpu_max_memory_percent(&self) -> f64 {
        self.number(GPU_MAX_MEMORY, 90.0)
    }

    /// How many jobs of Ray itself may run at once; 0 is no limit. Unless set: 0.
    #[must_use]
    pub fn max_concurrent_ray_jobs(&self) -> i64 {
        self.count(MAX_CONCURRENT_RAY_JOBS, 0)
    }

    /// For how long the agent keeps what it has read of the cluster, in seconds. Unless set: 5.
    #[must_use]
    pub fn resource_cache_ttl_seconds(&self) -> f64 {
        self.number(RESOURCE_CACHE_TTL, 5.0)
    }

    /// What is said of a limit; `null` is nothing.
    fn said(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn count(&self, name: &str, default: i64) -> i64 {
        self.said(name).and_then(count).unwrap_or(default)
    }

    fn number(&self, name: &str, default: f64) -> f64 {
        self.said(name).and_then(Value::as_f64).unwrap_or(default)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(value: Value) -> RuntimePolicy {
        serde_json::from_value(value).unwrap()
    }

    fn numbers(policy: &RuntimePolicy) -> [f64; 5] {
        [
            policy.cpu_max_utilization_percent(),
            policy.memory_max_utilization_percent(),
            policy.gpu_max_utilization_percent(),
            policy.gpu_max_memory_percent(),
            policy.resource_cache_ttl_seconds(),
        ]
    }

    #[test]
    fn what_is_absent_or_null_has_the_contracts_value() {
        let null = policy(json!({"max_concurrent_jobs": null, "gatekeeping_enabled": null}));
        for policy in [policy(json!({})), null.clone()] {
            assert_eq!(policy.max_concurrent_jobs(), 3);
            assert_eq!(policy.max_concurrent_serve_replicas(), 16);
            assert_eq!(policy.max_concurrent_ray_jobs(), 0);
            assert!(policy.gatekeeping_enabled());
            assert_eq!(numbers(&policy), [90.0, 90.0, 90.0, 90.0, 5.0]);
            assert_eq!(fault(&policy), None);
        }
        // Which of them the agent knows can be told.
        assert!(null.is_set("max_concurrent_jobs") && !null.is_set("max_concurrent_ray_jobs"));
    }

    #[test]
    fn what_is_there_is_read_and_the_rest_is_kept() {
        let whole = policy(json!({
            "max_concurrent_jobs": 0, "max_concurrent_serve_replicas": 4.0, "gatekeeping_enabled": false,
            "cpu_max_utilization_percent": 1, "memory_max_utilization_percent": 2.5, "gpu_max_utilization_percent": 3,
            "gpu_max_memory_percent": 4, "max_concurrent_ray_jobs": 7, "resource_cache_ttl_seconds": 0.5, "new": [1]
        }));
        assert_eq!(whole.max_concurrent_jobs(), 0);
        assert_eq!(whole.max_concurrent_serve_replicas(), 4);
        assert_eq!(whole.max_concurrent_ray_jobs(), 7);
        assert!(!whole.gatekeeping_enabled());
        assert_eq!(numbers(&whole), [1.0, 2.5, 3.0, 4.0, 0.5]);
        assert!(whole.is_set("new") && whole.len() == 10);
    }

    #[test]
    fn a_limit_of_another_type_is_named() {
        for (value, expected) in [
            (
                json!({"max_concurrent_jobs": "3"}),
                "the policy's max_concurrent_jobs is \"3\" and not a whole number",
            ),
            (
                json!({"max_concurrent_ray_jobs": 1.5}),
                "the policy's max_concurrent_ray_jobs is 1.5 and not a whole number",
            ),
            (
                json!({"gatekeeping_enabled": 1}),
                "the policy's gatekeeping_enabled is 1 and not true or false",
            ),
            (
                json!({"resource_cache_ttl_seconds": []}),
                "the policy's resource_cache_ttl_seconds is [] and not a number",
            ),
        ] {
            assert_eq!(fault(&policy(value)).as_deref(), Some(expected));
        }
    }
}
