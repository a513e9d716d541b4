//! Loopai from plain threads.

use quintet::ErrorKind;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::loopai::{BatchItem, Client, ValidateItem};
use quintet::sim::Fault;
use quintet::sim::loopai::{ExecutionFault, Simulator};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::support::raw_loopai::{OTHER, TASK, bare};

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
        let builder = bare(&simulator.base_url()).token(simulator.token());
        let client = builder.build().unwrap();
        Self {
            simulator,
            client,
            runtime,
        }
    }
}

fn inputs(count: usize) -> impl Iterator<Item = BatchItem> + Send + 'static {
    BatchItem::numbered((0..count).map(|n| json!({ "text": n.to_string() })))
}

#[test]
fn a_task_and_its_executions() {
    let bench = Bench::start();
    let client = &bench.client;
    let wish = client.tasks().create("double").description("Doubles");
    let wish = wish.input_schema(json!({ "type": "number" }));
    let wish = wish.output_schema(json!({ "type": "number" }));
    let examples =
        [(1, 2), (10, 20)].map(|(input, output)| json!({ "input": input, "output": output }));
    let task = wish.examples(examples).blocking().unwrap();
    let executed = client.execute(&task.id, 21).blocking().unwrap();
    assert_eq!(executed.output, Some(json!(42)));
    assert_eq!(
        client.tasks().artifacts(&task.id).blocking().unwrap().len(),
        1
    );
    let pair = ValidateItem::new("a", executed.output, 42);
    let validation = client.batch_validate(&task.id, [pair]).blocking();
    assert_eq!(validation.unwrap().valid_count, 1);
}

#[test]
fn many_results_are_an_iterator() {
    let bench = Bench::start();
    let fault = ExecutionFault::error("no").on_input("\"7\"");
    bench.simulator.inject_execution(fault);
    let many = bench.client.execute_many(TASK, inputs(100)).concurrency(8);
    let results = many.results().unwrap().blocking_iter().unwrap();
    let good: Vec<bool> = results.map(|result| result.is_success()).collect();
    assert_eq!(good.len(), 100);
    assert!(good.iter().enumerate().all(|(at, good)| *good == (at != 7)));
    let many = bench.client.execute_many(TASK, inputs(100)).in_chunks(30);
    let results = Box::pin(many.collect()).blocking().unwrap();
    assert!(results.iter().all(|result| result.is_success()));
    // One that is left in the middle.
    let many = bench.client.execute_many(TASK, inputs(1000));
    let first = many.results().unwrap().blocking_iter().unwrap().take(3);
    assert_eq!(first.count(), 3);
    assert!(bench.simulator.executions(TASK) < 1000);
}

#[test]
fn errors_are_those_of_async_code() {
    let bench = Bench::start();
    bench.simulator.inject(Fault::status(503));
    let reply = Box::pin(bench.client.health().response()).blocking();
    assert_eq!(reply.unwrap().attempts(), 2);
    let error = bench.client.tasks().get(OTHER).blocking().unwrap_err();
    assert!(error.is_not_found());
    let error = bench.client.execute(OTHER, 1).blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
}

#[test]
fn inside_of_async_code_it_is_an_error_and_no_panic() {
    let bench = Bench::start();
    let refused = bench.runtime.block_on(async {
        let results = bench.client.execute_many(TASK, inputs(3)).results();
        assert!(results.unwrap().blocking_iter().is_err());
        bench.client.health().blocking().unwrap_err()
    });
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    assert!(bench.simulator.requests().is_empty());
}
