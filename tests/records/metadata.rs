//! Records by time: the server compares the text of clocks, so that only UTC is right.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use quintet::liteboxd::Sandbox;

use super::Bench;

#[tokio::test]
async fn a_moment_parts_the_records_wherever_it_was_read_off() {
    let bench = Bench::start().await;
    let ids = bench.persistent(25).await;
    let middle = bench.sandboxes.get(&ids[12]).await.unwrap().created_at;
    let east = FixedOffset::east_opt(8 * 3600).unwrap();
    let elsewhere: DateTime<Utc> = middle.with_timezone(&east).into();
    bench.simulator.clear_requests();

    let records = || bench.sandboxes.metadata().page_size(4);
    let names = |records: Vec<Sandbox>| {
        let ids = records.into_iter().map(|record| record.id);
        ids.rev().collect::<Vec<_>>()
    };
    let from = records().created_from(elsewhere).all().await.unwrap();
    let to = records().created_to(elsewhere).all().await.unwrap();
    assert_eq!(names(from), ids[12..], "the moment itself included");
    assert_eq!(names(to), ids[..=12]);
    let moment = TimeDelta::nanoseconds(1);
    let after = records().created_from(middle + moment).all().await.unwrap();
    assert_eq!(names(after), ids[13..]);

    for target in bench.targets() {
        let is_utc = ["Z", "%2B00%3A00", "%2B00:00"]
            .iter()
            .any(|zone| target.contains(zone));
        assert!(is_utc && !target.contains("%2B08"), "{target}");
    }
}

#[tokio::test]
async fn deleted_records_are_found_by_the_time_of_their_deletion() {
    let bench = Bench::start().await;
    bench.persistent(3).await;
    let long_ago = DateTime::<Utc>::UNIX_EPOCH;
    let records = bench.sandboxes.metadata();
    assert_eq!(records.clone().all().await.unwrap().len(), 3);
    let deleted = records.deleted_from(long_ago).all().await.unwrap();
    assert!(deleted.is_empty(), "none is deleted");
}
