//! Lines: whatever they come in, and however long they are. Contract: §2.3, §2.4, §7 (6 to 13).

use quintet::ErrorKind;
use quintet::sim::synapse::{Batching, Framing, Job, Tail, TailFault};
use quintet::synapse::{Protocol, TailLimits, TailOutcome};

use super::super::stage::{ALL, Agent, Read, WAYS, lines, numbered, over_http, over_websocket};
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::{RawServer, head, send};
use crate::support::raw_synapse::client;

/// What a job may print that is JSON, and no object of the agent.
const VALUES: [&str; 7] = [
    "42",
    "\"str\"",
    "null",
    "[1, 2]",
    "true",
    "{\"loss\": 1}",
    "{}",
];

#[tokio::test]
async fn w06_a_line_that_is_json_is_a_line() {
    let right = [&["begin"], &VALUES[..], &["end"]].concat();
    assert_eq!(over_websocket(&right).await, right);
    assert_eq!(over_http("text/plain", &right.join("\n")).await, right);
    let events: String = right
        .iter()
        .map(|line| format!("data: {line}\n\n"))
        .collect();
    assert_eq!(over_http("text/event-stream", &events).await, right);
    // They may also be the first of all.
    assert_eq!(over_websocket(&VALUES).await, VALUES);
    assert_eq!(over_http("text/plain", &VALUES.join("\n")).await, VALUES);
    let agent = Agent::with(Job::new("job").lines(right.clone())).await;
    for protocol in WAYS {
        let mut tail = agent.tail(protocol).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete(), right);
    }
}

#[tokio::test]
async fn w07_no_message_is_dropped_and_an_empty_one_ends_nothing() {
    let messages = [
        r#"{"type":"log","message":"line 0\n"}"#,
        "",
        r#"{"type":"log","message":""}"#,
        r#"{"type":"log","message":"line 1\n"}"#,
    ];
    assert_eq!(over_websocket(&messages).await, lines(2));
    // What has no text for people is shown as it is.
    let other = r#"{"type":"log","data":"x"}"#;
    assert_eq!(
        over_websocket(&["line 0", other, ""]).await,
        ["line 0", other]
    );
}

#[tokio::test]
async fn w08_what_is_large_is_not_lost() {
    // As Ray sends it: ten lines in one message, of 11 KB together.
    let ten = Job::new("job").generate(10, |line| line.to_string().repeat(1_100));
    let agent = Agent::with(ten).await;
    for protocol in WAYS {
        let mut tail = agent.tail(protocol).await.unwrap();
        let found = Read::all(&mut tail).await.complete();
        let right = (0..10).map(|line| line.to_string().repeat(1_100));
        assert!(found.iter().cloned().eq(right), "{protocol}");
    }
    // The limit is one of bytes, and leaves a mark. 3414 of these have 10242 bytes; half a character is none.
    let long = Job::new("job").line("가".repeat(3_414)).line("after");
    let agent = Agent::with(long).await;
    for protocol in WAYS {
        let mut tail = agent.tail(protocol).await.unwrap();
        let found = Read::all(&mut tail).await.complete();
        assert_eq!((found.len(), &*found[1]), (2, "after"));
        assert!(found[0].starts_with("가가가"), "{protocol}");
        assert!(
            found[0].ends_with("of 10242 bytes left out]"),
            "{}",
            &found[0][10_200..]
        );
    }
}

#[tokio::test]
async fn w09_bytes_are_limited_over_both_ways() {
    let agent = Agent::with(numbered(100)).await;
    for protocol in WAYS {
        let limits = TailLimits::unlimited().bytes(74);
        let mut tail = agent.tail(protocol).limits(limits).await.unwrap();
        let read = Read::all(&mut tail).await;
        assert_eq!(read.lines, lines(12));
        let error = read.failed(TailOutcome::Limit);
        assert!(error.message().starts_with("Stream size limit exceeded"));
    }
}

/// A frame says how long it is before it comes. This one would be 56 MB, and nobody waits for it.
#[tokio::test]
async fn w09_no_frame_is_taken_whatever_its_size() {
    let mut frame = vec![0x81, 127];
    frame.extend(56_000_000_u64.to_be_bytes());
    let agent = Agent::start().await;
    agent.simulator.add_job(numbered(20));
    let huge = TailFault::raw(frame).after_lines(20);
    agent.simulator.inject_tail(huge);
    let limits = TailLimits::unlimited();
    let tail = agent.tail(Protocol::WebSocket).limits(limits);
    let read = Read::all(&mut tail.await.unwrap()).await;
    assert_eq!(read.lines.len(), 20);
    assert_eq!(read.failed(TailOutcome::Limit).kind(), ErrorKind::TooLarge);
}

