//! Loopai in a minute: its health, a task, executions and what became of them, the task's programs, and what errors mean; first
//! in asynchronous form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example loopai_basic
//! LOOPAI_BASE_URL=https://loopai.example LOOPAI_API_KEY=key-0123 \
//!     cargo run --features sim,blocking --example loopai_basic -- spam-detector
//! ```
//!
//! Without `LOOPAI_BASE_URL` the server is a simulator in this process. On a real server it creates a task of that name, which
//! stays: Loopai deletes none.

#![allow(clippy::print_stdout)]

use std::time::Duration;

use quintet::ErrorKind;
use quintet::blocking::Blocking;
use quintet::loopai::{Client, Refusal, RefusalKind, Task};
use quintet::sim::loopai::Simulator;
use serde_json::json;

async fn asynchronous(client: &Client, name: &str) -> quintet::Result<Task> {
    let health = client.health().await?;
    println!("health: {}, version {:?}", health.status, health.version);
    for (name, component) in client.detailed_health().await?.components {
        println!("health of {name}: {}", component.status);
    }

    let task = create(client, name).await?;
    execute(client, &task).await?;
    programs(client, &task).await?;
    refusals(client, &task).await?;
    Ok(task)
}

async fn create(client: &Client, name: &str) -> quintet::Result<Task> {
    let task = client
        .tasks()
        .create(name)
        .description("Classify a text as spam or ham")
        .input_schema(json!({"type": "object", "properties": {"text": {"type": "string"}}}))
        .output_schema(json!({"type": "string", "enum": ["spam", "ham"]}))
        .example(json!({"input": {"text": "Buy now, limited offer"}, "output": "spam"}))
        .example(json!({"input": {"text": "Lunch tomorrow?"}, "output": "ham"}))
        .accuracy_target(0.95)
        .latency_target(Duration::from_millis(20))
        .await?;
    println!("task {} is {}", task.name, task.id);
    Ok(task)
}

async fn execute(client: &Client, task: &Task) -> quintet::Result<()> {
    // The first execution generates the program, so it takes longer than those after it.
    let first = client.execute(&task.id, json!({"text": "Limited offer!"}));
    let first = first.response().await?;
    println!("{:?} after {:?}", first.value().output, first.elapsed());

    // As a type of one's own; a program that failed is an error here.
    let lunch = client.execute(&task.id, json!({"text": "Lunch?"}));
    let label: String = lunch.force_validation().await?.output_as()?;
    println!("lunch is {label}");

    // A program that fails is a result: the server answers 200.
    let failed = client.execute(&task.id, json!({"text": null})).await?;
    println!("{}: {:?}", failed.status, failed.error_message);
    // Whoever wants an error makes one of it. It knows the execution.
    if let Err(error) = failed.into_result() {
        let refusal = Refusal::of(&error);
        println!("execution {:?}: {error}", refusal.execution_id);
    }
    Ok(())
}

async fn programs(client: &Client, task: &Task) -> quintet::Result<()> {
    for program in client.tasks().artifacts(&task.id).await? {
        println!(
            "version {} in {}, {}, by {}:",
            program.version, program.language, program.status, program.synthesis_strategy
        );
        println!("{}", program.code);
    }
    let task = client.tasks().get(&task.id).await?;
    // The server keeps what it has read of a task for ten minutes.
    println!("{} has {} versions", task.name, task.total_versions);
    Ok(())
}

/// The kind of an error says what it means, and `Refusal` what the server said besides.
async fn refusals(client: &Client, task: &Task) -> quintet::Result<()> {
    let twice = client.tasks().create(&task.name).description("Again");
    let twice = twice.input_schema(json!({})).output_schema(json!({}));
    if let Err(error) = twice.await {
        let refusal = Refusal::of(&error);
        match refusal.kind {
            RefusalKind::Conflict => println!("{:?}: {}", refusal.code, error.message()),
            RefusalKind::Validation => println!("refused: {:?}", refusal.fields),
            _ => return Err(error),
        }
    }
    // Nothing was sent for this one.
    match client.execute("spam-detector", json!({"text": "Hi"})).await {
        Err(error) if error.kind() == ErrorKind::InvalidInput => println!("{}", error.message()),
        Err(error) => return Err(error),
        Ok(execution) => println!("{:?}", execution.output),
    }
    Ok(())
}

fn blocking(client: &Client, task: &Task) -> quintet::Result<()> {
    let execution = client.execute(&task.id, json!({"text": "Buy now"}));
    let execution = execution.blocking()?.into_result()?;
    println!("blocking: {:?}", execution.output);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    let mut simulator = None;
    let name = std::env::args().nth(1);
    let name = name.as_deref().unwrap_or("spam-detector");
    let client = if std::env::var_os("LOOPAI_BASE_URL").is_some() {
        Client::from_env()?
    } else {
        let started = simulator.insert(runtime.block_on(Simulator::start())?);
        Client::builder()
            .base_url(started.base_url())
            .token(started.token())
            .build()?
    };
    let task = runtime.block_on(asynchronous(&client, name))?;
    blocking(&client, &task)?;
    Ok(())
}
