//! What the service's replies mean for a batch. Contract: §5.

use std::error::Error as _;
use std::time::Duration;

use quintet::gt8004::{Client, DropCause, Ledger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use quintet::{ErrorKind, RetryPolicy};

use crate::peers::gt8004::stage::{LIMIT, Stage, client, entry, pass_time, until};
use crate::support::frozen::Frozen;
use crate::support::raw_server::http;
use crate::support::resolver::{self, Places, Refused};

const SECOND: Duration = Duration::from_secs(1);

/// What becomes of two entries whose first request has this fault, once everything is settled.
async fn after(fault: Fault) -> (Ledger, Stage) {
    let stage = Stage::start().await;
    stage.simulator.inject(fault);
    stage.logger.log(entry("/1"));
    stage.logger.log(entry("/2"));
    let ledger = stage.logger.close(LIMIT).await;
    assert!(ledger.is_balanced(), "{ledger}");
    (ledger, stage)
}

/// Whatever is in the body.
#[tokio::test]
async fn every_success_is_one() {
    for (status, body) in [
        (200, "{}"),
        (201, "thanks"),
        (202, "{\"entries\":"),
        (299, "[]"),
    ] {
        let (ledger, _) = after(Fault::status(status).body("application/json", body)).await;
        assert_eq!((ledger.delivered, ledger.requests), (2, 1), "{status}");
    }
    let (ledger, _) = after(Fault::status(204)).await;
    assert_eq!((ledger.delivered, ledger.requests), (2, 1));
}

#[tokio::test]
async fn what_passes_is_sent_again_as_it_was() {
    let statuses = [408, 425, 429, 500, 502, 503, 504, 520, 599];
    let faults = statuses.map(Fault::status).into_iter();
    for fault in faults.chain([Fault::reset()]) {
        let said = format!("{fault:?}");
        let (ledger, stage) = after(fault).await;
        assert_eq!((ledger.delivered, ledger.requests), (2, 2), "{said}");
        let sent = stage.sent();
        assert_eq!(sent[0], sent[1], "{said}");
        assert_eq!(stage.simulator.rows().len(), 2, "{said}");
    }
}

/// A service that is not there, and then is.
#[tokio::test]
async fn connections_are_tried_again() {
    let simulator = Simulator::start().await.unwrap();
    let url = simulator.base_url();
    let there = url["http://".len()..].parse().unwrap();
    let refused = Refused::new();
    let places = [refused.address(), refused.address(), there];
    let http = http().dns_resolver(Places::new(places));
    let builder = Client::builder().base_url(resolver::URL).http_client(http);
    let builder = builder.agent_id("agent-1").token(simulator.token());
    let logger = builder.build().unwrap().logger();
    let logger = logger
        .retry_delay(Duration::from_millis(1))
        .start()
        .unwrap();
    logger.log(entry("/"));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.requests, ledger.delivered), (3, 1), "{ledger}");
    assert_eq!(simulator.rows().len(), 1);
}

#[tokio::test]
async fn what_is_permanent_is_given_up_with_its_cause() {
    for status in [403, 404, 405, 409, 410, 418, 301, 302, 307, 308] {
        let (ledger, stage) = after(Fault::status(status).times(9)).await;
        assert_eq!(ledger.dropped(DropCause::Rejected), 2, "{status}");
        assert_eq!(
            (stage.posts(), stage.simulator.rows().len()),
            (1, 0),
            "{status}"
        );
    }
}

/// The service says no more than that something in the batch is wrong, so that halves are tried.
#[tokio::test]
async fn one_malformed_entry_does_not_lose_the_others() {
    for status in [400, 422] {
        let (ledger, _) = after(Fault::status(status).times(2)).await;
        assert_eq!(
            (ledger.delivered, ledger.dropped(DropCause::Rejected)),
            (1, 1)
        );
        assert_eq!((ledger.requests, ledger.split), (3, 1));
    }
}

