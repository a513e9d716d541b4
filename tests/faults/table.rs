//! The table: each row, with a call that is idempotent and one that is not.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::LazyLock;

use quintet::Error;

use super::play::{Call, Played, TOKEN, play, sources};
use super::row::{End, Row, Sent};
use super::rows;

/// The most of an error reply that is kept.
const KEPT: usize = 64 * 1024;

/// Every row with both calls, played once for all tests.
static PLAYED: LazyLock<Vec<(Row, Call, Played)>> = LazyLock::new(|| {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let mut played = Vec::new();
        for row in rows::all() {
            for call in Call::ALL {
                played.push((row.clone(), call, play(&row, call).await));
            }
        }
        played
    })
});

/// Looks at all rows and reports every one that is not as it should be.
fn check(judge: impl Fn(&Row, Call, &Played) -> Result<(), String>) {
    let judged = PLAYED
        .iter()
        .map(|(row, call, played)| (row, call, judge(row, *call, played)));
    let wrong: Vec<_> = judged
        .filter_map(|(row, call, fault)| Some(format!("{} ({call:?}): {}", row.name, fault.err()?)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn expected(row: &Row, call: Call) -> (End, Sent) {
    match call {
        Call::Get => row.get,
        Call::Post => row.post,
    }
}

fn equal<T: PartialEq + Debug>(what: &str, got: &T, expected: &T) -> Result<(), String> {
    if got == expected {
        return Ok(());
    }
    Err(format!("{what} is {got:?} instead of {expected:?}"))
}

#[test]
fn the_table_has_enough_rows_and_no_two_of_one_name() {
    let rows = rows::all();
    let names: BTreeSet<_> = rows.iter().map(|row| &row.name).collect();
    assert!(rows.len() >= 40, "{} rows", rows.len());
    assert_eq!(names.len(), rows.len());
}

#[test]
fn every_fault_has_its_kind_and_its_status() {
    check(|row, call, played| {
        let got = match &played.outcome {
            Ok(_) => End::Works,
            Err(error) => End::Fails(error.kind(), error.status().map(|status| status.as_u16())),
        };
        equal("the end", &got, &expected(row, call).0)
    });
}

#[test]
fn a_head_that_was_received_is_kept() {
    check(|row, call, played| {
        let Err(error) = &played.outcome else {
            return Ok(());
        };
        let marker = error.headers().and_then(|headers| headers.get("x-marker"));
        let head = matches!(expected(row, call).0, End::Fails(_, Some(_)));
        equal("the marker", &marker.is_some(), &head)?;
        equal(
            "the request id",
            &error.request_id(),
            &head.then_some("req-7"),
        )
    });
}

#[test]
fn every_fault_is_tried_as_often_as_is_safe() {
    check(|row, call, played| {
        let Sent { requests, attempts } = expected(row, call).1;
        equal("the number of requests", &played.received.len(), &requests)?;
        let told = played
            .outcome
            .as_ref()
            .map_or_else(Error::attempts, |attempts| *attempts);
        equal("the number of attempts", &told, &attempts)
    });
}

#[test]
fn what_is_not_idempotent_is_sent_twice_only_when_the_server_says_that_it_did_nothing() {
    let mut twice = Vec::new();
    for (row, _, played) in PLAYED.iter().filter(|(_, call, _)| *call == Call::Post) {
        if played.received.len() > 1 {
            twice.push(row.name.clone());
        }
        let harmless = played.received.is_empty() || played.received.len() > 1;
        if let Err(error) = &played.outcome {
            assert!(
                harmless || !error.is_retryable(),
                "{}: {error} is no reason to send it again",
                row.name
            );
        }
    }
    assert_eq!(twice, ["503: draining, which does nothing"]);
}

#[test]
fn errors_are_one_line_that_names_the_operation() {
    check(|_, call, played| {
        let Err(error) = &played.outcome else {
            return Ok(());
        };
        equal("the operation", &error.operation(), &Some(call.operation()))?;
        let text = error.to_string();
        equal("its place", &text.find(call.operation()), &Some(0))?;
        equal(
            "a control character",
            &text.chars().find(|c| c.is_control()),
            &None,
        )?;
        equal(
            "a source in it",
            &sources(error)
                .into_iter()
                .find(|source| text.contains(source)),
            &None,
        )?;
        let size = error.body().map_or(0, bytes::Bytes::len);
        let failed = error.status().is_some_and(|status| !status.is_success());
        equal("a body too large", &(failed && size > KEPT), &false)
    });
}

#[test]
fn every_request_carries_the_credential_and_no_error_shows_it() {
    check(|_, _, played| {
        let bare = played.received.iter().find(|request| {
            request.has_head && request.header("authorization") != Some(&format!("Bearer {TOKEN}"))
        });
        equal(
            "a request without it",
            &bare.map(|request| &request.target),
            &None,
        )?;
        let Err(error) = &played.outcome else {
            return Ok(());
        };
        let shown = format!("{error} {error:?} {:?}", sources(error));
        equal("shown", &shown.contains(TOKEN), &false)
    });
}
