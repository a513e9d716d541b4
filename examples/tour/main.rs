//! A tour of the backends: every step of a day's work, and what it took.
//!
//! ```text
//! cargo run --features sim --example tour
//! cargo run --features sim --example tour -- liteboxd
//! LITEBOXD_BASE_URL=https://sandboxes.example LITEBOXD_AUTH_TOKEN=lbxk_0123 cargo run --features sim --example tour
//! ```
//!
//! Without arguments it visits all backends. A backend whose `LITEBOXD_BASE_URL`, `GATEWAY_BASE_URL`, `LOOPAI_BASE_URL`,
//! `SYNAPSE_AGENT_URL` or `GT8004_API_KEY` is set is the real one; any other is a simulator in this process.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod gateway;
mod gt8004;
mod liteboxd;
mod loopai;
mod report;
mod synapse;

use std::error::Error;
use std::process::ExitCode;

use report::Report;

/// The backends that can be visited, in this order.
const BACKENDS: [&str; 5] = ["liteboxd", "gateway", "loopai", "synapse", "gt8004"];

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !BACKENDS.contains(&name.as_str()))
    {
        let known = BACKENDS.join(", ");
        eprintln!("tour: no backend {unknown:?}\nusage: tour [BACKEND]...   (backends: {known})");
        return ExitCode::from(2);
    }
    if wanted.is_empty() {
        wanted = BACKENDS.map(str::to_owned).into();
    }
    for backend in wanted {
        if let Err(error) = visit(&backend).await {
            eprintln!("tour: {backend}: {}", chain(error.as_ref()));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

async fn visit(backend: &str) -> Outcome {
    match backend {
        "liteboxd" => liteboxd::tour().await,
        "gateway" => gateway::tour().await,
        "loopai" => loopai::tour().await,
        "synapse" => synapse::tour().await,
        "gt8004" => gt8004::tour().await,
        other => Err(format!("there is no tour of {other}").into()),
    }
}

/// An error with what caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let texts = std::iter::once(error)
        .chain(causes)
        .map(|one| one.to_string());
    texts.collect::<Vec<_>>().join(": ")
}
