//! Waiting for a state of the world, with typed ends.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, sleep};

use super::options::positive;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Result};

/// What one look at the world says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It is as it should be.
    Ready,
    /// It will not become so, and why.
    Failed(String),
    /// It does not exist any more.
    Gone,
    /// Not yet.
    Pending,
}

/// How a wait ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum End<S> {
    /// The state that was waited for.
    Ready(S),
    /// A state from which it cannot be reached.
    Failed {
        /// The state.
        last: S,
        /// The reason, in the server's words where it gives one.
        reason: String,
    },
    /// What was waited for does not exist any more.
    Gone {
        /// The last state seen.
        last: Option<S>,
    },
    /// The time was over first.
    TimedOut {
        /// The last state seen.
        last: Option<S>,
        /// How often was looked.
        polls: u32,
        /// The time waited.
        elapsed: Duration,
        /// The last look, when it failed.
        fault: Option<Error>,
    },
}

/// What is waited for.
pub trait Watch: Send + 'static {
    /// What one look gives.
    type State: Send + 'static;
    /// What the wait gives.
    type Output;

    /// Looks once; `limit` is the time left.
    fn look(&self, limit: Duration) -> impl Future<Output = Result<Self::State>> + Send;

    /// Judges a state.
    fn judge(&self, state: &Self::State) -> Verdict;

    /// The output of a ready state.
    fn output(&self, state: Self::State) -> Self::Output;

    /// Names the thing and the state that is waited for, such as `sandbox a1b2c3d4 to be ready`.
    fn subject(&self) -> String;

    /// Describes a state for the message of a wait that failed.
    fn describe(&self, state: &Self::State) -> String;
}

/// A wait that has not begun: `.await` begins it.
///
/// It looks at once unless the method that made it says otherwise, then at each interval. A look that fails for a passing
/// reason does not end it.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// use std::time::Duration;
/// use quintet::End;
///
/// let sandbox = client.sandboxes().wait_for_ready("a1b2c3d4").timeout(Duration::from_secs(60)).await?;
///
/// match client.sandboxes().wait_for_ready("a1b2c3d4").end().await? {
///     End::Ready(sandbox) => println!("{}", sandbox.id),
///     End::TimedOut { polls, .. } => println!("still not ready after {polls} looks"),
///     other => println!("{other:?}"),
/// }
/// # Ok(()) }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct Wait<W> {
    watch: W,
    interval: Duration,
    timeout: Duration,
    /// What the interval grows to, each time by half of it; `None` when it stays as it is.
    longest: Option<Duration>,
    /// Whether an interval passes before the first look too.
    delayed: bool,
    /// Whose credential may stand in what the server says.
    transport: Option<Arc<Transport>>,
}

impl<W: Watch> Wait<W> {
    /// A wait that looks through this transport.
    pub(crate) fn through(
        transport: &Arc<Transport>,
        watch: W,
        interval: Duration,
        timeout: Duration,
    ) -> Self {
        Self {
            transport: Some(Arc::clone(transport)),
            ..Self::new(watch, interval, timeout)
        }
    }

    fn new(watch: W, interval: Duration, timeout: Duration) -> Self {
        Self {
            watch,
            interval,
            timeout,
            longest: None,
            delayed: false,
            transport: None,
        }
    }

    /// Makes each interval half as long again as the one before, until it has this length.
    pub(crate) fn growing_to(mut self, longest: Duration) -> Self {
        self.longest = Some(longest);
        self
    }

    /// Lets an interval pass before the first look: what is waited for has only just begun.
    pub(crate) fn delayed(mut self) -> Self {
        self.delayed = true;
        self
    }

    /// What is watched.
    pub(crate) fn watch(&self) -> &W {
        &self.watch
    }

    /// The time between two looks; the first of them where they grow.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// The time of the whole wait.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Waits, and gives the end as a value: failure and timeout are no errors here.
    ///
    /// # Errors
    /// When a look fails for a reason that does not pass, such as a wrong credential.
    pub async fn end(self) -> Result<End<W::State>> {
        self.start()?.end().await
    }

    /// The states as they are seen, the ready one last.
    ///
    /// The stream ends after the ready state, or with the error that awaiting the wait would give.
    pub fn updates(self) -> impl Stream<Item = Result<W::State>> + Send {
        stream::unfold(Some(self.start()), |begun| async move {
            let mut progress = match begun? {
                Ok(progress) => progress,
                Err(error) => return Some((Err(error), None)),
            };
            match progress.step().await {
                Ok(Step::Pending(state)) => Some((Ok(state), Some(Ok(progress)))),
                Ok(Step::End(End::Ready(state))) => Some((Ok(state), None)),
                Ok(Step::End(other)) => Some((Err(progress.failure(other)), None)),
                Err(error) => Some((Err(error), None)),
            }
        })
        .fuse()
    }

    /// Whether it can begin.
    pub(crate) fn check(&self) -> Result<()> {
        positive("the interval of the wait", Some(self.interval))?;
        positive("the timeout of the wait", Some(self.timeout))?;
        Ok(())
    }

    fn start(self) -> Result<Progress<W>> {
        self.check()?;
        Ok(Progress {
            pause: self.interval,
            wait: self,
            started: Instant::now(),
            polls: 0,
            seen: None,
            fault: None,
        })
    }
}

