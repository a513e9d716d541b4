//! WebSockets.

use super::super::testing::{CLOSE, Client, Heard, PING, PONG};
use super::super::{Tail, TailFault};
use super::{COMPLETE, NORMAL, message, start, with_lines};
use crate::sim::synapse::{Job, JobStatus};

#[tokio::test]
async fn a_log_comes_in_batches_and_says_its_end() {
    let simulator = with_lines(25).await;
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.status(), "101", "{}", client.head);
    assert!(
        client
            .head
            .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
        "{}",
        client.head
    );
    let texts = client.texts(4).await;
    assert_eq!(
        texts,
        [
            message(0, 10),
            message(10, 20),
            message(20, 25),
            COMPLETE.to_owned()
        ]
    );
    assert_eq!(client.hear().await, Heard::Frame(CLOSE, NORMAL.to_owned()));
    client.send(CLOSE, &[3, 232]).await;
    assert_eq!(client.hear().await, Heard::End { is_inside: false });

    simulator.until_tails(|counts| counts.open == 0).await;
    let counts = simulator.tails();
    assert_eq!(
        (counts.websockets, counts.streams, counts.refused),
        (1, 0, 0)
    );
    assert_eq!(
        (counts.completed, counts.messages, counts.lines),
        (1, 3, 25)
    );
    assert_eq!((counts.closes, counts.close_code), (1, Some(1000)));
}

#[tokio::test]
async fn a_log_is_followed_while_it_is_written() {
    let simulator = start().await;
    simulator.add_job(Job::new("job").pending());
    let mut client = Client::open(&simulator, "job").await;
    simulator.append_log("job", "early\n");
    simulator.start_job("job");
    let told = |text: &str| format!("{{\"type\":\"log\",\"message\":\"{text}\"}}");
    assert_eq!(client.texts(1).await, [told("early\\n")]);
    simulator.append_log("job", "half ");
    assert_eq!(client.texts(1).await, [told("half ")]);
    simulator.append_log("job", "a line\r\n\n\u{1b}[31mred\u{1b}[0m");
    assert_eq!(
        client.texts(1).await,
        [told("a line\\r\\n\\n\\u001b[31mred\\u001b[0m")]
    );
    // Whoever comes later reads all of it, and does not wait for what is not written.
    let mut late = Client::open(&simulator, "01000000").await;
    let mut other = Client::open(&simulator, "job").await;
    assert_eq!(
        other.texts(1).await,
        [told("early\\nhalf a line\\r\\n\\n\\u001b[31mred\\u001b[0m")]
    );
    let first = late.texts(1).await.concat();
    assert!(
        first.contains("\"epoch 1 step 1/10 loss 1.0000\\n"),
        "{first}"
    );
    simulator.finish_job("job", JobStatus::Failed);
    assert_eq!(client.texts(1).await, [COMPLETE]);
    assert_eq!(other.texts(1).await, [COMPLETE]);
}

#[tokio::test]
async fn a_job_logs_by_itself_until_it_is_stopped() {
    let simulator = start().await;
    let mut client = Client::open(&simulator, "raysubmit_abc123").await;
    while simulator.tails().lines < 20 {
        assert!(matches!(client.hear().await, Heard::Frame(..)));
    }
    simulator.finish_job("raysubmit_abc123", JobStatus::Stopped);
    loop {
        match client.hear().await {
            Heard::Frame(CLOSE, code) => break assert_eq!(code, NORMAL),
            Heard::Frame(..) => {}
            heard => panic!("{heard:?}"),
        }
    }
    assert_eq!(simulator.tails().completed, 1);
}

#[tokio::test]
async fn pings_are_sent_and_answered() {
    let simulator = start().await;
    simulator.add_job(Job::new("job"));
    let mut client = Client::open(&simulator, "job").await;
    assert_eq!(client.hear().await, Heard::Frame(PING, "sim".to_owned()));
    client.send(PONG, b"sim").await;
    client.send(PING, b"mine").await;
    loop {
        match client.hear().await {
            Heard::Frame(PING, _) => {}
            heard => break assert_eq!(heard, Heard::Frame(PONG, "mine".to_owned())),
        }
    }
    client.send(0x81, b"hello").await;
    client.send(CLOSE, &[3, 233]).await;
    simulator.until_tails(|counts| counts.closes == 1).await;
    let counts = simulator.tails();
    assert_eq!((counts.pings, counts.client_messages), (1, 1));
    assert!(
        counts.pongs >= 1 && counts.close_code == Some(1001),
        "{counts:?}"
    );
    loop {
        match client.hear().await {
            Heard::Frame(PING, _) => {}
            heard => {
                break assert_eq!(heard, Heard::Frame(CLOSE, "\u{3}\u{fffd}".to_owned()));
            }
        }
    }
    assert_eq!(client.hear().await, Heard::End { is_inside: false });
}

#[tokio::test]
async fn a_peer_may_answer_nothing() {
    let simulator = start().await;
    simulator.add_job(Job::new("job"));
    let tail = Tail::websocket().without_pongs().without_closes();
    simulator.set_tail(tail.keepalive(None));
    let mut client = Client::open(&simulator, "job").await;
    client.send(PING, b"1").await;
    client.send(CLOSE, &[3, 232]).await;
    simulator.until_tails(|counts| counts.closes == 1).await;
    simulator.append_log("job", "nobody is told\n");
    client.send(PING, b"2").await;
    simulator.until_tails(|counts| counts.pings == 2).await;
    assert_eq!((simulator.tails().closes, simulator.tails().open), (1, 1));
    drop(client);
    simulator.until_tails(|counts| counts.open == 0).await;
    assert_eq!(simulator.tails().lines, 0);
}

#[tokio::test]
async fn handshakes_are_refused_with_the_real_reply() {
    let simulator = start().await;
    let unknown = Client::open(&simulator, "nothing").await;
    assert_eq!(unknown.status(), "404");
    simulator.set_forbidden(true);
    assert_eq!(
        Client::open(&simulator, "raysubmit_abc123").await.status(),
        "403"
    );
    simulator.revoke_token();
    assert_eq!(
        Client::open(&simulator, "raysubmit_abc123").await.status(),
        "401"
    );

    let simulator = start().await;
    simulator.set_tail(Tail::websocket().at_most(1));
    let first = Client::open(&simulator, "raysubmit_abc123").await;
    let second = Client::open(&simulator, "raysubmit_abc123").await;
    assert_eq!((first.status(), second.status()), ("101", "429"));
    assert!(
        second.head.contains("retry-after: 1\r\n"),
        "{}",
        second.head
    );

    simulator.set_tail(Tail::websocket().refused(426));
    assert_eq!(
        Client::open(&simulator, "raysubmit_abc123").await.status(),
        "426"
    );
    simulator.set_tail(Tail::websocket().not_upgrading());
    let mut plain = Client::open(&simulator, "raysubmit_succeeded").await;
    assert_eq!(plain.status(), "200");
    assert!(
        plain
            .until("0\r\n\r\n")
            .await
            .contains("loading the model\n")
    );

    simulator.set_tail(Tail::websocket());
    simulator.inject_tail(TailFault::refuse(503).skip(1).times(2));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let client = Client::open(&simulator, "raysubmit_abc123").await;
        statuses.push(client.status().to_owned());
    }
    assert_eq!(statuses, ["101", "503", "503", "101"]);
    assert_eq!(simulator.tails().refused, 4);
    simulator.set_ray_down(true);
    assert_eq!(
        Client::open(&simulator, "raysubmit_abc123").await.status(),
        "503"
    );
}
