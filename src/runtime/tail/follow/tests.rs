use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use futures_util::stream::{self, BoxStream};
use tokio::time::timeout;

use super::*;
use crate::runtime::tail::{Excess, Limits};

/// What a connection does.
#[derive(Debug)]
enum Step {
    Say(&'static str),
    Complete,
    Fail,
    Break(ErrorKind),
    /// Nothing comes for a while.
    Wait(Duration),
    /// Nothing comes any more.
    Hang,
}

use Step::{Break, Complete, Fail, Hang, Say, Wait};

/// A server that does what the test says, and what was seen of it.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// A connection, or the error in its place.
    connections: VecDeque<Result<Vec<Step>>>,
    /// What each look says.
    looks: VecDeque<Result<bool>>,
    /// Whether each connection was opened because the one before was fruitless.
    opened: Vec<bool>,
    /// And when.
    times: Vec<Instant>,
    left: usize,
}

impl Script {
    fn new(connections: impl IntoIterator<Item = Vec<Step>>) -> Self {
        let script = Self::default();
        script.state().connections = connections.into_iter().map(Ok).collect();
        script
    }

    fn look(self, looks: impl IntoIterator<Item = Result<bool>>) -> Self {
        self.state().looks = looks.into_iter().collect();
        self
    }

    fn refuse(self, at: usize, error: Error) -> Self {
        self.state().connections.insert(at, Err(error));
        self
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn connect(&self) -> Result<Connection> {
        let next = self.state().connections.pop_front();
        let steps = next.expect("one connection more")?;
        let left = self.clone();
        let steps = stream::unfold(steps.into_iter(), |mut steps| async {
            let mut step = steps.next()?;
            if let Wait(time) = step {
                tokio::time::sleep(time).await;
                step = steps.next()?;
            }
            let item = match step {
                Wait(_) => panic!("two waits in a row"),
                Say(text) => Ok(Piece::Message(text.to_owned().into())),
                Complete => Ok(Piece::Complete),
                Fail => Ok(Piece::Failed(Error::new(ErrorKind::Server, "boom"))),
                Break(kind) => Err(Error::new(kind, "broken")),
                Hang => std::future::pending().await,
            };
            Some((item, steps))
        });
        Ok(Connection(steps.boxed(), left))
    }
}

struct Connection(BoxStream<'static, Result<Piece>>, Script);

impl Stream for Connection {
    type Item = Result<Piece>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl Source for Script {
    type Connection = Connection;

    async fn open(&mut self, is_fruitless: bool) -> Result<Connection> {
        self.state().opened.push(is_fruitless);
        self.state().times.push(Instant::now());
        self.connect()
    }

    async fn is_over(&mut self) -> Result<bool> {
        self.state().looks.pop_front().expect("one look more")
    }

    fn leave(connection: Connection) {
        connection.1.state().left += 1;
    }

    fn excess(excess: Excess) -> Error {
        Error::new(ErrorKind::RateLimited, format!("{excess:?}"))
    }
}

const LIMITS: Limits = Limits {
    messages: u64::MAX,
    lines: u64::MAX,
    bytes: u64::MAX,
    line: 100,
};

fn follow(script: &Script, reconnects: u32) -> Follow<Script> {
    let connection = script.connect().unwrap();
    let terms = Terms {
        limits: LIMITS,
        reconnects,
        policy: RetryPolicy::default(),
    };
    Follow::new(script.clone(), connection, terms)
}

/// All lines, and the error at the end.
async fn read(follow: &mut Follow<Script>) -> (Vec<String>, Option<Error>) {
    let mut lines = Vec::new();
    let mut error = None;
    while let Some(item) = follow.next().await {
        assert!(error.is_none(), "something after an error: {item:?}");
        match item {
            Ok(line) => lines.push(line),
            Err(last) => error = Some(last),
        }
    }
    assert!(follow.next().await.is_none());
    (lines, error)
}

const TRANSPORT: Step = Break(ErrorKind::Transport);

#[tokio::test(start_paused = true)]
async fn every_line_comes_once_over_all_connections() {
    let script = Script::new([
        vec![Say("one\ntw"), TRANSPORT],
        vec![Say("on"), TRANSPORT],
        vec![Say("one\ntwo\nth"), Break(ErrorKind::Timeout)],
        vec![Say("one\n"), Say("two\nthree\nfour"), Complete],
    ]);
    let mut tail = follow(&script, 2);
    let (lines, error) = read(&mut tail).await;
    assert_eq!(lines, ["one", "two", "three", "four"]);
    assert!(error.is_none());
    assert_eq!(tail.outcome(), Some(TailOutcome::Complete));
    assert_eq!((tail.reconnected(), script.state().left), (3, 1));
    // What only the second connection brought nothing of.
    assert_eq!(script.state().opened, [false, true, false]);
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_when_nothing_new_comes_so_often_in_a_row() {
    let broken = || vec![Say("one\ntw"), TRANSPORT];
    let script = Script::new([
        broken(),
        broken(),
        broken(),
        vec![Say("one\ntwo\nth"), TRANSPORT],
        broken(),
        broken(),
        broken(),
    ]);
    let mut tail = follow(&script, 3);
    let started = Instant::now();
    let (lines, error) = read(&mut tail).await;
    assert_eq!(lines, ["one", "two"]);
    assert_eq!(tail.outcome(), Some(TailOutcome::Lost));
    let error = error.unwrap();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
    assert!(error.is_exhausted(), "{error:?}");
    assert!(script.state().connections.is_empty());
    // Twice up to 200, 400 and 800 ms.
    assert!(started.elapsed() <= Duration::from_millis(2_800));
    assert_eq!(tail.unfinished().as_deref(), Some("th"));
}

#[tokio::test(start_paused = true)]
async fn it_waits_longer_each_time_and_never_as_long_as_others() {
    let mut all = std::collections::HashSet::new();
    for _ in 0..20 {
        let script = Script::new((0..10).map(|_| vec![TRANSPORT]));
        let mut before = Instant::now();
        read(&mut follow(&script, 9)).await;
        let times = script.state().times.clone();
        assert_eq!(times.len(), 9);
        for (place, time) in times.into_iter().enumerate() {
            let waited = time - before;
            before = time;
            let most = Duration::from_millis(200 << place).min(Duration::from_secs(10));
            // The paused clock counts whole milliseconds.
            assert!(
                waited <= most + Duration::from_millis(1),
                "{place}: {waited:?}"
            );
            all.insert(waited);
        }
    }
    // 180 delays, most of them out of thousands.
    assert!(all.len() > 90, "{}", all.len());
}

#[tokio::test(start_paused = true)]
async fn without_reconnects_a_break_is_the_end() {
    let script = Script::new([vec![Say("one\n"), Break(ErrorKind::Timeout)]]);
    let mut tail = follow(&script, 0);
    let (lines, error) = read(&mut tail).await;
    assert_eq!(
        (lines, error.unwrap().kind()),
        (vec!["one".to_owned()], ErrorKind::Timeout)
    );
    assert_eq!(tail.outcome(), Some(TailOutcome::Lost));
}

#[tokio::test(start_paused = true)]
async fn connections_that_cannot_be_made_count_too() {
    let refused = || Error::new(ErrorKind::Connect, "refused");
    let script = Script::new([
        vec![Say("one\n"), TRANSPORT],
        vec![Say("one\ntwo\n"), Complete],
    ]);
    let script = script.refuse(1, refused()).refuse(1, refused());
    let (lines, error) = read(&mut follow(&script, 3)).await;
    assert_eq!((lines.len(), error.is_none()), (2, true));
    assert_eq!(script.state().opened, [false; 3]);

    let script = Script::new([vec![TRANSPORT]]);
    let script = script
        .refuse(1, refused())
        .refuse(1, refused())
        .refuse(1, refused());
    let mut tail = follow(&script, 2);
    let (_, error) = read(&mut tail).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Connect);
    assert_eq!(script.state().connections.len(), 1);
    assert_eq!(script.state().opened, [true, false]);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_pass_is_not_tried_again() {
    for kind in [
        ErrorKind::NotFound,
        ErrorKind::Forbidden,
        ErrorKind::Decode,
        ErrorKind::Redirect,
    ] {
        let script = Script::new([vec![Say("one\n"), TRANSPORT]]);
        let script = script.refuse(1, Error::new(kind, "no"));
        let mut tail = follow(&script, 5);
        let (lines, error) = read(&mut tail).await;
        assert_eq!((lines.len(), error.unwrap().kind()), (1, kind));
        assert_eq!(tail.outcome(), Some(TailOutcome::Lost));

        let script = Script::new([vec![Break(kind)]]);
        let (_, error) = read(&mut follow(&script, 5)).await;
        assert_eq!(error.unwrap().kind(), kind);
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_the_server_tells_is_the_end() {
    let script = Script::new([vec![Say("one\n"), Fail]]);
    let mut tail = follow(&script, 5);
    let (lines, error) = read(&mut tail).await;
    assert_eq!((lines.len(), error.unwrap().message()), (1, "boom"));
    assert_eq!(
        (tail.outcome(), script.state().left),
        (Some(TailOutcome::Lost), 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_end_is_believed_when_it_comes_twice() {
    // It runs; it is over, with a line more; that was all.
    let script = Script::new([
        vec![Say("one\n")],
        vec![Say("one\n")],
        vec![Say("one\ntwo\nth")],
        vec![Say("one\ntwo\n"), Say("th")],
    ])
    .look([Ok(false), Ok(true)]);
    let mut tail = follow(&script, 5);
    let (lines, error) = read(&mut tail).await;
    assert_eq!(lines, ["one", "two", "th"]);
    assert!(error.is_none());
    assert_eq!(tail.outcome(), Some(TailOutcome::Complete));
    let state = script.state();
    assert!(state.connections.is_empty() && state.looks.is_empty());
    assert_eq!(state.opened, [false; 3]);
}

#[tokio::test(start_paused = true)]
async fn an_end_that_comes_too_early_is_none() {
    // The second time it ends before it has sent all again.
    let script = Script::new([
        vec![Say("one\ntwo\n")],
        vec![Say("one\n")],
        vec![Say("one\ntwo\nthree\n")],
        vec![Say("one\ntwo\nthree\n")],
    ])
    .look([Ok(true)]);
    let mut tail = follow(&script, 5);
    let (lines, _) = read(&mut tail).await;
    assert_eq!(
        (lines.len(), tail.outcome()),
        (3, Some(TailOutcome::Complete))
    );
}

#[tokio::test(start_paused = true)]
async fn a_silent_end_of_what_goes_on_is_a_loss() {
    let script = Script::new([vec![Say("one\n")], vec![Say("one\n")], vec![Say("one\n")]]);
    let script = script.look([Ok(false), Err(Error::new(ErrorKind::Server, "busy"))]);
    let mut tail = follow(&script, 2);
    let (lines, error) = read(&mut tail).await;
    assert_eq!((lines.len(), tail.outcome()), (1, Some(TailOutcome::Lost)));
    let error = error.unwrap();
    assert!(
        error
            .message()
            .contains("before the log was said to be complete"),
        "{error}"
    );

    // Nobody may look again.
    let script = Script::new([vec![Say("one\n")]]);
    let mut tail = follow(&script, 0);
    assert!(read(&mut tail).await.1.is_some());
    assert_eq!(tail.outcome(), Some(TailOutcome::Lost));
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_is_told() {
    for kind in [ErrorKind::NotFound, ErrorKind::Unauthorized] {
        let script = Script::new([vec![Say("one\n")]]);
        let script = script.look([Err(Error::new(kind, "gone"))]);
        let (_, error) = read(&mut follow(&script, 5)).await;
        assert_eq!(error.unwrap().kind(), kind);
        assert!(script.state().opened.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn another_log_is_an_error() {
    let script = Script::new([vec![Say("one\n"), TRANSPORT], vec![Say("0ne\ntwo\n"), Hang]]);
    let mut tail = follow(&script, 5);
    let (lines, error) = read(&mut tail).await;
    assert_eq!((lines.len(), tail.outcome()), (1, Some(TailOutcome::Lost)));
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("another log"), "{error}");
    assert_eq!(script.state().left, 1);
}

#[tokio::test(start_paused = true)]
async fn a_shorter_log_is_another_one() {
    for again in ["", "one\n", "one\ntw", "one\ntwo"] {
        let script = Script::new([
            vec![Say("one\ntwo\n"), TRANSPORT],
            vec![Say(again), Complete],
        ]);
        let mut tail = follow(&script, 5);
        let (lines, error) = read(&mut tail).await;
        assert_eq!(lines, ["one", "two"]);
        // Only the end of the last line may be missing.
        let is_whole = again == "one\ntwo";
        let outcome = if is_whole {
            TailOutcome::Complete
        } else {
            TailOutcome::Lost
        };
        assert_eq!(tail.outcome(), Some(outcome), "{again:?}");
        assert_eq!(error.is_none(), is_whole);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_is_the_end() {
    let script = Script::new([vec![Say("one\ntwo\nthree\n"), Complete]]);
    let connection = script.connect().unwrap();
    let limits = Limits { lines: 2, ..LIMITS };
    let terms = Terms {
        limits,
        reconnects: 5,
        policy: RetryPolicy::default(),
    };
    let mut tail = Follow::new(script.clone(), connection, terms);
    let (lines, error) = read(&mut tail).await;
    assert_eq!(lines, ["one", "two"]);
    assert_eq!(error.unwrap().kind(), ErrorKind::RateLimited);
    assert_eq!(
        (tail.outcome(), script.state().left),
        (Some(TailOutcome::Limit), 1)
    );

    let script = Script::new([vec![Say("one\n"), Break(ErrorKind::TooLarge)]]);
    let mut tail = follow(&script, 5);
    assert_eq!(read(&mut tail).await.1.unwrap().kind(), ErrorKind::TooLarge);
    assert_eq!(tail.outcome(), Some(TailOutcome::Limit));
}

#[tokio::test(start_paused = true)]
async fn a_message_without_an_end_is_a_line_after_a_while() {
    let script = Script::new([vec![Say("one"), Hang]]);
    let mut tail = follow(&script, 0);
    let started = Instant::now();
    assert_eq!(tail.next().await.unwrap().unwrap(), "one");
    assert_eq!(started.elapsed(), GRACE);
    assert!(timeout(10 * GRACE, tail.next()).await.is_err());

    // But not when the next one tells that it was a piece.
    let script = Script::new([vec![Say("one"), Say(" and two\nthree"), Hang]]);
    let mut tail = follow(&script, 0);
    assert_eq!(tail.next().await.unwrap().unwrap(), "one and two");
    assert!(timeout(10 * GRACE, tail.next()).await.is_err());
    assert_eq!(tail.unfinished().as_deref(), Some("three"));

    // What is complete needs no time.
    let script = Script::new([vec![Say("one"), Say("two"), Complete]]);
    let started = Instant::now();
    let (lines, _) = read(&mut follow(&script, 0)).await;
    assert_eq!(
        (lines, started.elapsed()),
        (vec!["one".to_owned(), "two".to_owned()], Duration::ZERO)
    );
}

#[tokio::test(start_paused = true)]
async fn a_steady_trickle_of_lines_is_not_held_back() {
    let trickle = || [Say("x"), Wait(GRACE * 2 / 5)];
    let steps = (0..100).flat_map(|_| trickle()).chain([Complete]);
    let script = Script::new([steps.collect()]);
    let mut tail = follow(&script, 0);
    let started = Instant::now();
    // What came in the meantime comes with it: after 0, 0.4 and 0.8 times as long.
    for _ in 0..3 {
        assert_eq!(tail.next().await.unwrap().unwrap(), "x");
        assert_eq!(started.elapsed(), GRACE);
    }
    for _ in 3..100 {
        assert_eq!(tail.next().await.unwrap().unwrap(), "x");
    }
    assert_eq!(started.elapsed(), GRACE * 99 * 2 / 5);
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_an_end_without_an_error() {
    let script = Script::new([vec![Say("one\ntwo\n"), Hang]]);
    let mut tail = follow(&script, 5);
    assert_eq!(tail.next().await.unwrap().unwrap(), "one");
    assert!(tail.connection().is_some());
    assert!(tail.stop().is_some());
    assert!(tail.next().await.is_none());
    assert_eq!(tail.outcome(), Some(TailOutcome::Stopped));
    assert!(tail.stop().is_none());

    let script = Script::new([vec![Complete]]);
    let mut tail = follow(&script, 5);
    read(&mut tail).await;
    assert!(tail.stop().is_none());
    assert_eq!(tail.outcome(), Some(TailOutcome::Complete));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_time_gets_it() {
    let busy = |seconds| {
        let error = Error::new(ErrorKind::Unavailable, "busy");
        error.with_retry_after(Some(Duration::from_secs(seconds)))
    };
    let script = Script::new([vec![TRANSPORT], vec![Complete]]).refuse(1, busy(40));
    let started = Instant::now();
    let (_, error) = read(&mut follow(&script, 5)).await;
    assert!(error.is_none());
    let waited = started.elapsed().as_secs_f64();
    assert!((40.0..41.0).contains(&waited), "{waited}");

    let script = Script::new([vec![TRANSPORT], vec![Complete]]).refuse(1, busy(61));
    let (_, error) = read(&mut follow(&script, 5)).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Unavailable);
}
