//! Following the log of a job: its lines, how it ended, and stopping in the middle; over a WebSocket and over HTTP, in
//! asynchronous and in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example synapse_tail
//! SYNAPSE_AGENT_URL=http://agent.example:8100 SYNAPSE_AGENT_TOKEN=0123456789abcdef0123456789abcdef01234567 \
//!     cargo run --features sim,blocking --example synapse_tail -- JOB_ID
//! ```
//!
//! Without `SYNAPSE_AGENT_URL` the agent is a simulator in this process, with a job that runs for a second. It follows the
//! job to its end, which a job that runs for days does not reach.

#![allow(clippy::print_stdout)]

use std::time::Duration;

use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::synapse::{Job, JobStatus, Simulator};
use quintet::synapse::{Client, Protocol, TailLimits, TailOutcome};

/// The job of the simulator.
const JOB: &str = "train-1";

async fn asynchronous(client: &Client, id: &str) -> quintet::Result<()> {
    let jobs = client.jobs();
    let mut tail = jobs.tail(id).idle_timeout(Duration::from_secs(60)).await?;
    println!("over {:?}", tail.protocol());
    while let Some(line) = tail.next_line().await? {
        println!("{line}");
    }
    match tail.outcome() {
        Some(TailOutcome::Complete) => println!("that is all"),
        outcome => println!("there may be more: {outcome:?}"),
    }

    // No more than three lines: the error comes after them.
    let limits = TailLimits::default().lines(3);
    let mut tail = jobs.tail(id).limits(limits).await?;
    loop {
        match tail.next_line().await {
            Ok(Some(line)) => println!("limited: {line}"),
            Ok(None) => break,
            Err(error) => {
                println!("limited: {error}, {:?}", tail.outcome());
                break;
            }
        }
    }

    // One line, and goodbye. The job goes on.
    let mut tail = jobs.tail(id).protocol(Protocol::Http).await?;
    let first = tail.next_line().await?;
    tail.stop().await?;
    println!("stopped after {first:?}: {:?}", tail.outcome());
    Ok(())
}

fn blocking(client: &Client, id: &str) -> quintet::Result<()> {
    let tail = client.jobs().tail(id).limits(TailLimits::unlimited());
    let mut lines = 0;
    for line in tail.blocking()?.blocking_iter()? {
        line?;
        lines += 1;
    }
    println!("blocking: {lines} lines");
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let mut id = JOB.to_owned();
    let client = if std::env::var_os("SYNAPSE_AGENT_URL").is_some() {
        id = std::env::args().nth(1).ok_or("which job? give its id")?;
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        // A line in each simulated second, of which there are 20 in a real one.
        let job = Job::new(JOB)
            .generate(20, |line| format!("epoch {} of 20", line + 1))
            .every(Duration::from_secs(1));
        started.add_job(job.then(JobStatus::Succeeded));
        Client::builder()
            .base_url(started.base_url())
            .token(started.token())
            .build()?
    };
    runtime.block_on(asynchronous(&client, &id))?;
    blocking(&client, &id)?;
    Ok(())
}
