//! Limits of a tail. Contract: §2.7, §6 (21).

use quintet::ErrorKind;
use quintet::sim::synapse::{Batching, Job, Tail};
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::super::stage::{Agent, Read, WAYS, lines, numbered};

/// The lines that came before the limit, and what is said of it.
async fn limited(agent: &Agent, protocol: Protocol, limits: TailLimits) -> (Vec<String>, String) {
    let mut tail = agent.tail(protocol).limits(limits).await.unwrap();
    let mut read = Read::all(&mut tail).await;
    let given = std::mem::take(&mut read.lines);
    let error = read.failed(TailOutcome::Limit);
    // It is the kind of the status 429, which no agent has sent.
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.status().is_none() && !error.is_retryable());
    (given, error.message().to_owned())
}

#[tokio::test]
async fn c21_a_limit_is_an_error_after_what_is_within() {
    let agent = Agent::with(numbered(100)).await;
    agent
        .simulator
        .set_tail(Tail::websocket().batching(Batching::Lines(4)));
    agent
        .simulator
        .set_tail(Tail::http().batching(Batching::Lines(4)));
    let all = TailLimits::unlimited();
    for protocol in WAYS {
        for (limits, given, text) in [
            (all.messages(7), 28, "Stream message limit exceeded"),
            (all.lines(25), 25, "Stream line limit exceeded"),
            // The first ten lines have 6 bytes each, the others 7.
            (all.bytes(74), 12, "Stream size limit exceeded"),
        ] {
            let (found, said) = limited(&agent, protocol, limits).await;
            assert_eq!(found, lines(given), "{protocol}");
            assert!(said.starts_with(text), "{said}");
        }
        let limits = all.messages(25).lines(100).bytes(60 + 90 * 7);
        let mut tail = agent.tail(protocol).limits(limits).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete(), lines(100));
    }
}

/// The other two clients leave it out and say nothing, for which there is no excuse: here it is cut, and says how much is
/// missing. In both the log goes on.
#[tokio::test]
async fn c21_what_is_oversized_does_not_end_the_log() {
    let job = Job::new("job").line("before");
    let job = job.line("x".repeat(20)).line("y".repeat(16)).line("after");
    let agent = Agent::with(job).await;
    for protocol in WAYS {
        let limits = TailLimits::default().message_size(16);
        let mut tail = agent.tail(protocol).limits(limits).await.unwrap();
        let marked = format!("{} [… 4 of 20 bytes left out]", "x".repeat(16));
        let right = ["before", &marked, "yyyyyyyyyyyyyyyy", "after"];
        assert_eq!(Read::all(&mut tail).await.complete(), right);
    }
}
