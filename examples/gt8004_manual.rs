//! Logging to GT8004 by hand: whether the key is good, entries of three kinds, and what became of each.
//!
//! ```text
//! cargo run --features sim --example gt8004_manual
//! GT8004_AGENT_ID=agent-1 GT8004_API_KEY=gt8004_0123 GT8004_INGEST_URL=https://ingest.gt8004.xyz/v1/ingest \
//!     cargo run --features sim --example gt8004_manual
//! ```
//!
//! Without `GT8004_API_KEY` the service is a simulator in this process.

#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use quintet::gt8004::{Client, Logger, Protocol, RequestLogEntry};
use quintet::sim::gt8004::Simulator;

fn log(logger: &Logger) {
    let start = Instant::now();
    let greeting = "hello".to_uppercase();
    logger.log(
        RequestLogEntry::new("POST", "/api/greet", 200, start.elapsed())
            .with_tool_name("greet")
            .with_ip_address("203.0.113.7")
            .with_request_body(r#"{"name":"hello"}"#)
            .with_response_body(greeting),
    );
    // Paid for: an amount counts together with the transaction.
    logger.log(
        RequestLogEntry::new("POST", "/mcp", 200, Duration::from_millis(80))
            .with_protocol(Protocol::Mcp)
            .with_tool_name("translate")
            .with_ip_address("203.0.113.8")
            .with_x402(0.25, format!("0x{}", "0".repeat(64)))
            .with_x402_token("USDC"),
    );
    logger.log(
        RequestLogEntry::new("GET", "/api/search", 504, Duration::from_secs(10))
            .with_tool_name("search")
            .with_ip_address("203.0.113.7")
            .with_error_type("upstream_timeout"),
    );
}

/// What the dashboards show of it.
fn show(simulator: &Simulator) {
    let numbers = simulator.numbers();
    println!(
        "stored: {} requests, {} failed, {} customers, {} USDC",
        numbers.requests, numbers.errors, numbers.customers, numbers.revenue
    );
    for (name, tool) in &numbers.tools {
        let average = tool.average_response_ms;
        println!("{name}: {} requests, {average:.1} ms", tool.requests);
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut simulator = None;
    let client = if std::env::var_os("GT8004_API_KEY").is_some() {
        Client::from_env()?
    } else {
        let started = simulator.insert(Simulator::start().await?);
        Client::builder()
            .base_url(started.ingest_url())
            .agent_id("agent-1")
            .token(started.token())
            .build()?
    };
    let logger = client.logger().start()?;
    logger.verify_connection().await?;
    println!("the key is good");
    log(&logger);
    logger.flush().await?;
    println!("{}", logger.close(Duration::from_secs(5)).await);
    if let Some(simulator) = &simulator {
        show(simulator);
    }
    Ok(())
}
