//! Functions that stream: their events, their text, how they end, and stopping in the middle.
//!
//! ```text
//! cargo run --features sim,blocking --example gateway_streaming
//! ```
//!
//! Without `GATEWAY_BASE_URL` the server is a simulator in this process.

#![allow(clippy::print_stdout)]

use futures_util::TryStreamExt as _;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::gateway::{Client, RunStream, StreamEventKind};
use quintet::sim::gateway::Simulator;

fn chat(client: &Client) -> quintet::Call<RunStream> {
    let messages = [serde_json::json!({"role": "user", "content": "Tell me a story"})];
    client
        .run_stream("llm-client", "1.0.0", "chat_stream")
        .parameter("messages", messages)
}

async fn asynchronous(client: &Client) -> quintet::Result<()> {
    let mut events = chat(client).await?;
    while let Some(event) = events.try_next().await? {
        match event.kind {
            StreamEventKind::Content => print!("{}", event.text().unwrap_or_default()),
            StreamEventKind::Error => println!("failed: {} {:?}", event.data, event.error_code),
            kind => println!("[{kind}] {}", event.data),
        }
    }
    println!("ended: {:?}", events.end());

    // All text at once; an error event and an end without `done` are errors here.
    println!("text: {}", chat(client).await?.text().await?);

    // Dropping the stream closes the connection.
    let mut events = chat(client).await?;
    let first = events.try_next().await?;
    println!("stopped after {:?}", first.map(|event| event.kind));
    Ok(())
}

fn blocking(client: &Client) -> quintet::Result<()> {
    for event in chat(client).blocking()?.blocking_iter()? {
        println!("blocking: {}", event?.kind);
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let client = if std::env::var_os("GATEWAY_BASE_URL").is_some() {
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
