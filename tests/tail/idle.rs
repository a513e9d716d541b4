//! Agents that say nothing.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::sim::synapse::{Job, Tail, TailCounts, TailFault};
use quintet::synapse::{Protocol, TailOutcome};
use tokio::time::Instant;

use super::{Bench, Read, WAYS, jobs_of, numbered, read_numbered};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::websocket_peer::{PING, PONG, Peer};

const LIMIT: Duration = Duration::from_secs(30);

#[tokio::test]
async fn silence_is_an_error_and_no_end() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(30)).await;
        bench
            .simulator
            .inject_tail(TailFault::silence().after_lines(20).always());
        let tail = bench.tail(protocol).idle_timeout(Duration::from_millis(50));
        let mut tail = tail.reconnects(1).await.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!(
            (lines.len(), error.kind(), error.attempts()),
            (20, ErrorKind::Timeout, 2)
        );
        assert!(error.message().contains("50ms"), "{error}");
        assert_eq!(tail.reconnected(), 1);
    }
}

#[tokio::test]
async fn a_connection_that_falls_silent_is_opened_again() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(30)).await;
        bench
            .simulator
            .inject_tail(TailFault::silence().after_lines(20).times(2));
        let tail = bench.tail(protocol).idle_timeout(Duration::from_millis(50));
        let mut tail = tail.await.unwrap();
        assert_eq!(read_numbered(&mut tail).await, 30);
        assert_eq!(tail.reconnected(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_agent_is_pinged_and_given_up() {
    let frozen = Frozen::new();
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket).reconnects(0);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    let started = Instant::now();
    let server = async {
        let mut pings = Vec::new();
        while let Some(frame) = guest.read().await {
            pings.push((frame, started.elapsed().as_secs()));
        }
        pings
    };
    let both = async { tokio::join!(tail.next_line(), server) };
    let (line, pings) = pass_until(both, 2 * LIMIT).await;
    assert_eq!(line.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(pings, [((PING, vec![]), 10), ((PING, vec![]), 20)]);
    drop(frozen);
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_a_ping_is_a_sign_of_life() {
    let frozen = Frozen::new();
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket).reconnects(0);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    let started = Instant::now();
    let server = async {
        for _ in 0..20 {
            assert_eq!(guest.read().await, Some((PING, vec![])));
            guest.frame(true, PONG, b"").await;
        }
        guest.text("late\n").await;
        guest
    };
    let both = async { tokio::join!(tail.next_line(), server) };
    let (line, _guest) = pass_until(both, 20 * LIMIT).await;
    assert_eq!(line.unwrap().unwrap(), "late");
    assert!(started.elapsed() >= 6 * LIMIT);
    drop(frozen);
}

#[tokio::test]
async fn the_agents_pings_are_answered() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    let server = async {
        for payload in ["", "are you there"] {
            guest.frame(true, PING, payload.as_bytes()).await;
            assert_eq!(guest.read().await, Some((PONG, payload.into())));
        }
        guest.text("line\n").await;
        guest
    };
    let (line, _guest) = tokio::join!(tail.next_line(), server);
    assert_eq!(line.unwrap().unwrap(), "line");
}

#[tokio::test]
async fn a_quiet_job_is_waited_for() {
    // The agent says that it lives: with pongs and pings over a WebSocket, with comments over HTTP.
    for protocol in WAYS {
        let bench = Bench::start().await;
        let alive = Some(Duration::from_secs(10));
        bench.simulator.set_tail(Tail::http().keepalive(alive));
        bench.simulator.set_tail(Tail::websocket().keepalive(None));
        bench.simulator.add_job(Job::new("job").pending());
        let tail = bench
            .tail(protocol)
            .idle_timeout(Duration::from_millis(100));
        let mut tail = tail.reconnects(0).await.unwrap();
        let write = async {
            // Three limits long: on the simulator's clock a comment comes every 10 ms.
            let is_long = |counts: &TailCounts| match protocol {
                Protocol::WebSocket => counts.pings >= 10,
                _ => counts.signs_of_life >= 30,
            };
            bench.simulator.until_tails(is_long).await;
            bench.simulator.start_job("job");
            bench.simulator.append_log("job", "at last\n");
        };
        let (line, ()) = tokio::join!(tail.next_line(), write);
        assert_eq!(line.unwrap().unwrap(), "at last", "{protocol}");
    }
}

#[tokio::test]
async fn an_agent_that_does_not_answer_pings_is_silent() {
    let bench = Bench::start().await;
    let quiet = Tail::websocket().keepalive(None).without_pongs();
    bench.simulator.set_tail(quiet);
    bench.simulator.add_job(numbered(3));
    let tail = bench
        .tail(Protocol::WebSocket)
        .idle_timeout(Duration::from_millis(50));
    let mut tail = tail.reconnects(0).await.unwrap();
    let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
    assert_eq!((lines.len(), error.kind()), (3, ErrorKind::Timeout));
    assert!(bench.simulator.tails().pings > 0);
}

#[tokio::test(start_paused = true)]
async fn opening_has_a_limit_as_well() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs
        .tail("job")
        .protocol(Protocol::WebSocket)
        .timeout(Duration::from_secs(7));
    let silence = async {
        let guest = peer.accept().await;
        tokio::time::advance(Duration::from_secs(8)).await;
        guest
    };
    let (tail, _guest) = tokio::join!(tail.into_future(), silence);
    let error = tail.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("7s"), "{error}");
}
