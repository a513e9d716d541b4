//! An hour without a server, on paused time: memory stays within its bounds, requests are few, and all is sent afterwards.

use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::time::sleep;

use super::script::{Entry, SECOND, Script, settings};
use crate::runtime::buffer::{Buffer, DropCause, DropPolicy, Ledger, Settings, Spool};

/// Entries that come at once, as often as ten seconds pass.
const BURST: u32 = 20;
const STEP: Duration = Duration::from_secs(10);

/// So many steps are an hour.
const STEPS: u32 = 360;

/// An hour without a server is five rounds of three requests, then one every half a minute.
const REQUESTS: std::ops::RangeInclusive<u64> = 120..=136;

fn larger() -> Settings {
    Settings {
        queue_entries: 500,
        queue_bytes: 3_000,
        batch_entries: 50,
        batch_bytes: 1_000,
        ..settings()
    }
}

fn buffer(settings: Settings, spool: Option<Spool>) -> Buffer<Script> {
    let buffer = Buffer::new(Script::default(), settings, spool).unwrap();
    buffer.ship().is_down.store(true, SeqCst);
    buffer
}

/// Entries keep coming for an hour. After each, `look` is told what there is.
async fn endure(buffer: &Buffer<Script>, settings: &Settings, look: impl Fn(&Ledger)) {
    for step in 0..STEPS {
        for number in 0..BURST {
            let number = step * BURST + number;
            // Of many sizes, the largest 103 bytes.
            let size = 3 + (number % 101) as usize;
            buffer.push(Entry { number, size }, size);
            let ledger = buffer.ledger();
            assert!(ledger.is_balanced(), "{ledger}");
            let (entries, bytes) = buffer.shared().core().load();
            assert!(entries <= settings.queue_entries as u64 && bytes <= settings.queue_bytes);
            look(&ledger);
        }
        sleep(STEP).await;
    }
    let ledger = buffer.ledger();
    assert!(REQUESTS.contains(&ledger.requests), "{ledger:?}");
    assert_eq!(ledger.delivered, 0);
}

/// The server is back, and takes everything within a minute, once and in order.
async fn recover(buffer: &Buffer<Script>) -> Vec<u32> {
    buffer.ship().is_down.store(false, SeqCst);
    sleep(60 * SECOND).await;
    buffer.flush().await.unwrap();
    let ledger = buffer.ledger();
    let taken = buffer.ship().taken.lock().unwrap().clone();
    assert!(taken.is_sorted_by(|one, next| one < next));
    assert_eq!(
        (ledger.queued, ledger.spooled, ledger.delivered),
        (0, 0, taken.len() as u64)
    );
    assert_eq!(ledger.accepted, u64::from(STEPS * BURST));
    taken
}

#[tokio::test(start_paused = true)]
async fn memory_is_bounded_and_what_it_holds_is_sent() {
    for policy in [DropPolicy::Newest, DropPolicy::Oldest] {
        let settings = Settings { policy, ..larger() };
        let buffer = buffer(settings.clone(), None);
        endure(&buffer, &settings, |ledger| assert_eq!(ledger.spooled, 0)).await;
        let ledger = buffer.ledger();
        assert_eq!(
            ledger.dropped(DropCause::QueueFull) + ledger.queued,
            ledger.accepted
        );
        // As much as there is room for.
        let (_, bytes) = buffer.shared().core().load();
        assert!(bytes > settings.queue_bytes - 103, "{bytes}");
        let taken = recover(&buffer).await;
        let last = STEPS * BURST - 1;
        match policy {
            DropPolicy::Newest => assert!(taken[0] == 0 && taken.last() < Some(&last)),
            DropPolicy::Oldest => assert!(taken[0] == 0 && taken.last() == Some(&last)),
        }
    }
}

/// On a disk in memory, so that it is quick.
#[cfg(feature = "spool")]
#[tokio::test(start_paused = true)]
async fn a_spool_is_bounded_by_bytes_and_age() {
    use super::platter::Platter;

    let (most, age) = (100_000, Duration::from_secs(600));
    for (policy, bytes, cause) in [
        (DropPolicy::Newest, most, DropCause::Expired),
        (DropPolicy::Newest, 20_000, DropCause::SpoolFull),
        (DropPolicy::Oldest, 20_000, DropCause::SpoolFull),
    ] {
        let settings = Settings { policy, ..larger() };
        let spool = Platter::default().spool(bytes, age, policy);
        let buffer = buffer(settings.clone(), Some(spool));
        endure(&buffer, &settings, |ledger| {
            assert!(ledger.spooled * 3 <= bytes);
            // Those that came within ten minutes, and a batch that is about to be sent.
            assert!(ledger.spooled <= u64::from(BURST) * 61 + 50, "{ledger}");
        })
        .await;
        let ledger = buffer.ledger();
        assert!(ledger.dropped(cause) > 0, "{ledger}");
        let gone = ledger.dropped(DropCause::Expired) + ledger.dropped(DropCause::SpoolFull);
        assert_eq!(gone + ledger.spooled + ledger.queued, ledger.accepted);
        let taken = recover(&buffer).await;
        assert!(taken.len() as u64 * 53 > bytes / 2, "{}", taken.len());
        if policy == DropPolicy::Oldest || cause == DropCause::Expired {
            assert_eq!(taken.last(), Some(&(STEPS * BURST - 1)));
        }
    }
}
