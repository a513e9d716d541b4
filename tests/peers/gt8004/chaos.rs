//! Two hundred thousand entries while everything fails now and then: each is accounted for, and those that count as delivered
//! are stored. Contract: §8.

use std::time::Duration;

use quintet::gt8004::{Client, DropCause, Ledger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;

use super::stage::{HOUR, LIMIT, Stage, entry};
use crate::support::raw_server::http;

const ENTRIES: usize = 200_000;

/// One of the failures that pass.
fn failure(kind: usize) -> Fault {
    match kind {
        0 => Fault::status(500),
        1 => Fault::status(502),
        2 => Fault::status(503).header("retry-after", "0"),
        3 => Fault::status(429),
        4 => Fault::reset(),
        5 => Fault::reset_after_handling(),
        6 => Fault::status(413),
        // Longer than the client waits.
        7 => Fault::delay(HOUR),
        // As many as open the breaker.
        _ => Fault::status(504).times(20),
    }
}

/// A logger in front of a service that fails at requests that are the same in every run.
async fn troubled() -> Stage {
    let simulator = Simulator::start().await.unwrap();
    let builder = Client::builder().base_url(simulator.ingest_url());
    let builder = builder.http_client(http()).agent_id("agent-1");
    let builder = builder.token(simulator.token());
    let client = builder.timeout(Duration::from_millis(100)).build().unwrap();
    let logger = client
        .logger()
        .queue_entries(2 * ENTRIES)
        .queue_bytes(1 << 30)
        .flush_interval(Duration::from_millis(1))
        .retry_delay(Duration::from_millis(1))
        .breaker(5, Duration::from_millis(1))
        .start()
        .unwrap();
    let stage = Stage { simulator, logger };
    let mut chance = fastrand::Rng::with_seed(8004);
    for _ in 0..300 {
        let fault = failure(chance.usize(..9)).after(chance.usize(..4000));
        stage.simulator.inject(fault.on("POST", "/v1/ingest"));
    }
    stage
}

/// Logs all, and looks at the ledger again and again.
async fn log_all(stage: &Stage) {
    for number in 0..ENTRIES {
        stage
            .logger
            .log(entry("/").with_request_id(number.to_string()));
        if number % 500 == 0 {
            let ledger = stage.logger.ledger();
            assert!(ledger.is_balanced(), "{ledger}");
            tokio::task::yield_now().await;
        }
    }
}

/// All is accounted for, and what is stored is what was delivered, but for what nobody can know.
fn settled(stage: &Stage, ledger: &Ledger) {
    assert!(ledger.is_balanced(), "{ledger}");
    assert_eq!((ledger.accepted, ledger.queued), (ENTRIES as u64, 0));
    assert_eq!(stage.simulator.lost_batches(), Vec::<String>::new());
    let stored = stage.simulator.stored().len() as u64;
    let unknown = ledger.dropped(DropCause::Unconfirmed);
    assert!(stored >= ledger.delivered, "{stored} stored; {ledger}");
    assert!(
        stored <= ledger.delivered + unknown,
        "{stored} stored; {ledger}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_loses_nothing() {
    let stage = troubled().await;
    log_all(&stage).await;
    let ledger = stage.logger.close(HOUR).await;
    settled(&stage, &ledger);
    assert_eq!(
        (ledger.delivered, ledger.dropped_total()),
        (ENTRIES as u64, 0),
        "{ledger}"
    );
    assert!(ledger.requests > ledger.batches && ledger.split > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_loses_what_it_says() {
    let stage = troubled().await;
    log_all(&stage).await;
    stage.simulator.inject(Fault::delay(HOUR).times(usize::MAX));
    let ledger = stage.logger.close(Duration::from_millis(1)).await;
    settled(&stage, &ledger);
    assert!(ledger.dropped_total() > 0, "{ledger}");
    assert_eq!(stage.logger.close(LIMIT).await, ledger);
}
