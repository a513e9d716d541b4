//! The agent's own installation. Contract: §1.6.

mod order;
mod read;
mod wait;

use std::sync::Arc;
use std::time::Duration;

pub use order::{RestartSystem, UpdateSystem};
pub use read::{GetComposeConfig, GetSystemStatus};
pub use wait::UntilSettled;

use crate::runtime::{Call, Transport, Wait};

/// The agent's own installation: what it is, and doing it anew; made by [`Client::system`](super::Client::system).
///
/// ```no_run
/// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
/// let system = client.system();
/// let status = system.update().api_tag("2026.2.17").worker_tag("2026.2.17").and_wait(system.wait()).await?;
/// println!("{:?} {:?}", status.api_tag, status.worker_tag);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct System {
    transport: Arc<Transport>,
}

impl System {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Reads how the agent is installed. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn compose_config(&self) -> Call<GetComposeConfig> {
        Call::new(&self.transport, GetComposeConfig)
    }

    /// Reads whether the agent is being updated or restarted, and which images it runs. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn status(&self) -> Call<GetSystemStatus> {
        Call::new(&self.transport, GetSystemStatus)
    }

    /// Updates the agent, to the tags that are set on the call, or to those of its choice. Sent once. (Contract §1.6.)
    ///
    /// Fetching images takes long, so the call has 300 s unless told otherwise, or the client's time if that is longer.
    /// The agent may be gone before it answers, and it may answer before it is done: see [`and_wait`](Call::and_wait).
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) when the agent says that it did not succeed, with its reply as
    /// [`body`](crate::Error::body); [`Conflict`](crate::ErrorKind::Conflict) while an update or a restart is under way;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty tag.
    pub fn update(&self) -> Call<UpdateSystem> {
        Call::new(&self.transport, UpdateSystem::new(self.order_time()))
    }

    /// Restarts the agent. Sent once; as [`update`](Self::update) otherwise. (Contract §1.6.)
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn restart(&self) -> Call<RestartSystem> {
        Call::new(&self.transport, RestartSystem::new(self.order_time()))
    }

    /// Waits until no update and no restart is under way and the agent works. Default: after 2 s, then every 2 s, for 120 s.
    /// (Contract §1.6.)
    ///
    /// That the agent is away meanwhile is no error. That it refuses the client's token is one, at once: nothing but the
    /// agent's own word that it is well ends the wait well. Whether an update succeeded it does not say; the tags of the
    /// status do.
    ///
    /// # Errors
    /// [`Timeout`](crate::ErrorKind::Timeout), with the reason why the last look failed as its source.
    pub fn wait(&self) -> Wait<UntilSettled> {
        let watch = UntilSettled::new(self.clone());
        Wait::through(
            &self.transport,
            watch,
            Duration::from_secs(2),
            Duration::from_secs(120),
        )
        .delayed()
    }

    /// How long the agent may take to carry out an order.
    fn order_time(&self) -> Duration {
        self.transport.timeout.max(Duration::from_secs(300))
    }
}
