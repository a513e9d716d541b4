//! How tails begin, break and end. Contract: §2.3 to §2.6, §7 (1 to 5, 14, 16, 17).

use std::time::Duration;

use futures_util::FutureExt as _;
use quintet::ErrorKind;
use quintet::sim::synapse::{JobStatus, TailFault, Transport};
use quintet::synapse::{Protocol, TailOutcome};
use tokio::time::{Instant, advance};

use super::super::stage::{ALL, Agent, Read, WAYS, lines, numbered};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::{RawServer, head, send};
use crate::support::raw_synapse::client;
use crate::support::websocket_peer::{CLOSE, Peer};

#[tokio::test]
async fn w01_a_log_is_followed() {
    let agent = Agent::start().await;
    agent.simulator.add_job(numbered(30));
    for protocol in ALL {
        let mut tail = agent.tail(protocol).await.unwrap();
        for line in lines(30) {
            assert_eq!(tail.next_line().await.unwrap().unwrap(), line);
        }
        assert_eq!(tail.outcome(), None, "the job still runs");
    }
    agent.simulator.finish_job("job", JobStatus::Succeeded);
    for protocol in ALL {
        let mut tail = agent.tail(protocol).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete(), lines(30));
    }
}

/// Of a job that runs, no end of a connection is the end of the log.
#[tokio::test]
async fn w02_a_log_that_is_cut_off_is_not_complete() {
    let agent = Agent::start().await;
    agent.simulator.add_job(numbered(30));
    let codes = [
        1000, 1001, 1004, 1008, 1009, 1011, 1012, 1013, 3000, 4001, 4404,
    ];
    let mut faults: Vec<_> = codes
        .into_iter()
        .map(|code| TailFault::close(code, "bye"))
        .collect();
    faults.extend([TailFault::cut(), TailFault::reset(), TailFault::silence()]);
    for fault in faults {
        for protocol in WAYS {
            let told = format!("{protocol} {fault:?}");
            agent
                .simulator
                .inject_tail(fault.clone().after_lines(20).times(2));
            let tail = agent.tail(protocol).reconnects(1);
            let tail = tail.idle_timeout(Duration::from_secs(1));
            let read = Read::all(&mut tail.await.unwrap()).await;
            assert_eq!(read.lines, lines(20), "{told}");
            read.failed(TailOutcome::Lost);
        }
    }
}

#[tokio::test]
async fn w03_a_log_goes_on_after_a_break() {
    let agent = Agent::with(numbered(1_000)).await;
    for protocol in WAYS {
        for fault in [
            TailFault::cut(),
            TailFault::reset(),
            TailFault::close(1011, ""),
        ] {
            let fault = fault.after_random_lines(7, 1..=999).times(3);
            agent.simulator.inject_tail(fault);
            let mut tail = agent.tail(protocol).await.unwrap();
            let read = Read::all(&mut tail).await;
            assert_eq!(read.complete(), lines(1_000), "{protocol}");
            assert_eq!(tail.reconnected(), 3);
        }
    }
}

#[tokio::test]
async fn w04_no_other_way_gives_lines_again() {
    // An error that the agent tells is not tried over HTTP.
    let agent = Agent::with(numbered(100)).await;
    agent
        .simulator
        .inject_tail(TailFault::error("boom").after_lines(20));
    let mut tail = agent.tail(Protocol::Auto).await.unwrap();
    let read = Read::all(&mut tail).await;
    assert_eq!(read.lines, lines(20));
    assert_eq!(read.failed(TailOutcome::Lost).message(), "boom");
    assert_eq!(agent.connections(), (1, 0));

    // Where there is no WebSocket any more after a break, HTTP goes on behind the last line.
    let agent = Agent::with(numbered(100)).await;
    let over = |fault: TailFault| fault.on(Transport::WebSocket);
    let cut = TailFault::cut().after_lines(45).mid_message();
    agent.simulator.inject_tail(over(cut));
    agent
        .simulator
        .inject_tail(over(TailFault::refuse(501)).skip(1));
    let mut tail = agent.tail(Protocol::Auto).await.unwrap();
    assert_eq!(Read::all(&mut tail).await.complete(), lines(100));
    assert_eq!(agent.connections(), (1, 1));
}

