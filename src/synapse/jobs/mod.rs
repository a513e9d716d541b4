//! Jobs and their logs. Contract: §1.2.

mod job;
mod logs;
mod read;
mod stop;
mod tail;
mod wait;

use std::sync::Arc;
use std::time::Duration;

pub use logs::GetJobLogs;
pub use read::{GetJob, ListJobs};
pub use stop::StopJob;
pub use tail::{Protocol, Tail, TailJobLogs, TailLimits};
pub use wait::{UntilOver, UntilSucceeded};

use crate::runtime::{Call, Transport, Wait};

/// The jobs of the agent's cluster; made by [`Client::jobs`](super::Client::jobs).
///
/// A run of a plugin release makes jobs; there is no other way, and none to delete them. The id of a job is its
/// `submission_id`, or its `job_id` when it connected to the cluster by itself: [`Job::id`](super::Job::id).
#[derive(Debug, Clone)]
pub struct Jobs {
    pub(in crate::synapse) transport: Arc<Transport>,
}

impl Jobs {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the jobs, all in one reply. (Contract §1.2.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// for job in client.jobs().list().await? {
    ///     println!("{:?}: {:?}", job.id(), job.status);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListJobs> {
        Call::new(&self.transport, ListJobs)
    }

    /// Reads one job. (Contract §1.2.)
    ///
    /// Any id that is one segment of a path, also one with a dot, which could not be stopped.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an
    /// id that is empty or would change the path.
    pub fn get(&self, id: impl Into<String>) -> Call<GetJob> {
        Call::new(&self.transport, GetJob { id: id.into() })
    }

    /// Reads the whole log of a job as it is now. (Contract §1.2.)
    ///
    /// Whether the agent sends it as text or as a JSON string makes no difference, and a log that looks like JSON stays a
    /// text. What is not UTF-8 in it is replaced by `U+FFFD`. A log must fit into the client's body limit, 64 MiB unless
    /// set.
    ///
    /// # Errors
    /// As [`get`](Self::get); [`TooLarge`](crate::ErrorKind::TooLarge) for a log beyond the limit.
    pub fn logs(&self, id: impl Into<String>) -> Call<GetJobLogs> {
        Call::new(&self.transport, GetJobLogs { id: id.into() })
    }

    /// Stops a job. Sent once, whatever the agent answers. (Contract §1.2.)
    ///
    /// The reply comes before the job has stopped; see [`wait_until_over`](Self::wait_until_over).
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is over already, [`NotFound`](crate::ErrorKind::NotFound) when
    /// there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an id that has other characters than letters,
    /// digits, `-` and `_`, or more than 100.
    pub fn stop(&self, id: impl Into<String>) -> Call<StopJob> {
        Call::new(&self.transport, StopJob { id: id.into() })
    }

    /// Waits until a job has succeeded. Default: every 2 s, for an hour. (Contract §5.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use std::time::Duration;
    /// use quintet::End;
    ///
    /// let jobs = client.jobs();
    /// let job = jobs.wait("train-1").timeout(Duration::from_secs(600)).await?;
    /// println!("exit code {:?}", job.driver_exit_code);
    ///
    /// match jobs.wait("train-2").end().await? {
    ///     End::Ready(job) => println!("{:?} succeeded", job.id()),
    ///     End::Failed { last, reason } => println!("{:?}: {reason}", last.status),
    ///     other => println!("{other:?}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) for a job that failed or was stopped, in Ray's own words;
    /// [`Gone`](crate::ErrorKind::Gone) when it vanishes, [`Timeout`](crate::ErrorKind::Timeout) with its last status.
    pub fn wait(&self, id: impl Into<String>) -> Wait<UntilSucceeded> {
        self.every_two_seconds(UntilSucceeded::new(self.clone(), id.into()))
    }

    /// Waits until a job is over, however that came: succeeded, failed or stopped. Default: every 2 s, for an hour.
    /// (Contract §5.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let jobs = client.jobs();
    /// jobs.stop("train-1").await?;
    /// let job = jobs.wait_until_over("train-1").await?;
    /// println!("{:?}", job.status);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`wait`](Self::wait), without `Failed`.
    pub fn wait_until_over(&self, id: impl Into<String>) -> Wait<UntilOver> {
        self.every_two_seconds(UntilOver::new(self.clone(), id.into()))
    }

    /// One look of a wait: never longer than the client's own limit or the time left.
    fn look(&self, id: &str, left: Duration) -> Call<GetJob> {
        self.get(id).timeout(left.min(self.transport.timeout))
    }

    fn every_two_seconds<W: crate::Watch>(&self, watch: W) -> Wait<W> {
        let (interval, timeout) = (Duration::from_secs(2), Duration::from_secs(3600));
        Wait::through(&self.transport, watch, interval, timeout)
    }
}
