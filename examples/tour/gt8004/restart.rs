//! A process that dies with entries that nobody has taken, and the one after it.

use std::path::Path;
use std::time::Duration;

use quintet::gt8004::{Client, Ledger, Logger, RequestLogEntry};
use quintet::sim::gt8004::Simulator;
use tokio::runtime::Builder;
use tokio::task::{spawn_blocking, yield_now};

use super::{ENTRIES, LIMIT, account, check, patient};
use crate::{Outcome, Report};

/// The most bytes of entries on disk, and how long each may stay there.
const BYTES: u64 = 16 << 20;
const AGE: Duration = Duration::from_secs(3600);

/// The key of the first process is wrong, so that all its entries are on disk when it dies. They go with the next start.
pub(super) async fn restart(
    simulator: &Simulator,
    client: &Client,
    report: &mut Report,
) -> Outcome {
    let folder = tempfile::tempdir()?;
    let spool = folder.path().join("gt8004.spool");
    let wrong = Client::builder().base_url(simulator.ingest_url());
    let wrong = wrong.agent_id("agent-1").token("wrong").build()?;
    let mortal = spool.clone();
    // It ends with its runtime, and closes nothing.
    let process = Builder::new_current_thread().enable_all().build()?;
    let ledger = spawn_blocking(move || process.block_on(log(&wrong, &mortal))).await??;
    report.step("died", &account(&ledger)?);
    check(
        ledger.spooled == ENTRIES,
        &format!("on disk before the end: {ledger:?}"),
    )?;

    let logger = spooled(client, &spool)?;
    let recovered = logger.ledger().recovered;
    let ledger = logger.close(LIMIT).await;
    report.step("restart", &account(&ledger)?);
    check(
        recovered == ENTRIES && ledger.delivered == ENTRIES,
        &format!("after the restart: {ledger:?}"),
    )
}

/// Logs, and returns when every entry is on disk.
async fn log(client: &Client, spool: &Path) -> quintet::Result<Ledger> {
    let logger = spooled(client, spool)?;
    for _ in 0..ENTRIES {
        logger.log(RequestLogEntry::new("GET", "/died", 200, Duration::ZERO));
    }
    while logger.ledger().queued > 0 {
        yield_now().await;
    }
    Ok(logger.ledger())
}

fn spooled(client: &Client, spool: &Path) -> quintet::Result<Logger> {
    patient(client).spool(spool, BYTES, AGE).start()
}
