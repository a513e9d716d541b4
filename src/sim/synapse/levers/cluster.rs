//! The cluster and what it has left.

use serde_json::Value;

use super::super::resources::Policy;
use super::super::{DeleteReply, Simulator};

/// Nodes, tasks, serve applications and resources.
impl Simulator {
    /// Adds a node, in the place of one of the same id, in a state as Ray names it, or another one. `DEAD` is one that does not
    /// take part.
    pub fn add_node(&self, id: &str, state: &str) {
        self.with(|world| {
            let now = world.clock.now();
            world.cluster.add_node(id, state, now);
        });
    }

    /// Adds a task, in the place of one of the same id, in a state as Ray names it, or another one.
    pub fn add_task(&self, id: &str, name: &str, state: &str) {
        self.with(|world| {
            let now = world.clock.now();
            world.cluster.add_task(id, name, state, now);
        });
    }

    /// Adds a serve application, in the place of one of the same name, in a state as Ray names it, or another one.
    pub fn add_serve_application(&self, name: &str, status: &str) {
        self.with(|world| {
            let now = world.clock.now();
            world.cluster.add_application(name, status, now);
        });
    }

    /// How busy the processors of all nodes are, in percent. The default is 25.
    pub fn set_cpu_utilization(&self, percent: f64) {
        self.with(|world| world.usage.cpu = percent);
    }

    /// How full the memory of all nodes is, in percent. The default is 25.
    pub fn set_memory_utilization(&self, percent: f64) {
        self.with(|world| world.usage.memory = percent);
    }

    /// How busy and how full the GPUs of all nodes are, in percent. The default is 12.5.
    pub fn set_gpu_utilization(&self, percent: f64) {
        self.with(|world| world.usage.gpu = percent);
    }

    /// Whether the cluster cannot be read: what was read before is given once more, as stale.
    pub fn set_stale(&self, on: bool) {
        self.with(|world| world.usage.is_stale = on);
    }

    /// The policy has these fields and no others, as that of an older agent. What is no object is left alone.
    pub fn set_policy(&self, policy: &Value) {
        if let Some(fields) = policy.as_object() {
            self.with(|world| world.policy = Policy(fields.clone()));
        }
    }

    /// How deletions are answered.
    pub fn set_delete_reply(&self, reply: DeleteReply) {
        self.with(|world| world.delete_reply = reply);
    }
}
