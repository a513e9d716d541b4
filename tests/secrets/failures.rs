//! Every kind of error, provoked, by a server that echoes all it has heard.

use std::collections::HashSet;
use std::error::Error as _;
use std::fmt::Write as _;

use quintet::{Error, ErrorKind};

use super::provoked::{Provoked, everything};
use super::{TOKEN, assert_hidden, capture};

/// All the ways in which an error shows something.
pub(super) fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        write!(text, "\nsource: {inner} {inner:?}").unwrap();
        if let Some(error) = inner.downcast_ref::<Error>() {
            text += &parts(error);
        }
        source = inner.source();
    }
    text + &parts(error)
}

fn parts(error: &Error) -> String {
    let mut text = format!("\nmessage: {}", error.message());
    write!(text, "\ncode: {:?}", error.code()).unwrap();
    write!(text, "\nrequest id: {:?}", error.request_id()).unwrap();
    for (name, value) in error.headers().into_iter().flatten() {
        let value = String::from_utf8_lossy(value.as_bytes());
        write!(text, "\nheader {name}: {value}").unwrap();
    }
    write!(text, "\nheaders: {:?}", error.headers()).unwrap();
    if let Some(body) = error.body() {
        write!(text, "\nbody: {} {body:?}", String::from_utf8_lossy(body)).unwrap();
    }
    text
}

#[test]
fn no_error_and_no_log_shows_a_secret() {
    let traced = capture::run(async {
        let mut leaks = Vec::new();
        for Provoked { name, kind, error } in everything().await {
            assert_eq!(error.kind(), kind, "{name}: {error:?}");
            let shown = shown(&error);
            for line in shown.lines().filter(|line| line.contains("canary-7f3a")) {
                leaks.push(format!("{name}: {line}"));
            }
        }
        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    });
    assert_hidden("the trace", &traced);
    let logged = capture::logged();
    assert_hidden("the log", &logged);
    // Otherwise nothing was proved.
    assert!(traced.contains("quintet.attempt") && traced.contains("get_sandbox"));
    assert!(logged.contains("reqwest"));
}

#[test]
fn every_kind_of_error_is_provoked() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let provoked = runtime.block_on(everything());
    let kinds: HashSet<ErrorKind> = provoked.iter().map(|one| one.error.kind()).collect();
    let source = include_str!("../../src/error/kind.rs");
    let (_, variants) = source.split_once("pub enum ErrorKind {").unwrap();
    let (variants, _) = variants.split_once("\n}").unwrap();
    let variants = variants
        .lines()
        .filter_map(|line| line.trim().strip_suffix(','));
    let seen: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
    let missing: Vec<&str> = variants
        .filter(|kind| !seen.iter().any(|seen| seen == kind))
        .collect();
    assert!(missing.is_empty(), "{missing:?} are not provoked");
}

#[test]
fn an_echo_that_is_not_the_token_is_kept() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let provoked = runtime.block_on(everything());
    let unauthorized = provoked
        .iter()
        .find(|one| one.name == "401 with an echo in the body")
        .unwrap();
    let message = unauthorized.error.message();
    assert!(message.contains("Bearer ***"), "{message}");
    assert!(!message.contains(TOKEN));
}
