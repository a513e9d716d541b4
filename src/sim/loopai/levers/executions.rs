//! Executions and batches.

use std::time::Duration;

use super::super::{BatchExecutor, ExecutionFault, Simulator};

/// Executions and batches.
impl Simulator {
    /// Spoils executions to come, alone or in batches.
    pub fn inject_execution(&self, fault: ExecutionFault) {
        self.with(|world| world.execution_faults.inject(fault));
    }

    /// How long every execution takes, in simulated time. The default is no time at all.
    pub fn set_execution_time(&self, time: Duration) {
        self.with(|world| world.latency = time);
    }

    /// What runs batches.
    pub fn set_batch_executor(&self, executor: BatchExecutor) {
        self.with(|world| world.batch_executor = executor);
    }

    /// What batches throw as a whole, when they execute and when they validate: a 500. `None`, the default, is nothing.
    pub fn set_batch_error(&self, message: Option<&str>) {
        self.with(|world| world.batch_error = message.map(str::to_owned));
    }

    /// Whether the items of a batch share one connection to the database, as upstream is thought to do by mistake: of as many
    /// items as run at once only the first succeeds. The default is that they do not.
    pub fn set_shared_context(&self, on: bool) {
        self.with(|world| world.shared_context = on);
    }

    /// How often a task was executed, alone or in batches; also when the program failed.
    pub fn executions(&self, task_id: &str) -> usize {
        self.with(|world| {
            let task = world.tasks.get(task_id);
            task.map_or(0, |task| task.executions)
        })
    }

    /// How many executions were under way at once, at most, alone or in batches.
    pub fn most_executions_at_once(&self) -> usize {
        self.with(|world| world.executions.peak())
    }

    /// How many requests to execute something were under way at once, at most; a batch is one.
    pub fn most_execute_requests_at_once(&self) -> usize {
        self.with(|world| world.execute_requests.peak())
    }
}