/// Its end never comes, but the limit holds all the same.
#[tokio::test]
async fn w10_a_line_without_an_end_reaches_the_limit() {
    for media in ["text/plain", "application/x-ndjson", "text/event-stream"] {
        let begun = head(&format!(
            "200 OK\ncontent-type: {media}\ncontent-length: 999999999"
        ));
        let begin = if media == "text/event-stream" {
            "data: "
        } else {
            ""
        };
        let endless = begin.to_owned() + &"x".repeat(17 << 20);
        let server = RawServer::start([vec![Request, send(begun), send(endless), Silence]]).await;
        let tail = client(server.url()).jobs().tail("job");
        let tail = tail.protocol(Protocol::Http).reconnects(0);
        let limits = TailLimits::unlimited().bytes(1 << 20);
        let mut tail = tail.limits(limits).await.unwrap();
        let read = Read::all(&mut tail).await;
        assert_eq!(read.lines, [""; 0], "{media}");
        let error = read.failed(TailOutcome::Limit);
        // What is read as it is reaches the limit that was set; what must be whole to be read, that of an event or object.
        let kind = if media == "text/plain" {
            ErrorKind::RateLimited
        } else {
            ErrorKind::TooLarge
        };
        assert_eq!(error.kind(), kind, "{media}: {error}");
    }
}

#[tokio::test]
async fn w11_events_are_read_as_the_standard_has_it() {
    for (body, right) in [
        ("data:{\"message\":\"a\"}\n\n", vec!["a"]),
        ("data: {\"message\":\"a\"}\n\n", vec!["a"]),
        (": keepalive\n\ndata: a\n\n: keepalive\n\n", vec!["a"]),
        ("event: log\nid: 1\nretry: 5\ndata: a\n\n", vec!["a"]),
        ("data: a\ndata: b\n\ndata: c\n\n", vec!["a", "b", "c"]),
        ("data: {\"message\":\ndata: \"a\"}\n\n", vec!["a"]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", vec!["a", "b"]),
        ("data: a\r\rdata: b\r\r", vec!["a", "b"]),
        ("\u{feff}data: a\n\n", vec!["a"]),
        (
            "data: {\"message\":\"a\"}\n\ndata: {\"type\":\"complete\"}\n\n",
            vec!["a"],
        ),
    ] {
        assert_eq!(
            over_http("text/event-stream", body).await,
            right,
            "{body:?}"
        );
    }
}

#[tokio::test]
async fn w12_a_log_is_utf_8_whatever_the_reply_says() {
    let log = "에포크 1 – 100 %\nfertig ✓\n";
    let right = ["에포크 1 – 100 %", "fertig ✓"];
    for media in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "application/x-ndjson",
        "",
    ] {
        assert_eq!(over_http(media, log).await, right, "{media}");
    }
    let event = "data: {\"message\":\"에포크 1 – 100 %\\nfertig ✓\"}\n\n";
    assert_eq!(over_http("text/event-stream", event).await, right);
    assert_eq!(over_websocket(&[log]).await, right);
}

#[tokio::test]
async fn w12_only_line_ends_end_lines() {
    let line = "a\u{b}b\u{c}c\u{1c}d\u{1d}e\u{1e}f\u{85}g\u{2028}h\u{2029}i";
    assert_eq!(over_http("text/plain", &format!("{line}\n")).await, [line]);
    let event = format!("data: {line}\n\n");
    assert_eq!(over_http("text/event-stream", &event).await, [line]);
    assert_eq!(over_websocket(&[line]).await, [line]);
}

#[tokio::test]
async fn w13_lines_are_lines_over_every_way() {
    let log = "a\nb\n\n\x1b[31mc\x1b[0m\r\nd\n가\nlast";
    let right = ["a", "b", "", "\x1b[31mc\x1b[0m", "d", "가", "last"];
    let agent = Agent::with(Job::new("job").text(log)).await;
    for batching in [Batching::Ray, Batching::Lines(2), Batching::Characters(3)] {
        for framing in [Framing::Json, Framing::Events, Framing::Text] {
            for manner in [Tail::websocket(), Tail::http()] {
                agent
                    .simulator
                    .set_tail(manner.framing(framing).batching(batching));
            }
            for protocol in ALL {
                let mut tail = agent.tail(protocol).await.unwrap();
                let found = Read::all(&mut tail).await.complete();
                assert_eq!(found, right, "{protocol} {framing:?} {batching:?}");
            }
        }
    }
}
