//! Services that echo a secret: no error and no trace shows it, whatever the call, the logger's own included.

use std::time::Duration;

use quintet::gt8004::Client;
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use quintet::{Call, Error, Invoke};

use super::{KEY, client, private};
use crate::secrets::echo::{escaped, refusals};
use crate::secrets::failures::shown;
use crate::secrets::{CALL_HEADER, assert_hidden, capture};
use crate::support::gt8004::{HOUR, entry};

/// The service's own error, and pages and successes that are none, which tell it in every place.
fn errors(told: &str) -> [Fault; 4] {
    let error = format!(r#"{{"error":"{told}","code":"{told}","{told}":["{told}"]}}"#);
    let media = "application/json";
    [
        Fault::status(400).body(media, error.clone()),
        Fault::status(401)
            .body(media, error.clone())
            .header("www-authenticate", told),
        Fault::status(413).body(media, error).header("x-echo", told),
        Fault::status(200).body("text/html", format!("<html>{told}</html>")),
    ]
}

fn faults() -> Vec<Fault> {
    let faults = refusals(KEY).into_iter().chain(errors(KEY));
    faults.chain(errors(&escaped(KEY))).collect()
}

#[track_caller]
fn check(what: &str, fault: &Fault, error: &Error) {
    assert!(error.status().is_some(), "{what}: {error}");
    assert_hidden(&format!("{what} {fault:?}"), &shown(error));
}

/// Has a call fail in all these ways, none of which shows a secret.
async fn fail<I: Invoke>(simulator: &Simulator, call: impl Fn() -> Call<I>) {
    for fault in faults() {
        simulator.inject(fault.clone());
        let call = call().header("x-call-secret", CALL_HEADER);
        let error = call.await.map(drop).unwrap_err();
        check(I::OPERATION, &fault, &error);
    }
}

/// The same of a logger, whose warnings are in the trace.
async fn fail_shipping(simulator: &Simulator, client: &Client) {
    for fault in faults() {
        let builder = client.logger().flush_interval(HOUR).max_attempts(1);
        let logger = builder.breaker(1, HOUR).start().unwrap();
        simulator.inject(fault.clone());
        logger.log(entry("/shown"));
        check("flush", &fault, &logger.flush().await.unwrap_err());
        let again = logger.flush().await.err();
        assert_hidden("the second flush", &format!("{again:?}"));
        simulator.inject(fault.clone());
        let error = logger.verify_connection().await.unwrap_err();
        check("verify", &fault, &error);
        logger.close(Duration::ZERO).await;
        assert_hidden("the ledger", &format!("{:?}", logger.ledger()));
    }
}

#[test]
fn no_error_and_no_trace_shows_a_secret() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = client(&simulator.base_url());
        fail(&simulator, || client.ingest([entry("/shown")])).await;
        fail(&simulator, || client.verify_connection()).await;
        fail_health(&simulator, &client).await;
        fail_shipping(&simulator, &client).await;
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    // Otherwise nothing was proved.
    for words in [
        "ingest",
        "check_health",
        "quintet.attempt",
        "entries are given up",
        "its entries wait",
    ] {
        assert!(traced.contains(words), "{words}");
    }
}

/// Their replies of 200 are decoded, and quoted where that fails.
async fn fail_health(simulator: &Simulator, client: &Client) {
    fail(simulator, || client.health()).await;
    fail(simulator, || client.readiness()).await;
    for told in [KEY.to_owned(), escaped(KEY)] {
        let reply = format!(r#"{{"{told}":"{told}","status":["{told}"]}}"#);
        let fault = Fault::status(200).body("application/json", reply);
        simulator.inject(fault.clone());
        let error = client.health().await.unwrap_err();
        check("check_health", &fault, &error);
    }
}

/// Whatever becomes of entries, the trace tells nothing of what they hold.
#[test]
fn no_trace_shows_what_entries_hold() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let builder = client(&simulator.base_url()).logger();
        let builder = builder.flush_interval(HOUR).max_attempts(1);
        let logger = builder.queue_entries(2).start().unwrap();
        for status in [400, 413, 500] {
            simulator.inject(Fault::status(status).times(3));
            for _ in 0..4 {
                logger.log(private());
            }
            let error = logger.flush().await.unwrap_err();
            assert_hidden("a flush", &shown(&error));
        }
        drop(logger);
        let by_hand = client(&simulator.base_url());
        let error = by_hand.ingest([private()]).await.unwrap_err();
        assert_hidden("a call", &shown(&error));
    });
    assert_hidden("the trace", &traced);
    assert!(traced.contains("entries are given up"), "{traced}");
}