impl<W: Watch> IntoFuture for Wait<W> {
    type Output = Result<W::Output>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut progress = self.start()?;
            match progress.end().await? {
                End::Ready(state) => Ok(progress.wait.watch.output(state)),
                other => Err(progress.failure(other)),
            }
        })
    }
}

impl<W: Watch> fmt::Debug for Wait<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("for", &self.watch.subject())
            .finish_non_exhaustive()
    }
}

/// A wait that has begun.
struct Progress<W: Watch> {
    wait: Wait<W>,
    /// The time until the next look.
    pause: Duration,
    started: Instant,
    polls: u32,
    /// The last state seen, described: the stream of updates has given the state itself away.
    seen: Option<String>,
    fault: Option<Error>,
}

enum Step<S> {
    Pending(S),
    End(End<S>),
}

impl<W: Watch> Progress<W> {
    async fn end(&mut self) -> Result<End<W::State>> {
        let mut last = None;
        loop {
            match self.step().await? {
                Step::Pending(state) => last = Some(state),
                Step::End(End::Gone { last: None }) => return Ok(End::Gone { last }),
                Step::End(End::TimedOut {
                    last: None,
                    polls,
                    elapsed,
                    fault,
                }) => {
                    return Ok(End::TimedOut {
                        last,
                        polls,
                        elapsed,
                        fault,
                    });
                }
                Step::End(end) => return Ok(end),
            }
        }
    }

    /// Looks until there is a state to tell of.
    async fn step(&mut self) -> Result<Step<W::State>> {
        loop {
            let left = self.wait.timeout.saturating_sub(self.started.elapsed());
            if self.polls > 0 || self.wait.delayed {
                sleep(self.pause.min(left)).await;
                self.lengthen();
            }
            let left = self.wait.timeout.saturating_sub(self.started.elapsed());
            if left.is_zero() {
                return Ok(Step::End(self.timed_out()));
            }
            self.polls += 1;
            match self.wait.watch.look(left).await {
                Ok(state) => return Ok(self.judge(state)),
                Err(error) if error.is_not_found() && self.seen.is_some() => {
                    return Ok(Step::End(End::Gone { last: None }));
                }
                Err(error) if error.kind().is_transient() => self.note(error),
                Err(error) => return Err(error),
            }
        }
    }

    /// Keeps a failure. A look that only ran out of the wait's own time tells less than the one before.
    fn note(&mut self, error: Error) {
        let is_cut_off =
            error.kind() == ErrorKind::Timeout && self.started.elapsed() >= self.wait.timeout;
        if !is_cut_off || self.fault.is_none() {
            self.fault = Some(error);
        }
    }

    fn lengthen(&mut self) {
        if let Some(longest) = self.wait.longest {
            let longer = self.pause.saturating_mul(3) / 2;
            // An interval that is longer from the beginning stays.
            self.pause = longer.min(longest).max(self.pause);
        }
    }

    fn judge(&mut self, state: W::State) -> Step<W::State> {
        let verdict = self.wait.watch.judge(&state);
        self.seen = Some(self.describe(&state));
        self.fault = None;
        match verdict {
            Verdict::Ready => Step::End(End::Ready(state)),
            Verdict::Failed(reason) => Step::End(End::Failed {
                last: state,
                reason: self.clean(reason),
            }),
            Verdict::Gone => Step::End(End::Gone { last: Some(state) }),
            Verdict::Pending => Step::Pending(state),
        }
    }

    fn describe(&self, state: &W::State) -> String {
        self.clean(self.wait.watch.describe(state))
    }

    /// What the server says, without the credential.
    fn clean(&self, text: String) -> String {
        let transport = self.wait.transport.as_ref();
        let clean = transport.and_then(|transport| transport.credential.scrub_text(&text));
        clean.unwrap_or(text)
    }

    fn timed_out(&mut self) -> End<W::State> {
        End::TimedOut {
            last: None,
            polls: self.polls,
            elapsed: self.started.elapsed(),
            fault: self.fault.take(),
        }
    }

    /// The error of an end that is not the wished one.
    fn failure(&self, end: End<W::State>) -> Error {
        let subject = self.wait.watch.subject();
        let seen = match &self.seen {
            Some(state) => format!("last seen {state}"),
            None => "never seen".to_owned(),
        };
        match end {
            End::TimedOut {
                polls,
                elapsed,
                fault,
                ..
            } => {
                let message =
                    format!("waited {elapsed:.1?} for {subject}, looked {polls} times, {seen}");
                let error = Error::new(ErrorKind::Timeout, message);
                match fault {
                    Some(fault) => error.with_source(fault),
                    None => error,
                }
            }
            End::Failed { last, reason } => {
                let state = self.describe(&last);
                Error::new(
                    ErrorKind::Failed,
                    format!("waited for {subject}, but it is {state}: {reason}"),
                )
            }
            End::Gone { .. } => Error::new(
                ErrorKind::Gone,
                format!("waited for {subject}, but it is gone, {seen}"),
            ),
            End::Ready(_) => Error::new(ErrorKind::Failed, format!("waited for {subject}")),
        }
    }
}

#[cfg(test)]
mod tests;
