//! The Gateway in a minute: one run, a prefab's handle, several runs in one request, many in their own; first in asynchronous
//! form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example gateway_basic
//! GATEWAY_BASE_URL=https://gateway.example X_INTERNAL_TOKEN=eyJ0 \
//!     cargo run --features sim,blocking --example gateway_basic
//! ```
//!
//! Without `GATEWAY_BASE_URL` the server is a simulator in this process.

#![allow(clippy::print_stdout)]

use futures_util::StreamExt as _;
use quintet::blocking::{Blocking, BlockingStream};
use quintet::gateway::{Client, PrefabCall, Refusal};
use quintet::sim::gateway::Simulator;

const TEXTS: [&str; 2] = ["Hello", "World"];

fn translation(text: &str) -> PrefabCall {
    PrefabCall::new("translator", "1.0.0", "translate")
        .parameter("text", text)
        .parameter("target", "fr")
}

async fn asynchronous(client: &Client) -> quintet::Result<()> {
    let llm = client.prefab("llm-client", "1.0.0");
    let messages = [serde_json::json!({"role": "user", "content": "Hello"})];
    let result = llm.call("chat").parameter("messages", messages).await?;
    println!("chat: {}", result.function_result()["content"]);

    // Several calls, one request: the server executes one after the other.
    let batch = client.run_batch(TEXTS.map(translation)).await?;
    for (text, result) in TEXTS.iter().zip(&batch.results) {
        println!("{text}: {}", result.function_result()["translation"]);
    }

    // A request for each: one that fails does not touch the others.
    let unknown = PrefabCall::new("translator", "9.9.9", "translate");
    let calls = TEXTS.map(translation).into_iter().chain([unknown]);
    let mut items = client.run_many(calls).concurrency(2).items()?;
    while let Some(item) = items.next().await {
        match item.outcome {
            Ok(result) => println!("{}: {}", item.index, result.business_message()),
            Err(error) => println!("{}: {error}", item.index),
        }
    }

    let weather = client.run("weather-api", "1.0.0", "get_current_weather");
    match weather.parameter("city", "London").await {
        Ok(result) => println!("weather: {}", result.function_result()["condition"]),
        Err(error) => match Refusal::of(&error) {
            Some(Refusal::MissingSecret { secret_name, .. }) => {
                println!("weather: store the secret {secret_name:?} first");
            }
            _ => return Err(error),
        },
    }
    Ok(())
}

fn blocking(client: &Client) -> quintet::Result<()> {
    let result = client.call(translation("Hello")).blocking()?;
    println!("blocking: {}", result.function_result()["translation"]);

    let items = client.run_many(TEXTS.map(translation)).items()?;
    for item in items.blocking_iter()? {
        let result = item.outcome?;
        println!("blocking: {}", result.function_result()["translation"]);
    }
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
    runtime.block_on(asynchronous(&client))?;
    blocking(&client)?;
    Ok(())
}
