//! What is stored is sent once by the client itself, whatever comes back; what stores nothing may be sent again. Contract: §1.1,
//! §8 (9).

use std::time::Duration;

use quintet::ErrorKind;
use quintet::gt8004::{Client, Gt8004};
use quintet::sim::{Ending, Fault};

use super::calls::Facade;
use super::stage::{Clients, LIMIT, SOON, Stage, attempts, entry, patient};

/// How often the clients of these tests would try.
const ATTEMPTS: u32 = 4;

/// Everything that may come back, apart from success.
fn faults() -> Vec<Fault> {
    let json = |status| Fault::status(status).body("application/json", r#"{"error":"no"}"#);
    let statuses = [
        400, 401, 403, 404, 405, 408, 409, 413, 415, 418, 422, 425, 429, 500, 501, 502, 503, 504,
        505, 507, 599,
    ];
    let mut all: Vec<_> = statuses.map(json).into();
    all.extend(
        [408, 429, 500, 502, 503, 504].map(|status| json(status).header("retry-after", "0")),
    );
    all.extend(
        [301, 302, 303, 307, 308].map(|status| Fault::redirect("/healthz").with_status(status)),
    );
    all.extend([
        Fault::status(304),
        Fault::status(502),
        Fault::status(503),
        Fault::status(500),
        Fault::reset(),
        Fault::reset_after_handling(),
        Fault::truncate(1),
        Fault::chunks("application/json", ["{"]).ending(Ending::Cut),
    ]);
    all
}

/// What passes by itself.
fn passing() -> [Fault; 8] {
    [
        Fault::status(429).header("retry-after", "0"),
        Fault::status(500),
        Fault::status(502),
        Fault::status(503),
        Fault::status(504),
        Fault::reset(),
        Fault::reset_after_handling(),
        Fault::truncate(1),
    ]
}

/// A client that tries as often as it may. Only so many retries are made per client, so many calls need several.
fn clients(stage: &Stage) -> Clients {
    stage.unwatched(|builder| builder.retry(attempts(ATTEMPTS)))
}

/// Makes a call, and checks that it was sent so often and failed.
async fn check(stage: &Stage, call: Facade, clients: &Clients, fault: &Fault, times: u32) {
    stage.simulator.clear_requests();
    let shown = format!("{call:?} {fault:?}");
    let result = call.call(stage, clients).await;
    let error = result.expect_err(&shown);
    let sent = stage.simulator.requests();
    assert_eq!(sent.len(), times as usize, "{shown}: {error}");
    let path = call.documented().path;
    assert!(sent.iter().all(|one| one.path() == path), "{shown}");
    assert_eq!(error.attempts(), times, "{shown}: {error}");
}

#[tokio::test]
async fn what_is_stored_is_sent_once() {
    let stage = Stage::start().await;
    for fault in faults() {
        let clients = clients(&stage);
        for call in [Facade::Ingest, Facade::Ship] {
            stage.simulator.inject(fault.clone());
            check(&stage, call, &clients, &fault, 1).await;
        }
        let error = {
            stage.simulator.inject(fault.clone());
            clients.client.ingest([entry("/")]).await.unwrap_err()
        };
        let again = error.is_exhausted() || error.is_retryable();
        assert!(!again, "{fault:?}: {error}");
    }
    println!("gt8004: sent once under each of {} faults", faults().len());
}

/// A service that is silent may have it.
#[tokio::test]
async fn what_was_not_answered_in_time_is_sent_once() {
    let stage = Stage::start().await;
    let limit = Duration::from_millis(200);
    let clients = stage.unwatched(|builder| builder.retry(attempts(ATTEMPTS)).timeout(limit));
    stage
        .simulator
        .inject(Fault::delay(LIMIT.saturating_mul(60)).times(2));
    let error = clients.client.ingest([entry("/")]).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(!error.is_retryable(), "{error}");
    clients.logger.log(entry("/"));
    let error = clients.logger.flush().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(stage.count(), 2);
    // Nobody knows, so it waits to be sent again.
    assert_eq!(clients.logger.ledger().queued, 1);
}

/// The table can fail: a ping and questions are sent again.
#[tokio::test]
async fn what_stores_nothing_is_sent_again() {
    let stage = Stage::start().await;
    let calls = Facade::CALLS.into_iter();
    for call in calls.filter(|call| call.is_idempotent()) {
        let clients = clients(&stage);
        for fault in passing() {
            stage
                .simulator
                .inject(fault.clone().times(ATTEMPTS as usize));
            check(&stage, call, &clients, &fault, ATTEMPTS).await;
        }
    }
    assert!(stage.simulator.rows().is_empty());
}

/// So is a batch for a caller who says that it does no harm; what does not pass by itself is not.
#[tokio::test]
async fn a_caller_may_know_more() {
    let stage = Stage::start().await;
    for fault in passing() {
        let client = clients(&stage).client;
        stage.simulator.clear_requests();
        stage.simulator.inject(fault.times(ATTEMPTS as usize - 1));
        let call = client.ingest([entry("/")]).assume_idempotent();
        let reply = call.response().await.unwrap();
        assert_eq!(reply.attempts(), ATTEMPTS);
        let requests = stage.simulator.requests();
        // The same bytes, so the same ids.
        assert!(requests.iter().all(|one| one.body() == requests[0].body()));
        assert_eq!(requests.len(), ATTEMPTS as usize);
    }
    for status in [400, 401, 404, 413, 501] {
        stage.simulator.clear_requests();
        stage.simulator.inject(Fault::status(status));
        let call = clients(&stage).client.ingest([entry("/")]);
        let error = call.assume_idempotent().await.unwrap_err();
        assert_eq!((error.attempts(), stage.count()), (1, 1), "{error}");
    }
}

/// A logger repeats by its own rules: three times, the same bytes, and never by the client's.
#[tokio::test]
async fn a_logger_repeats_the_same_batch() {
    let stage = Stage::start().await;
    for fault in passing() {
        let client: Client = clients(&stage).client;
        let logger = patient(&client).max_attempts(3).start().unwrap();
        stage.simulator.clear_requests();
        let fault = fault.header("retry-after", "0");
        stage.simulator.inject(fault.clone().times(2));
        logger.log(entry("/"));
        logger.flush().await.unwrap();
        let requests = stage.simulator.requests();
        assert_eq!(requests.len(), 3, "{fault:?}");
        assert!(requests.iter().all(|one| one.body() == requests[0].body()));
        let ledger = logger.close(LIMIT).await;
        assert_eq!((ledger.delivered, ledger.requests), (1, 3), "{fault:?}");
    }
}

/// Where nothing was sent, everything may be tried again.
#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let stage = Stage::start().await;
    let set = |builder: quintet::Builder<Gt8004>| builder.retry(attempts(ATTEMPTS));
    let clients = stage.unwatched(set);
    stage.simulator.stop().await;
    for call in Facade::ALL {
        let error = call.call(&stage, &clients).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{call:?}");
        let expected = match call {
            Facade::Ship => 1,
            _ => ATTEMPTS,
        };
        assert_eq!(error.attempts(), expected, "{call:?}");
    }
    let ledger = clients.logger.close(SOON).await;
    assert_eq!(ledger.delivered, 0);
    assert!(ledger.is_balanced());
}
