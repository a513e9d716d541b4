//! A day with an agent: its cluster, a job whose log is followed over a connection that breaks, a run and a container.

use std::time::Duration;

use quintet::sim::synapse::{Job, JobStatus, Simulator, TailFault, Transport};
use quintet::synapse::{Client, FeasibilityKind, Protocol, TailLimits, TailOutcome};

use crate::{Outcome, Report};

const RELEASE: &str = "detector@1.2.0";

/// The job that is followed, and how often its connection breaks.
const JOB: &str = "quintet-tour";
const LINES: u64 = 2_000;
const BREAKS: usize = 3;

/// Visits the agent of `SYNAPSE_AGENT_URL`, or a simulator.
pub(crate) async fn tour() -> Outcome {
    if let Some(url) = std::env::var_os("SYNAPSE_AGENT_URL") {
        let client = Client::from_env()?;
        let mut report = Report::begin("Synapse", &url.to_string_lossy());
        look(&client, &mut report).await?;
        report.end();
        return Ok(());
    }
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()?;
    let place = format!("{} (simulator)", simulator.base_url());
    let mut report = Report::begin("Synapse", &place);
    look(&client, &mut report).await?;
    tail(&simulator, &client, &mut report).await?;
    work(&client, &mut report).await?;
    report.end();
    simulator.stop().await;
    Ok(())
}

/// What changes nothing, and so is done with a real agent too.
async fn look(client: &Client, report: &mut Report) -> Outcome {
    let health = client.health().await?;
    report.step("health", &health.to_string());

    let jobs = client.jobs().list().await?;
    let over = jobs.iter().filter(|job| job.is_over()).count();
    report.step("jobs", &format!("{}, of which {over} are over", jobs.len()));

    let cluster = client.resources().cluster().await?;
    let (alive, cpu) = (cluster.node_counts().alive(), cluster.cpu());
    let (free, total) = (cpu.available(), cpu.total());
    let what = format!("{free} of {total} processors free, nodes: {alive}");
    report.step("cluster", &what);

    let asked = client.resources().feasibility(FeasibilityKind::Job, 1.0);
    let answer = if asked.await?.allowed() { "yes" } else { "no" };
    report.step("ask", &format!("could a job have a processor? {answer}"));
    Ok(())
}

/// Follows a job while it writes, over a WebSocket that breaks in the middle of a message, then over HTTP. The agent sends the
/// log again from its beginning each time; here every line comes once, and in order.
async fn tail(simulator: &Simulator, client: &Client, report: &mut Report) -> Outcome {
    for (name, protocol, transport) in [
        ("websocket", Protocol::WebSocket, Transport::WebSocket),
        ("http", Protocol::Http, Transport::Http),
    ] {
        // Written in a tenth of a second of real time, while it is read.
        let job = Job::new(JOB)
            .generate(LINES, |line| format!("line {line}"))
            .every(Duration::from_millis(1))
            .then(JobStatus::Succeeded);
        simulator.add_job(job);
        for broken in 1..=BREAKS as u64 {
            let fault = TailFault::cut().after_lines(broken * LINES / 5);
            let earlier = usize::try_from(broken)? - 1;
            simulator.inject_tail(fault.mid_message().on(transport).skip(earlier));
        }

        let before = simulator.tails().lines;
        let call = client.jobs().tail(JOB).protocol(protocol);
        let mut tail = call.limits(TailLimits::unlimited()).await?;
        let mut next = 0;
        while let Some(line) = tail.next_line().await? {
            if line != format!("line {next}") {
                return Err(format!("{line:?} came in the place of line {next}").into());
            }
            next += 1;
        }
        if next != LINES || tail.outcome() != Some(TailOutcome::Complete) {
            return Err(format!("{next} lines, then {:?}", tail.outcome()).into());
        }
        let (broke, sent) = (tail.reconnected(), simulator.tails().lines - before);
        if broke != BREAKS as u64 {
            return Err(format!("the connection broke {broke} times").into());
        }
        let what = format!("{next} lines, each once; {broke} breaks, {sent} sent");
        report.step(name, &what);
    }
    Ok(())
}

/// A run makes a job; a container is built and deleted.
async fn work(client: &Client, report: &mut Report) -> Outcome {
    let soon = Duration::from_millis(50);
    let run = client.plugins().run(RELEASE, "train").param("epochs", 3);
    run.job_id("quintet-tour-run").await?;
    let job = client.jobs().wait("quintet-tour-run").interval(soon);
    let job = job.await?;
    let status = job.status.map(|status| status.to_string());
    let what = format!("{RELEASE}: {}", status.unwrap_or_default());
    report.step("run", &what);

    let containers = client.containers();
    let created = containers.create(RELEASE).await?;
    let build = created.build_id.ok_or("the build has no id")?;
    let built = client.builds().wait(&build).interval(soon).await?;
    let made = built.result.ok_or("the build has no result")?;
    let id = made.id.and_then(|id| id.as_i64());
    containers
        .delete(id.ok_or("the container has no id")?)
        .await?;
    let image = made.image.unwrap_or_default();
    report.step("container", &format!("{image} built and deleted"));
    Ok(())
}
