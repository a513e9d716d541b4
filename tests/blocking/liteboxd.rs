//! LiteBoxd from plain threads.

use std::thread;
use std::time::Duration;

use quintet::blocking::{Blocking, BlockingStream};
use quintet::liteboxd::{Client, Sandboxes};
use quintet::sim::Fault;
use quintet::sim::liteboxd::Simulator;
use quintet::{ErrorKind, RetryPolicy, Upload};
use tokio::runtime::Runtime;

/// A simulator on a runtime of its own; the test's thread has none.
struct Bench {
    simulator: Simulator,
    sandboxes: Sandboxes,
    _runtime: Runtime,
}

impl Bench {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = runtime.block_on(simulator.start()).unwrap();
        let client = Client::builder()
            .base_url(simulator.base_url())
            .token(simulator.token())
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        Self {
            simulator,
            sandboxes: client.sandboxes(),
            _runtime: runtime,
        }
    }

    fn running(&self) -> String {
        let id = self
            .sandboxes
            .create("python-data-science")
            .never_expires()
            .blocking()
            .unwrap()
            .id;
        let wait = self
            .sandboxes
            .wait_for_ready(&id)
            .interval(Duration::from_millis(1));
        wait.blocking().unwrap().id
    }
}

#[test]
fn the_whole_life_of_a_sandbox() {
    let bench = Bench::start();
    let sandboxes = &bench.sandboxes;
    let created = sandboxes
        .create("python-data-science")
        .never_expires()
        .response();
    let created = Box::pin(created).blocking().unwrap();
    assert_eq!(created.status(), 201);
    let id = created.into_value().id;

    let updates = sandboxes
        .wait_for_ready(&id)
        .interval(Duration::from_millis(1))
        .updates();
    let states: Vec<_> = updates
        .blocking_iter()
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(states.last().unwrap().is_running());

    let result = sandboxes
        .execute(&id, ["sh", "-c", "echo out; exit 3"])
        .blocking()
        .unwrap();
    assert_eq!((result.stdout.as_str(), result.exit_code), ("out\n", 3));

    let content: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    sandboxes
        .upload(&id, "/workspace/data", content.clone())
        .blocking()
        .unwrap();
    let download = sandboxes
        .download(&id, "/workspace/data")
        .blocking()
        .unwrap();
    let chunks: Result<Vec<_>, _> = download.blocking_iter().unwrap().collect();
    assert_eq!(chunks.unwrap().concat(), content);

    sandboxes.delete(&id).blocking().unwrap();
    let wait = sandboxes
        .wait_until_deleted(&id)
        .interval(Duration::from_millis(1));
    wait.blocking().unwrap();
    let error = sandboxes.get(&id).blocking().unwrap_err();
    assert!(error.is_not_found());
}

#[test]
fn files_on_disk_go_both_ways() {
    let bench = Bench::start();
    let id = bench.running();
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    std::fs::write(&source, "from disk").unwrap();
    let file = Box::pin(Upload::file(&source)).blocking().unwrap();
    bench
        .sandboxes
        .upload(&id, "/workspace/f", file)
        .blocking()
        .unwrap();
    let download = bench
        .sandboxes
        .download(&id, "/workspace/f")
        .blocking()
        .unwrap();
    let target = folder.path().join("target");
    assert_eq!(Box::pin(download.save_to(&target)).blocking().unwrap(), 9);
    assert_eq!(std::fs::read(&target).unwrap(), b"from disk");
}

#[test]
fn retries_and_errors_are_those_of_async_code() {
    let bench = Bench::start();
    bench.simulator.inject(Fault::status(503));
    let reply = Box::pin(bench.sandboxes.list().response())
        .blocking()
        .unwrap();
    assert_eq!(reply.attempts(), 2);
    bench
        .simulator
        .inject(Fault::delay(Duration::from_secs(3600)));
    let slow = bench.sandboxes.list().timeout(Duration::from_millis(50));
    assert_eq!(slow.blocking().unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn a_stream_that_breaks_ends_with_its_error() {
    let bench = Bench::start();
    let id = bench.running();
    bench
        .sandboxes
        .upload(&id, "/workspace/f", "0123456789")
        .blocking()
        .unwrap();
    let broken = Fault::truncate(4).on("GET", "/api/v1/sandboxes/");
    bench.simulator.inject(broken);
    let download = bench
        .sandboxes
        .download(&id, "/workspace/f")
        .blocking()
        .unwrap();
    let mut chunks: Vec<_> = download.blocking_iter().unwrap().collect();
    let last = chunks.pop().unwrap();
    assert_eq!(last.unwrap_err().kind(), ErrorKind::Transport);
    let before: Vec<_> = chunks.into_iter().map(Result::unwrap).collect();
    assert_eq!(before.concat(), b"0123");
}

#[test]
fn many_threads_share_one_client() {
    let bench = Bench::start();
    let id = &bench.running();
    thread::scope(|scope| {
        for number in 0..8 {
            let sandboxes = bench.sandboxes.clone();
            scope.spawn(move || {
                let text = number.to_string();
                let result = sandboxes.execute(id, ["echo", &text]).blocking().unwrap();
                assert_eq!(result.stdout, format!("{text}\n"));
            });
        }
    });
}

#[test]
fn inside_of_async_code_it_is_an_error_and_no_panic() {
    let bench = Bench::start();
    for runtime in [
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap(),
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap(),
    ] {
        let call = bench.sandboxes.list();
        let updates = bench.sandboxes.wait_for_ready("a1b2c3d4").updates();
        let refused =
            runtime.block_on(async { [call.blocking().err(), updates.blocking_iter().err()] });
        for error in refused.into_iter().map(Option::unwrap) {
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::InvalidInput, 0)
            );
            assert!(error.message().contains("use `.await` there"), "{error}");
        }
    }
    assert_eq!(bench.simulator.requests().len(), 0);
}

#[test]
fn an_iterator_begun_outside_is_read_outside() {
    let bench = Bench::start();
    let id = bench.running();
    bench
        .sandboxes
        .upload(&id, "/workspace/f", "text")
        .blocking()
        .unwrap();
    let download = bench
        .sandboxes
        .download(&id, "/workspace/f")
        .blocking()
        .unwrap();
    let chunks = download.blocking_iter().unwrap();
    // To another thread, and only then read.
    let read = thread::spawn(move || chunks.map(Result::unwrap).collect::<Vec<_>>().concat());
    assert_eq!(read.join().unwrap(), b"text");
}
