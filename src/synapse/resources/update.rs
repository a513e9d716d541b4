//! Changing the limits. Contract: §1.3.

use std::time::Duration;

use serde::Serialize;

use super::policy::{self, verified};
use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::RuntimePolicy;
use crate::synapse::check::amount;
use crate::synapse::fields::Fields;

/// Changes the limits that are set on it; made by [`Resources::update_policy`](super::Resources::update_policy).
#[derive(Debug, Clone)]
pub struct UpdatePolicy {
    limits: Fields,
    numbers: Vec<(&'static str, f64)>,
}

impl Default for UpdatePolicy {
    fn default() -> Self {
        Self {
            limits: Fields::new("the policy"),
            numbers: Vec::new(),
        }
    }
}

impl UpdatePolicy {
    fn body(self) -> Result<RuntimePolicy> {
        for (name, number) in self.numbers {
            amount(name, number)?;
        }
        Ok(self.limits.checked()?.unwrap_or_default().into())
    }
}

impl Call<UpdatePolicy> {
    /// How many jobs may run at once; 0 is no limit.
    pub fn max_concurrent_jobs(self, jobs: i64) -> Self {
        self.limit(policy::MAX_CONCURRENT_JOBS, jobs)
    }

    /// How many replicas of serve applications there may be.
    pub fn max_concurrent_serve_replicas(self, replicas: i64) -> Self {
        self.limit(policy::MAX_CONCURRENT_SERVE_REPLICAS, replicas)
    }

    /// Keeps the limits.
    pub fn enable_gatekeeping(self) -> Self {
        self.limit(policy::GATEKEEPING_ENABLED, true)
    }

    /// Does not keep the limits.
    pub fn disable_gatekeeping(self) -> Self {
        self.limit(policy::GATEKEEPING_ENABLED, false)
    }

    /// How busy the processors may be.
    pub fn cpu_max_utilization_percent(self, percent: f64) -> Self {
        self.number(policy::CPU_MAX_UTILIZATION, percent)
    }

    /// How full the memory may be.
    pub fn memory_max_utilization_percent(self, percent: f64) -> Self {
        self.number(policy::MEMORY_MAX_UTILIZATION, percent)
    }

    /// How busy the GPUs may be.
    pub fn gpu_max_utilization_percent(self, percent: f64) -> Self {
        self.number(policy::GPU_MAX_UTILIZATION, percent)
    }

    /// How full the memory of the GPUs may be.
    pub fn gpu_max_memory_percent(self, percent: f64) -> Self {
        self.number(policy::GPU_MAX_MEMORY, percent)
    }

    /// How many jobs of Ray itself may run at once; 0 is no limit.
    pub fn max_concurrent_ray_jobs(self, jobs: i64) -> Self {
        self.limit(policy::MAX_CONCURRENT_RAY_JOBS, jobs)
    }

    /// For how long the agent keeps what it has read of the cluster.
    pub fn resource_cache_ttl(self, time: Duration) -> Self {
        self.limit(policy::RESOURCE_CACHE_TTL, time.as_secs_f64())
    }

    /// Any limit by its name: the value is sent as it is given.
    pub fn limit(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.limits.set(name.into(), value);
        self
    }

    fn number(mut self, name: &'static str, number: f64) -> Self {
        self.parameters.numbers.push((name, number));
        self.limit(name, number)
    }
}

impl Invoke for UpdatePolicy {
    type Output = RuntimePolicy;
    const OPERATION: &'static str = "update_runtime_policy";

    async fn invoke(self, exchange: Exchange) -> Result<RuntimePolicy> {
        let body = self.body()?;
        exchange.keep_reply();
        let updated = Raw::of(&exchange).update_runtime_policy(&body).await;
        verified(&exchange, exchange.any_success(updated)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::synapse::Client;

    fn update() -> Call<UpdatePolicy> {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        builder.build().unwrap().resources().update_policy()
    }

    fn body(call: Call<UpdatePolicy>) -> Result<Value> {
        Ok(Value::from(call.parameters.body()?.0))
    }

    #[test]
    fn only_what_is_set_is_sent() {
        assert_eq!(body(update()).unwrap(), json!({}));
        let some = update()
            .disable_gatekeeping()
            .max_concurrent_jobs(0)
            .limit("new", json!({"a": null}));
        let expected =
            json!({"gatekeeping_enabled": false, "max_concurrent_jobs": 0, "new": {"a": null}});
        assert_eq!(body(some).unwrap(), expected);
    }

    #[test]
    fn every_limit_has_its_name() {
        let all = update()
            .max_concurrent_jobs(1)
            .max_concurrent_serve_replicas(2)
            .enable_gatekeeping()
            .cpu_max_utilization_percent(3.5)
            .memory_max_utilization_percent(4.0)
            .gpu_max_utilization_percent(5.0)
            .gpu_max_memory_percent(6.0)
            .max_concurrent_ray_jobs(7)
            .resource_cache_ttl(Duration::from_millis(8500));
        let expected = json!({
            "max_concurrent_jobs": 1, "max_concurrent_serve_replicas": 2, "gatekeeping_enabled": true,
            "cpu_max_utilization_percent": 3.5, "memory_max_utilization_percent": 4.0,
            "gpu_max_utilization_percent": 5.0, "gpu_max_memory_percent": 6.0, "max_concurrent_ray_jobs": 7,
            "resource_cache_ttl_seconds": 8.5
        });
        assert_eq!(body(all).unwrap(), expected);
    }

    #[test]
    fn numbers_that_json_does_not_have_are_refused() {
        for bad in [f64::NAN, f64::INFINITY, -1.0] {
            let error = body(update().gpu_max_memory_percent(bad)).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(
                error.message().starts_with("gpu_max_memory_percent"),
                "{error}"
            );
        }
    }
}
