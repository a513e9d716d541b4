//! No identifier can change the path of a request: it arrives as one segment that decodes to itself, or nothing is sent.

mod server;
mod strategy;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quintet::liteboxd::{Client, Sandboxes};
use quintet::{Error, ErrorKind, RetryPolicy};
use tokio::runtime::Runtime;

use server::{Recorder, Seen};

/// What takes an identifier: method, path template, and the call.
type Operation = (
    &'static str,
    &'static str,
    fn(&Sandboxes, &Runtime, &str) -> Error,
);

macro_rules! call {
    (|$sandboxes:ident, $id:ident| $call:expr) => {
        |$sandboxes, runtime, $id| {
            runtime.block_on(async { $call.await.map(drop).expect_err("the server knows nothing") })
        }
    };
}

#[rustfmt::skip]
const OPERATIONS: [Operation; 9] = [
    ("GET", "/api/v1/sandboxes/{id}", call!(|s, id| s.get(id))),
    ("DELETE", "/api/v1/sandboxes/{id}", call!(|s, id| s.delete(id))),
    ("POST", "/api/v1/sandboxes/{id}/exec", call!(|s, id| s.execute(id, ["true"]))),
    ("GET", "/api/v1/sandboxes/{id}/logs", call!(|s, id| s.logs(id))),
    ("POST", "/api/v1/sandboxes/{id}/files", call!(|s, id| s.upload(id, "/file", "content"))),
    ("GET", "/api/v1/sandboxes/{id}/files", call!(|s, id| s.download(id, "/file"))),
    ("POST", "/api/v1/sandboxes/{id}/restart", call!(|s, id| s.restart(id))),
    ("POST", "/api/v1/sandboxes/{id}/stop", call!(|s, id| s.stop(id))),
    ("POST", "/api/v1/sandboxes/{id}/start", call!(|s, id| s.start(id))),
];

/// One client on one server for all cases.
struct Bench {
    runtime: Runtime,
    server: Recorder,
    sandboxes: Sandboxes,
    /// What the base URL puts before every path.
    prefix: &'static str,
}

impl Bench {
    fn new(prefix: &'static str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let server = Recorder::start();
        let client = Client::builder()
            .base_url(format!("{}{prefix}", server.url()))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        Self {
            runtime,
            server,
            sandboxes: client.sandboxes(),
            prefix,
        }
    }

    /// The request that a call sent; `None` when it was refused and nothing was sent.
    fn seen(&self, error: &Error) -> Result<Option<Seen>, String> {
        let mut seen = self.server.take();
        match (error.kind(), seen.len()) {
            (ErrorKind::InvalidInput, 0) if error.attempts() == 0 => Ok(None),
            (ErrorKind::NotFound, 1) if error.attempts() == 1 => Ok(seen.pop()),
            (kind, sent) => Err(format!("{kind:?} after {sent} requests: {error:?}")),
        }
    }

    /// Whether the call was sent; the error is what is wrong with the request.
    fn check(&self, operation: Operation, id: &str) -> Result<bool, String> {
        let (method, template, call) = operation;
        let error = call(&self.sandboxes, &self.runtime, id);
        let Some(seen) = self.seen(&error)? else {
            return Ok(false);
        };
        if seen.method != method {
            return Err(format!("{method} came as {}", seen.method));
        }
        let path = seen.target.split('?').next().unwrap();
        let expected = format!("{}{template}", self.prefix);
        let (expected, given) = (segments(&expected), segments(path));
        if expected.len() != given.len() {
            return Err(format!("{path} has not the segments of {template}"));
        }
        for (expected, given) in expected.into_iter().zip(given) {
            let fits = match expected {
                "{id}" => server::decode(given).as_deref() == Some(id.as_bytes()),
                literal => literal == given,
            };
            if !fits {
                return Err(format!("{path} has {given:?} for {expected}"));
            }
        }
        Ok(true)
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

/// Runs a property over many cases, without files of earlier failures.
fn run<S: Strategy>(cases: u32, strategy: &S, check: impl Fn(S::Value) -> Result<(), String>) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let outcome =
        TestRunner::new(config).run(strategy, |value| check(value).map_err(TestCaseError::fail));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// An identifier without separators, dots and control characters is no reason to refuse the call.
fn is_plain(id: &str) -> bool {
    !id.is_empty()
        && id.len() < 1000
        && id != "."
        && id != ".."
        && !id.contains(|c: char| c == '/' || c == '\\' || c.is_control())
}

#[test]
fn an_identifier_stays_one_segment() {
    let bench = Bench::new("");
    run(1024, &strategy::text(), |id| {
        for operation in OPERATIONS {
            let sent = bench.check(operation, &id)?;
            if sent != is_plain(&id) && id.len() < 1000 {
                return Err(format!("{} of {id:?}: sent is {sent}", operation.1));
            }
        }
        Ok(())
    });
}

#[test]
fn every_known_trick_stays_one_segment() {
    let bench = Bench::new("/box");
    for id in strategy::PIECES {
        for operation in OPERATIONS {
            let outcome = bench.check(operation, id);
            assert_eq!(outcome, Ok(is_plain(id)), "{id:?} in {}", operation.1);
        }
    }
}

#[test]
fn a_very_long_identifier_is_sent_whole_or_not_at_all() {
    let bench = Bench::new("");
    for length in [1_000, 20_000, 65_000, 65_534, 66_000, 1_000_000] {
        for operation in OPERATIONS {
            let outcome = bench.check(operation, &"x".repeat(length));
            assert_eq!(outcome, Ok(length <= 65_000), "{length} in {}", operation.1);
        }
    }
}

#[test]
fn a_file_path_stays_one_query_value() {
    let bench = Bench::new("");
    run(512, &strategy::text(), |text| {
        let path = format!("/{text}");
        let download = bench.sandboxes.download("a1b2c3d4", &path);
        let error = bench.runtime.block_on(download.into_future()).unwrap_err();
        let Some(seen) = bench.seen(&error)? else {
            return match path.ends_with('/') || path.contains('\0') {
                true => Ok(()),
                false => Err(format!("{path:?} was refused: {error}")),
            };
        };
        let expected = ("/api/v1/sandboxes/a1b2c3d4/files", vec![("path", path)]);
        let (target, query) = seen.target.split_once('?').unwrap_or((&seen.target, ""));
        match (target, server::query(query)) == expected {
            true => Ok(()),
            false => Err(format!("{} for {:?}", seen.target, expected.1)),
        }
    });
}

#[test]
fn an_uploaded_path_stays_one_field() {
    let bench = Bench::new("");
    run(512, &strategy::text(), |text| {
        let path = format!("/{text}");
        let upload = bench.sandboxes.upload("a1b2c3d4", &path, "CONTENT");
        let error = bench.runtime.block_on(upload.into_future()).unwrap_err();
        let Some(seen) = bench.seen(&error)? else {
            return Ok(());
        };
        let parts = server::parts(&seen).ok_or("not a form")?;
        let expected = [("path", path.as_bytes()), ("file", b"CONTENT".as_slice())];
        match parts == expected {
            true => Ok(()),
            false => Err(format!("{parts:?} for {expected:?}")),
        }
    });
}