/// In this order: halves, without bodies, not at all.
#[tokio::test]
async fn what_is_too_large_is_taken_apart() {
    let stage = Stage::start().await;
    stage.simulator.set_body_limit(1500);
    stage.logger.log(entry("/0"));
    stage
        .logger
        .log(entry("/1").with_request_body("x".repeat(2000)));
    stage.logger.log(entry(&"/2".repeat(1000)));
    stage.logger.log(entry("/3"));
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.stripped), (3, 1), "{ledger}");
    assert_eq!(ledger.dropped(DropCause::TooLarge), 1);
    let rows = stage.simulator.rows();
    let paths: Vec<_> = rows.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["/0", "/1", "/3"]);
    assert_eq!(
        (&rows[1].request_body, rows[1].request_body_size),
        (&None, Some(2000))
    );

    let (ledger, stage) = after(Fault::status(413).times(9)).await;
    assert_eq!((ledger.dropped(DropCause::TooLarge), ledger.split), (2, 1));
    assert_eq!(stage.posts(), 3);
}

/// A refused key loses nothing: after a minute one request decides.
#[tokio::test(start_paused = true)]
async fn a_refused_key_is_tried_again_after_a_minute() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.batch_size(1)).await;
    stage.simulator.set_revoked(true);
    stage.logger.log(entry("/1"));
    stage.settled(1).await;
    stage.logger.log(entry("/2"));
    let error = stage.logger.flush().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert!(
        error.message().contains("the credential was refused"),
        "{error}"
    );
    let almost = 60 * SECOND - Duration::from_millis(1);
    pass_time(almost).await;
    assert_eq!((stage.requests(), stage.logger.ledger().queued), (1, 2));
    pass_time(Duration::from_millis(2)).await;
    stage.settled(2).await;
    pass_time(almost).await;
    assert_eq!((stage.requests(), stage.logger.ledger().queued), (2, 2));
    stage.simulator.set_revoked(false);
    pass_time(Duration::from_millis(2)).await;
    until(|| stage.logger.ledger().delivered == 2).await;
    assert_eq!(stage.requests(), 4);
}

/// The service says when to come back, and is asked neither sooner nor, when it says too much, in an hour.
#[tokio::test(start_paused = true)]
async fn the_service_is_left_alone_as_long_as_it_says() {
    let _frozen = Frozen::new();
    for (status, said, waited) in [
        (429, "7", 7),
        (503, "20", 20),
        (502, "9", 9),
        (503, "3600", 300),
    ] {
        let stage = Stage::timed(|builder| builder.batch_size(1)).await;
        let fault = Fault::status(status).header("retry-after", said);
        stage.simulator.inject(fault);
        stage.logger.log(entry("/"));
        stage.settled(1).await;
        pass_time(waited * SECOND - Duration::from_millis(1)).await;
        assert_eq!(stage.requests(), 1, "{status}, {said} s");
        pass_time(Duration::from_millis(2)).await;
        stage.settled(2).await;
        assert_eq!(stage.logger.ledger().delivered, 1);
    }
}

/// The reason is the text of `error`, whatever else a body may be.
#[tokio::test]
async fn errors_are_read_leniently() {
    let stage = Stage::start().await;
    let client = client(&stage.simulator.ingest_url(), stage.simulator.token());
    for (body, message) in [
        (
            r#"{"error":"invalid batch format"}"#,
            "invalid batch format",
        ),
        (r#"{"error":"x","more":[1]}"#, "x"),
        (r#"{"error":{"message":"y"}}"#, "y"),
        ("plain words", "plain words"),
        ("", "Bad Request"),
    ] {
        let fault = Fault::status(400).body("application/json", body);
        stage.simulator.inject(fault);
        let call = client.ingest([entry("/")]).retry(RetryPolicy::never());
        let error = call.await.unwrap_err();
        assert!(error.message().contains(message), "{body}: {error}");
        assert_eq!(error.status().unwrap().as_u16(), 400);
    }
    // And the logger hands it on.
    let fault = Fault::status(403).body("application/json", r#"{"error":"agent is banned"}"#);
    stage.simulator.inject(fault);
    stage.logger.log(entry("/"));
    let error = stage.logger.flush().await.unwrap_err();
    assert!(error.message().contains("agent is banned"), "{error}");
}

/// The message says what it means for the entries, and the sources why: nobody else tells whether it is the name, the port or TLS.
#[tokio::test]
async fn a_flush_says_why_there_is_no_connection() {
    let refused = Refused::new();
    let client = client(&format!("http://{}", refused.address()), "k");
    let logger = client.logger().max_attempts(1).start().unwrap();
    logger.log(entry("/"));
    let error = logger.flush().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
    let refused = causes.find_map(|cause| cause.downcast_ref::<std::io::Error>());
    let refused = refused.map(std::io::Error::kind);
    assert_eq!(refused, Some(std::io::ErrorKind::ConnectionRefused));
}
