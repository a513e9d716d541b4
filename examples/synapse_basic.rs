//! A Synapse agent in a minute: its health, jobs and their logs, nodes, what the cluster has left, and what errors mean; first in
//! asynchronous form, then in blocking form. It reads and changes nothing.
//!
//! ```text
//! cargo run --features sim,blocking --example synapse_basic
//! SYNAPSE_AGENT_URL=http://agent.example:8100 SYNAPSE_AGENT_TOKEN=0123456789abcdef0123456789abcdef01234567 \
//!     cargo run --features sim,blocking --example synapse_basic
//! ```
//!
//! Without `SYNAPSE_AGENT_URL` the agent is a simulator in this process.

#![allow(clippy::print_stdout)]

use quintet::ErrorKind;
use quintet::blocking::Blocking;
use quintet::sim::synapse::Simulator;
use quintet::synapse::{Client, FeasibilityKind, Job};

async fn asynchronous(client: &Client) -> quintet::Result<()> {
    println!("health: {}", client.health().await?);
    jobs(client).await?;
    cluster(client).await?;
    resources(client).await?;

    // The kind of an error says what it means, its status what the agent sent.
    match client.jobs().get("nobody").await {
        Ok(job) => println!("nobody is a job: {:?}", job.status),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => println!("{:?}: {}", error.status(), error.message()),
            ErrorKind::Timeout => println!("the agent did not answer in time"),
            ErrorKind::Connect => println!("nobody listens there"),
            _ => return Err(error),
        },
    }
    Ok(())
}

async fn jobs(client: &Client) -> quintet::Result<()> {
    let jobs = client.jobs();
    let all = jobs.list().await?;
    for job in &all {
        println!("job {:?}: {:?}", job.id(), job.status);
    }
    // Ray keeps logs of the jobs that were submitted to it.
    let over = all
        .iter()
        .find(|job| job.is_over() && job.submission_id.is_some());
    if let Some(id) = over.and_then(Job::id) {
        let job = jobs.get(id).await?;
        println!("{id} ended at {:?}: {:?}", job.ended_at(), job.message);
        println!("{id} wrote {} lines", jobs.logs(id).await?.lines().count());
    }
    Ok(())
}

async fn cluster(client: &Client) -> quintet::Result<()> {
    for node in client.nodes().list().await? {
        println!("node {:?}: {:?}", node.node_id, node.state);
    }
    println!("{} tasks", client.tasks().list().await?.len());
    for application in client.serve().list().await? {
        println!("serves {:?}: {:?}", application.name, application.status);
    }
    Ok(())
}

async fn resources(client: &Client) -> quintet::Result<()> {
    let resources = client.resources();
    let cluster = resources.cluster().fresh().await?;
    let (cpu, gpu) = (cluster.cpu(), cluster.gpu());
    println!("{} of {} processors are free", cpu.available(), cpu.total());
    println!("{} of {} GPUs", gpu.available_gpus(), gpu.total_gpus());

    let answer = resources.feasibility(FeasibilityKind::Job, 1e6).await?;
    println!("a million? {} {}", answer.allowed(), answer.explanation());

    // What the agent does not say has a default, and that it does not say it can be told.
    let policy = resources.policy().await?;
    let (limit, known) = (
        policy.max_concurrent_jobs(),
        policy.is_set("max_concurrent_ray_jobs"),
    );
    println!("{limit} jobs at once; does it know Ray's own? {known}");
    Ok(())
}

fn blocking(client: &Client) -> quintet::Result<()> {
    let running = client.jobs().list().blocking()?;
    let running = running.iter().filter(|job| !job.is_over()).count();
    println!("blocking: {running} jobs are not over");
    let nodes = client.nodes().list().blocking()?;
    println!("blocking: {} nodes", nodes.len());
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let client = if std::env::var_os("SYNAPSE_AGENT_URL").is_some() {
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        Client::builder()
            .base_url(started.base_url())
            .token(started.token())
            .build()?
    };
    runtime.block_on(asynchronous(&client))?;
    blocking(&client)?;
    Ok(())
}
