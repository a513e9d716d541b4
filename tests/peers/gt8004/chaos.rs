//! Two hundred thousand entries while everything fails now and then: each is accounted for, and those that count as delivered
//! are stored. Contract: §8.
//!
//! Time is paused and moved by the test, so that neither a slow machine nor a fast one changes what a time limit means.

use std::collections::HashSet;
use std::time::Duration;

use quintet::gt8004::{DropCause, Ledger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use tokio::time::advance;

use super::stage::{HOUR, LIMIT, Stage, entry};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::gt8004::bare;

const ENTRIES: usize = 200_000;

const STEP: Duration = Duration::from_millis(1);

/// What the runs of a test differ in: `QUINTET_TEST_SEED`, or always the same. A failure says it.
struct Seed(u64);

impl Seed {
    fn new() -> Self {
        let given = std::env::var("QUINTET_TEST_SEED").ok();
        let given = given.map(|seed| seed.parse().unwrap());
        Self(given.unwrap_or(8004))
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed with QUINTET_TEST_SEED={}", self.0);
        }
    }
}

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

/// A logger that waits for nothing longer than it must.
async fn quiet() -> Stage {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.ingest_url()).token(simulator.token());
    let client = builder.timeout(2000 * STEP).build().unwrap();
    let logger = client
        .logger()
        .queue_entries(2 * ENTRIES)
        .queue_bytes(1 << 30)
        .flush_interval(STEP)
        .retry_delay(STEP)
        .breaker(5, STEP)
        .start()
        .unwrap();
    Stage { simulator, logger }
}

/// The same in front of a service that fails at requests that chance chooses.
async fn troubled(chance: &mut fastrand::Rng) -> Stage {
    let stage = quiet().await;
    for kind in 0..300 {
        let fault = failure(kind % 9).after(chance.usize(..4000));
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
            advance(STEP).await;
        }
    }
}

/// All is accounted for, and what is stored is what was delivered, but for what nobody can know.
fn settled(stage: &Stage, ledger: &Ledger) {
    assert!(ledger.is_balanced(), "{ledger}");
    assert_eq!(
        (ledger.accepted, ledger.queued, ledger.in_flight),
        (ENTRIES as u64, 0, 0)
    );
    assert_eq!(stage.simulator.lost_batches(), Vec::<String>::new());
    let stored = stage.simulator.stored().len() as u64;
    let unknown = ledger.dropped(DropCause::Unconfirmed);
    assert!(stored >= ledger.delivered, "{stored} stored; {ledger}");
    assert!(
        stored <= ledger.delivered + unknown,
        "{stored} stored; {ledger}"
    );
    // In order, apart from what came a second time, which is the same batch.
    let (mut last, mut seen, mut rows) = (None, HashSet::new(), stage.simulator.rows());
    rows.retain(|row| seen.insert(row.request_id.clone()));
    for row in rows {
        let number: usize = row.request_id.parse().unwrap();
        assert!(last < Some(number), "{last:?}, then {number}");
        last = Some(number);
    }
}

#[tokio::test(start_paused = true)]
async fn what_passes_loses_nothing() {
    let seed = Seed::new();
    let _frozen = Frozen::without_limit();
    let stage = troubled(&mut fastrand::Rng::with_seed(seed.0)).await;
    log_all(&stage).await;
    let ledger = pass_until(stage.logger.close(24 * HOUR), 25 * HOUR).await;
    settled(&stage, &ledger);
    assert_eq!(
        (ledger.delivered, ledger.dropped_total()),
        (ENTRIES as u64, 0),
        "{ledger}"
    );
    assert!(ledger.requests > ledger.batches && ledger.split > 0);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_loses_what_it_says() {
    let seed = Seed::new();
    let _frozen = Frozen::without_limit();
    let mut chance = fastrand::Rng::with_seed(seed.0);
    let stage = troubled(&mut chance).await;
    log_all(&stage).await;
    let limit = STEP * chance.u32(..400);
    let ledger = pass_until(stage.logger.close(limit), LIMIT).await;
    settled(&stage, &ledger);
    assert!(ledger.dropped_total() > 0, "{ledger}");
    assert_eq!(pass_until(stage.logger.close(LIMIT), LIMIT).await, ledger);
}

/// What is under way at the deadline is counted apart, whether the service has it or not.
#[tokio::test(start_paused = true)]
async fn a_deadline_knows_what_was_under_way() {
    let seed = Seed::new();
    let _frozen = Frozen::without_limit();
    let stage = quiet().await;
    log_all(&stage).await;
    let stuck = match seed.0 % 2 {
        0 => Fault::delay(24 * HOUR),
        _ => Fault::drip(1, 24 * HOUR),
    };
    let after = fastrand::Rng::with_seed(seed.0).usize(..100);
    stage.simulator.inject(stuck.after(after).times(usize::MAX));
    let ledger = pass_until(stage.logger.close(4000 * STEP), LIMIT).await;
    settled(&stage, &ledger);
    let unknown = ledger.dropped(DropCause::Unconfirmed);
    assert!((1..=50).contains(&unknown), "{ledger}");
}
