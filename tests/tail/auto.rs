//! Which way `auto` takes.

use std::error::Error as _;

use quintet::ErrorKind;
use quintet::sim::Fault;
use quintet::sim::synapse::{Tail, TailFault, Transport};
use quintet::synapse::{Protocol, TailOutcome};

use super::{Bench, Read, numbered, read_numbered};

/// How many connections of each kind there were.
fn connections(bench: &Bench) -> (usize, usize) {
    let counts = bench.simulator.tails();
    (counts.websockets, counts.streams)
}

#[tokio::test]
async fn a_websocket_is_the_first_choice() {
    let bench = Bench::with(numbered(30)).await;
    let mut tail = bench.jobs.tail("job").await.unwrap();
    assert_eq!(tail.protocol(), Some(Protocol::WebSocket));
    assert_eq!(read_numbered(&mut tail).await, 30);
    assert_eq!(connections(&bench), (1, 0));
}

#[tokio::test]
async fn where_there_is_no_websocket_there_is_http() {
    let bench = Bench::with(numbered(30)).await;
    for (manner, requests) in [
        (Tail::websocket().refused(400), 2),
        (Tail::websocket().refused(405), 2),
        (Tail::websocket().refused(426), 2),
        (Tail::websocket().refused(500), 2),
        (Tail::websocket().refused(501), 2),
        (Tail::websocket().refused(502), 2),
        // This one may pass.
        (Tail::websocket().refused(503), 5),
        (Tail::websocket().not_upgrading(), 2),
    ] {
        bench.simulator.clear_requests();
        bench.simulator.set_tail(manner.clone());
        let mut tail = bench.tail(Protocol::Auto).await.unwrap();
        assert_eq!(tail.protocol(), Some(Protocol::Http));
        assert_eq!(read_numbered(&mut tail).await, 30, "{manner:?}");
        assert_eq!(
            bench.simulator.request_count("*", "/"),
            requests,
            "{manner:?}"
        );
        assert!(bench.tail(Protocol::WebSocket).await.is_err());
    }
}

#[tokio::test]
async fn a_handshake_that_breaks_leads_to_http() {
    let bench = Bench::with(numbered(30)).await;
    for fault in [
        Fault::reset().times(4),
        Fault::delay(std::time::Duration::ZERO).header("sec-websocket-accept", "x"),
    ] {
        bench.simulator.inject(fault);
        let mut tail = bench.tail(Protocol::Auto).await.unwrap();
        assert_eq!(tail.protocol(), Some(Protocol::Http));
        assert_eq!(read_numbered(&mut tail).await, 30);
    }
}

#[tokio::test]
async fn both_refusals_are_told() {
    let bench = Bench::with(numbered(1)).await;
    bench.simulator.set_tail(Tail::websocket().refused(426));
    bench.simulator.set_tail(Tail::http().refused(410));
    let error = bench.tail(Protocol::Auto).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Rejected, 410)
    );
    assert_eq!(error.operation(), Some("stream_tail_job_logs"));
    let first = error.source().unwrap().to_string();
    assert!(
        first.contains("websocket_tail_job_logs") && first.contains("426"),
        "{first}"
    );
}

#[tokio::test]
async fn a_websocket_that_brings_nothing_is_given_up() {
    let bench = Bench::with(numbered(30)).await;
    let broken = TailFault::cut().on(Transport::WebSocket).always();
    bench.simulator.inject_tail(broken);
    let mut tail = bench.tail(Protocol::Auto).await.unwrap();
    assert_eq!(tail.protocol(), Some(Protocol::WebSocket));
    assert_eq!(read_numbered(&mut tail).await, 30);
    assert_eq!((connections(&bench), tail.reconnected()), ((1, 1), 1));
}

#[tokio::test]
async fn one_that_brought_something_is_opened_again() {
    let bench = Bench::with(numbered(100)).await;
    let broken = TailFault::cut().after_lines(40).on(Transport::WebSocket);
    bench.simulator.inject_tail(broken);
    let mut tail = bench.tail(Protocol::Auto).await.unwrap();
    assert_eq!(read_numbered(&mut tail).await, 100);
    assert_eq!(connections(&bench), (2, 0));
}

#[tokio::test]
async fn http_goes_on_where_the_websocket_broke() {
    let bench = Bench::with(numbered(100)).await;
    let broken = TailFault::cut().after_lines(45).on(Transport::WebSocket);
    bench.simulator.inject_tail(broken.mid_message());
    bench
        .simulator
        .inject_tail(TailFault::refuse(501).on(Transport::WebSocket).skip(1));
    let mut tail = bench.tail(Protocol::Auto).await.unwrap();
    assert_eq!(read_numbered(&mut tail).await, 100);
    assert_eq!(connections(&bench), (1, 1));
}

#[tokio::test]
async fn a_failure_of_the_agent_is_not_tried_over_http() {
    let bench = Bench::with(numbered(30)).await;
    bench
        .simulator
        .inject_tail(TailFault::error("boom").after_lines(20));
    let mut tail = bench.tail(Protocol::Auto).await.unwrap();
    let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
    assert_eq!(
        (lines.len(), error.kind(), error.message()),
        (20, ErrorKind::Server, "boom")
    );
    assert_eq!(connections(&bench), (1, 0));
}
