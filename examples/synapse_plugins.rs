//! Plugin releases: running one and waiting for its job, an inference whose result comes later, and a container that is built
//! of a release.
//!
//! ```text
//! cargo run --features sim,blocking --example synapse_plugins
//! SYNAPSE_AGENT_URL=http://agent.example:8100 SYNAPSE_AGENT_TOKEN=0123456789abcdef0123456789abcdef01234567 \
//!     SYNAPSE_PLUGIN_RUN_USER_TOKEN=fedcba9876543210 SYNAPSE_PLUGIN_RUN_TENANT=acme \
//!     cargo run --features sim,blocking --example synapse_plugins -- detector@1.2.0
//! ```
//!
//! Without `SYNAPSE_AGENT_URL` the agent is a simulator in this process. On a real agent it runs the actions `train` and
//! `inference` of the release, and makes a container that it deletes afterwards.

#![allow(clippy::print_stdout)]

use std::time::Duration;

use quintet::blocking::Blocking;
use quintet::sim::synapse::{Deferral, Simulator};
use quintet::synapse::{Client, Deferred, Refusal};
use serde_json::json;

/// A plugin release that the simulator has.
const RELEASE: &str = "detector@1.2.0";

async fn asynchronous(client: &Client, release: &str, interval: Duration) -> quintet::Result<()> {
    for release in client.plugins().list().all().await? {
        println!("release {:?}: {}", release.lookup(), json!(release.extra));
    }
    run(client, release, interval).await?;
    infer(client, release, interval).await?;
    container(client, release, interval).await
}

/// An action that makes a job. The id is our choice, so that the job can be asked for whatever the reply says.
async fn run(client: &Client, release: &str, interval: Duration) -> quintet::Result<()> {
    let id = format!("train-{}", std::process::id());
    let run = client.plugins().run(release, "train");
    match run.param("epochs", 3).job_id(&id).await {
        Ok(reply) => println!("run: {reply}"),
        Err(error) => match Refusal::of(&error) {
            Some(refusal @ Refusal::GpuUnavailable { .. }) => {
                println!("{refusal}");
                return Ok(());
            }
            _ => return Err(error),
        },
    }
    let job = client.jobs().wait(&id).interval(interval).await?;
    println!("{id}: {:?}", job.status);
    Ok(())
}

/// An inference answers with its result, or with a ticket for it.
async fn infer(client: &Client, release: &str, interval: Duration) -> quintet::Result<()> {
    let plugins = client.plugins();
    let call = plugins.run(release, "inference").param("model", 12);
    let reply = call.param("json", json!({"image": "cat.png"})).await?;
    let result = match Deferred::of(&reply).and_then(|deferred| deferred.ticket) {
        Some(ticket) => {
            println!("inference: come back with {ticket}");
            let wait = plugins.wait_for_result(release, 12, ticket);
            wait.interval(interval).await?
        }
        None => reply,
    };
    println!("inference: {result}");
    Ok(())
}

/// A container is built, and the build is waited for.
async fn container(client: &Client, release: &str, interval: Duration) -> quintet::Result<()> {
    let containers = client.containers();
    let call = containers.create(release).env("LOG_LEVEL", "debug");
    let created = call.label("quintet").await?;
    let id = created.build_id.unwrap_or_default();
    let build = client.builds().wait(&id).interval(interval).await?;
    println!("build {id}: {:?}", build.status);
    let Some(made) = build.result else {
        return Ok(());
    };
    println!("{:?} answers at {:?}", made.name, made.endpoint);
    if let Some(record) = made.id.and_then(|id| id.as_i64()) {
        containers.delete(record).await?;
        println!("container {record} is deleted");
    }
    Ok(())
}

fn blocking(client: &Client) -> quintet::Result<()> {
    let containers = client.containers().list().blocking()?;
    println!("blocking: {} containers", containers.results.len());
    let status = client.system().status().blocking()?;
    println!("blocking: the agent runs {:?}", status.api_tag);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let release = std::env::args().nth(1);
    let release = release.as_deref().unwrap_or(RELEASE);
    let mut interval = Duration::from_secs(2);
    let client = if std::env::var_os("SYNAPSE_AGENT_URL").is_some() {
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        started.set_deferral(Some(Deferral::After(2)));
        // Simulated time is 20 times as fast.
        interval /= 20;
        Client::builder()
            .base_url(started.base_url())
            .token(started.token())
            .build()?
    };
    runtime.block_on(asynchronous(&client, release, interval))?;
    blocking(&client)?;
    Ok(())
}
