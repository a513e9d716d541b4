//! The Gateway from plain threads.

use quintet::batch::Order;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::gateway::{Client, PrefabCall, StreamEventKind};
use quintet::sim::gateway::Simulator;
use quintet::sim::{Ending, Fault};
use quintet::{ErrorKind, Upload};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::support::raw_gateway::bare;

const KIT: (&str, &str) = ("test-kit", "1.0.0");

/// A simulator on a runtime of its own; the test's thread has none.
struct Bench {
    simulator: Simulator,
    client: Client,
    runtime: Runtime,
}

impl Bench {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = runtime.block_on(simulator.start()).unwrap();
        let builder = bare(&simulator.base_url()).api_key(simulator.api_key());
        let client = builder.build().unwrap();
        Self {
            simulator,
            client,
            runtime,
        }
    }
}

#[test]
fn a_run() {
    let bench = Bench::start();
    let run = bench.client.run(KIT.0, KIT.1, "echo").parameter("n", 1);
    let result = run.blocking().unwrap();
    assert_eq!(result.function_result()["parameters"], json!({ "n": 1 }));
    let failed = bench
        .client
        .run(KIT.0, KIT.1, "fail")
        .must_succeed()
        .blocking();
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::Failed);
    let calls = [
        PrefabCall::new(KIT.0, KIT.1, "echo"),
        PrefabCall::new(KIT.0, KIT.1, "fail"),
    ];
    let batch = bench.client.run_batch(calls).blocking().unwrap();
    assert_eq!((batch.results.len(), batch.failed().count()), (2, 1));
    // One exchange for all of them, although each call is waited for on its own.
    assert_eq!(bench.simulator.request_count("POST", "/v1/auth/"), 1);
}

#[test]
fn a_stream_is_an_iterator() {
    let bench = Bench::start();
    let messages = json!([{ "role": "user", "content": "Hello" }]);
    let chat = || {
        let call = bench
            .client
            .run_stream("llm-client", "1.0.0", "chat_stream");
        call.parameter("messages", &messages)
    };
    let mut text = String::new();
    for event in chat().blocking().unwrap().blocking_iter().unwrap() {
        let event = event.unwrap();
        if event.kind == StreamEventKind::Content {
            text += event.text().unwrap();
        }
    }
    assert_eq!(text, "You said: Hello");
    let stream = chat().blocking().unwrap();
    assert_eq!(Box::pin(stream.text()).blocking().unwrap(), text);
}

#[test]
fn an_iterator_that_is_dropped_ends_its_stream() {
    let bench = Bench::start();
    let stream = bench
        .client
        .run_stream(KIT.0, KIT.1, "stream_endless")
        .blocking()
        .unwrap();
    let first: Vec<_> = stream
        .blocking_iter()
        .unwrap()
        .take(3)
        .map(Result::unwrap)
        .collect();
    assert_eq!(first.len(), 3);
    bench
        .runtime
        .block_on(bench.simulator.until_streams_dropped(1));
}

#[test]
fn a_stream_that_breaks_ends_with_its_error() {
    let bench = Bench::start();
    let chunks = ["data: {\"data\":\"He\"}\n\n", "data: {\"da"];
    let broken = Fault::chunks("text/event-stream", chunks).ending(Ending::Cut);
    bench
        .simulator
        .inject(broken.on("POST", "/v1/internal/run"));
    let stream = bench
        .client
        .run_stream(KIT.0, KIT.1, "stream_error")
        .blocking()
        .unwrap();
    let mut items: Vec<_> = stream.blocking_iter().unwrap().collect();
    let last = items.pop().unwrap();
    assert_eq!(last.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(items.len(), 1);
}

#[test]
fn a_batch_is_an_iterator() {
    let bench = Bench::start();
    let calls =
        || (0..20).map(|number| PrefabCall::new(KIT.0, KIT.1, "echo").parameter("n", number));
    let items = bench
        .client
        .run_many(calls())
        .concurrency(4)
        .items()
        .unwrap();
    let progress = items.progress();
    let mut numbers = Vec::new();
    for item in items.blocking_iter().unwrap() {
        let result = item.outcome.unwrap();
        assert_eq!(result.function_result()["parameters"]["n"], item.index);
        numbers.push(item.index);
    }
    assert_eq!(numbers, (0..20).collect::<Vec<_>>());
    assert_eq!(
        (progress.summary().succeeded, progress.summary().failed),
        (20, 0)
    );
    assert!(bench.simulator.most_runs_at_once() <= 4);
    let items = bench
        .client
        .run_many(calls())
        .order(Order::AsCompleted)
        .items()
        .unwrap();
    assert_eq!(items.blocking_iter().unwrap().count(), 20);
    let results = bench.client.run_many(calls()).results();
    assert_eq!(Box::pin(results).blocking().unwrap().len(), 20);
    let refused = bench.client.run_many(calls()).concurrency(0).items();
    assert!(refused.unwrap_err().is_invalid_input());
}

#[test]
fn files_and_their_pages() {
    let bench = Bench::start();
    let builder = bare(&bench.simulator.base_url()).token(bench.simulator.token());
    let files = builder.build().unwrap().files();
    let session = files.new_session();
    for number in 0..5 {
        let upload = Upload::from("abc").named(format!("{number}.txt"));
        session.upload(upload).blocking().unwrap();
    }
    let pages = session.list().limit(2).pages().blocking_iter().unwrap();
    let sizes: Vec<_> = pages.map(|page| page.unwrap().files.len()).collect();
    assert_eq!(sizes, [2, 2, 1]);
    let first = session
        .list()
        .items()
        .blocking_iter()
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let download = files.download(&first.s3_url).blocking().unwrap();
    let chunks: Result<Vec<_>, _> = download.blocking_iter().unwrap().collect();
    assert_eq!(chunks.unwrap().concat(), b"abc");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    assert_eq!(
        files
            .download_file(&first.s3_url, &path)
            .blocking()
            .unwrap(),
        3
    );
    assert_eq!(session.finish().blocking().unwrap(), 5);
}

#[test]
fn inside_of_async_code_it_is_an_error_and_no_panic() {
    let bench = Bench::start();
    let stream = bench
        .client
        .run_stream(KIT.0, KIT.1, "stream_endless")
        .blocking()
        .unwrap();
    let items = bench
        .client
        .run_many([PrefabCall::new(KIT.0, KIT.1, "echo")])
        .items()
        .unwrap();
    bench.simulator.clear_requests();
    let run = bench.client.run(KIT.0, KIT.1, "echo");
    let refused = bench.runtime.block_on(async {
        [
            run.blocking().err(),
            stream.blocking_iter().err(),
            items.blocking_iter().err(),
        ]
    });
    for error in refused {
        assert!(error.unwrap().is_invalid_input());
    }
    assert!(bench.simulator.requests().is_empty());
}
