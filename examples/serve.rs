//! Serves simulators until Ctrl-C:
//!
//! ```text
//! cargo run --features sim --example serve -- liteboxd=18080
//! cargo run --features sim --example serve -- liteboxd=18080 scale=1
//! ```
//!
//! An argument is `BACKEND=PORT` on 127.0.0.1 (0 takes a free port), or `scale=FACTOR` for how much faster than real time the
//! simulators of the arguments after it run. The default is 20.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use quintet::sim::liteboxd;

/// A simulator to serve.
struct Wanted {
    port: u16,
    scale: f64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let wanted = match read(std::env::args().skip(1)) {
        Ok(wanted) => wanted,
        Err(message) => {
            eprintln!(
                "serve: {message}\nusage: serve [scale=FACTOR] BACKEND=PORT...   (backends: liteboxd)"
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
            Some(("liteboxd", port)) => {
                let port = port
                    .parse()
                    .map_err(|_| bad("the port is not a number from 0 to 65535"))?;
                wanted.push(Wanted { port, scale });
            }
            Some(_) => return Err(bad("no such backend")),
            None => return Err(bad("neither BACKEND=PORT nor scale=FACTOR")),
        }
    }
    if wanted.is_empty() {
        return Err("nothing to serve".to_owned());
    }
    Ok(wanted)
}

async fn serve(wanted: &[Wanted]) -> std::io::Result<()> {
    let mut running = Vec::new();
    for wanted in wanted {
        let builder = liteboxd::Simulator::builder()
            .port(wanted.port)
            .time_scale(wanted.scale);
        let started = builder.start().await;
        let simulator = started.map_err(|error| {
            std::io::Error::new(
                error.kind(),
                format!("liteboxd on port {}: {error}", wanted.port),
            )
        })?;
        println!(
            "liteboxd  {}  API key: {}",
            simulator.base_url(),
            simulator.token()
        );
        running.push(simulator);
    }
    println!("Ctrl-C ends.");
    tokio::signal::ctrl_c().await?;
    for simulator in running {
        simulator.stop().await;
    }
    Ok(())
}
