//! Bodies.

use super::super::testing::Client;
use super::super::{Tail, TailFault};
use super::{COMPLETE_EVENT, event, start, with_lines};
use crate::sim::synapse::{Job, JobStatus};

#[tokio::test]
async fn a_log_comes_in_events_and_says_its_end() {
    let simulator = with_lines(12).await;
    let client = Client::stream(&simulator, "job").await;
    assert_eq!(client.status(), "200");
    assert!(
        client
            .head
            .contains("content-type: text/event-stream; charset=utf-8\r\n"),
        "{}",
        client.head
    );
    let (body, is_whole) = client.body().await;
    assert_eq!(
        body,
        [event(0, 10), event(10, 12), COMPLETE_EVENT.to_owned()].concat()
    );
    assert!(is_whole);
    simulator.until_tails(|counts| counts.open == 0).await;
    let counts = simulator.tails();
    assert_eq!((counts.streams, counts.completed, counts.lines), (1, 1, 12));
}

#[tokio::test]
async fn a_log_is_followed_while_it_is_written() {
    let simulator = start().await;
    simulator.add_job(Job::new("job"));
    let mut client = Client::stream(&simulator, "job").await;
    simulator.append_log("job", "line 0\n");
    assert!(
        client
            .until(&(event(0, 1) + "\r\n"))
            .await
            .ends_with("\r\n")
    );
    simulator.remove_job("job");
    let rest = client.until("\r\n0\r\n\r\n").await;
    let gone = "data: {\"type\": \"error\", \"message\": \"The job does not exist any more\"}\n\n";
    assert!(rest.contains(gone), "{rest}");
}

#[tokio::test]
async fn bodies_are_refused_with_the_real_reply() {
    let simulator = start().await;
    assert_eq!(Client::stream(&simulator, "nothing").await.status(), "404");
    simulator.set_tail(Tail::http().at_most(0));
    let client = Client::stream(&simulator, "raysubmit_abc123").await;
    assert_eq!(client.status(), "429");
    assert!(
        client.head.contains("retry-after: 1\r\n"),
        "{}",
        client.head
    );
    simulator.set_tail(Tail::http());
    simulator.inject_tail(TailFault::refuse(502));
    assert_eq!(
        Client::stream(&simulator, "raysubmit_abc123")
            .await
            .status(),
        "502"
    );
}

#[tokio::test]
async fn a_client_that_goes_away_is_noticed() {
    let simulator = start().await;
    let client = Client::stream(&simulator, "raysubmit_abc123").await;
    assert_eq!(simulator.tails().open, 1);
    drop(client);
    simulator.until_tails(|counts| counts.open == 0).await;
    assert_eq!(simulator.tails().completed, 0);
}

#[tokio::test]
async fn a_million_lines_pass() {
    const LINES: usize = 1_000_000;
    let simulator = start().await;
    let job = Job::new("huge").generate(LINES as u64, |line| format!("line {line}"));
    simulator.add_job(job.then(JobStatus::Succeeded));
    for transport in ["http", "websocket"] {
        let mut client = match transport {
            "http" => Client::stream(&simulator, "huge").await,
            _ => Client::open(&simulator, "huge").await,
        };
        let mut found = 0;
        loop {
            let (more, goes_on) = client.count(b"line ").await;
            found += more;
            if !goes_on || found == LINES {
                break;
            }
        }
        assert_eq!(found, LINES, "{transport}");
    }
    assert_eq!(simulator.tails().lines, 2 * LINES as u64);
}
