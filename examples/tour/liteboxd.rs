//! The life of a sandbox, from its creation to its deletion, and that of a template.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::liteboxd::{Client, Sandbox, Sandboxes, TemplateSpec};
use quintet::sim::liteboxd::Simulator;

use crate::{Outcome, Report};

const TEMPLATE: &str = "python-data-science";
const PROGRAM: &str = "print(6 * 7)";
const OWN_TEMPLATE: &str = "quintet-tour";
const IMAGE: &str = "python:3.12-slim";
const FILE: &str = "/tmp/tour.bin";

/// Visits the server of `LITEBOXD_BASE_URL`, or a simulator.
pub(crate) async fn tour() -> Outcome {
    if let Some(url) = std::env::var_os("LITEBOXD_BASE_URL") {
        let client = Client::from_env()?;
        return visit(&client, &url.to_string_lossy(), Duration::from_secs(2)).await;
    }
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()?;
    let place = format!("{} (simulator)", simulator.base_url());
    visit(&client, &place, Duration::from_millis(20)).await?;
    simulator.stop().await;
    Ok(())
}

/// Looks at each `interval` where it has to wait.
async fn visit(client: &Client, place: &str, interval: Duration) -> Outcome {
    let mut report = Report::begin("LiteBoxd", place);
    let sandboxes = client.sandboxes();

    let sandbox = sandboxes
        .create(TEMPLATE)
        .env("TOUR", "true")
        .ttl(Duration::from_secs(600))
        .await?;
    report.step("create", &format!("{} from {TEMPLATE}", sandbox.id));

    let worked = work(&sandboxes, &sandbox, interval, &mut report).await;
    // A sandbox is deleted also when something went wrong in it.
    let deleted = delete(&sandboxes, &sandbox, interval, &mut report).await;
    worked.and(deleted)?;
    templates(client, interval, &mut report).await?;
    report.end();
    Ok(())
}

/// Everything that is done with a sandbox while it lives.
async fn work(
    sandboxes: &Sandboxes,
    sandbox: &Sandbox,
    interval: Duration,
    report: &mut Report,
) -> Outcome {
    let id = &sandbox.id;
    let mut seen: Vec<String> = Vec::new();
    let mut states = pin!(sandboxes.wait_for_ready(id).interval(interval).updates());
    while let Some(state) = states.next().await {
        let status = state?.status.to_string();
        if seen.last() != Some(&status) {
            seen.push(status);
        }
    }
    report.step("wait", &seen.join(" -> "));

    let result = sandboxes.execute(id, ["python", "-c", PROGRAM]).await?;
    if !result.success() {
        let (code, text) = (result.exit_code, result.stderr.trim());
        return Err(format!("the command ended with exit code {code}: {text}").into());
    }
    let output = result.stdout.trim();
    report.step(
        "execute",
        &format!("python -c {PROGRAM:?} printed {output}"),
    );

    let logs = sandboxes.logs(id).await?;
    let (lines, events) = (logs.logs.lines().count(), logs.events().len());
    report.step("logs", &format!("{lines} lines, {events} events"));

    files(sandboxes, id, report).await
}

/// A file of all bytes goes in and comes out.
async fn files(sandboxes: &Sandboxes, id: &str, report: &mut Report) -> Outcome {
    let sent: Vec<u8> = (0..=u8::MAX).cycle().take(64 * 1024).collect();
    sandboxes.upload(id, FILE, sent.clone()).await?;
    report.step("upload", &format!("{} bytes to {FILE}", sent.len()));

    let received = sandboxes.download(id, FILE).await?.bytes().await?;
    if received != sent {
        let size = received.len();
        return Err(format!("{FILE} came back different, with {size} bytes").into());
    }
    report.step("download", &format!("{} bytes, the same", received.len()));
    Ok(())
}

async fn delete(
    sandboxes: &Sandboxes,
    sandbox: &Sandbox,
    interval: Duration,
    report: &mut Report,
) -> Outcome {
    let record = sandboxes.delete(&sandbox.id).await?;
    let status = record.map_or_else(|| "gone".to_owned(), |record| record.status.to_string());
    report.step("delete", &status);

    let gone = sandboxes.wait_until_deleted(&sandbox.id).interval(interval);
    gone.await?;
    report.step("wait", "gone");
    Ok(())
}

/// A template is made, changed, exported and deleted, and its image is pulled to the nodes.
async fn templates(client: &Client, interval: Duration, report: &mut Report) -> Outcome {
    let templates = client.templates();
    let created = templates
        .create(OWN_TEMPLATE, TemplateSpec::new(IMAGE).with_memory("1Gi"))
        .await?;
    report.step("template", &format!("{} from {IMAGE}", created.name));

    let worked = change(client, interval, report).await;
    templates.delete(OWN_TEMPLATE).await?;
    report.step("delete", OWN_TEMPLATE);
    worked
}

async fn change(client: &Client, interval: Duration, report: &mut Report) -> Outcome {
    let templates = client.templates();
    let spec = templates.get(OWN_TEMPLATE).await?.into_spec()?;
    let updated = templates
        .update(OWN_TEMPLATE, spec.with_cpu("250m"))
        .changelog("Less CPU")
        .await?;
    report.step("update", &format!("version {}", updated.latest_version));

    let yaml = templates.export_yaml(OWN_TEMPLATE).await?;
    report.step("export", &format!("{} bytes of YAML", yaml.len()));

    let prepulls = client.prepulls();
    let task = prepulls.create_for_template(OWN_TEMPLATE).await?;
    let pulled = prepulls
        .wait_for_completion(&task.id)
        .interval(interval)
        .await;
    prepulls.delete(&task.id).await?;
    let nodes = pulled?.progress.map_or(0, |progress| progress.ready);
    report.step("prepull", &format!("{IMAGE} on {nodes} nodes"));
    Ok(())
}
