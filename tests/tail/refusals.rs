//! Agents that refuse: their status is told as it is.

use quintet::sim::Fault;
use quintet::sim::synapse::{Job, TailFault, Transport};
use quintet::synapse::{Client, Protocol, TailOutcome};
use quintet::{ErrorKind, RetryPolicy};

use super::{Bench, Read, WAYS, jobs, numbered};
use crate::support::raw_server::{RawServer, Step, reply, send};

const ALL: [Protocol; 3] = [Protocol::Auto, Protocol::WebSocket, Protocol::Http];

#[tokio::test]
async fn a_refusal_keeps_its_status() {
    let bench = Bench::with(numbered(1)).await;
    for protocol in ALL {
        for (status, kind) in [
            (401, ErrorKind::Unauthorized),
            (403, ErrorKind::Forbidden),
            (404, ErrorKind::NotFound),
        ] {
            bench.simulator.clear_requests();
            bench.simulator.inject_tail(TailFault::refuse(status));
            let error = bench.tail(protocol).await.unwrap_err();
            assert_eq!(
                (error.kind(), error.status().unwrap().as_u16()),
                (kind, status)
            );
            assert!(!error.body().unwrap().is_empty());
            // A doomed request is not repeated over another way.
            assert_eq!(
                bench.simulator.request_count("*", "/"),
                1,
                "{protocol} {status}"
            );
        }
        bench.simulator.clear_requests();
        bench.simulator.inject_tail(TailFault::refuse(429).times(2));
        let twice = RetryPolicy::default().max_attempts(2);
        let error = bench.tail(protocol).retry(twice).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::RateLimited, 429)
        );
        assert_eq!(bench.simulator.request_count("*", "/"), 2, "{protocol}");
    }
}

#[tokio::test]
async fn a_job_that_is_not_there_is_not_found() {
    let bench = Bench::start().await;
    for protocol in ALL {
        let error = bench
            .jobs
            .tail("nobody")
            .protocol(protocol)
            .await
            .unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    // Ray's own jobs have no log.
    for protocol in WAYS {
        let error = bench
            .jobs
            .tail("06000000")
            .protocol(protocol)
            .await
            .unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_and_not_shown() {
    let bench = Bench::with(numbered(1)).await;
    let jobs = jobs(&bench.simulator.base_url(), "wrong-canary");
    for protocol in ALL {
        let error = jobs.tail("job").protocol(protocol).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!format!("{error:?} {error}").contains("canary"));
    }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    let bench = Bench::with(numbered(3)).await;
    for protocol in WAYS {
        for status in [500, 503, 429] {
            bench
                .simulator
                .inject_tail(TailFault::refuse(status).times(2));
            let mut tail = bench.tail(protocol).await.unwrap();
            assert_eq!(Read::all(&mut tail).await.complete().len(), 3);
        }
    }
}

#[tokio::test]
async fn nobody_home_is_a_connect_error() {
    let bench = Bench::start().await;
    bench.simulator.stop().await;
    for protocol in ALL {
        let error = bench.tail(protocol).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4));
    }
}

#[tokio::test]
async fn no_websocket_follows_a_redirect() {
    let (bench, other) = (
        Bench::with(numbered(1)).await,
        Bench::with(numbered(1)).await,
    );
    let target = format!("{}/jobs/job/logs/?canary=1", other.simulator.base_url());
    for protocol in [Protocol::Auto, Protocol::WebSocket] {
        bench.simulator.clear_requests();
        bench.simulator.inject(Fault::redirect(&target));
        let error = bench.tail(protocol).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Redirect, 307)
        );
        assert!(!error.message().contains("canary"), "{error}");
        assert_eq!(bench.simulator.request_count("*", "/"), 1);
        assert_eq!(other.simulator.request_count("*", "/"), 0);
    }
}

#[tokio::test]
async fn no_credential_follows_a_redirect() {
    let log = "data: {\"message\":\"elsewhere\"}\n\ndata: {\"type\":\"complete\"}\n\n";
    let there = reply("200 OK\ncontent-type: text/event-stream", log);
    // Once at the beginning, and once when it connects again.
    for breaks in [0, 1] {
        let bench = Bench::with(Job::new("job").line("elsewhere")).await;
        let other = RawServer::start([vec![Step::Request, send(there.clone())]]).await;
        let client = Client::builder().base_url(bench.simulator.base_url());
        let client = client
            .token(bench.simulator.token())
            .user_token("u-canary")
            .tenant("t-canary");
        let tail = client
            .build()
            .unwrap()
            .jobs()
            .tail("job")
            .header("x-key", "canary");
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(1).times(breaks));
        let elsewhere = Fault::redirect(format!("{}/log", other.url()));
        let tail = tail.protocol(Protocol::Http);
        let mut tail = if breaks == 0 {
            bench.simulator.inject(elsewhere);
            tail.await.unwrap()
        } else {
            let tail = tail.await.unwrap();
            bench.simulator.inject(elsewhere);
            tail
        };
        assert_eq!(Read::all(&mut tail).await.complete(), ["elsewhere"]);
        drop(tail);
        let received = other.finish().await;
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].target, "/log");
        for name in ["authorization", "synapse-user", "synapse-tenant", "x-key"] {
            assert!(!received[0].headers.contains_key(name), "{name}");
        }
    }
}

#[tokio::test]
async fn a_refusal_on_the_way_is_told_as_well() {
    for protocol in WAYS {
        let bench = Bench::with(numbered(50)).await;
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(20));
        bench.simulator.inject_tail(TailFault::refuse(403).skip(1));
        let mut tail = bench.tail(protocol).await.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!((lines.len(), error.status().unwrap().as_u16()), (20, 403));
        // One that passes is waited for.
        bench
            .simulator
            .inject_tail(TailFault::cut().after_lines(20));
        bench
            .simulator
            .inject_tail(TailFault::refuse(503).skip(1).times(3));
        let mut tail = bench.tail(protocol).await.unwrap();
        assert_eq!(Read::all(&mut tail).await.complete().len(), 50);
    }
}

#[tokio::test]
async fn there_are_not_always_connections_left() {
    let bench = Bench::with(numbered(5)).await;
    bench
        .simulator
        .set_tail(quintet::sim::synapse::Tail::websocket().at_most(0));
    let error = bench.tail(Protocol::WebSocket).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let http = bench.simulator.tails();
    assert_eq!((http.refused, http.open), (4, 0));
    bench
        .simulator
        .inject_tail(TailFault::refuse(404).on(Transport::Http));
    assert!(bench.tail(Protocol::Http).await.unwrap_err().is_not_found());
}
