//! A day of an agent: what it serves is logged on its way through, neither an outage nor a refused key loses an entry, and each
//! is accounted for.

mod agent;
#[cfg(feature = "spool")]
mod restart;

use std::time::Duration;

use quintet::gt8004::{Client, Ledger, LoggerBuilder, RequestLogEntry};
use quintet::sim::Fault;
use quintet::sim::gt8004::{Row, Simulator};

use crate::{Outcome, Report};

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Entries that are logged while the service is away, and how many of its connections break.
const ENTRIES: u64 = 1_000;
const BREAKS: u64 = 5;

/// What is stored of the agent's visitors: method, path, status, protocol, tool, and how often.
const SERVED: [(&str, &str, i64, &str, &str, u64); 7] = [
    ("POST", "/a2a/tasks/send", 200, "a2a", "summarize", 1),
    ("GET", "/api/broken", 502, "http", "broken", 1),
    ("POST", "/api/login", 200, "http", "login", 1),
    ("GET", "/api/report", 200, "http", "report", 1),
    ("GET", "/api/search", 200, "http", "search", 3),
    ("GET", "/api/stream", 200, "http", "stream", 1),
    ("POST", "/mcp", 200, "mcp", "translate", 1),
];

/// Visits the service with the key of `GT8004_API_KEY`, or a simulator. A real one gets the entries of nine requests.
pub(crate) async fn tour() -> Outcome {
    if std::env::var_os("GT8004_API_KEY").is_some() {
        let client = Client::from_env()?;
        let url = std::env::var("GT8004_INGEST_URL");
        let mut report = Report::begin("GT8004", url.as_deref().unwrap_or("the test network"));
        serve(&client, &mut report).await?;
        report.end();
        return Ok(());
    }
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.ingest_url())
        .agent_id("agent-1")
        .token(simulator.token())
        .build()?;
    let place = format!("{} (simulator)", simulator.ingest_url());
    let mut report = Report::begin("GT8004", &place);
    serve(&client, &mut report).await?;
    rows(&simulator, &mut report)?;
    numbers(&simulator, &mut report)?;
    outage(&simulator, &client, &mut report).await?;
    #[cfg(feature = "spool")]
    restart::restart(&simulator, &client, &mut report).await?;
    report.end();
    simulator.stop().await;
    Ok(())
}

/// The agent serves requests over HTTP, MCP and A2A; its logger ships what they were.
async fn serve(client: &Client, report: &mut Report) -> Outcome {
    client.verify_connection().await?;
    report.step("verify", "the key is good");
    let ledger = agent::serve(client).await?;
    report.step("stream", "the first event came before there was a second");
    report.step("ledger", &account(&ledger)?);
    let served: u64 = SERVED.iter().map(|served| served.5).sum();
    let is_whole = ledger.delivered == served;
    check(is_whole, "entries of visits are missing")
}

/// What is stored, and what of it nobody may read there.
fn rows(simulator: &Simulator, report: &mut Report) -> Outcome {
    let rows = simulator.rows();
    for (method, path, status, protocol, tool, times) in SERVED {
        let stored = rows.iter().filter(|row| row.path == path);
        let stored: Vec<&Row> = stored.collect();
        let is_right = |row: &&Row| {
            row.method == method
                && row.status_code == status
                && row.protocol == protocol
                && row.tool_name.as_deref() == Some(tool)
        };
        check(
            stored.len() as u64 == times && stored.iter().all(is_right),
            &format!("stored of {path} is {stored:?}"),
        )?;
        for row in stored {
            let took = row.response_ms;
            let what = format!("{method} {path} {status}, tool {tool}, {took:.2} ms");
            report.step("row", &what);
            check(is_told(row), &format!("{path} is stored as {row:?}"))?;
        }
    }
    Ok(())
}

/// What is special about the requests to some paths.
fn is_told(row: &Row) -> bool {
    match row.path.as_str() {
        "/api/broken" => row.error_type.as_deref() == Some("HTTP_502"),
        "/api/login" => row.request_body.as_deref() == Some(r#"{"user":"u","password":"***"}"#),
        "/api/report" => {
            (row.x402_amount, row.x402_token.as_deref()) == (Some(0.25), Some("USDC-base"))
        }
        "/api/stream" => row.response_body.as_deref() == Some("data: first\n\ndata: second\n\n"),
        _ => row.error_type.is_none() && row.x402_amount.is_none(),
    }
}

/// What the dashboards show of it.
fn numbers(simulator: &Simulator, report: &mut Report) -> Outcome {
    let all = simulator.numbers();
    let (requests, errors, customers) = (all.requests, all.errors, all.customers);
    let what = format!("{requests} requests, {errors} failed, {customers} customers");
    report.step("numbers", &what);
    let (paid, average) = (all.revenue, all.average_response_ms);
    report.step(
        "numbers",
        &format!("{paid} USDC, {average:.2} ms on average"),
    );
    for (name, tool) in &all.tools {
        let (requests, average) = (tool.requests, tool.average_response_ms);
        let what = format!("{name}: {requests}, {average:.2} ms on average");
        report.step("tool", &what);
    }
    let totals = (requests, errors, customers, paid) == (9, 1, 3, 0.25);
    let tools = SERVED.iter().all(|(.., name, times)| {
        let tool = all.tools.get(*name);
        tool.is_some_and(|tool| tool.requests == *times && tool.average_response_ms >= 0.0)
    });
    check(totals && tools, &format!("the numbers are {all:?}"))
}

/// The service is away: entries wait, and afterwards all of them are there, each once.
async fn outage(simulator: &Simulator, client: &Client, report: &mut Report) -> Outcome {
    let away = Fault::reset().on("POST", "/v1/ingest");
    simulator.inject(away.times(usize::try_from(BREAKS)?));
    let logger = patient(client).max_attempts(2).start()?;
    for _ in 0..ENTRIES {
        logger.log(RequestLogEntry::new("GET", "/outage", 200, Duration::ZERO));
    }
    report.step(
        "log",
        &format!("{ENTRIES} entries while the service is away"),
    );
    let flushed = logger.flush().await;
    check(flushed.is_err(), "a flush succeeded without the service")?;
    report.step("outage", &account(&logger.ledger())?);

    let ledger = logger.close(LIMIT).await;
    report.step("back", &account(&ledger)?);
    let broken = ledger.requests - ledger.batches;
    let batches = ledger.batches;
    report.step(
        "back",
        &format!("{batches} batches, {broken} requests that broke"),
    );
    let is_once = simulator.stored().values().all(|times| *times == 1);
    check(
        ledger.delivered == ENTRIES && broken == BREAKS && is_once,
        &format!("after the outage: {ledger:?}"),
    )
}

/// One that does not wait long before it tries again.
fn patient(client: &Client) -> LoggerBuilder {
    client.logger().retry_delay(Duration::from_millis(10))
}

/// What became of every entry, in words.
fn account(ledger: &Ledger) -> Outcome<String> {
    check(ledger.is_balanced(), &format!("out of balance: {ledger:?}"))?;
    let (accepted, delivered) = (ledger.accepted, ledger.delivered);
    let (dropped, queued, spooled) = (ledger.dropped_total(), ledger.queued, ledger.spooled);
    Ok(format!(
        "{accepted} = {delivered} delivered, {dropped} dropped, {queued} queued, {spooled} spooled"
    ))
}

fn check(is_right: bool, otherwise: &str) -> Outcome {
    match is_right {
        true => Ok(()),
        false => Err(otherwise.into()),
    }
}
