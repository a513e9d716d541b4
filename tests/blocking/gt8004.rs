//! GT8004 from plain threads.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::blocking::Blocking;
use quintet::gt8004::{Client, Logger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use tokio::runtime::Runtime;

use crate::support::gt8004::{HOUR, bare, entry};

/// A simulator on a runtime of its own; the test's thread has none.
struct Bench {
    simulator: Simulator,
    client: Client,
    runtime: Runtime,
}

impl Bench {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = runtime.block_on(Simulator::start()).unwrap();
        let builder = bare(&simulator.base_url()).token(simulator.token());
        let client = builder.build().unwrap();
        Self {
            simulator,
            client,
            runtime,
        }
    }

    fn logger(&self) -> Logger {
        let builder = self.client.logger().flush_interval(HOUR);
        builder.max_attempts(1).start().unwrap()
    }
}

/// Waits for what cannot fail.
fn end(logger: &Logger) -> quintet::gt8004::Ledger {
    let closing = logger.close(Duration::from_secs(60));
    Box::pin(closing).blocking().unwrap()
}

#[test]
fn every_call() {
    let bench = Bench::start();
    let client = &bench.client;
    assert_eq!(client.health().blocking().unwrap().status, "ok");
    assert_eq!(client.readiness().blocking().unwrap().status, "ready");
    client.verify_connection().blocking().unwrap();
    let entries = [entry("/1"), entry("/2")];
    assert_eq!(client.ingest(entries).blocking().unwrap(), 2);
    assert_eq!(bench.simulator.pings(), 1);
    assert_eq!(bench.simulator.rows().len(), 2);
}

/// Where there is no runtime the worker has a thread of its own, and many threads share it.
#[test]
fn a_logger_of_many_threads() {
    let bench = Bench::start();
    let logger = bench.logger();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..100).for_each(|_| logger.log(entry("/"))));
        }
    });
    Box::pin(logger.flush()).blocking().unwrap();
    assert_eq!(bench.simulator.rows().len(), 400);
    Box::pin(logger.verify_connection()).blocking().unwrap();
    logger.log(entry("/last"));
    let ledger = end(&logger);
    assert_eq!((ledger.delivered, ledger.queued), (401, 0), "{ledger}");
}

#[test]
fn errors_are_those_of_async_code() {
    let bench = Bench::start();
    let logger = bench.logger();
    bench.simulator.set_revoked(true);
    logger.log(entry("/"));
    let calls = [
        bench.client.ingest([entry("/")]).blocking().map(drop),
        bench.client.verify_connection().blocking(),
        Box::pin(logger.flush()).blocking(),
        Box::pin(logger.verify_connection()).blocking(),
    ];
    for error in calls.map(Result::unwrap_err) {
        assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
        assert!(error.message().contains("invalid api key"), "{error}");
    }
    bench.simulator.set_revoked(false);
    bench
        .simulator
        .inject(Fault::status(503).header("retry-after", "0"));
    let reply = Box::pin(bench.client.health().response()).blocking();
    assert_eq!(reply.unwrap().attempts(), 2);
    assert_eq!(end(&logger).delivered, 1);
    let error = bench.client.ingest([]).blocking().unwrap_err();
    assert!(error.is_invalid_input());
}

/// Logging does not block, so it may be done anywhere; waiting may not.
#[test]
fn inside_of_async_code_waiting_is_an_error_and_logging_is_not() {
    let bench = Bench::start();
    let logger = bench.logger();
    let refused = bench.runtime.block_on(async {
        logger.log(entry("/"));
        [
            Box::pin(logger.flush()).blocking().unwrap_err(),
            Box::pin(logger.close(HOUR)).blocking().unwrap_err(),
            bench.client.health().blocking().unwrap_err(),
        ]
    });
    for error in refused {
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert!(bench.simulator.requests().is_empty());
    assert_eq!(end(&logger).delivered, 1);
}
