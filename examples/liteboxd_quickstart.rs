//! LiteBoxd in a minute: a sandbox, a command, files, logs; first in asynchronous form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example liteboxd_quickstart
//! LITEBOXD_BASE_URL=https://sandboxes.example/api/v1 LITEBOXD_AUTH_TOKEN=lbxk_0123 \
//!     cargo run --features sim,blocking --example liteboxd_quickstart
//! ```
//!
//! Without `LITEBOXD_BASE_URL` the server is a simulator in this process.

#![allow(clippy::print_stdout)]

use quintet::blocking::Blocking;
use quintet::liteboxd::Client;
use quintet::sim::liteboxd::Simulator;

const SCRIPT: &str = "print('the answer is', 6 * 7)\n";

async fn asynchronous(client: &Client) -> quintet::Result<()> {
    let sandboxes = client.sandboxes();
    let sandbox = sandboxes
        .create("python-data-science")
        .env("DEBUG", "true")
        .await?;
    sandboxes.wait_for_ready(&sandbox.id).await?;

    let result = sandboxes
        .execute(&sandbox.id, ["python", "-c", "print('hello')"])
        .await?;
    print!("exit {}: {}", result.exit_code, result.stdout);

    sandboxes
        .upload(&sandbox.id, "/tmp/main.py", SCRIPT)
        .await?;
    let file = sandboxes.download(&sandbox.id, "/tmp/main.py").await?;
    println!("file: {} bytes", file.bytes().await?.len());

    let logs = sandboxes.logs(&sandbox.id).await?;
    println!("logs: {} lines", logs.logs.lines().count());

    sandboxes.delete(&sandbox.id).await?;
    sandboxes.wait_until_deleted(&sandbox.id).await
}

fn blocking(client: &Client) -> quintet::Result<()> {
    let sandboxes = client.sandboxes();
    let sandbox = sandboxes
        .create("python-data-science")
        .env("DEBUG", "true")
        .blocking()?;
    sandboxes.wait_for_ready(&sandbox.id).blocking()?;

    let result = sandboxes
        .execute(&sandbox.id, ["python", "-c", "print('hello')"])
        .blocking()?;
    print!("exit {}: {}", result.exit_code, result.stdout);

    sandboxes
        .upload(&sandbox.id, "/tmp/main.py", SCRIPT)
        .blocking()?;
    let file = sandboxes.download(&sandbox.id, "/tmp/main.py").blocking()?;
    println!("file: {} bytes", file.bytes().blocking()?.len());

    let logs = sandboxes.logs(&sandbox.id).blocking()?;
    println!("logs: {} lines", logs.logs.lines().count());

    sandboxes.delete(&sandbox.id).blocking()?;
    sandboxes.wait_until_deleted(&sandbox.id).blocking()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let client = if std::env::var_os("LITEBOXD_BASE_URL").is_some() {
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
