//! Paused time that moves only when the test moves it.

use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Long past any honest wait for loopback; real time.
const PATIENCE: Duration = Duration::from_secs(60);

/// Keeps tokio's paused clock from running ahead while bytes are on their way: it does so whenever all tasks wait, and
/// every time limit would pass at once.
///
/// Time starts to run again when this is dropped, or after a real minute, so that a test that hangs fails instead.
pub(crate) struct Frozen {
    _held: Sender<()>,
}

impl Frozen {
    /// For tests with `start_paused = true`.
    pub(crate) fn new() -> Self {
        Self::at_most(PATIENCE)
    }

    /// The same without the minute, for tests with more work than a slow machine does in it. They have an end of their own.
    pub(crate) fn without_limit() -> Self {
        Self::at_most(Duration::MAX)
    }

    fn at_most(limit: Duration) -> Self {
        let (held, end) = channel::<()>();
        // The clock does not move by itself while a blocking task runs.
        tokio::task::spawn_blocking(move || end.recv_timeout(limit));
        Self { _held: held }
    }
}

/// Lets time pass until the future is done: in steps so small that bytes on their way arrive long before a time limit.
///
/// # Panics
/// When it is not done after `most`.
pub(crate) async fn pass_until<F: Future>(future: F, most: Duration) -> F::Output {
    let mut future = std::pin::pin!(future);
    for _ in 0..most.as_millis() {
        tokio::select! {
            biased;
            output = &mut future => return output,
            () = tokio::time::advance(Duration::from_millis(1)) => {}
        }
    }
    panic!("not done after {most:?}");
}
