//! A terminal in a sandbox of LiteBoxd, and one of its ports; first in asynchronous form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example liteboxd_terminal
//! LITEBOXD_BASE_URL=https://sandboxes.example/api/v1 LITEBOXD_AUTH_TOKEN=lbxk_0123 \
//!     cargo run --features sim,blocking --example liteboxd_terminal -- code-interpreter
//! ```
//!
//! Without `LITEBOXD_BASE_URL` the server is a simulator in this process. The argument is the template, `code-interpreter`
//! unless given. What it creates it deletes again.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::blocking::Blocking;
use quintet::liteboxd::{Client, Port, Sandbox};
use quintet::sim::liteboxd::Simulator;

const SCRIPT: &str = "cd /tmp\necho the terminal has $COLUMNS columns > size\ncat size\nexit 3\n";
/// Where the image `code-interpreter` serves its own small API.
const PORT: u16 = 44772;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let template = std::env::args().nth(1);
    let template = template.as_deref().unwrap_or("code-interpreter");
    // Kept beside the blocking calls: the simulator lives on it.
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
    let sandboxes = client.sandboxes();
    let created = sandboxes
        .create(template)
        .ttl(Duration::from_secs(600))
        .blocking()?;
    println!("created  {} from {template}", created.id);
    let used = use_it(&client, &created, &runtime);
    // A sandbox is deleted also when something went wrong in it.
    sandboxes.delete(&created.id).blocking()?;
    println!("deleted  {}", created.id);
    used
}

fn use_it(client: &Client, created: &Sandbox, runtime: &tokio::runtime::Runtime) -> Outcome {
    let sandboxes = client.sandboxes();
    let ready = sandboxes.wait_for_ready(&created.id);
    let sandbox = ready.interval(Duration::from_millis(100)).blocking()?;
    runtime.block_on(asynchronous(client, &sandbox))?;
    blocking(client, &sandbox)
}

async fn asynchronous(client: &Client, sandbox: &Sandbox) -> Outcome {
    let sandboxes = client.sandboxes();
    let mut terminal = sandboxes.terminal(&sandbox.id).size(100, 30).await?;
    let input = terminal.input();

    // Typing and reading do not wait for each other.
    let typing = async {
        input.resize(132, 43).await?;
        input.send(SCRIPT).await
    };
    let reading = async {
        let mut whole = String::new();
        while let Some(output) = terminal.try_next().await? {
            whole.push_str(&output);
        }
        Ok::<_, quintet::Error>(whole)
    };
    let ((), output) = tokio::try_join!(typing, reading)?;
    show(&output, terminal.exit_code());

    let port = sandboxes.port(sandbox, PORT)?;
    let reply = port.get("/ping").await?;
    println!(
        "port     {PORT} {}: {}",
        reply.status(),
        reply.text().await?
    );
    Ok(())
}

fn blocking(client: &Client, sandbox: &Sandbox) -> Outcome {
    let sandboxes = client.sandboxes();
    let call = sandboxes.terminal(&sandbox.id).size(100, 30);
    let mut terminal = call.blocking()?;
    terminal.resize(132, 43).blocking()?;
    terminal.send(SCRIPT).blocking()?;
    let mut whole = String::new();
    while let Some(output) = terminal.read().blocking()? {
        whole.push_str(&output);
    }
    show(&whole, terminal.exit_code());

    let port: Port = sandboxes.port(sandbox, PORT)?;
    let reply = port.get("/ping").blocking()?;
    println!(
        "port     {PORT} {}: {}",
        reply.status(),
        reply.text().blocking()?
    );
    Ok(())
}

fn show(output: &str, exit_code: Option<i32>) {
    for line in output.lines() {
        println!("terminal {line}");
    }
    println!("exit     {exit_code:?}");
}
