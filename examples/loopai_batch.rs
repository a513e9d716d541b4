//! Batches: several inputs in one request, and any number of them from a stream, one by one and in chunks, with progress and with
//! inputs that fail; in asynchronous and in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example loopai_batch
//! LOOPAI_BASE_URL=https://loopai.example LOOPAI_API_KEY=key-0123 \
//!     cargo run --features sim,blocking --example loopai_batch -- 550e8400-e29b-41d4-a716-446655440000
//! ```
//!
//! Without `LOOPAI_BASE_URL` the server is a simulator in this process. On a real server it executes the task of that id on texts
//! some 4000 times; mind the server's rate limits (30 executions a minute, unless set up otherwise).

#![allow(clippy::print_stdout)]

use futures_util::{Stream, StreamExt as _, stream};
use quintet::batch::{Order, Progress};
use quintet::blocking::{Blocking, BlockingStream};
use quintet::loopai::{BatchItem, Client, ManyResults, ValidateItem};
use quintet::sim::loopai::Simulator;
use serde_json::{Value, json};

/// How many inputs each of the large batches has.
const INPUTS: usize = 2_000;

/// Inputs as they might come from a file or a queue: nothing holds them all. Each five hundredth has no text, so that the
/// program fails.
fn inputs() -> impl Stream<Item = Value> + Send + 'static {
    let text = |number: usize| match number % 500 {
        499 => json!({"subject": number}),
        _ if number.is_multiple_of(2) => json!({"text": format!("Free money, offer {number}")}),
        _ => json!({"text": format!("The report of week {number}")}),
    };
    stream::iter((0..INPUTS).map(text))
}

async fn asynchronous(client: &Client, task: &str) -> quintet::Result<()> {
    one_request(client, task).await?;

    // Each input has a request of its own: the results come as soon as they are there, and one that fails fails alone.
    let inputs_now = BatchItem::numbered_from(inputs());
    let batch = client.execute_many_from(task, inputs_now).concurrency(64);
    println!("one by one, as completed:");
    follow(batch.order(Order::AsCompleted).results()?).await;

    // A hundred inputs share a request to the server's batch endpoint: fewer requests, which rate limits count.
    let inputs_now = BatchItem::numbered_from(inputs());
    let batch = client.execute_many_from(task, inputs_now).in_chunks(100);
    println!("in chunks of 100, in order:");
    follow(batch.chunks_at_once(2).results()?).await;

    // As many at a time as the server bears, and nothing more after the first failure.
    let inputs_now = BatchItem::numbered_from(inputs());
    let batch = client.execute_many_from(task, inputs_now).concurrency(100);
    println!("until something fails:");
    follow(batch.adaptive().stop_on_error().results()?).await;
    Ok(())
}

/// A few inputs with ids of their own, and whether the outputs are right.
async fn one_request(client: &Client, task: &str) -> quintet::Result<()> {
    let mails = [
        ("email-001", "Free money, click here", "spam"),
        ("email-002", "Thanks for the report", "ham"),
        ("email-003", "See you tomorrow", "ham"),
    ];
    let items = mails.map(|(id, text, _)| BatchItem::new(id, json!({"text": text})));
    let batch = client.batch_execute(task, items).concurrency(2).await?;
    for result in &batch.results {
        match &result.execution.error_message {
            None => println!("{}: {:?}", result.id, result.execution.output),
            Some(message) => println!("{} failed: {message}", result.id),
        }
    }

    let pairs = mails.iter().filter_map(|(id, _, expected)| {
        let output = batch.get(id)?.output.as_ref()?;
        Some(ValidateItem::new(*id, output, expected))
    });
    let checked = client.batch_validate(task, pairs).await?;
    println!("{} of {} right", checked.valid_count, checked.total_items);
    Ok(())
}

/// Reads a batch to its end. What counts is looked at from anywhere, here while the results come.
async fn follow(mut results: ManyResults) {
    let progress = results.progress();
    while let Some(result) = results.next().await {
        match &result.outcome {
            Ok(execution) if execution.is_success() => {}
            Ok(execution) => println!("  {} failed: {:?}", result.id, execution.error_message),
            Err(error) => println!("  {} has no result: {error}", result.id),
        }
        if (result.index + 1).is_multiple_of(INPUTS / 4) {
            show(&progress);
        }
    }
    show(&progress);
}

fn show(progress: &Progress) {
    let now = progress.summary();
    println!(
        "  {} done, {} failed, {:?} skipped, {} under way of {}, {:.0} a second",
        now.done(),
        now.failed,
        now.skipped,
        now.in_flight,
        now.limit,
        now.rate()
    );
}

fn blocking(client: &Client, task: &str) -> quintet::Result<()> {
    let texts = ["Free money", "Thanks for the report"];
    let items = BatchItem::numbered(texts.map(|text| json!({"text": text})));
    let batch = client.batch_execute(task, items).blocking()?;
    println!("blocking: all well? {}", batch.all_success());

    let items = BatchItem::numbered(texts.map(|text| json!({"text": text})));
    for result in client
        .execute_many(task, items)
        .results()?
        .blocking_iter()?
    {
        let (id, execution) = (result.id.clone(), result.into_result()?);
        println!("blocking: {id}: {:?}", execution.output);
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let task;
    let client = if std::env::var_os("LOOPAI_BASE_URL").is_some() {
        task = std::env::args().nth(1).ok_or("which task? give its id")?;
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        task = started.task_id().to_owned();
        Client::builder()
            .base_url(started.base_url())
            .token(started.token())
            .build()?
    };
    runtime.block_on(asynchronous(&client, &task))?;
    blocking(&client, &task)?;
    Ok(())
}
