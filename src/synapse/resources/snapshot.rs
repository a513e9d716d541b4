//! What a snapshot says, with the contract's values for what it does not say. Contract: §1.3.

use serde_json::Map;

use crate::synapse::{
    ClusterResourceSnapshot, GpuDevice, GpuSummary, NodeCounts, NodeResources, NodeState,
    ResourceCounter,
};

impl ClusterResourceSnapshot {
    /// Whether it is old because it could not be read anew; not unless it says so.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale.unwrap_or(false)
    }

    /// The processors; none when it does not say.
    #[must_use]
    pub fn cpu(&self) -> ResourceCounter {
        counter(self.cpu.as_ref())
    }

    /// The memory in bytes; none when it does not say.
    #[must_use]
    pub fn memory(&self) -> ResourceCounter {
        counter(self.memory.as_ref())
    }

    /// The GPUs; none when it does not say.
    #[must_use]
    pub fn gpu(&self) -> GpuSummary {
        let none = || GpuSummary {
            total_gpus: None,
            available_gpus: None,
            total_memory_bytes: None,
            available_memory_bytes: None,
            max_utilization: None,
            avg_utilization: None,
            extra: Map::new(),
        };
        self.gpu.clone().unwrap_or_else(none)
    }

    /// How many jobs run; 0 when it does not say.
    #[must_use]
    pub fn running_jobs(&self) -> i64 {
        self.running_jobs.unwrap_or(0)
    }

    /// How many replicas of serve applications there are; 0 when it does not say.
    #[must_use]
    pub fn total_serve_replicas(&self) -> i64 {
        self.total_serve_replicas.unwrap_or(0)
    }

    /// How many nodes there are; 0 of each when it does not say.
    #[must_use]
    pub fn node_counts(&self) -> NodeCounts {
        let none = || NodeCounts {
            total: None,
            alive: None,
            dead: None,
            extra: Map::new(),
        };
        self.node_counts.clone().unwrap_or_else(none)
    }
}

impl ResourceCounter {
    /// All of it; 0 when it does not say.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total.unwrap_or(0.0)
    }

    /// What is in use; 0 when it does not say.
    #[must_use]
    pub fn used(&self) -> f64 {
        self.used.unwrap_or(0.0)
    }

    /// What is left; 0 when it does not say.
    #[must_use]
    pub fn available(&self) -> f64 {
        self.available.unwrap_or(0.0)
    }
}

impl GpuSummary {
    /// How many there are; 0 when it does not say.
    #[must_use]
    pub fn total_gpus(&self) -> i64 {
        self.total_gpus.unwrap_or(0)
    }

    /// How many have room; 0 when it does not say.
    #[must_use]
    pub fn available_gpus(&self) -> i64 {
        self.available_gpus.unwrap_or(0)
    }

    /// Their memory in bytes; 0 when it does not say.
    #[must_use]
    pub fn total_memory_bytes(&self) -> i64 {
        self.total_memory_bytes.unwrap_or(0)
    }

    /// What is left of their memory, in bytes; 0 when it does not say.
    #[must_use]
    pub fn available_memory_bytes(&self) -> i64 {
        self.available_memory_bytes.unwrap_or(0)
    }

    /// Use of the busiest, in percent; 0 when it does not say.
    #[must_use]
    pub fn max_utilization(&self) -> f64 {
        self.max_utilization.unwrap_or(0.0)
    }

    /// Use of all, in percent; 0 when it does not say.
    #[must_use]
    pub fn avg_utilization(&self) -> f64 {
        self.avg_utilization.unwrap_or(0.0)
    }
}

impl NodeCounts {
    /// All that are known; 0 when it does not say.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total.unwrap_or(0)
    }

    /// Those that take part; 0 when it does not say.
    #[must_use]
    pub fn alive(&self) -> i64 {
        self.alive.unwrap_or(0)
    }

    /// Those that do not any more; 0 when it does not say.
    #[must_use]
    pub fn dead(&self) -> i64 {
        self.dead.unwrap_or(0)
    }
}

impl NodeResources {
    /// Whether it leads the cluster; not unless it says so.
    #[must_use]
    pub fn is_head_node(&self) -> bool {
        self.is_head_node.unwrap_or(false)
    }

    /// Whether it takes part; it does unless it says otherwise.
    #[must_use]
    pub fn state(&self) -> NodeState {
        self.state.clone().unwrap_or(NodeState::Alive)
    }

    /// Its processors; none when it does not say.
    #[must_use]
    pub fn cpu(&self) -> ResourceCounter {
        counter(self.cpu.as_ref())
    }

    /// Its memory in bytes; none when it does not say.
    #[must_use]
    pub fn memory(&self) -> ResourceCounter {
        counter(self.memory.as_ref())
    }
}

impl GpuDevice {
    /// Its model; empty when it does not say.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Its id; empty when it does not say.
    #[must_use]
    pub fn uuid(&self) -> &str {
        self.uuid.as_deref().unwrap_or_default()
    }

