//! An application of axum whose requests are logged to GT8004.
//!
//! ```text
//! cargo run --features sim --example gt8004_axum
//! ```
//!
//! The application serves on loopback, the service is a simulator in this process, and a few requests show what is stored.

#![allow(clippy::print_stdout)]

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use http::Extensions;
use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
use quintet::gt8004::{Client, Logger};
use quintet::sim::gt8004::Simulator;
use tokio::net::TcpListener;

/// What axum knows of the other end of the connection.
fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let ConnectInfo(address) = extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(address.ip())
}

/// All that an application needs: a layer around its routes.
fn app(logger: &Logger) -> Router {
    let layer = LogLayer::new(logger.clone())
        .peer_address(peer)
        // One proxy before the application is trusted; without one, leave it out.
        .proxy_trust(ProxyTrust::Hops(1));
    Router::new()
        .route("/api/search", get(|| async { r#"{"results":[]}"# }))
        .route("/api/echo", post(|body: String| async { body }))
        .route("/health", get(|| async { "ok" }))
        .layer(layer)
}

async fn visit(base: &str) -> reqwest::Result<()> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()?;
    let from = ("x-forwarded-for", "203.0.113.7");
    client
        .get(format!("{base}/api/search?q=rust"))
        .header(from.0, from.1)
        .send()
        .await?
        .text()
        .await?;
    // The password gets to the application, and not into the log.
    let echoed = client
        .post(format!("{base}/api/echo"))
        .header(from.0, from.1)
        .body(r#"{"user":"u","password":"hunter2"}"#)
        .send()
        .await?;
    println!("the client got {}", echoed.text().await?);
    client.get(format!("{base}/nowhere")).send().await?;
    // Not logged.
    client.get(format!("{base}/health")).send().await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.ingest_url())
        .agent_id("agent-1")
        .token(simulator.token())
        .build()?;
    let logger = client.logger().start()?;

    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let service = app(&logger).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async { axum::serve(listener, service).await });
    visit(&base).await?;
    server.abort();

    println!("{}", logger.close(Duration::from_secs(5)).await);
    for row in simulator.rows() {
        println!(
            "{} {} {}: tool {}, from {}, body {}",
            row.method,
            row.path,
            row.status_code,
            row.tool_name.as_deref().unwrap_or("-"),
            row.ip_address.as_deref().unwrap_or("-"),
            row.request_body.as_deref().unwrap_or("-")
        );
    }
    Ok(())
}
