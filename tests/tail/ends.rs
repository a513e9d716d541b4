//! How logs end, and how connections do.

use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::ErrorKind;
use quintet::sim::synapse::{Framing, Job, JobStatus, Tail, TailEnd, TailFault};
use quintet::synapse::{Protocol, TailOutcome};
use tokio::time::Instant;

use super::{Bench, Read, WAYS, jobs_of, numbered, read_numbered};
use crate::support::websocket_peer::{CLOSE, Peer};

fn manner(protocol: Protocol) -> Tail {
    match protocol {
        Protocol::Http => Tail::http(),
        _ => Tail::websocket(),
    }
}

#[tokio::test]
async fn a_log_that_is_said_to_be_complete_is() {
    for protocol in WAYS {
        for end in [TailEnd::Complete, TailEnd::Open] {
            let bench = Bench::with(numbered(30)).await;
            bench.simulator.set_tail(manner(protocol).end(end));
            let mut tail = bench.tail(protocol).await.unwrap();
            assert_eq!(read_numbered(&mut tail).await, 30);
            assert_eq!(tail.reconnected(), 0);
            // Nobody has to look at the job for that.
            assert_eq!(bench.simulator.request_count("*", "/"), 1);
            bench.simulator.until_tails(|counts| counts.open == 0).await;
        }
    }
}

#[tokio::test]
async fn an_end_without_a_word_is_looked_into() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(30)).await;
        bench
            .simulator
            .set_tail(manner(protocol).end(TailEnd::Closed));
        let mut tail = bench.tail(protocol).await.unwrap();
        assert_eq!(read_numbered(&mut tail).await, 30);
        // Once more, to see that it was all, and a look at the job before.
        assert_eq!(tail.reconnected(), 1);
        assert_eq!(bench.simulator.request_count("*", "/"), 3);
    }
}

#[tokio::test]
async fn an_end_without_a_word_while_the_job_runs_is_a_break() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench.simulator.add_job(numbered(30));
        bench
            .simulator
            .inject_tail(TailFault::close(1000, "").after_lines(10).times(2));
        let mut tail = bench.tail(protocol).await.unwrap();
        for line in 0..30 {
            assert_eq!(
                tail.next_line().await.unwrap().unwrap(),
                format!("line {line}")
            );
        }
        bench.simulator.finish_job("job", JobStatus::Failed);
        assert_eq!(tail.next_line().await.unwrap(), None);
        assert_eq!(
            (tail.outcome(), tail.reconnected()),
            (Some(TailOutcome::Complete), 2)
        );
    }
}

#[tokio::test]
async fn a_job_that_is_stopped_has_a_complete_log() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench.simulator.add_job(numbered(20).text("not fin"));
        let mut tail = bench.tail(protocol).await.unwrap();
        for line in 0..20 {
            assert_eq!(
                tail.next_line().await.unwrap().unwrap(),
                format!("line {line}")
            );
        }
        bench.jobs.stop("job").await.unwrap();
        let read = Read::all(&mut tail).await;
        assert_eq!(read.complete(), ["not fin"]);
        assert_eq!(bench.simulator.request_count("POST", "/jobs/job/stop/"), 1);
    }
}

#[tokio::test]
async fn a_connection_that_is_always_cut_at_the_end_is_lost() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(20).text("half")).await;
        bench.simulator.set_tail(manner(protocol).end(TailEnd::Cut));
        let mut tail = bench.tail(protocol).reconnects(2).await.unwrap();
        let read = Read::all(&mut tail).await;
        let (lines, error) = read.failed(TailOutcome::Lost);
        assert_eq!(
            (lines.len(), error.kind(), error.attempts()),
            (20, ErrorKind::Transport, 3)
        );
        // What is there of a line is not passed off as one, and not lost.
        assert_eq!(tail.unfinished().as_deref(), Some("half"));
    }
}

