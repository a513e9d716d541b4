//! No identifier can change the path of a request: it arrives as one segment that decodes to itself, or nothing is sent.

mod liteboxd;
mod loopai;
mod server;
mod strategy;
mod synapse;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quintet::{Error, ErrorKind};
use tokio::runtime::Runtime;

use server::{Recorder, Seen};

/// What takes an identifier: method, path template, and the call.
type Operation<C> = (&'static str, &'static str, fn(&C, &Runtime, &str) -> Error);

/// A call as an operation.
macro_rules! call {
    (|$client:ident, $id:ident| $call:expr) => {
        |$client, runtime, $id| {
            runtime.block_on(async { $call.await.map(drop).expect_err("the server knows nothing") })
        }
    };
}
use call;

/// One client on one server for all cases.
struct Bench<C> {
    runtime: Runtime,
    server: Recorder,
    client: C,
    /// What the base URL puts before every path.
    prefix: &'static str,
}

impl<C> Bench<C> {
    fn new(prefix: &'static str, client: impl FnOnce(&str) -> C) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let server = Recorder::start();
        let client = client(&format!("{}{prefix}", server.url()));
        Self {
            runtime,
            server,
            client,
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
    fn check(&self, operation: Operation<C>, id: &str) -> Result<bool, String> {
        let (method, template, call) = operation;
        let error = call(&self.client, &self.runtime, id);
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
