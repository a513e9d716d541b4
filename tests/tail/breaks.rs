//! Connections that break anywhere, again and again: every line once and in order.

use quintet::ErrorKind;
use quintet::sim::synapse::{Batching, Framing, Job, JobStatus, Tail, TailFault, Transport};
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::{Bench, Read, WAYS, numbered, read_numbered};

const LINES: u64 = 20_000;

fn transport(protocol: Protocol) -> Transport {
    match protocol {
        Protocol::Http => Transport::Http,
        _ => Transport::WebSocket,
    }
}

fn manner(protocol: Protocol) -> Tail {
    match protocol {
        Protocol::Http => Tail::http(),
        _ => Tail::websocket(),
    }
}

/// Follows so many lines over connections that break so often; says how often it connected again.
async fn survives(bench: &Bench, protocol: Protocol, lines: u64, faults: Vec<TailFault>) -> u64 {
    for fault in faults {
        bench.simulator.inject_tail(fault.on(transport(protocol)));
    }
    let tail = bench.tail(protocol).limits(TailLimits::unlimited());
    let mut tail = tail.reconnects(20).await.unwrap();
    assert_eq!(read_numbered(&mut tail).await, lines);
    tail.reconnected()
}

#[tokio::test]
async fn breaks_at_random_lines_lose_and_double_nothing() {
    let bench = Bench::with(numbered(LINES)).await;
    for protocol in WAYS {
        for seed in 0..3 {
            let fault = TailFault::cut().after_random_lines(seed, 1..=LINES - 1);
            let breaks = survives(&bench, protocol, LINES, vec![fault.times(8)]).await;
            assert_eq!(breaks, 8, "{protocol} {seed}");
        }
    }
}

#[tokio::test]
async fn breaks_at_random_bytes_lose_and_double_nothing() {
    let bench = Bench::with(numbered(LINES)).await;
    for protocol in WAYS {
        for framing in [
            Framing::Json,
            Framing::Events,
            Framing::Text,
            Framing::TextEvents,
        ] {
            for batching in [
                Batching::Ray,
                Batching::Lines(1),
                Batching::Characters(1_000),
            ] {
                if framing == Framing::TextEvents && batching == Batching::Characters(1_000) {
                    // Nothing in them tells a piece of a line from a line.
                    continue;
                }
                bench
                    .simulator
                    .set_tail(manner(protocol).framing(framing).batching(batching));
                let cut = TailFault::cut().after_random_bytes(7, 1..=200_000).times(4);
                let reset = TailFault::reset()
                    .after_random_bytes(8, 1..=200_000)
                    .skip(4)
                    .times(4);
                let breaks = survives(&bench, protocol, LINES, vec![cut, reset]).await;
                assert!(breaks >= 8, "{protocol} {framing:?} {batching:?}: {breaks}");
            }
        }
    }
}

#[tokio::test]
async fn a_break_inside_of_a_message_loses_nothing() {
    let bench = Bench::with(numbered(100)).await;
    for protocol in WAYS {
        let fault = |lines| TailFault::cut().after_lines(lines).mid_message();
        let faults = vec![fault(0), fault(10).skip(1), fault(95).skip(2)];
        assert_eq!(survives(&bench, protocol, 100, faults).await, 3);
    }
}