#[tokio::test]
async fn no_close_code_passes_for_the_end_of_a_log() {
    for code in [
        1000, 1001, 1002, 1004, 1008, 1009, 1011, 1012, 1013, 4001, 4404,
    ] {
        let bench = Bench::with(numbered(30)).await;
        bench
            .simulator
            .inject_tail(TailFault::close(code, "so it is").after_lines(20).always());
        let mut tail = bench.tail(Protocol::WebSocket).reconnects(2).await.unwrap();
        let read = Read::all(&mut tail).await;
        if code == 1000 {
            // The job is over, and two connections agreed on the end: more cannot be known.
            assert_eq!(read.outcome, TailOutcome::Complete, "{code}");
        } else {
            let (lines, error) = read.failed(TailOutcome::Lost);
            assert_eq!((lines.len(), error.kind()), (20, ErrorKind::Transport));
            // The library keeps a code to itself that must not be sent.
            let told = if code == 1004 {
                "must not be sent".to_owned()
            } else {
                format!("code {code}: so it is")
            };
            assert!(error.message().contains(&told), "{code}: {error}");
        }
        let bench = Bench::with(numbered(30)).await;
        bench
            .simulator
            .inject_tail(TailFault::close(code, "so it is").after_lines(20));
        let mut tail = bench.tail(Protocol::WebSocket).await.unwrap();
        assert_eq!(read_numbered(&mut tail).await, 30, "{code}");
    }
}

#[tokio::test]
async fn an_error_of_the_agent_is_the_end() {
    let bench = Bench::with(numbered(30)).await;
    for protocol in WAYS {
        bench
            .simulator
            .inject_tail(TailFault::error("no\nlog for quintet-sim").after_lines(20));
        let mut tail = bench.tail(protocol).await.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!((lines.len(), error.kind()), (20, ErrorKind::Server));
        // In one line, and without the token.
        assert_eq!(error.message(), "no log for ***");
        assert!(error.operation().is_some());
    }
    let payload = r#"{"type":"error"}"#;
    bench.simulator.inject_tail(TailFault::message(payload));
    let mut tail = bench.tail(Protocol::WebSocket).await.unwrap();
    let (_, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
    assert_eq!(error.message(), "Unknown error");
}

#[tokio::test]
async fn a_job_that_vanishes_is_told() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench
            .simulator
            .set_tail(manner(protocol).framing(Framing::Text));
        bench.simulator.add_job(numbered(5));
        let mut tail = bench.tail(protocol).await.unwrap();
        for _ in 0..5 {
            tail.next_line().await.unwrap().unwrap();
        }
        bench.simulator.remove_job("job");
        let error = tail.next_line().await.unwrap_err();
        assert!(error.is_not_found(), "{protocol}: {error}");
        assert_eq!(tail.outcome(), Some(TailOutcome::Lost));
    }
}

#[tokio::test]
async fn a_stop_says_goodbye() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench.simulator.add_job(numbered(50));
        let mut tail = bench.tail(protocol).await.unwrap();
        tail.next_line().await.unwrap().unwrap();
        tail.stop().await.unwrap();
        assert!(tail.next().await.is_none());
        assert_eq!(tail.outcome(), Some(TailOutcome::Stopped));
        assert_eq!(tail.protocol(), None);
        bench.simulator.until_tails(|counts| counts.open == 0).await;
        let counts = bench.simulator.tails();
        let closes = usize::from(protocol == Protocol::WebSocket);
        assert_eq!(counts.closes, closes);
        assert_eq!(counts.close_code, (closes == 1).then_some(1000));
        assert_eq!(counts.client_messages, 0);
    }
}

#[tokio::test]
async fn a_stop_takes_a_second_at_most() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    tokio::time::pause();
    let started = Instant::now();
    let error = tail.stop().await.unwrap_err();
    let took = started.elapsed();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((1000..=1010).contains(&took.as_millis()), "{took:?}");
    assert_eq!(guest.read().await, Some((CLOSE, vec![3, 232])));
    assert_eq!(guest.read().await, None);
}

#[tokio::test]
async fn the_end_of_a_log_does_not_wait_for_anybody() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    guest.text(r#"{"type":"complete"}"#).await;
    let mut tail = tail.unwrap();
    assert_eq!(tail.next_line().await.unwrap(), None);
    drop(tail);
    // It said goodbye all the same.
    assert_eq!(guest.read().await, Some((CLOSE, vec![3, 232])));
    assert_eq!(guest.read().await, None);
}

#[tokio::test]
async fn dropping_a_tail_hangs_up() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench
            .simulator
            .add_job(Job::new("job").line("one").pending_for(Duration::ZERO));
        let mut tail = bench.tail(protocol).await.unwrap();
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "one");
        assert_eq!(bench.simulator.tails().open, 1);
        drop(tail);
        bench.simulator.until_tails(|counts| counts.open == 0).await;
    }
}
