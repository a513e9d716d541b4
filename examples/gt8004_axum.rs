//! An agent on axum whose requests are logged to GT8004: the ten lines of `agent` are all it takes.
//!
//! ```text
//! cargo run --features sim --example gt8004_axum
//! GT8004_AGENT_ID=agent-1 GT8004_API_KEY=gt8004_0123 GT8004_INGEST_URL=https://ingest.gt8004.xyz/v1/ingest \
//!     cargo run --features sim --example gt8004_axum
//! ```
//!
//! The agent serves on loopback, and a few requests are made of it. Without `GT8004_API_KEY` the service is a simulator in
//! this process, and shows what it stored.

#![allow(clippy::print_stdout)]

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
use quintet::gt8004::{Client, Ledger, Logger};
use quintet::sim::gt8004::Simulator;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The service tells customers apart by address: that of the connection, or, behind a proxy, the one that the proxy saw.
async fn agent(
    listener: TcpListener,
    logger: Logger,
    end: oneshot::Receiver<()>,
) -> std::io::Result<Ledger> {
    let layer = LogLayer::new(logger.clone())
        .peer_address(|seen| Some(seen.get::<ConnectInfo<SocketAddr>>()?.0.ip()))
        .proxy_trust(ProxyTrust::Hops(1));
    let app = Router::new()
        .route("/api/search", get(|| async { r#"{"results":[]}"# }))
        .route("/api/login", post(|body: String| async { body }))
        .route("/health", get(|| async { "ok" }))
        .layer(layer);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, app).with_graceful_shutdown(async { drop(end.await) });
    served.await?;
    Ok(logger.close(Duration::from_secs(5)).await)
}

/// What is asked of the agent.
async fn visit(base: &str) -> reqwest::Result<()> {
    let visitor = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let visitor = visitor.build()?;
    let (proxy, customer) = ("x-forwarded-for", "203.0.113.7");
    let search = visitor.get(format!("{base}/api/search?q=rust"));
    search.header(proxy, customer).send().await?;
    // The password gets to the agent, and not into the log.
    let login = visitor.post(format!("{base}/api/login"));
    let login = login.header(proxy, customer);
    let login = login.body(r#"{"user":"u","password":"hunter2"}"#);
    println!("the visitor got {}", login.send().await?.text().await?);
    // Past the proxy, and to nothing that is there.
    visitor.get(format!("{base}/nowhere")).send().await?;
    // Not logged.
    visitor.get(format!("{base}/health")).send().await?;
    Ok(())
}

fn show(simulator: &Simulator) {
    for row in simulator.rows() {
        println!(
            "{} {}: {} in {:.2} ms, tool {}, from {}, body {}",
            row.method,
            row.path,
            row.status_code,
            row.response_ms,
            row.tool_name.as_deref().unwrap_or("-"),
            row.ip_address.as_deref().unwrap_or("-"),
            row.request_body.as_deref().unwrap_or("-")
        );
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut simulator = None;
    let logger = if std::env::var_os("GT8004_API_KEY").is_some() {
        Logger::from_env()?
    } else {
        let started = simulator.insert(Simulator::start().await?);
        let client = Client::builder()
            .base_url(started.ingest_url())
            .agent_id("agent-1")
            .token(started.token())
            .build()?;
        client.logger().start()?
    };
    logger.verify_connection().await?;

    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let (end, ended) = oneshot::channel();
    let visits = async {
        let visited = visit(&base).await;
        drop(end);
        visited
    };
    let (ledger, visited) = tokio::join!(agent(listener, logger, ended), visits);
    visited?;
    println!("{}", ledger?);
    if let Some(simulator) = &simulator {
        show(simulator);
    }
    Ok(())
}