#[tokio::test]
async fn every_byte_may_be_the_last_before_a_break() {
    let job = Job::new("job").text("가\r\nb\n\n\nc\rd");
    let bench = Bench::with(job).await;
    for protocol in WAYS {
        for framing in [Framing::Json, Framing::Events, Framing::Text] {
            for batching in [Batching::Ray, Batching::Characters(1)] {
                bench
                    .simulator
                    .set_tail(manner(protocol).framing(framing).batching(batching));
                for bytes in (1..60).step_by(2) {
                    let fault = TailFault::cut().after_bytes(bytes).on(transport(protocol));
                    bench.simulator.inject_tail(fault);
                    let mut tail = bench.tail(protocol).await.unwrap();
                    let lines = Read::all(&mut tail).await.complete();
                    let right = ["가", "b", "", "", "c", "d"];
                    assert_eq!(lines, right, "{protocol} {framing:?} {batching:?} {bytes}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_log_that_grows_meanwhile_is_followed_to_its_end() {
    for protocol in WAYS {
        let bench = Bench::start().await;
        bench.simulator.add_job(numbered(10));
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(10).times(1));
        let mut tail = bench.tail(protocol).await.unwrap();
        for line in 0..10 {
            assert_eq!(
                tail.next_line().await.unwrap().unwrap(),
                format!("line {line}")
            );
        }
        bench.simulator.append_log("job", "line 10\nhalf ");
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 10");
        bench.simulator.append_log("job", "a line\n");
        assert_eq!(tail.next_line().await.unwrap().unwrap(), "half a line");
        bench.simulator.finish_job("job", JobStatus::Succeeded);
        assert_eq!(tail.next_line().await.unwrap(), None);
        assert_eq!(tail.outcome(), Some(TailOutcome::Complete));
    }
}

#[tokio::test]
async fn another_log_under_the_same_id_is_noticed() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(100)).await;
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(50));
        let mut tail = bench.tail(protocol).await.unwrap();
        tail.next_line().await.unwrap().unwrap();
        let other = Job::new("job").generate(100, |line| format!("other {line}"));
        bench.simulator.add_job(other.then(JobStatus::Succeeded));
        let (_, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.message().contains("another log"), "{error}");
    }
}

#[tokio::test]
async fn it_is_given_up_when_nothing_new_comes() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(100)).await;
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(50).always());
        let mut tail = bench.tail(protocol).reconnects(3).await.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!(
            (lines.len(), error.kind(), error.attempts()),
            (50, ErrorKind::Transport, 4)
        );
        assert!(error.is_exhausted());
        assert_eq!(tail.reconnected(), 3);
    }
}

/// One break of each kind, each on another connection: inside of a frame and between two, with a reset, without a word, and
/// with a close code.
fn breaks_of_every_kind(seed: u64, lines: u64, transport: Transport) -> Vec<TailFault> {
    let faults = [
        TailFault::cut()
            .after_random_lines(seed, 1..=lines - 1)
            .mid_message(),
        TailFault::reset().after_random_bytes(seed + 1, 1..=lines * 8),
        TailFault::cut().after_random_lines(seed + 2, 1..=lines - 1),
        TailFault::close(1011, "so it is").after_random_lines(seed + 3, 1..=lines - 1),
        TailFault::close(1000, "").after_random_lines(seed + 4, 1..=lines - 1),
        TailFault::cut().after_random_bytes(seed + 5, 1..=lines * 8),
    ];
    let faults = faults.into_iter().enumerate();
    faults
        .map(|(place, fault)| fault.skip(place).on(transport))
        .collect()
}

/// A million of them, and the memory that they take, are the matter of `benches/tail_breaks`.
#[tokio::test]
async fn a_long_log_survives_breaks_of_every_kind() {
    let lines = 100_000;
    for protocol in [Protocol::WebSocket, Protocol::Http, Protocol::Auto] {
        let bench = Bench::with(numbered(lines)).await;
        for transport in [Transport::WebSocket, Transport::Http] {
            for fault in breaks_of_every_kind(1, lines, transport) {
                bench.simulator.inject_tail(fault);
            }
        }
        if protocol == Protocol::Auto {
            let refusal = TailFault::refuse(501).on(Transport::WebSocket);
            bench.simulator.inject_tail(refusal.skip(2).always());
        }
        let tail = bench.tail(protocol).limits(TailLimits::unlimited());
        let mut tail = tail.await.unwrap();
        assert_eq!(read_numbered(&mut tail).await, lines);
        let counts = bench.simulator.tails();
        let ways = (counts.websockets > 0, counts.streams > 0);
        let right = (protocol != Protocol::Http, protocol != Protocol::WebSocket);
        assert_eq!(ways, right, "{protocol}");
        assert!(
            tail.reconnected() >= 6,
            "{protocol}: {}",
            tail.reconnected()
        );
    }
}
