//! Limits, the same over both transports.

use quintet::ErrorKind;
use quintet::sim::synapse::{Batching, Framing, Job, Tail, TailFault};
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::{Bench, Read, WAYS, numbered};

async fn limited(bench: &Bench, protocol: Protocol, limits: TailLimits) -> (usize, String) {
    let mut tail = bench.tail(protocol).limits(limits).await.unwrap();
    let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Limit);
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(!error.is_retryable());
    bench.simulator.until_tails(|counts| counts.open == 0).await;
    (lines.len(), error.message().to_owned())
}

#[tokio::test]
async fn a_limit_ends_the_tail_with_the_contracts_error() {
    let bench = Bench::with(numbered(100)).await;
    let all = TailLimits::unlimited();
    for protocol in WAYS {
        let (lines, text) = limited(&bench, protocol, all.messages(3)).await;
        assert_eq!(lines, 30);
        assert!(text.starts_with("Stream message limit exceeded"), "{text}");
        let (lines, text) = limited(&bench, protocol, all.lines(25)).await;
        assert_eq!(lines, 25);
        assert!(text.starts_with("Stream line limit exceeded"), "{text}");
        // The first ten lines have 6 bytes each, the others 7.
        let (lines, text) = limited(&bench, protocol, all.bytes(74)).await;
        assert_eq!(lines, 12);
        assert!(text.starts_with("Stream size limit exceeded"), "{text}");
        // What just fits does, and the end of a log is no message.
        let limits = all.messages(10).lines(100).bytes(60 + 90 * 7);
        let mut tail = bench.tail(protocol).limits(limits).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete().len(), 100);
    }
}

#[tokio::test]
async fn defaults_are_those_of_the_contract() {
    let bench = Bench::with(numbered(50_001)).await;
    for protocol in WAYS {
        let (lines, text) = limited(&bench, protocol, TailLimits::default()).await;
        assert_eq!(lines, 50_000);
        assert!(text.starts_with("Stream line limit"), "{text}");
    }
    bench
        .simulator
        .set_tail(Tail::websocket().batching(Batching::Lines(1)));
    let (lines, text) = limited(&bench, Protocol::WebSocket, TailLimits::default()).await;
    assert_eq!(lines, 10_000);
    assert!(text.starts_with("Stream message limit"), "{text}");
}

#[tokio::test]
async fn what_is_sent_again_is_not_counted_again() {
    let bench = Bench::with(numbered(100)).await;
    for protocol in WAYS {
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(90).times(5));
        let limits = TailLimits::default()
            .messages(10)
            .lines(100)
            .bytes(60 + 90 * 7);
        let mut tail = bench.tail(protocol).limits(limits).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete().len(), 100);
    }
}

#[tokio::test]
async fn a_line_that_is_too_long_is_cut_and_says_so() {
    let long = "x".repeat(10_250);
    let job = Job::new("job")
        .line("before")
        .line(&long)
        .line("y".repeat(10_240))
        .line("after");
    let bench = Bench::with(job).await;
    for protocol in WAYS {
        let mut tail = bench.tail(protocol).await.unwrap();
        let lines = Read::all(&mut tail).await.complete();
        assert_eq!(lines.len(), 4);
        assert_eq!((&*lines[0], &*lines[3]), ("before", "after"));
        assert_eq!(
            lines[1],
            long[..10_240].to_owned() + " [… 10 of 10250 bytes left out]"
        );
        assert_eq!(lines[2].len(), 10_240);
    }
}

#[tokio::test]
async fn an_ordinary_batch_is_not_too_long() {
    // Ten lines of 11 KB together, which the agent's own clients drop.
    let job = Job::new("job").generate(10, |line| line.to_string().repeat(1_100));
    let bench = Bench::with(job).await;
    for protocol in WAYS {
        let mut tail = bench.tail(protocol).await.unwrap();
        let lines = Read::all(&mut tail).await.complete();
        assert!(lines.len() == 10 && lines.iter().all(|line| line.len() == 1_100));
    }
}

#[tokio::test]
async fn a_line_of_four_mebibytes_is_cut() {
    let bench = Bench::with(Job::new("job").text("x".repeat(4 << 20))).await;
    for protocol in WAYS {
        for batching in [Batching::Ray, Batching::Characters(10_000)] {
            for framing in [Framing::Json, Framing::Events, Framing::Text] {
                let manner = match protocol {
                    Protocol::Http => Tail::http(),
                    _ => Tail::websocket(),
                };
                bench
                    .simulator
                    .set_tail(manner.framing(framing).batching(batching));
                let mut tail = bench.tail(protocol).await.unwrap();
                let lines = Read::all(&mut tail).await.complete();
                assert_eq!(lines.len(), 1, "{protocol} {framing:?} {batching:?}");
                assert!(lines[0].ends_with(" [… 4184064 of 4194304 bytes left out]"));
            }
        }
    }
    // A line that has no end is no way around the limit of all bytes.
    for protocol in WAYS {
        let (lines, text) = limited(&bench, protocol, TailLimits::default().bytes(1 << 20)).await;
        assert_eq!(lines, 0);
        assert!(
            text.starts_with("Stream size limit exceeded"),
            "{protocol}: {text}"
        );
    }
}

#[tokio::test]
async fn no_message_is_larger_than_can_be() {
    let bench = Bench::with(Job::new("job").text("x".repeat(17 << 20))).await;
    for protocol in WAYS {
        let mut tail = bench.tail(protocol).await.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Limit);
        assert_eq!((lines.len(), error.kind()), (0, ErrorKind::TooLarge));
        assert!(error.message().contains("16777216 bytes"), "{error}");
    }
    // Where the log comes as it is, there are no messages.
    bench
        .simulator
        .set_tail(Tail::http().framing(Framing::Text));
    let mut tail = bench.tail(Protocol::Http).await.unwrap();
    let lines = Read::all(&mut tail).await.complete();
    assert!(lines[0].ends_with("of 17825792 bytes left out]"));
}
