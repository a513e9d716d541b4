//! Ids, times and protocols. Contract: §2.2, §6 (17, 18, 24, 25).
//!
//! The code 400 of the published client stands for what the agent never sees. Here that is a kind of error, and there is no
//! status, since none was received.

use std::pin::pin;
use std::time::Duration;

use futures_util::FutureExt as _;
use quintet::sim::synapse::{Job, JobStatus};
use quintet::synapse::Protocol;
use quintet::{Error, ErrorKind};
use tokio::time::{Instant, advance};

use super::super::stage::{ALL, Agent, Read, WAYS, numbered};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::{RawServer, head, send};
use crate::support::raw_synapse::{builder, client};

const NO_IDS: [&str; 16] = [
    "job/../malicious",
    "../nodes",
    "/job",
    "job/id",
    "job\\id",
    "user@domain.com",
    "my.job",
    "job id",
    " job",
    "job\nid",
    "job\tid",
    "job'id",
    "job\"id",
    "작업",
    // These two pass in the published client of today.
    "job\n",
    "123\n",
];

#[track_caller]
fn check(error: &Error, text: &str) {
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    assert!(error.message().starts_with(text), "{error}");
    assert!(error.status().is_none() && error.operation().is_some());
}

#[tokio::test]
async fn c17_ids_are_letters_digits_hyphens_and_underscores() {
    let agent = Agent::start().await;
    let longest = "x".repeat(100);
    for id in [
        "abc123",
        "job-456",
        "user_789",
        "12345",
        "a",
        "A-B_C-123",
        &longest,
    ] {
        let job = Job::new(id).line("one").then(JobStatus::Succeeded);
        agent.simulator.add_job(job);
        for protocol in WAYS {
            let tail = agent.client.jobs().tail(id).protocol(protocol);
            let lines = Read::all(&mut tail.await.unwrap()).await.complete();
            assert_eq!(lines, ["one"], "{id}");
        }
    }
}

/// Null is no text, and so nothing that could be given.
#[tokio::test]
async fn c17_other_ids_are_refused() {
    let agent = Agent::start().await;
    let jobs = agent.client.jobs();
    for protocol in ALL {
        let refused = async |id: &str| jobs.tail(id).protocol(protocol).await.unwrap_err();
        for id in NO_IDS {
            check(&refused(id).await, "Invalid job ID format");
        }
        check(&refused("").await, "job ID cannot be empty");
        for length in [101, 150] {
            check(&refused(&"x".repeat(length)).await, "job ID too long");
        }
    }
    assert!(agent.simulator.requests().is_empty());
}

#[tokio::test]
async fn c18_a_time_is_more_than_nothing_and_at_most_300_seconds() {
    let agent = Agent::with(numbered(1)).await;
    for protocol in WAYS {
        let within = |limit| agent.tail(protocol).idle_timeout(limit).into_future();
        for seconds in [1.0, 5.0, 30.0, 60.0, 120.0, 300.0, 1.5, 2.7] {
            let tail = within(Duration::from_secs_f64(seconds)).await;
            assert_eq!(Read::all(&mut tail.unwrap()).await.complete().len(), 1);
        }
        agent.simulator.clear_requests();
        let error = within(Duration::ZERO).await.unwrap_err();
        check(&error, "Timeout must be a positive number");
        for seconds in [300.001, 301.0, 500.0, 1000.0] {
            let error = within(Duration::from_secs_f64(seconds)).await.unwrap_err();
            check(&error, "Timeout cannot exceed 300.0 seconds");
        }
        assert!(agent.simulator.requests().is_empty());
    }
    // Texts, lists and truth values have no way in, and these are no durations.
    for number in [-1.0, -0.1, -100.0, f64::NAN, f64::INFINITY] {
        assert!(Duration::try_from_secs_f64(number).is_err());
    }
}

/// The largest time is no setting. What the client may wait for otherwise is another matter: a tail takes of it what a tail
/// may have.
#[tokio::test(start_paused = true)]
async fn c18_no_setting_of_the_client_makes_it_more() {
    let _frozen = Frozen::new();
    for (set, limit) in [(60, 60), (300, 300), (1000, 300)] {
        let head = head("200 OK\ncontent-type: text/plain\ncontent-length: 99");
        let server = RawServer::start([vec![Request, send(head), Silence]]).await;
        let client = builder(server.url()).idle_timeout(Duration::from_secs(set));
        let tail = client.build().unwrap().jobs().tail("job").reconnects(0);
        let mut tail = tail.protocol(Protocol::Http).await.unwrap();
        let mut line = pin!(tail.next_line());
        let begun = Instant::now();
        assert!(line.as_mut().now_or_never().is_none());
        advance(Duration::from_secs(limit - 1)).await;
        assert!(line.as_mut().now_or_never().is_none(), "{limit}");
        advance(Duration::from_secs(2)).await;
        let error = line.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{limit}: {error}");
        assert_eq!(begun.elapsed().as_secs(), limit + 1);
    }
}

/// There is no other value of the type; texts, such as of a setting, are read before.
#[test]
fn c24_an_unknown_protocol_is_refused() {
    for name in ["grpc", "stream", "ws", "HTTP", "", "auto "] {
        let error = name.parse::<Protocol>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let text = format!("Invalid protocol: {name}");
        assert!(error.message().starts_with(&text), "{error}");
    }
    for (name, protocol) in [
        ("auto", Protocol::Auto),
        ("websocket", Protocol::WebSocket),
        ("http", Protocol::Http),
    ] {
        assert_eq!(name.parse::<Protocol>().unwrap(), protocol);
        assert_eq!(protocol.to_string(), name);
    }
    assert_eq!(Protocol::default(), Protocol::Auto);
}

/// The call tells, and no line has to be asked for; nor does an agent have to be there.
#[tokio::test]
async fn c25_a_bad_id_is_told_by_the_call() {
    let refused = crate::support::resolver::Refused::new();
    let jobs = client(&format!("http://{}", refused.address())).jobs();
    for id in NO_IDS {
        check(&jobs.tail(id).await.unwrap_err(), "Invalid job ID format");
        check(&jobs.stop(id).await.unwrap_err(), "Invalid job ID format");
    }
    for id in [String::new(), "x".repeat(101)] {
        check(&jobs.tail(&id).await.unwrap_err(), "job ID ");
        check(&jobs.stop(&id).await.unwrap_err(), "job ID ");
    }
}
