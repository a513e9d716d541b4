//! Serves simulators until Ctrl-C:
//!
//! ```text
//! cargo run --features sim --example serve -- liteboxd=18080
//! cargo run --features sim --example serve -- scale=1 liteboxd=18080 gateway=18081 synapse=18082 loopai=18083 loopai-edge=18084 gt8004=18085
//! ```
//!
//! An argument is `BACKEND=PORT` on 127.0.0.1 (0 takes a free port), or `scale=FACTOR` for how much faster than real time the
//! simulators of the arguments after it run. The default is 20.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use quintet::sim::{gateway, gt8004, liteboxd, loopai, synapse};

/// What can be served.
#[derive(Clone, Copy)]
enum Backend {
    LiteBoxd,
    Gateway,
    Synapse,
    Gt8004,
    Loopai,
    LoopaiEdge,
}

impl Backend {
    fn find(name: &str) -> Option<Self> {
        match name {
            "liteboxd" => Some(Self::LiteBoxd),
            "gateway" => Some(Self::Gateway),
            "synapse" => Some(Self::Synapse),
            "gt8004" => Some(Self::Gt8004),
            "loopai" => Some(Self::Loopai),
            "loopai-edge" => Some(Self::LoopaiEdge),
            _ => None,
        }
    }
}

/// A simulator to serve.
struct Wanted {
    backend: Backend,
    port: u16,
    scale: f64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let wanted = match read(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(message) => {
            eprintln!(
                "serve: {message}\nusage: serve [scale=FACTOR] BACKEND=PORT...   (backends: liteboxd, gateway, synapse, loopai, loopai-edge, gt8004)"
            );
            return ExitCode::from(2);
        }
    };
    match serve(&wanted).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serve: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(arguments: impl Iterator<Item = String>) -> Result<Vec<Wanted>, String> {
    let mut wanted = Vec::new();
    let mut scale = 20.0;
    for argument in arguments {
        let bad = |what: &str| format!("{argument:?}: {what}");
        match argument.split_once('=') {
            Some(("scale", factor)) => {
                scale = factor
                    .parse()
                    .map_err(|_| bad("the factor is not a number"))?;
                if !(0.001..=1_000_000.0).contains(&scale) {
                    return Err(bad("the factor is not between 0.001 and 1000000"));
                }
            }
            Some((name, port)) => {
                let backend = Backend::find(name).ok_or_else(|| bad("no such backend"))?;
                let port = port
                    .parse()
                    .map_err(|_| bad("the port is not a number from 0 to 65535"))?;
                wanted.push(Wanted {
                    backend,
                    port,
                    scale,
                });
            }
            None => return Err(bad("neither BACKEND=PORT nor scale=FACTOR")),
        }
    }
    if wanted.is_empty() {
        return Err("nothing to serve".to_owned());
    }
    Ok(wanted)
}

/// A simulator that runs.
enum Running {
    LiteBoxd(liteboxd::Simulator),
    Gateway(gateway::Simulator),
    Synapse(synapse::Simulator),
    Gt8004(gt8004::Simulator),
    Loopai(loopai::Simulator),
    LoopaiEdge(loopai::edge::Simulator),
}

impl Running {
    /// Starts one and says where it is.
    async fn start(wanted: &Wanted) -> std::io::Result<Self> {
        let Wanted { port, scale, .. } = *wanted;
        match wanted.backend {
            Backend::LiteBoxd => {
                let builder = liteboxd::Simulator::builder().port(port).time_scale(scale);
                let simulator = builder.start().await?;
                println!(
                    "liteboxd  {}  API key: {}",
                    simulator.base_url(),
                    simulator.token()
                );
                Ok(Self::LiteBoxd(simulator))
            }
            Backend::Gateway => {
                let builder = gateway::Simulator::builder().port(port).time_scale(scale);
                let simulator = builder.start().await?;
                println!(
                    "gateway  {}  internal token: {}  API key: {}  object store: {}",
                    simulator.base_url(),
                    simulator.token(),
                    simulator.api_key(),
                    simulator.store_url()
                );
                Ok(Self::Gateway(simulator))
            }
            Backend::Synapse => {
                let builder = synapse::Simulator::builder().port(port).time_scale(scale);
                let simulator = builder.start().await?;
                println!(
                    "synapse  {}  agent token: {}",
                    simulator.base_url(),
                    simulator.token()
                );
                Ok(Self::Synapse(simulator))
            }
            Backend::Gt8004 => {
                let builder = gt8004::Simulator::builder().port(port).time_scale(scale);
                let simulator = builder.start().await?;
                println!(
                    "gt8004  {}  API key: {}",
                    simulator.ingest_url(),
                    simulator.token()
                );
                Ok(Self::Gt8004(simulator))
            }
            Backend::Loopai => {
                let builder = loopai::Simulator::builder().port(port).time_scale(scale);
                let simulator = builder.start().await?;
                println!(
                    "loopai  {}  key: {} (or none)  task: {}",
                    simulator.base_url(),
                    simulator.token(),
                    simulator.task_id()
                );
                Ok(Self::Loopai(simulator))
            }
            Backend::LoopaiEdge => {
                let builder = loopai::edge::Simulator::builder()
                    .port(port)
                    .time_scale(scale);
                let simulator = builder.start().await?;
                println!("loopai-edge  {}", simulator.base_url());
                Ok(Self::LoopaiEdge(simulator))
            }
        }
    }

    async fn stop(&self) {
        match self {
            Self::LiteBoxd(simulator) => simulator.stop().await,
            Self::Gateway(simulator) => simulator.stop().await,
            Self::Synapse(simulator) => simulator.stop().await,
            Self::Gt8004(simulator) => simulator.stop().await,
            Self::Loopai(simulator) => simulator.stop().await,
            Self::LoopaiEdge(simulator) => simulator.stop().await,
        }
    }
}

async fn serve(wanted: &[Wanted]) -> std::io::Result<()> {
    let mut running = Vec::new();
    for wanted in wanted {
        let started = Running::start(wanted).await;
        running.push(started.map_err(|error| {
            std::io::Error::new(error.kind(), format!("port {}: {error}", wanted.port))
        })?);
    }
    println!("Ctrl-C ends.");
    tokio::signal::ctrl_c().await?;
    for simulator in running {
        simulator.stop().await;
    }
    Ok(())
}
