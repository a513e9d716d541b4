//! Tasks of the cluster. Contract: §1.2, §5.3.

use std::sync::Arc;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Transport, path};
use crate::synapse::Task;

/// The tasks of the agent's cluster; made by [`Client::tasks`](super::Client::tasks).
#[derive(Debug, Clone)]
pub struct Tasks {
    transport: Arc<Transport>,
}

impl Tasks {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the tasks, in one reply. (Contract §1.2.)
    ///
    /// The cluster gives the agent no more than 100 of them, and there is no way to ask for more: a list of 100 is hardly
    /// all. (Contract §5.4.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListTasks> {
        Call::new(&self.transport, ListTasks)
    }

    /// Reads one task, maybe with more to it than in the list. (Contract §1.2.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an
    /// id that is empty or would change the path.
    pub fn get(&self, id: impl Into<String>) -> Call<GetTask> {
        Call::new(&self.transport, GetTask { id: id.into() })
    }
}

/// Lists the tasks; made by [`Tasks::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListTasks;

impl Invoke for ListTasks {
    type Output = Vec<Task>;
    const OPERATION: &'static str = "list_tasks";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Task>> {
        Raw::of(&exchange).list_tasks().await
    }
}

/// Reads a task; made by [`Tasks::get`].
#[derive(Debug, Clone)]
pub struct GetTask {
    id: String,
}

impl Invoke for GetTask {
    type Output = Task;
    const OPERATION: &'static str = "get_task";

    async fn invoke(self, exchange: Exchange) -> Result<Task> {
        let id = path::segment("task id", &self.id)?;
        Raw::of(&exchange).get_task(id).await
    }
}
