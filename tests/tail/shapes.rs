//! Every shape that a log comes in gives the same lines.

use quintet::sim::synapse::{Batching, Framing, Job, Tail};
use quintet::synapse::{Protocol, TailLimits};

use super::{Bench, Read, WAYS};

/// Everything that a log may hold: colours, several bytes a character, empty lines, values that are JSON, line ends of any
/// kind, no end at the end.
const LOG: &str = "start\n\x1b[31mred\x1b[0m\n42\n\"text\"\nnull\n[1, 2]\n{\"message\": 1}\n\n\n가나다 – é 漢字 🦀\nda\u{2028}ta\u{85}\x0c\n\
                   data: no event\n: no comment\nlast";

fn lines() -> Vec<String> {
    LOG.split('\n').map(str::to_owned).collect()
}

fn manner(protocol: Protocol) -> Tail {
    match protocol {
        Protocol::Http => Tail::http(),
        _ => Tail::websocket(),
    }
}

async fn read(bench: &Bench, protocol: Protocol, manner: Tail) -> Vec<String> {
    bench.simulator.set_tail(manner);
    let tail = bench.tail(protocol).limits(TailLimits::unlimited());
    let mut tail = tail.await.unwrap();
    assert_eq!(tail.protocol(), Some(protocol));
    Read::all(&mut tail).await.complete()
}

#[tokio::test]
async fn lines_are_the_same_in_every_framing_and_batching() {
    let bench = Bench::with(Job::new("job").text(LOG)).await;
    for protocol in WAYS {
        for framing in [Framing::Json, Framing::Events, Framing::Text] {
            for batching in [
                Batching::Ray,
                Batching::Lines(1),
                Batching::Lines(3),
                Batching::Characters(1),
                Batching::Characters(7),
            ] {
                let manner = manner(protocol).framing(framing).batching(batching);
                let found = read(&bench, protocol, manner).await;
                assert_eq!(found, lines(), "{protocol} {framing:?} {batching:?}");
            }
        }
    }
}

#[tokio::test]
async fn lines_are_the_same_however_they_are_cut_on_the_wire() {
    let bench = Bench::with(Job::new("job").text(LOG)).await;
    for protocol in WAYS {
        for framing in [Framing::Json, Framing::Events, Framing::Text] {
            for bytes in [1, 2, 5] {
                let manner = manner(protocol).framing(framing).fragments(bytes);
                let found = read(&bench, protocol, manner).await;
                assert_eq!(found, lines(), "{protocol} {framing:?} {bytes}");
            }
        }
    }
}

#[tokio::test]
async fn binary_messages_are_read_as_text_messages() {
    let bench = Bench::with(Job::new("job").text(LOG)).await;
    for framing in [Framing::Json, Framing::Events, Framing::Text] {
        let manner = manner(Protocol::WebSocket).framing(framing).binary();
        assert_eq!(
            read(&bench, Protocol::WebSocket, manner).await,
            lines(),
            "{framing:?}"
        );
    }
}

#[tokio::test]
async fn events_of_text_have_whole_lines() {
    let bench = Bench::with(Job::new("job").text(LOG)).await;
    for protocol in WAYS {
        for batching in [Batching::Ray, Batching::Lines(1), Batching::Lines(3)] {
            let manner = manner(protocol)
                .framing(Framing::TextEvents)
                .batching(batching);
            assert_eq!(
                read(&bench, protocol, manner).await,
                lines(),
                "{protocol} {batching:?}"
            );
        }
    }
}

#[tokio::test]
async fn line_ends_of_any_kind_are_no_part_of_lines() {
    let job = Job::new("job").text("a\r\nb\rc\n\r\n\rd\r\n");
    let bench = Bench::with(job).await;
    for protocol in WAYS {
        for batching in [
            Batching::Ray,
            Batching::Characters(1),
            Batching::Characters(2),
        ] {
            let manner = manner(protocol).batching(batching);
            let found = read(&bench, protocol, manner).await;
            assert_eq!(
                found,
                ["a", "b", "c", "", "", "d"],
                "{protocol} {batching:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_empty_log_has_no_lines() {
    let bench = Bench::with(Job::new("job")).await;
    for protocol in WAYS {
        assert_eq!(read(&bench, protocol, manner(protocol)).await, [""; 0]);
    }
}
