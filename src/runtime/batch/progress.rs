//! How far a batch has come.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::Instant;

use super::source::Tally;

/// Stands for a number that nobody knows.
const UNKNOWN: u64 = u64::MAX;

/// Shows how far a [`Batch`](super::Batch) has come; cheap to clone and to look at.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// # use quintet::Batch;
/// # let sandboxes = client.sandboxes();
/// let batch = Batch::new(["a1b2c3d4", "e5f6a7b8"], move |id| sandboxes.start(id));
/// let progress = batch.progress();
/// let show = async move {
///     tokio::time::sleep(std::time::Duration::from_secs(1)).await;
///     println!("{:?}", progress.summary());
/// };
/// let (results, ()) = tokio::join!(batch.results(), show);
/// # results.map(drop) }
/// ```
#[derive(Clone, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Default)]
struct Counters {
    started: AtomicU64,
    succeeded: AtomicU64,
    failed: AtomicU64,
    cancelled: AtomicU64,
    /// The inputs that were left when the batch stopped.
    skipped: AtomicU64,
    /// The inputs that were sent, but that the server did not take up.
    left_out: AtomicU64,
    limit: AtomicU64,
    begun: OnceLock<Instant>,
    ended: OnceLock<Instant>,
}

/// How far a batch has come, or how it ended.
///
/// An item counts as soon as its call is over, also if it waits for others before it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The calls that were started, which is the number of inputs that were taken.
    pub started: u64,
    /// The calls that are under way.
    pub in_flight: u64,
    /// The calls that gave a value.
    pub succeeded: u64,
    /// The calls that failed.
    pub failed: u64,
    /// The calls that were under way when the batch was dropped.
    pub cancelled: u64,
    /// The inputs that were left when the batch stopped or was dropped, and those that the server left out. `None` when it is
    /// not known, since their iterator or stream does not tell.
    pub skipped: Option<u64>,
    /// How many calls may be under way.
    pub limit: u64,
    /// The time since the batch began, or what it took.
    pub elapsed: Duration,
}

impl Summary {
    /// How many inputs are done: the calls that gave a value, and those that failed.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.succeeded + self.failed
    }

    /// How many inputs were done per second, on average; 0 before the first.
    #[must_use]
    pub fn rate(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        // No batch has so many inputs that this is inexact.
        #[expect(clippy::cast_precision_loss, reason = "no batch is that long")]
        let done = self.done() as f64;
        if seconds > 0.0 { done / seconds } else { 0.0 }
    }
}

impl Progress {
    /// How far it is now.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let counters = &*self.0;
        // What ended was started before: looked at in this order, no more have ended than were started.
        let [succeeded, failed, cancelled] =
            [&counters.succeeded, &counters.failed, &counters.cancelled]
                .map(|counter| counter.load(Ordering::Acquire));
        let started = counters.started.load(Ordering::Acquire);
        let skipped = counters.skipped.load(Ordering::Relaxed);
        let left_out = counters.left_out.load(Ordering::Relaxed);
        Summary {
            started,
            in_flight: started.saturating_sub(succeeded + failed + cancelled + left_out),
            succeeded,
            failed,
            cancelled,
            skipped: (skipped != UNKNOWN).then(|| skipped + left_out),
            limit: counters.limit.load(Ordering::Relaxed),
            elapsed: self.elapsed(),
        }
    }

    fn elapsed(&self) -> Duration {
        let Some(begun) = self.0.begun.get() else {
            return Duration::ZERO;
        };
        let until = self.0.ended.get().copied().unwrap_or_else(Instant::now);
        until.saturating_duration_since(*begun)
    }

    pub(super) fn begin(&self) {
        self.0.begun.get_or_init(Instant::now);
    }

    pub(super) fn start(&self, inputs: u64) {
        add(&self.0.started, inputs);
    }

    /// Notes what became of the inputs of a call.
    pub(super) fn land(&self, tally: Tally) {
        add(&self.0.left_out, tally.skipped);
        add(&self.0.succeeded, tally.succeeded);
        add(&self.0.failed, tally.failed);
    }

    pub(super) fn cancel(&self, inputs: u64) {
        add(&self.0.cancelled, inputs);
    }

    /// Notes how many inputs are left, if that is known.
    pub(super) fn skip(&self, inputs: Option<u64>) {
        let inputs = inputs.unwrap_or(UNKNOWN);
        self.0.skipped.store(inputs, Ordering::Relaxed);
    }

    /// Notes how many calls may be under way.
    pub(super) fn limit(&self, calls: usize) {
        self.0.limit.store(calls as u64, Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        self.0.ended.get_or_init(Instant::now);
    }
}

/// Only the batch itself counts, so this needs no locked instruction.
fn add(counter: &AtomicU64, number: u64) {
    counter.store(counter.load(Ordering::Relaxed) + number, Ordering::Release);
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.summary()).finish()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::super::Batch;
    use super::*;

    fn batch_not_begun() -> Progress {
        Progress::default()
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_stands_still_before_and_after() {
        let batch = Batch::new(0..4, async |_| {
            sleep(Duration::from_secs(1)).await;
            Ok(())
        });
        let progress = batch.progress();
        sleep(Duration::from_secs(5)).await;
        assert_eq!(progress.summary().elapsed, Duration::ZERO);
        let batch = batch.concurrency(2);
        let half = async {
            sleep(Duration::from_millis(1500)).await;
            progress.summary()
        };
        let (results, half) = tokio::join!(batch.results(), half);
        assert_eq!(results.unwrap().len(), 4);
        assert_eq!((half.started, half.in_flight, half.succeeded), (4, 2, 2));
        assert_eq!(half.elapsed, Duration::from_millis(1500));
        assert_eq!((half.limit, half.done()), (2, 2));
        assert!((half.rate() - 4.0 / 3.0).abs() < 1e-9);
        assert_eq!(batch_not_begun().summary().rate(), 0.0);
        sleep(Duration::from_secs(5)).await;
        assert_eq!(progress.summary().elapsed, Duration::from_secs(2));
    }
}
