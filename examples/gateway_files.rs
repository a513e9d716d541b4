//! Files of an agent: for ever and for a session, lists in pages, downloads that take up where they broke off.
//!
//! ```text
//! cargo run --features sim,blocking --example gateway_files
//! ```
//!
//! Without `GATEWAY_BASE_URL` the server is a simulator in this process.

#![allow(clippy::print_stdout)]

use std::pin::pin;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use quintet::Upload;
use quintet::blocking::Blocking;
use quintet::gateway::Client;
use quintet::sim::gateway::Simulator;

async fn asynchronous(client: &Client, folder: &std::path::Path) -> quintet::Result<()> {
    let files = client.files();

    // For ever.
    let report = Upload::from("a,b\n1,2\n").named("report.csv");
    let report = files.upload_file(report).await?;
    println!("stored {} ({:?} bytes)", report.s3_url, report.size);

    // To a file, which is there whole or not at all; missing folders are made.
    let copy = folder.join("copies/report.csv");
    let size = files.download_file(&report.s3_url, &copy).await?;
    println!("saved {size} bytes");

    // A link for somebody without a credential: whoever has it may read the file.
    let link = files
        .presigned_url(&report.s3_url)
        .expires_in(Duration::from_secs(60))
        .await?;
    println!("a link of {} characters", link.expose().len());

    // Page by page, as a stream of files.
    let mut all = pin!(files.list_files().limit(10).items());
    while let Some(file) = all.try_next().await? {
        println!("listed {}", file.s3_url);
    }

    // For a session, and gone with it.
    let session = files.new_session();
    session.upload(Upload::file(&copy).await?).await?;
    println!("{} temporary files", session.list().all().await?.len());
    println!("{} cleaned up", session.finish().await?);
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
    let folder = std::env::temp_dir().join(format!("quintet-{}", std::process::id()));
    let worked = runtime.block_on(asynchronous(&client, &folder));
    std::fs::remove_dir_all(&folder)?;
    worked?;

    let page = client.files().list_files().blocking()?;
    println!("blocking: {} files", page.files.len());
    Ok(())
}
