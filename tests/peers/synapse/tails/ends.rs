//! What is left behind, and what a line is. Contract: §2.3, §2.4, §6 (23, 26).

use futures_util::StreamExt as _;
use quintet::sim::synapse::{Batching, Tail, TailFault};
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::super::stage::{Agent, Read, WAYS, lines, numbered, over_http, over_websocket};

#[tokio::test]
async fn c23_after_an_error_nothing_is_open() {
    let agent = Agent::with(numbered(100)).await;
    for protocol in WAYS {
        for fault in [
            TailFault::error("boom").after_lines(20),
            TailFault::cut().after_lines(20),
            TailFault::raw([0xff; 9]).after_lines(20),
        ] {
            agent.simulator.inject_tail(fault);
            let mut tail = agent.tail(protocol).reconnects(0).await.unwrap();
            // Over HTTP the last of them is a piece of the log.
            let _ = Read::all(&mut tail).await;
            agent.until_left().await;
            assert!(tail.protocol().is_none());
        }
        let limits = TailLimits::default().lines(5);
        let mut tail = agent.tail(protocol).limits(limits).await.unwrap();
        Read::all(&mut tail).await.failed(TailOutcome::Limit);
        // The tail itself is still there.
        agent.until_left().await;
        assert!(tail.next().await.is_none());
    }
}

#[tokio::test]
async fn c23_after_an_early_exit_nothing_is_open() {
    let agent = Agent::start().await;
    agent.simulator.add_job(numbered(100));
    for protocol in WAYS {
        let mut tail = agent.tail(protocol).await.unwrap();
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 0");
        assert_eq!(agent.simulator.tails().open, 1);
        drop(tail);
        agent.until_left().await;

        let mut tail = agent.tail(protocol).await.unwrap();
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 0");
        tail.stop().await.unwrap();
        agent.until_left().await;
        assert_eq!(tail.outcome(), Some(TailOutcome::Stopped));
        assert!(tail.next().await.is_none());

        // Never read at all.
        drop(agent.tail(protocol).await.unwrap());
        agent.until_left().await;
    }
    let stopped = agent.simulator.request_count("POST", "/jobs/");
    assert_eq!(stopped, 0, "the job goes on");
}

/// The first version gives lines with their `\n`. It is the same behind every line, and so it tells nothing.
#[tokio::test]
async fn c26_a_message_of_plain_text_is_a_line() {
    let messages = ["line 0", "line 1", "line 2"];
    assert_eq!(over_websocket(&messages).await, lines(3));
    let messages = ["line 0\n", "line 1\n", "line 2\n"];
    assert_eq!(over_websocket(&messages).await, lines(3));
    assert_eq!(over_http("text/plain", "line 0\nline 1\n").await, lines(2));
}

/// An empty line that the job has printed is a line of its log. What only stands between events is none.
#[tokio::test]
async fn c26_an_empty_line_is_a_line_where_it_is_the_jobs() {
    assert_eq!(over_http("text/plain", "a\n\nb\n").await, ["a", "", "b"]);
    assert_eq!(
        over_websocket(&["a\n\nb\n", "\n"]).await,
        ["a", "", "b", ""]
    );
    let events = "data: a\n\n\n\ndata: b\n\n";
    assert_eq!(over_http("text/event-stream", events).await, ["a", "b"]);
    let objects = "{\"message\":\"a\\n\"}\n\n{\"message\":\"b\\n\"}\n";
    assert_eq!(over_http("application/x-ndjson", objects).await, ["a", "b"]);
}

/// No queue can be full: who reads slowly makes the agent wait.
#[tokio::test]
async fn c26_who_reads_slowly_loses_nothing() {
    let count = 3_000;
    let agent = Agent::with(numbered(count)).await;
    agent
        .simulator
        .set_tail(Tail::websocket().batching(Batching::Lines(1)));
    let mut tail = agent.tail(Protocol::WebSocket).await.unwrap();
    // More than the queue of the published client holds.
    agent
        .simulator
        .until_tails(|counts| counts.messages > 1_000)
        .await;
    assert_eq!(Read::all(&mut tail).await.complete(), lines(count));
}
