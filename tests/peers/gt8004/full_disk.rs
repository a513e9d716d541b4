//! A file that may not grow: what does not fit into it is sent from memory. Contract: §8 (6, 7).

use std::collections::HashMap;

use quintet::sim::gt8004::Simulator;
use tokio::runtime::Runtime;

use super::process::{Process, logger, told};
use super::stage::{HOUR, LIMIT, entry};

const CHILD: &str = "peers::gt8004::full_disk::child";

/// Entries of about 15 KB, 45 MB together.
const ENTRIES: u64 = 3000;

/// Not a test of its own: it does nothing unless it is told what to do.
///
/// Logs more than the file may hold, while the key is refused, and says what warnings there are. Once it reads a line, it says
/// where the entries are; after another one it sends them.
#[test]
fn child() {
    let Some((builder, _)) = told() else { return };
    let warnings = tracing_subscriber::fmt().with_ansi(false);
    warnings.with_writer(std::io::stderr).init();
    let runtime = Runtime::new().unwrap();
    let read_line = || std::io::stdin().read_line(&mut String::new()).unwrap();
    runtime.block_on(async {
        let logger = builder.queue_bytes(1 << 30).start().unwrap();
        for number in 0..ENTRIES {
            let entry = entry("/").with_request_id(number.to_string());
            logger.log(entry.with_request_body("x".repeat(15_000)));
        }
        read_line();
        let ledger = logger.ledger();
        assert!(
            ledger.is_balanced() && ledger.dropped_total() == 0,
            "{ledger}"
        );
        eprintln!("spooled {}", ledger.spooled);
        eprintln!("queued {}", ledger.queued);
        read_line();
        let ledger = logger.close(LIMIT).await;
        assert!(
            ledger.is_balanced() && ledger.dropped_total() == 0,
            "{ledger}"
        );
        eprintln!("delivered {}", ledger.delivered);
    });
}

#[test]
fn what_does_not_fit_on_disk_is_sent_from_memory() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool");
    simulator.set_revoked(true);
    // In blocks of 512 or 1024 bytes, as the shell likes it. The signal would end the process.
    let limited = r#"trap "" XFSZ; ulimit -f 32768; exec "$0" "$@""#;
    let mut child = Process::start(&["sh", "-c", limited], CHILD, &simulator, &spool, 0);
    child.line("entries stay in memory");
    child.go_on();
    let (spooled, queued) = (child.number("spooled"), child.number("queued"));
    assert!(spooled > 0 && queued > 0, "{spooled} and {queued}");
    assert_eq!(spooled + queued, ENTRIES);
    simulator.set_revoked(false);
    child.go_on();
    let delivered = child.number("delivered");
    child.end();
    assert!(delivered >= queued, "{delivered} of {queued}");

    // What could not be read, or not be taken out of the file, is there for the next.
    let ledger = runtime.block_on(async {
        let builder = logger(&simulator.ingest_url(), simulator.token(), &spool);
        builder.start().unwrap().close(HOUR).await
    });
    assert_eq!(ledger.delivered, ledger.recovered, "{ledger}");
    let stored: HashMap<String, usize> = simulator.stored();
    assert_eq!(stored.len() as u64, ENTRIES, "{ledger}");
    let repeated = stored.values().filter(|times| **times > 1).count() as u64;
    assert!(repeated <= ledger.recovered);
}
