//! A client outside of the platform: it has an API key, which is exchanged for an internal token when the first call needs one.
//!
//! ```text
//! cargo run --features sim,blocking --example gateway_third_party
//! GATEWAY_BASE_URL=https://gateway.example AGENT_BUILDER_API_KEY=sk-0123 \
//!     cargo run --features sim,blocking --example gateway_third_party
//! ```
//!
//! Without `GATEWAY_BASE_URL` the server is a simulator in this process.

#![allow(clippy::print_stdout)]

use quintet::Upload;
use quintet::blocking::Blocking;
use quintet::gateway::{Client, Refusal};
use quintet::sim::gateway::Simulator;

async fn work(client: &Client) -> quintet::Result<()> {
    let files = client.files();
    let video = Upload::from("not really a video").named("holiday.mp4");
    let video = files.upload_input_file(video).await?;
    println!("uploaded {video}");

    let result = client
        .run("video-processor", "1.0.0", "extract_audio")
        .parameter("format", "mp3")
        .file("video", video)
        .await?
        .into_result()?;
    for audio in result.file_urls() {
        let bytes = files.download(audio).await?.bytes().await?;
        println!("{audio}: {} bytes", bytes.len());
    }

    // The files of an agent need an agent, which an API key has not.
    match files.list_files().await {
        Ok(page) => println!("{} files", page.files.len()),
        Err(error) => match Refusal::of(&error) {
            Some(Refusal::MissingAgentContext) => println!("no files: {}", error.message()),
            _ => return Err(error),
        },
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
            .api_key(started.api_key())
            .build()?
    };
    runtime.block_on(work(&client))?;

    let health = client.health().blocking()?;
    println!("the server is {:?}", health.status);
    Ok(())
}
