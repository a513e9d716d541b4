//! Waits on paused time: what is looked at when, and how it ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use futures_util::{StreamExt, TryStreamExt};

use super::*;

/// What a look meets: a state or an error, after a time.
type Look = (Duration, Result<&'static str>);

/// A world that changes as it is told; the last look repeats.
struct Script {
    looks: Mutex<VecDeque<Look>>,
    log: Arc<Log>,
}

/// When was looked, and with how much time left, in milliseconds since the start.
struct Log {
    started: Instant,
    looks: Mutex<Vec<(u128, u128)>>,
}

impl Log {
    fn times(&self) -> Vec<u128> {
        self.looks
            .lock()
            .unwrap()
            .iter()
            .map(|look| look.0)
            .collect()
    }

    fn limits(&self) -> Vec<u128> {
        self.looks
            .lock()
            .unwrap()
            .iter()
            .map(|look| look.1)
            .collect()
    }

    fn elapsed(&self) -> u128 {
        self.started.elapsed().as_millis()
    }
}

impl Watch for Script {
    type State = &'static str;
    type Output = String;

    async fn look(&self, limit: Duration) -> Result<&'static str> {
        let at = self.log.elapsed();
        self.log.looks.lock().unwrap().push((at, limit.as_millis()));
        let (pause, outcome) = {
            let mut looks = self.looks.lock().unwrap();
            match looks.len() {
                0 => (Duration::ZERO, Ok("pending")),
                _ => looks.pop_front().unwrap(),
            }
        };
        sleep(pause).await;
        outcome
    }

    fn judge(&self, state: &&'static str) -> Verdict {
        match *state {
            "ready" => Verdict::Ready,
            "failed" => Verdict::Failed("no such image".to_owned()),
            "gone" => Verdict::Gone,
            _ => Verdict::Pending,
        }
    }

    fn output(&self, state: &'static str) -> String {
        format!("output of {state}")
    }

    fn subject(&self) -> String {
        "box 7 to be ready".to_owned()
    }

    fn describe(&self, state: &&'static str) -> String {
        format!("<{state}>")
    }
}

fn after(pause: u64, outcome: Result<&'static str>) -> Look {
    (Duration::from_millis(pause), outcome)
}

fn broken(kind: ErrorKind) -> Result<&'static str> {
    Err(Error::new(kind, "it broke"))
}

/// A wait of 1 s that looks every 300 ms, and what it did.
fn wait(looks: impl IntoIterator<Item = Look>) -> (Wait<Script>, Arc<Log>) {
    let log = Arc::new(Log {
        started: Instant::now(),
        looks: Mutex::default(),
    });
    let script = Script {
        looks: Mutex::new(looks.into_iter().collect()),
        log: Arc::clone(&log),
    };
    let wait = Wait::new(script, Duration::from_millis(300), Duration::from_secs(1));
    (wait, log)
}

