//! An edge runtime: the program of one task on a machine of its own; in asynchronous and in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example loopai_edge
//! cargo run --features sim,blocking --example loopai_edge -- http://edge.example:8000
//! ```
//!
//! Without a URL the runtime is a simulator in this process.

#![allow(clippy::print_stdout)]

use quintet::blocking::Blocking;
use quintet::loopai::{EdgeClient, Refusal, RefusalKind};
use quintet::sim::loopai::edge::Simulator;

async fn asynchronous(edge: &EdgeClient) -> quintet::Result<()> {
    let health = edge.health().await?;
    let (task, version) = (health.task_id, health.active_version);
    println!("{}, task {task}, version {version:?}", health.status);

    // Names and values are texts, and so is the output.
    match edge.execute([("text", "Free money, click here")]).await {
        Ok(execution) => println!("{} in {} ms", execution.output, execution.latency_ms),
        Err(error) => match Refusal::of(&error).kind {
            RefusalKind::Execution => println!("the program failed: {}", error.message()),
            _ => return Err(error),
        },
    }

    let metrics = edge.metrics().await?;
    let (executions, average) = (metrics.executions_today, metrics.avg_latency_ms);
    println!("{executions} executions today, {average} ms on average");
    Ok(())
}

fn blocking(edge: &EdgeClient) -> quintet::Result<()> {
    let execution = edge.execute([("text", "See you tomorrow")]).blocking()?;
    println!("blocking: {}", execution.output);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let url = match std::env::args().nth(1) {
        Some(url) => url,
        None => {
            let started = runtime.block_on(Simulator::start())?;
            simulator.insert(started).base_url()
        }
    };
    let edge = EdgeClient::builder().base_url(url).build()?;
    runtime.block_on(asynchronous(&edge))?;
    blocking(&edge)?;
    Ok(())
}
