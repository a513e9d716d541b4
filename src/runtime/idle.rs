//! Idle limits: a stream may take as long as it likes, but not stand still.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::timeout;

/// How far an upload has come; moved by the body, watched by the engine. Clones are the same; few calls need one.
#[derive(Debug, Default)]
pub(crate) struct Progress(OnceLock<Arc<AtomicU64>>);

impl Progress {
    pub(crate) fn advance(&self, bytes: usize) {
        // An empty piece is progress too: the body was asked for it.
        let position = self.0.get_or_init(Arc::default);
        position.fetch_add(bytes as u64 + 1, Ordering::Relaxed);
    }

    fn position(&self) -> u64 {
        let position = self.0.get();
        position.map_or(0, |position| position.load(Ordering::Relaxed))
    }
}

impl Clone for Progress {
    fn clone(&self) -> Self {
        Self(OnceLock::from(Arc::clone(self.0.get_or_init(Arc::default))))
    }
}

/// Waits for a future as long as there is progress within each `limit`.
///
/// # Errors
/// `limit` when a whole one passed without progress.
pub(crate) async fn watch<F: Future>(
    future: F,
    limit: Duration,
    progress: &Progress,
) -> Result<F::Output, Duration> {
    let mut future = pin!(future);
    loop {
        let before = progress.position();
        match timeout(limit, &mut future).await {
            Ok(output) => return Ok(output),
            Err(_) if progress.position() == before => return Err(limit),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, sleep};

    const LIMIT: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn progress_keeps_a_slow_upload_alive() {
        let progress = Progress::default();
        let moved = progress.clone();
        let work = async move {
            for _ in 0..5 {
                sleep(Duration::from_secs(8)).await;
                moved.advance(1);
            }
        };
        assert_eq!(watch(work, LIMIT, &progress).await, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn standing_still_ends_it() {
        let started = Instant::now();
        let outcome = watch(std::future::pending::<()>(), LIMIT, &Progress::default()).await;
        assert_eq!((outcome, started.elapsed()), (Err(LIMIT), LIMIT));
    }
}