    /// Memory in use, in MB; 0 when it does not say.
    #[must_use]
    pub fn memory_used(&self) -> i64 {
        self.memory_used.unwrap_or(0)
    }

    /// Memory, in MB; 0 when it does not say.
    #[must_use]
    pub fn memory_total(&self) -> i64 {
        self.memory_total.unwrap_or(0)
    }
}

fn counter(said: Option<&ResourceCounter>) -> ResourceCounter {
    let none = || ResourceCounter {
        total: None,
        used: None,
        available: None,
        extra: Map::new(),
    };
    said.cloned().unwrap_or_else(none)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn snapshot(value: Value) -> ClusterResourceSnapshot {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_is_absent_has_the_contracts_value() {
        let least = snapshot(json!({"collected_at": "2026-02-17T08:00:00Z"}));
        assert!(!least.is_stale() && least.nodes.is_empty() && least.object_store.is_none());
        assert_eq!((least.running_jobs(), least.total_serve_replicas()), (0, 0));
        for counter in [least.cpu(), least.memory()] {
            let numbers = [counter.total(), counter.used(), counter.available()];
            assert_eq!(numbers, [0.0; 3]);
        }
        let (gpu, nodes) = (least.gpu(), least.node_counts());
        assert_eq!((gpu.total_gpus(), gpu.available_gpus()), (0, 0));
        assert_eq!(
            (gpu.total_memory_bytes(), gpu.available_memory_bytes()),
            (0, 0)
        );
        assert_eq!((gpu.max_utilization(), gpu.avg_utilization()), (0.0, 0.0));
        assert_eq!((nodes.total(), nodes.alive(), nodes.dead()), (0, 0, 0));

        let least = snapshot(json!({
            "collected_at": "2026-02-17T08:00:00Z", "nodes": [{"node_id": "n", "gpus": [{"index": 0}]}]
        }));
        let node = &least.nodes[0];
        assert_eq!(
            (node.is_head_node(), node.state()),
            (false, NodeState::Alive)
        );
        assert_eq!((node.cpu().total(), node.memory().total()), (0.0, 0.0));
        let gpu = &node.gpus[0];
        assert_eq!((gpu.name(), gpu.uuid()), ("", ""));
        assert_eq!((gpu.memory_used(), gpu.memory_total()), (0, 0));
    }

    #[test]
    fn what_is_there_is_read_and_the_rest_is_kept() {
        let whole = snapshot(json!({
            "collected_at": "2026-02-17T08:00:00.5+09:00", "stale": true, "running_jobs": 2, "total_serve_replicas": 3,
            "cpu": {"total": 16, "used": 4.5, "available": 11.5, "unit": "core"},
            "gpu": {"total_gpus": 1, "available_gpus": 1, "total_memory_bytes": 9, "available_memory_bytes": 8,
                    "max_utilization": 12.5, "avg_utilization": 6.25},
            "node_counts": {"total": 2, "alive": 1, "dead": 1},
            "nodes": [
                {"node_id": "a", "is_head_node": true, "state": "DEAD", "gpus": [], "memory": {"total": 7}},
                {"node_id": "b", "state": "DRAINING", "gpus": [
                    {"index": 0, "name": "A10G", "uuid": "GPU-0", "utilization_gpu": null, "memory_used": 1,
                     "memory_total": 2, "processes_pids": [{"pid": 1}]}
                ]}
            ],
            "new": 1
        }));
        assert_eq!(
            whole.collected_at.to_rfc3339(),
            "2026-02-16T23:00:00.500+00:00"
        );
        assert!(whole.is_stale());
        assert_eq!((whole.running_jobs(), whole.total_serve_replicas()), (2, 3));
        assert_eq!(whole.cpu().available(), 11.5);
        assert_eq!(
            (&whole.cpu().extra["unit"], &whole.extra["new"]),
            (&json!("core"), &json!(1))
        );
        assert_eq!(
            (
                whole.gpu().available_memory_bytes(),
                whole.gpu().avg_utilization()
            ),
            (8, 6.25)
        );
        assert_eq!(
            (whole.node_counts().alive(), whole.node_counts().dead()),
            (1, 1)
        );
        let [dead, draining] = &whole.nodes[..] else {
            panic!("{whole:?}");
        };
        assert_eq!((dead.state(), dead.is_head_node()), (NodeState::Dead, true));
        assert_eq!((dead.memory().total(), dead.memory().used()), (7.0, 0.0));
        // States and lists that other clients choke on.
        assert_eq!(draining.state(), NodeState::Other("DRAINING".to_owned()));
        let gpu = &draining.gpus[0];
        assert_eq!(
            (gpu.name(), gpu.uuid(), gpu.utilization_gpu),
            ("A10G", "GPU-0", None)
        );
        assert_eq!((gpu.memory_used(), gpu.memory_total()), (1, 2));
        assert_eq!(gpu.processes_pids, Some(json!([{"pid": 1}])));
    }
}
