//! The loop on paused time, without I/O: every delay and every decision is deterministic.

use std::cell::Cell;
use std::future::{Ready, ready};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn failure(kind: ErrorKind, again: Again, after: Option<Duration>) -> Failure {
    Failure {
        error: Error::new(kind, "scripted").with_retry_after(after),
        again,
    }
}

struct Bench {
    policy: RetryPolicy,
    budget: RetryBudget,
    idempotent: bool,
    replayable: bool,
    timeout: Option<Duration>,
    sent: Cell<u32>,
}

impl Bench {
    fn new() -> Self {
        let policy = RetryPolicy::default().max_attempts(4);
        Self {
            policy,
            budget: RetryBudget::default(),
            idempotent: true,
            replayable: true,
            timeout: Some(30 * SECOND),
            sent: Cell::new(0),
        }
    }

    fn plan(&self) -> Plan<'_> {
        Plan {
            policy: &self.policy,
            budget: &self.budget,
            idempotent: self.idempotent,
            replayable: self.replayable,
            started: Instant::now(),
            timeout: self.timeout,
        }
    }

    /// Runs a call whose attempts give these outcomes, the last one for ever.
    async fn run(&self, script: &[fn() -> Result<u8, Failure>]) -> Result<Effort<u8>, Error> {
        let attempt = |n: u32| -> Option<Ready<Result<u8, Failure>>> {
            self.sent.set(self.sent.get() + 1);
            let step = script.get(n as usize - 1).or(script.last())?;
            Some(ready(step()))
        };
        self.plan().run(attempt).await
    }
}

fn broken() -> Result<u8, Failure> {
    Err(failure(ErrorKind::Transport, Again::IfIdempotent, None))
}

fn refused() -> Result<u8, Failure> {
    Err(failure(ErrorKind::Connect, Again::Always, None))
}

fn asks_for_five_seconds() -> Result<u8, Failure> {
    Err(failure(
        ErrorKind::RateLimited,
        Again::IfIdempotent,
        Some(5 * SECOND),
    ))
}

#[tokio::test(start_paused = true)]
async fn an_idempotent_call_is_retried_until_it_succeeds() {
    let bench = Bench::new();
    let effort = bench.run(&[broken, broken, || Ok(7)]).await.unwrap();
    assert_eq!((effort.value, effort.attempts, bench.sent.get()), (7, 3, 3));
    // Full jitter: at most 200 ms + 400 ms.
    assert!(
        effort.elapsed <= Duration::from_millis(600),
        "{:?}",
        effort.elapsed
    );
}

#[tokio::test(start_paused = true)]
async fn attempts_are_bounded_and_giving_up_says_so() {
    let bench = Bench::new();
    let error = bench.run(&[broken]).await.err().unwrap();
    assert_eq!((bench.sent.get(), error.attempts()), (4, 4));
    assert!(error.is_exhausted() && error.is_retryable());
    assert!(
        error.to_string().contains("gave up after 4 attempts"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_idempotent_is_sent_once() {
    let mut bench = Bench::new();
    bench.idempotent = false;
    let error = bench.run(&[broken, || Ok(1)]).await.err().unwrap();
    assert_eq!(bench.sent.get(), 1);
    assert!(!error.is_retryable() && !error.is_exhausted());
}

#[tokio::test(start_paused = true)]
async fn nothing_sent_means_any_call_may_try_again() {
    let mut bench = Bench::new();
    bench.idempotent = false;
    let effort = bench.run(&[refused, refused, || Ok(1)]).await.unwrap();
    assert_eq!(effort.attempts, 3);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_the_least_delay() {
    let bench = Bench::new();
    let effort = bench.run(&[asks_for_five_seconds, || Ok(1)]).await.unwrap();
    assert_eq!(effort.elapsed, 5 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_beyond_the_limit_ends_the_call_at_once() {
    let mut bench = Bench::new();
    bench.policy = bench.policy.max_retry_after(4 * SECOND);
    let error = bench
        .run(&[asks_for_five_seconds, || Ok(1)])
        .await
        .err()
        .unwrap();
    assert_eq!(
        (bench.sent.get(), error.elapsed(), error.retry_after()),
        (1, Duration::ZERO, Some(5 * SECOND))
    );
}

#[tokio::test(start_paused = true)]
async fn no_sleep_overruns_the_deadline() {
    let mut bench = Bench::new();
    bench.timeout = Some(4 * SECOND);
    let error = bench
        .run(&[asks_for_five_seconds, || Ok(1)])
        .await
        .err()
        .unwrap();
    assert_eq!((bench.sent.get(), error.elapsed()), (1, Duration::ZERO));
    assert_eq!(error.kind(), ErrorKind::RateLimited);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_covers_all_attempts_and_keeps_the_last_failure() {
    let mut bench = Bench::new();
    bench.timeout = Some(10 * SECOND);
    let sent = Cell::new(0);
    let attempt = |n: u32| {
        sent.set(n);
        Some(async move {
            // 6 s each: the second attempt is cut after 4 s at the most.
            sleep(6 * SECOND).await;
            broken()
        })
    };
    let error = bench.plan().run(attempt).await.err().unwrap();
    assert_eq!(
        (sent.get(), error.attempts(), error.elapsed()),
        (2, 2, 10 * SECOND)
    );
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "scripted"
    );
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_a_call_that_is_not_idempotent_is_not_retryable() {
    let mut bench = Bench::new();
    bench.idempotent = false;
    let attempt = |_| Some(std::future::pending::<Result<u8, Failure>>());
    let error = bench.plan().run(attempt).await.err().unwrap();
    assert!(error.is_timeout() && !error.is_retryable());
    assert_eq!(error.elapsed(), 30 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_replayed_is_sent_once_without_a_delay() {
    let mut bench = Bench::new();
    bench.replayable = false;
    let error = bench.run(&[refused, || Ok(1)]).await.err().unwrap();
    assert_eq!((bench.sent.get(), error.elapsed()), (1, Duration::ZERO));
    assert!(error.is_retryable() && !error.is_exhausted());
}

/// 100 calls a second for 60 s against a backend that always fails.
#[tokio::test(start_paused = true)]
async fn a_storm_stays_within_the_budget() {
    let mut bench = Bench::new();
    bench.policy = RetryPolicy::default()
        .max_attempts(4)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    let calls = 6000;
    for _ in 0..calls {
        let _ = bench.run(&[broken]).await;
        tokio::time::advance(Duration::from_millis(10)).await;
    }
    let retries = bench.sent.get() - calls;
    // A fifth of the calls, 10 a second, and one window's reserve at the start.
    let allowed = calls / 5 + 10 * 60 + 10 * 10;
    assert!(retries <= allowed, "{retries} retries, {allowed} allowed");
    assert!(
        retries >= calls / 5,
        "the budget must let a fifth through: {retries}"
    );
}