fn states(states: impl IntoIterator<Item = &'static str>) -> Vec<Look> {
    states
        .into_iter()
        .map(|state| after(0, Ok(state)))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn it_looks_at_once() {
    let (wait, log) = wait(states(["ready"]));
    assert_eq!(wait.await.unwrap(), "output of ready");
    assert_eq!((log.times(), log.elapsed()), (vec![0], 0));
}

#[tokio::test(start_paused = true)]
async fn it_looks_at_each_interval_until_it_is_ready() {
    let (wait, log) = wait(states(["pending", "pending", "ready"]));
    wait.await.unwrap();
    assert_eq!(log.times(), [0, 300, 600]);
    assert_eq!(log.limits(), [1000, 700, 400]);
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_its_time_and_never_later() {
    let (wait, log) = wait([]);
    let error = wait.await.unwrap_err();
    assert_eq!((log.times(), log.elapsed()), (vec![0, 300, 600, 900], 1000));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let message = "waited 1.0s for box 7 to be ready, looked 4 times, last seen <pending>";
    assert_eq!(error.message(), message);
    assert!(error.is_timeout() && !error.is_retryable());
    assert!(std::error::Error::source(&error).is_none());
}

#[tokio::test(start_paused = true)]
async fn an_interval_longer_than_the_time_is_cut() {
    let (wait, log) = wait([]);
    let end = wait.interval(Duration::from_secs(60)).end().await.unwrap();
    assert_eq!((log.times(), log.elapsed()), (vec![0], 1000));
    assert!(
        matches!(
            end,
            End::TimedOut {
                last: Some("pending"),
                polls: 1,
                fault: None,
                ..
            }
        ),
        "{end:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn intervals_can_grow() {
    let seconds = Duration::from_secs;
    let growing = |interval| {
        let (wait, log) = wait([]);
        let wait = wait.growing_to(seconds(10)).interval(interval);
        (wait.timeout(seconds(40)), log)
    };
    let (wait, log) = growing(seconds(2));
    wait.await.unwrap_err();
    let expected = [0, 2000, 5000, 9500, 16_250, 26_250, 36_250];
    assert_eq!((log.times(), log.elapsed()), (expected.to_vec(), 40_000));
    let (wait, log) = growing(seconds(15));
    wait.await.unwrap_err();
    assert_eq!(log.times(), [0, 15_000, 30_000]);
}

#[tokio::test(start_paused = true)]
async fn the_first_look_can_be_late() {
    let (waiting, log) = wait(states(["pending", "ready"]));
    waiting.delayed().await.unwrap();
    assert_eq!(log.times(), [300, 600]);
    let (waiting, log) = wait([]);
    let error = waiting
        .delayed()
        .interval(Duration::from_secs(2))
        .await
        .unwrap_err();
    let message = "waited 1.0s for box 7 to be ready, looked 0 times, never seen";
    assert_eq!((error.message(), log.times()), (message, vec![]));
}

#[tokio::test(start_paused = true)]
async fn the_time_of_a_look_counts_too() {
    let slow = (0..5).map(|_| after(500, Ok("pending")));
    let (wait, log) = wait(slow);
    wait.await.unwrap_err();
    // The second look begins in time and is told how little is left; a look that keeps to it does not end late.
    assert_eq!((log.times(), log.limits()), (vec![0, 800], vec![1000, 200]));
}

#[tokio::test(start_paused = true)]
async fn what_fails_and_what_is_gone_ends_it_at_once() {
    for (last, kind, message) in [
        (
            "failed",
            ErrorKind::Failed,
            "waited for box 7 to be ready, but it is <failed>: no such image",
        ),
        (
            "gone",
            ErrorKind::Gone,
            "waited for box 7 to be ready, but it is gone, last seen <gone>",
        ),
    ] {
        let (wait, log) = wait(states(["pending", last, "ready"]));
        let error = wait.await.unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, message));
        assert_eq!(log.times(), [0, 300]);
    }
}

#[tokio::test(start_paused = true)]
async fn ends_are_values_too() {
    let (failing, _) = wait(states(["failed"]));
    let end = failing.end().await.unwrap();
    assert!(
        matches!(&end, End::Failed { last: "failed", reason } if reason == "no such image"),
        "{end:?}"
    );
    let (going, _) = wait(states(["gone"]));
    let end = going.end().await.unwrap();
    assert!(matches!(end, End::Gone { last: Some("gone") }), "{end:?}");
    let (vanishing, _) = wait([
        after(0, Ok("pending")),
        after(0, broken(ErrorKind::NotFound)),
    ]);
    let end = vanishing.end().await.unwrap();
    assert!(
        matches!(
            end,
            End::Gone {
                last: Some("pending")
            }
        ),
        "{end:?}"
    );
    let (ready, _) = wait(states(["ready"]));
    assert!(matches!(ready.end().await.unwrap(), End::Ready("ready")));
}

#[tokio::test(start_paused = true)]
async fn what_was_never_there_is_not_found_and_what_was_there_is_gone() {
    let (unknown, log) = wait([after(0, broken(ErrorKind::NotFound))]);
    assert_eq!(unknown.await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(log.times(), [0]);
    let (vanishing, _) = wait([
        after(0, Ok("pending")),
        after(0, broken(ErrorKind::NotFound)),
    ]);
    let error = vanishing.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone);
    assert!(
        error.message().ends_with("it is gone, last seen <pending>"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn passing_failures_do_not_end_it() {
    use ErrorKind::{Connect, RateLimited, Server, Timeout, Transport, Unavailable};
    for kind in [
        Connect,
        Transport,
        Timeout,
        RateLimited,
        Unavailable,
        Server,
    ] {
        let (wait, log) = wait([
            after(0, broken(kind)),
            after(0, Ok("pending")),
            after(0, broken(kind)),
            after(0, Ok("ready")),
        ]);
        assert_eq!(wait.await.unwrap(), "output of ready", "{kind:?}");
        assert_eq!(log.times(), [0, 300, 600, 900]);
    }
}

#[tokio::test(start_paused = true)]
async fn other_failures_end_it_at_once() {
    use ErrorKind::{
        BadRequest, Decode, Forbidden, InvalidInput, Redirect, Rejected, TooLarge, Unauthorized,
    };
    for kind in [
        BadRequest,
        Unauthorized,
        Forbidden,
        Rejected,
        Redirect,
        Decode,
        TooLarge,
        InvalidInput,
    ] {
        let (wait, log) = wait([after(0, Ok("pending")), after(0, broken(kind))]);
        let error = wait.await.unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, "it broke"));
        assert_eq!(log.times(), [0, 300]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_tells_the_last_failure_unless_it_has_passed() {
    let failing = || (0..9).map(|_| after(0, broken(ErrorKind::Unavailable)));
    let (never_seen, log) = wait(failing());
    let error = never_seen.await.unwrap_err();
    assert_eq!((error.kind(), log.times().len()), (ErrorKind::Timeout, 4));
    assert!(
        error.message().ends_with("looked 4 times, never seen"),
        "{error}"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "it broke");

    let (seen_once, _) = wait([after(0, Ok("pending"))].into_iter().chain(failing()));
    let error = seen_once.await.unwrap_err();
    assert!(error.message().ends_with("last seen <pending>"), "{error}");
    assert!(std::error::Error::source(&error).is_some());

    let (recovered, _) = wait([after(0, broken(ErrorKind::Server)), after(0, Ok("pending"))]);
    assert!(std::error::Error::source(&recovered.await.unwrap_err()).is_none());
}

#[tokio::test(start_paused = true)]
async fn a_look_that_the_end_cuts_off_hides_no_failure() {
    for (first, told) in [
        (broken(ErrorKind::Transport), ErrorKind::Transport),
        (Ok("pending"), ErrorKind::Timeout),
    ] {
        let looks = [after(0, first), after(1200, broken(ErrorKind::Timeout))];
        let (wait, _) = wait(looks);
        let end = wait.timeout(Duration::from_millis(1500)).end().await;
        let Ok(End::TimedOut { fault, .. }) = end else {
            panic!("{end:?}");
        };
        assert_eq!(fault.unwrap().kind(), told);
    }
}

#[tokio::test(start_paused = true)]
async fn updates_are_the_states_as_they_are_seen() {
    let (looking, log) = wait([
        after(0, Ok("pending")),
        after(0, broken(ErrorKind::Unavailable)),
        after(0, Ok("starting")),
        after(0, Ok("ready")),
        after(0, Ok("never asked for")),
    ]);
    let seen: Vec<_> = looking.updates().try_collect().await.unwrap();
    assert_eq!(seen, ["pending", "starting", "ready"]);
    assert_eq!(log.times(), [0, 300, 600, 900]);
}

#[tokio::test(start_paused = true)]
async fn updates_end_with_the_error_of_the_wait() {
    for (last, kind) in [
        (after(0, Ok("failed")), ErrorKind::Failed),
        (after(0, Ok("gone")), ErrorKind::Gone),
        (after(0, broken(ErrorKind::NotFound)), ErrorKind::Gone),
        (after(0, broken(ErrorKind::Forbidden)), ErrorKind::Forbidden),
    ] {
        let (looking, _) = wait([after(0, Ok("pending")), last]);
        let seen: Vec<_> = looking.updates().collect().await;
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert_eq!(*seen[0].as_ref().unwrap(), "pending");
        assert_eq!(seen[1].as_ref().unwrap_err().kind(), kind);
    }
    let (looking, log) = wait([]);
    let seen: Vec<_> = looking.updates().collect().await;
    assert_eq!((seen.len(), log.elapsed()), (5, 1000));
    let error = seen[4].as_ref().unwrap_err();
    assert!(error.is_timeout());
    assert!(
        error
            .message()
            .contains("looked 4 times, last seen <pending>"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn updates_are_as_lazy_as_their_reader() {
    let (looking, log) = wait([]);
    let mut updates = std::pin::pin!(looking.updates());
    assert_eq!(log.times(), []);
    updates.next().await.unwrap().unwrap();
    sleep(Duration::from_millis(500)).await;
    assert_eq!(log.times(), [0]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_without_time_is_refused_before_it_looks() {
    let zero = Duration::ZERO;
    for change in [
        (|wait| wait.interval(Duration::ZERO)) as fn(Wait<Script>) -> Wait<Script>,
        |wait| wait.timeout(Duration::ZERO),
    ] {
        let (waiting, log) = wait([]);
        assert!(change(waiting).await.unwrap_err().is_invalid_input());
        assert!(log.times().is_empty() && log.started.elapsed() == zero);
    }
    let (waiting, _) = wait([]);
    let seen: Vec<_> = waiting.timeout(zero).updates().collect().await;
    assert_eq!(seen.len(), 1);
    assert!(seen[0].as_ref().unwrap_err().is_invalid_input());
}

#[test]
fn debug_names_what_is_waited_for() {
    let script = || Script {
        looks: Mutex::default(),
        log: Arc::new(Log {
            started: Instant::now(),
            looks: Mutex::default(),
        }),
    };
    let wait = Wait::new(script(), Duration::from_secs(1), Duration::from_secs(2));
    assert!(format!("{wait:?}").contains("box 7 to be ready"));
}
