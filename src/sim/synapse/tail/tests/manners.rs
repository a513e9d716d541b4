//! Framings, batches and ends.

use super::super::testing::{BINARY, CLOSE, Client, Heard, TEXT};
use super::super::{Batching, Framing, Tail, TailEnd};
use super::{COMPLETE, COMPLETE_EVENT, NORMAL, event, message, start, with_lines};
use crate::sim::synapse::{Job, JobStatus};

#[tokio::test]
async fn a_websocket_may_carry_plain_text() {
    let simulator = with_lines(2).await;
    simulator.set_tail(Tail::websocket().framing(Framing::Text));
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.texts(1).await, ["line 0\nline 1\n"]);
    // Nothing but the close frame tells the end.
    assert_eq!(client.hear().await, Heard::Frame(CLOSE, NORMAL.to_owned()));

    simulator.set_tail(Tail::websocket().framing(Framing::Events).binary());
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.hear().await, Heard::Frame(BINARY, event(0, 2)));
    assert_eq!(
        client.hear().await,
        Heard::Frame(BINARY, COMPLETE_EVENT.to_owned())
    );
}

#[tokio::test]
async fn a_body_may_carry_plain_text() {
    let simulator = with_lines(11).await;
    let body = async |framing, content_type: &str| {
        simulator.set_tail(Tail::http().framing(framing));
        let client = Client::stream(&simulator, "job").await;
        assert!(client.head.contains(content_type), "{}", client.head);
        client.body().await.0
    };
    let text: String = (0..11).map(|line| format!("line {line}\n")).collect();
    assert_eq!(body(Framing::Text, "text/plain; charset=utf-8").await, text);
    let objects = [message(0, 10), message(10, 11), COMPLETE.to_owned()].join("\n") + "\n";
    assert_eq!(body(Framing::Json, "application/x-ndjson").await, objects);
    let events: String = (0..11)
        .map(|line| match line {
            9 | 10 => format!("data: line {line}\n\n"),
            _ => format!("data: line {line}\n"),
        })
        .collect();
    assert_eq!(
        body(Framing::TextEvents, "text/event-stream").await,
        events + COMPLETE_EVENT
    );
}

#[tokio::test]
async fn lines_may_be_cut_anywhere() {
    let simulator = start().await;
    let job = Job::new("job").text("a\u{ac00}b\nc");
    simulator.add_job(job.then(JobStatus::Succeeded));
    let tail = Tail::websocket().framing(Framing::Text);
    simulator.set_tail(tail.batching(Batching::Characters(2)).fragments(2));
    let mut client = Client::open(&simulator, "job").await;
    // Four bytes are two characters, and the second frame begins inside of one.
    let frames = [
        (frame_start(TEXT), "a\u{fffd}"),
        (0x80, "\u{fffd}\u{fffd}"),
        (TEXT, "b\n"),
        (TEXT, "c"),
    ];
    for (first, payload) in frames {
        assert_eq!(client.hear().await, Heard::Frame(first, payload.to_owned()));
    }

    simulator.set_tail(Tail::http().framing(Framing::Text).fragments(2));
    let mut client = Client::stream(&simulator, "job").await;
    let raw = client.until("0\r\n\r\n").await;
    assert_eq!(raw.matches("2\r\n").count(), 3, "{raw:?}");
}

/// The first byte of a frame that is not the last of its message.
fn frame_start(first: u8) -> u8 {
    first & 0x7f
}

#[tokio::test]
async fn a_line_of_four_mebibytes_is_one_message() {
    let simulator = start().await;
    let job = Job::new("job").text("x".repeat(1 << 22));
    simulator.add_job(job.then(JobStatus::Succeeded));
    let mut client = Client::open(&simulator, "job").await;
    let text = client.texts(1).await.concat();
    assert_eq!(
        text.len(),
        (1 << 22) + r#"{"type":"log","message":""}"#.len()
    );
    assert_eq!(client.texts(1).await, [COMPLETE]);
}

#[tokio::test]
async fn the_end_may_look_otherwise() {
    let simulator = with_lines(1).await;
    let after_log = async |end| {
        simulator.set_tail(Tail::websocket().end(end).keepalive(None));
        let mut client = Client::open(&simulator, "job").await;
        assert_eq!(client.texts(1).await, [message(0, 1)]);
        let first = client.hear().await;
        (client, first)
    };
    let close = Heard::Frame(CLOSE, NORMAL.to_owned());
    assert_eq!(after_log(TailEnd::Closed).await.1, close);
    assert_eq!(
        after_log(TailEnd::Cut).await.1,
        Heard::End { is_inside: false }
    );
    let (mut open, complete) = after_log(TailEnd::Open).await;
    assert_eq!(complete, Heard::Frame(TEXT, COMPLETE.to_owned()));
    open.send(CLOSE, &[3, 232]).await;
    assert_eq!(open.hear().await, close);

    let body = async |end| {
        simulator.set_tail(Tail::http().end(end));
        Client::stream(&simulator, "job").await.body().await
    };
    assert_eq!(body(TailEnd::Closed).await, (event(0, 1), true));
    assert_eq!(body(TailEnd::Cut).await, (event(0, 1), false));
    simulator.set_tail(Tail::http().end(TailEnd::Open));
    let mut open = Client::stream(&simulator, "job").await;
    let end = format!("{COMPLETE_EVENT}\r\n");
    assert!(open.until(&end).await.ends_with(&end));
}

#[tokio::test]
async fn a_body_may_have_signs_of_life() {
    let simulator = start().await;
    simulator.add_job(Job::new("job"));
    let second = std::time::Duration::from_secs(1);
    simulator.set_tail(Tail::http().keepalive(Some(second)));
    let mut client = Client::stream(&simulator, "job").await;
    let comments = client.until(": keepalive\n\n\r\n").await;
    assert!(comments.starts_with("D\r\n: keepalive"), "{comments:?}");
    simulator
        .until_tails(|counts| counts.signs_of_life >= 2)
        .await;
}
