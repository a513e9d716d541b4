//! Templates of LiteBoxd: versions, image prepull, export and import; first in asynchronous form, then in blocking form.
//!
//! ```text
//! cargo run --features sim,blocking --example liteboxd_templates
//! LITEBOXD_BASE_URL=https://sandboxes.example/api/v1 LITEBOXD_AUTH_TOKEN=lbxk_0123 \
//!     cargo run --features sim,blocking --example liteboxd_templates
//! ```
//!
//! Without `LITEBOXD_BASE_URL` the server is a simulator in this process. What it creates it deletes again.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::pin::pin;
use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::blocking::Blocking;
use quintet::liteboxd::{Client, ImportStrategy, NetworkSpec, ReadinessProbe, TemplateSpec};
use quintet::sim::liteboxd::Simulator;

const NAME: &str = "quintet-example";
const IMAGE: &str = "python:3.11-slim";

fn main() -> Result<(), Box<dyn Error>> {
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
    runtime.block_on(asynchronous(&client))?;
    blocking(&client)
}

fn spec() -> TemplateSpec {
    TemplateSpec::new(IMAGE)
        .with_memory("1Gi")
        .with_ttl(Duration::from_secs(1800))
        .with_env("PYTHONUNBUFFERED", "1")
        .with_file("/workspace/hello.py", "print('hello')\n")
        .with_readiness_probe(ReadinessProbe::new(["python", "--version"]))
        .with_network(NetworkSpec::internet().with_allowed_domain("api.example.com"))
}

async fn asynchronous(client: &Client) -> Result<(), Box<dyn Error>> {
    let templates = client.templates();
    let created = templates.create(NAME, spec()).tags(["example"]).await?;
    println!(
        "created  {} version {}",
        created.name, created.latest_version
    );

    // Read, change, send back: nothing else changes.
    let spec = templates.get(NAME).await?.into_spec()?;
    let update = templates.update(NAME, spec.with_memory("2Gi"));
    let updated = update.changelog("More memory").await?;
    println!(
        "updated  {} version {}",
        updated.name, updated.latest_version
    );

    let rolled = templates.rollback(NAME, 1).await?;
    println!(
        "restored version {} as {}",
        rolled.rolled_back_to, rolled.latest_version
    );
    for version in templates.list_versions(NAME).await? {
        println!(
            "         {} {}",
            version.version,
            version.changelog.unwrap_or_default()
        );
    }

    let mut tagged = pin!(templates.list().tag("example").items());
    while let Some(template) = tagged.try_next().await? {
        println!("listed   {}", template.name);
    }

    let prepulls = client.prepulls();
    let task = prepulls.create_for_template(NAME).await?;
    let wait = prepulls
        .wait_for_completion(&task.id)
        .interval(Duration::from_millis(100));
    let mut updates = pin!(wait.updates());
    while let Some(task) = updates.try_next().await? {
        let progress = task
            .progress
            .map(|progress| format!("{} of {}", progress.ready, progress.total));
        println!(
            "prepull  {} on {} nodes",
            task.status,
            progress.unwrap_or_default()
        );
    }
    prepulls.delete(&task.id).await?;
    Ok(())
}

fn blocking(client: &Client) -> Result<(), Box<dyn Error>> {
    let (templates, transfer) = (client.templates(), client.import_export());
    let yaml = transfer.export_all().tag("example").blocking()?;
    println!("exported {} bytes", yaml.len());

    templates.delete(NAME).blocking()?;
    let result = transfer
        .import_templates(yaml)
        .strategy(ImportStrategy::CreateOnly)
        .blocking()?;
    println!("imported {} of {}", result.created, result.total);
    for item in result.failures() {
        println!(
            "         {}: {}",
            item.name,
            item.error.as_deref().unwrap_or("no reason")
        );
    }

    templates.delete(NAME).blocking()?;
    println!("deleted  {NAME}");
    Ok(())
}
