//! A day with tasks: one is created and executed, then on ten thousand inputs, one by one and in chunks.

use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::StreamExt as _;
use quintet::batch::{Order, Summary};
use quintet::loopai::{BatchItem, Client, EdgeClient, ExecuteMany, Task, ValidateItem};
use quintet::sim::loopai::{Simulator, edge};
use serde_json::json;

use crate::{Outcome, Report};

/// How many inputs a batch has, how many run at a time, and how many share a request.
const INPUTS: u32 = 10_000;
const AT_ONCE: usize = 64;
const CHUNK: usize = 500;

/// Each thousandth input is none, so that the program fails.
const BROKEN: u32 = 1_000;

/// Visits the server of `LOOPAI_BASE_URL`, or a simulator. The task that it creates stays there: Loopai deletes none.
pub(crate) async fn tour() -> Outcome {
    if let Some(url) = std::env::var_os("LOOPAI_BASE_URL") {
        let client = Client::from_env()?;
        let mut report = Report::begin("Loopai", &url.to_string_lossy());
        let task = begin(&client, &mut report).await?;
        // Rate limits count requests, of which there are few then. One item at a time is what published servers bear.
        let batch = client.execute_many(&task.id, inputs()).concurrency(1);
        run(batch.in_chunks(CHUNK), "chunks", &mut report).await?;
        report.end();
        return Ok(());
    }
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()?;
    let place = format!("{} (simulator)", simulator.base_url());
    let mut report = Report::begin("Loopai", &place);
    let task = begin(&client, &mut report).await?;
    let batch = client.execute_many(&task.id, inputs()).concurrency(AT_ONCE);
    run(batch.order(Order::AsCompleted), "batch", &mut report).await?;
    let batch = client.execute_many(&task.id, inputs()).concurrency(AT_ONCE);
    run(batch.in_chunks(CHUNK), "chunks", &mut report).await?;
    at_the_edge(&mut report).await?;
    report.end();
    simulator.stop().await;
    Ok(())
}

async fn begin(client: &Client, report: &mut Report) -> Outcome<Task> {
    let health = client.health().await?;
    report.step("health", &health.status);

    // No other task may have its name.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let task = client
        .tasks()
        .create(format!("quintet-tour-{now}"))
        .description("Turn degrees Celsius into degrees Fahrenheit")
        .input_schema(json!({"type": "number"}))
        .output_schema(json!({"type": "number"}))
        .example(json!({"input": 0, "output": 32}))
        .example(json!({"input": 100, "output": 212}))
        .await?;
    report.step("create", &format!("task {}", task.name));

    let first = client.execute(&task.id, 20).await?.into_result()?;
    let version = first.version.unwrap_or_default();
    let output = json!(first.output);
    let what = format!("20 is {output}, by a new version {version}");
    report.step("execute", &what);

    let failed = client.execute(&task.id, "warm").await?;
    let why = failed.error_message.as_deref().unwrap_or("no reason");
    report.step("execute", &format!("\"warm\" is {}: {why}", failed.status));

    let right = json!(68);
    let pairs = first.output.iter().map(|is| ("20", is, &right));
    let pairs = pairs.map(|(id, is, right)| ValidateItem::new(id, is, right));
    let validated = client.batch_validate(&task.id, pairs).await?;
    let (valid, total) = (validated.valid_count, validated.total_items);
    report.step("validate", &format!("{valid} of {total} as expected"));
    Ok(task)
}

/// Degrees, with the ids `0`, `1` and so on.
fn inputs() -> impl Iterator<Item = BatchItem> + Send + 'static {
    let input = |celsius: u32| match is_broken(celsius) {
        true => json!("unknown"),
        false => json!(celsius),
    };
    BatchItem::numbered((0..INPUTS).map(input))
}

fn is_broken(celsius: u32) -> bool {
    celsius % BROKEN == BROKEN - 1
}

/// Runs a batch to its end, tells how far it is, and looks at each result.
async fn run(batch: ExecuteMany, name: &str, report: &mut Report) -> Outcome {
    let mut results = batch.results()?;
    let (mut given, mut wrong) = (0, 0);
    while let Some(result) = results.next().await {
        let celsius = u32::try_from(result.index)?;
        // The request of every input must succeed; that the program of a broken one fails is right.
        let execution = result.outcome?;
        let is_right = match execution.is_success() {
            true => is_fahrenheit(celsius, execution.output_as()?),
            false => is_broken(celsius),
        };
        wrong += u32::from(!is_right);
        given += 1;
        if given % (INPUTS / 4) == 0 && given < INPUTS {
            report.step(name, &progress(results.summary()));
        }
    }
    let end = results.summary();
    if given != INPUTS || end.done() != u64::from(INPUTS) {
        return Err(format!("{given} results of {INPUTS} inputs: {end:?}").into());
    }
    report.step(name, &progress(end));
    report.step(name, &format!("{wrong} results are wrong"));
    Ok(())
}

fn is_fahrenheit(celsius: u32, output: f64) -> bool {
    (output - (f64::from(celsius) * 1.8 + 32.0)).abs() < 1e-6
}

fn progress(now: Summary) -> String {
    let (done, failed, rate) = (now.done(), now.failed, now.rate());
    format!("{done} of {INPUTS}, {failed} failed, {rate:.0} a second")
}

/// The edge runtime is a server of its own, with one task.
async fn at_the_edge(report: &mut Report) -> Outcome {
    let simulator = edge::Simulator::start().await?;
    let client = EdgeClient::builder();
    let client = client.base_url(simulator.base_url()).build()?;
    let execution = client.execute([("text", "Free money")]).await?;
    let metrics = client.metrics().await?;
    let (output, today) = (execution.output, metrics.executions_today);
    report.step("edge", &format!("{output}; {today} execution today"));
    simulator.stop().await;
    Ok(())
}
