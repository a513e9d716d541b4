//! Logging to GT8004 by hand: whether the key is good, entries of several kinds, and what became of each; first in
//! asynchronous form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example gt8004_manual
//! GT8004_AGENT_ID=agent-1 GT8004_API_KEY=gt8004_0123 GT8004_INGEST_URL=https://ingest.gt8004.xyz/v1/ingest \
//!     cargo run --features sim,blocking --example gt8004_manual
//! ```
//!
//! Without `GT8004_API_KEY` the service is a simulator in this process, and shows what it stored.

#![allow(clippy::print_stdout)]

use std::time::Duration;

use quintet::blocking::Blocking;
use quintet::gt8004::{Client, Logger, Protocol, RequestLogEntry};
use quintet::sim::gt8004::Simulator;
use tokio::time::Instant;

/// How long closing may take.
const LIMIT: Duration = Duration::from_secs(5);

async fn asynchronous(client: &Client) -> quintet::Result<()> {
    let logger = client.logger().batch_size(100).start()?;
    // Asks the service itself; nothing is queued for it.
    logger.verify_connection().await?;
    println!("the key is good");

    log(&logger);
    // An error says why some of it is not there yet. Whoever does not want to know need not flush.
    logger.flush().await?;
    println!("after a flush: {}", logger.ledger());

    let ledger = logger.close(LIMIT).await;
    // It came after the end: refused, and counted.
    logger.log(RequestLogEntry::new("GET", "/late", 200, Duration::ZERO));
    println!("in the end: {}", logger.ledger());
    println!("{} clamped, {} requests", ledger.clamped, ledger.requests);
    Ok(())
}

/// Neither waits nor fails.
fn log(logger: &Logger) {
    let start = Instant::now();
    let reply = "hello".to_uppercase();
    logger.log(
        RequestLogEntry::new("POST", "/api/shout", 200, start.elapsed())
            .with_tool_name("shout")
            .with_ip_address("203.0.113.7")
            .with_request_body("hello")
            .with_response_body(reply),
    );
    logger.log(
        RequestLogEntry::new("GET", "/api/search", 504, Duration::from_secs(10))
            .with_tool_name("search")
            .with_ip_address("203.0.113.7")
            .with_error_type("upstream_timeout"),
    );
    // Paid for; an amount counts together with its transaction. The method is too long to be stored, so it is sent as `CALL`.
    logger.log(
        RequestLogEntry::new("tools/call", "/mcp", 200, Duration::from_millis(80))
            .with_protocol(Protocol::Mcp)
            .with_tool_name("translate")
            .with_ip_address("203.0.113.8")
            .with_x402(0.25, format!("0x{}", "5ca1ab1e".repeat(8)))
            .with_x402_token("USDC"),
    );
}

/// Without a runtime the worker has a thread of its own.
fn blocking(client: &Client) -> quintet::Result<()> {
    let logger = client.logger().protocol(Protocol::A2a).start()?;
    let took = Duration::from_millis(3);
    let entry = RequestLogEntry::new("POST", "/a2a/tasks/send", 200, took);
    logger.log(entry.with_tool_name("summarize"));
    logger.flush().blocking()?;
    let ledger = logger.close(LIMIT).blocking()?;
    println!("blocking: {ledger}");
    Ok(())
}

/// What is stored, and the numbers that the dashboards show.
fn show(simulator: &Simulator) {
    for row in simulator.rows() {
        let (method, path, status) = (row.method, row.path, row.status_code);
        println!("stored: {method} {path} {status}, {}", row.protocol);
    }
    let all = simulator.numbers();
    println!(
        "{} requests, {} failed, {} customers, {} USDC",
        all.requests, all.errors, all.customers, all.revenue
    );
    for (name, tool) in &all.tools {
        let average = tool.average_response_ms;
        println!("{name}: {} in {average:.1} ms on average", tool.requests);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let client = if std::env::var_os("GT8004_API_KEY").is_some() {
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        Client::builder()
            .base_url(started.ingest_url())
            .agent_id("agent-1")
            .token(started.token())
            .build()?
    };
    runtime.block_on(asynchronous(&client))?;
    blocking(&client)?;
    if let Some(simulator) = &simulator {
        show(simulator);
    }
    Ok(())
}
