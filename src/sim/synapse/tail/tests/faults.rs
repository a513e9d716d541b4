//! What goes wrong, and where.

use std::time::Duration;

use super::super::testing::{BINARY, CLOSE, Client, Heard, PING, TEXT};
use super::super::{Tail, TailFault, Transport};
use super::{COMPLETE, event, message, start, with_lines};
use crate::sim::synapse::Job;

#[tokio::test]
async fn a_connection_breaks_between_messages_or_inside_of_one() {
    let simulator = with_lines(30).await;
    let after = async |fault: TailFault, texts| {
        simulator.inject_tail(fault);
        let mut client = Client::open(&simulator, "job").await;
        (client.texts(texts).await, client.hear().await)
    };
    let (texts, end) = after(TailFault::cut().after_lines(12), 2).await;
    assert_eq!(texts, [message(0, 10), message(10, 12)]);
    assert_eq!(end, Heard::End { is_inside: false });

    let fault = TailFault::cut().after_messages(1).mid_message();
    let (texts, end) = after(fault, 1).await;
    assert_eq!(
        (texts, end),
        (vec![message(0, 10)], Heard::End { is_inside: true })
    );

    let frame = message(0, 10).len() as u64 + 2;
    assert!(frame < 126 + 2);
    let (_, end) = after(TailFault::cut().after_bytes(frame), 1).await;
    assert_eq!(end, Heard::End { is_inside: false });
    let (_, end) = after(TailFault::cut().after_bytes(frame + 1), 1).await;
    assert_eq!(end, Heard::End { is_inside: true });
    // The fault is gone.
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.texts(4).await[3], COMPLETE);
}

#[tokio::test]
async fn a_body_breaks_where_it_should() {
    let simulator = with_lines(30).await;
    let body = async |fault: TailFault| {
        simulator.inject_tail(fault);
        Client::stream(&simulator, "job").await.body().await
    };
    let whole = event(0, 10) + &event(10, 20);
    let fault = TailFault::cut().after_lines(20).on(Transport::Http);
    assert_eq!(body(fault).await, (whole.clone(), false));
    let fault = TailFault::reset().after_bytes(33);
    assert_eq!(body(fault).await, (whole[..33].to_owned(), false));
    let fault = TailFault::close(1000, "").after_messages(1);
    assert_eq!(body(fault).await, (event(0, 10), true));
    let fault = TailFault::message("data: 42\n\n").after_lines(10);
    let (text, is_whole) = body(fault).await;
    assert!(
        is_whole && text.starts_with(&(event(0, 10) + "data: 42\n\n")),
        "{text}"
    );
    let fault = TailFault::error("boom").after_lines(1);
    let boom = "data: {\"type\": \"error\", \"message\": \"boom\"}\n\n";
    assert_eq!(body(fault).await, (event(0, 1) + boom, true));
}

#[tokio::test]
async fn a_connection_may_be_reset() {
    let simulator = start().await;
    simulator.inject_tail(TailFault::reset());
    let mut client = Client::open(&simulator, "raysubmit_abc123").await;
    assert_eq!(client.hear().await, Heard::Reset);
}

#[tokio::test]
async fn a_connection_may_fall_silent() {
    let simulator = with_lines(5).await;
    simulator.inject_tail(TailFault::silence().after_lines(2));
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.texts(1).await, [message(0, 2)]);
    client.send(PING, b"").await;
    client.send(CLOSE, &[3, 232]).await;
    simulator.until_tails(|counts| counts.closes == 1).await;
    assert_eq!((simulator.tails().pings, simulator.tails().open), (1, 1));
    drop(client);
    simulator.until_tails(|counts| counts.open == 0).await;
}

#[tokio::test]
async fn frames_may_be_odd() {
    let simulator = start().await;
    simulator.add_job(Job::new("job"));
    simulator.set_tail(Tail::websocket().keepalive(None));
    simulator.inject_tail(TailFault::message("[1, 2]"));
    simulator.inject_tail(TailFault::binary(b"\xff\xfe"));
    simulator.inject_tail(TailFault::raw(b"\xf3\x01x"));
    simulator.inject_tail(TailFault::message(""));
    simulator.inject_tail(TailFault::close(1004, "odd"));
    let mut client = Client::open(&simulator, "job").await;
    let frames = [
        (TEXT, "[1, 2]"),
        (BINARY, "\u{fffd}\u{fffd}"),
        (0xf3, "x"),
        (TEXT, ""),
        (CLOSE, "\u{3}\u{fffd}odd"),
    ];
    for (first, payload) in frames {
        assert_eq!(client.hear().await, Heard::Frame(first, payload.to_owned()));
    }
    client.send(CLOSE, &[3, 236]).await;
    assert_eq!(client.hear().await, Heard::End { is_inside: false });
}

#[tokio::test]
async fn an_error_ends_a_log_in_good_order() {
    let simulator = with_lines(5).await;
    simulator.inject_tail(TailFault::error("boom").after_lines(3));
    let mut client = Client::open(&simulator, "job").await;
    let texts = client.texts(2).await;
    assert_eq!(
        texts,
        [&message(0, 3), r#"{"type":"error","message":"boom"}"#]
    );
    assert!(matches!(client.hear().await, Heard::Frame(CLOSE, _)));
    assert_eq!(simulator.tails().completed, 0);
}

#[tokio::test]
async fn a_peer_may_be_slow() {
    let simulator = with_lines(20).await;
    simulator.inject_tail(TailFault::slow(7, Duration::from_millis(1)).after_messages(1));
    let mut client = Client::open(&simulator, "job").await;
    let texts = client.texts(3).await;
    assert_eq!(
        texts,
        [message(0, 10), message(10, 20), COMPLETE.to_owned()]
    );
}

#[tokio::test]
async fn connections_break_again_and_again_at_the_same_random_places() {
    let lines = async || {
        let simulator = with_lines(1000).await;
        simulator.inject_tail(TailFault::cut().after_random_lines(7, 1..=900).times(5));
        let mut lines = Vec::new();
        for _ in 0..6 {
            let mut client = Client::open(&simulator, "job").await;
            while let Heard::Frame(TEXT, _) = client.hear().await {}
            lines.push(simulator.tails().lines);
        }
        assert_eq!(simulator.tails().completed, 1);
        lines
    };
    let first = lines().await;
    assert_eq!(first, lines().await);
    assert_eq!(first[5] - first[4], 1000);
    assert!(first.windows(2).all(|two| two[1] > two[0]), "{first:?}");
}