#[tokio::test]
async fn w05_a_refusal_is_told_as_it_is_and_not_repeated() {
    let agent = Agent::with(numbered(1)).await;
    for protocol in ALL {
        for (status, kind, requests) in [
            (401, ErrorKind::Unauthorized, 1),
            (403, ErrorKind::Forbidden, 1),
            (404, ErrorKind::NotFound, 1),
            // As often as any call, and over one way.
            (429, ErrorKind::RateLimited, 3),
        ] {
            agent.simulator.clear_requests();
            agent
                .simulator
                .inject_tail(TailFault::refuse(status).times(requests));
            let error = agent.tail(protocol).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.status().unwrap().as_u16()),
                (kind, status)
            );
            assert_eq!(
                agent.simulator.requests().len(),
                requests,
                "{protocol} {status}"
            );
        }
    }
}

#[tokio::test]
async fn w14_whatever_breaks_a_tail_is_an_error_of_one_type() {
    let agent = Agent::start().await;
    agent.simulator.add_job(numbered(30));
    for (fault, kind) in [
        (TailFault::reset(), ErrorKind::Transport),
        // A code that nobody may send closes the connection all the same.
        (TailFault::close(1004, "reserved"), ErrorKind::Transport),
        (TailFault::message(*b"\xff\xfe"), ErrorKind::Decode),
        (TailFault::raw([0x83, 0]), ErrorKind::Decode),
    ] {
        let told = format!("{fault:?}");
        agent.simulator.inject_tail(fault.after_lines(20));
        let tail = agent.tail(Protocol::WebSocket).reconnects(0);
        let read = Read::all(&mut tail.await.unwrap()).await;
        assert_eq!(read.lines, lines(20));
        let error = read.failed(TailOutcome::Lost);
        assert_eq!(error.kind(), kind, "{told}: {error}");
        assert_eq!(error.operation(), Some("websocket_tail_job_logs"));
    }
}

#[tokio::test(start_paused = true)]
async fn w16_a_dead_agent_is_noticed_after_half_a_minute() {
    let _frozen = Frozen::new();
    let head = head("200 OK\ncontent-type: text/plain\ncontent-length: 99");
    let server = RawServer::start([vec![Request, send(head), Silence]]).await;
    let tail = client(server.url()).jobs().tail("job").reconnects(0);
    let mut tail = tail.protocol(Protocol::Http).await.unwrap();
    let mut line = Box::pin(tail.next_line());
    let begun = Instant::now();
    assert!(line.as_mut().now_or_never().is_none());
    advance(Duration::from_secs(29)).await;
    assert!(line.as_mut().now_or_never().is_none());
    advance(Duration::from_secs(2)).await;
    assert_eq!(line.await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(begun.elapsed().as_secs(), 31);
    assert_eq!(tail.outcome(), Some(TailOutcome::Lost));
}

/// Over a WebSocket, too, an agent that is silent has not said that the log is complete.
#[tokio::test]
async fn w16_silence_is_no_end_over_any_way() {
    let agent = Agent::with(numbered(30)).await;
    for protocol in WAYS {
        agent
            .simulator
            .inject_tail(TailFault::silence().after_lines(20));
        let tail = agent.tail(protocol).reconnects(0);
        let tail = tail.idle_timeout(Duration::from_secs(1));
        let read = Read::all(&mut tail.await.unwrap()).await;
        assert!(read.failed(TailOutcome::Lost).is_timeout());
    }
}

#[tokio::test]
async fn w17_nobody_waits_for_an_agent_that_does_not_say_goodbye() {
    let peer = Peer::start().await;
    let jobs = client(&peer.url()).jobs();
    let open = async || {
        let tail = jobs.tail("job").protocol(Protocol::WebSocket);
        let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
        let mut tail = tail.unwrap();
        guest.text(r#"{"message":"line 0\n"}"#).await;
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 0");
        (tail, guest)
    };
    let (tail, mut dropped) = open().await;
    let (mut stopped, mut guest) = open().await;
    tokio::time::pause();
    let begun = Instant::now();
    drop(tail);
    while dropped.read().await.is_some() {}
    assert!(stopped.stop().await.unwrap_err().is_timeout());
    assert!(begun.elapsed() <= Duration::from_millis(1_010));
    assert_eq!(guest.read().await, Some((CLOSE, vec![3, 232])));
    assert_eq!(guest.read().await, None);
}
