//! Following logs, over both transports and in every framing that the document allows. What a tail promises beyond the
//! wire is in `tests/tail/`.

use std::time::Duration;

use quintet::sim::synapse::{
    Framing, Job as SimJob, JobStatus as SimStatus, Tail as SimTail, TailFault,
};
use quintet::synapse::{Client, Jobs, Protocol, Tail, TailJobLogs, TailLimits, TailOutcome};
use quintet::{ErrorKind, Result, RetryPolicy};

use super::stage::{SOON, Stage, drive};
use crate::support::error::said;

const WAYS: [(Protocol, &str); 2] = [
    (Protocol::WebSocket, "websocket_tail_job_logs"),
    (Protocol::Http, "stream_tail_job_logs"),
];

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    whole(stage).await;
    settings(stage).await;
    broken(stage).await;
    stopped(stage).await;
}

/// All lines up to the end.
async fn lines(stage: &Stage, tail: &mut Tail) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    while let Some(line) = drive!(stage, Tail, next_line, tail).await? {
        lines.push(line);
    }
    Ok(lines)
}

async fn whole(stage: &Stage) {
    let all = drive!(stage, Client, jobs, &stage.client);
    for (protocol, operation) in WAYS {
        let call = drive!(stage, Jobs, tail, &all, "raysubmit_succeeded");
        let call = drive!(stage, TailJobLogs, protocol, call, protocol);
        let mut tail = stage.follow(operation, call).await.unwrap();
        assert_eq!(drive!(stage, Tail, protocol, &tail), Some(protocol));
        assert_eq!(drive!(stage, Tail, outcome, &tail), None);
        let log = lines(stage, &mut tail).await.unwrap();
        assert_eq!(log, ["loading the model", "epoch 1", "epoch 2", "done"]);
        assert_eq!(
            drive!(stage, Tail, outcome, &tail),
            Some(TailOutcome::Complete)
        );
        assert_eq!(drive!(stage, Tail, reconnected, &tail), 0);
        assert_eq!(drive!(stage, Tail, unfinished, &tail), None);
        let path = match protocol {
            Protocol::Http => "GET /jobs/raysubmit_succeeded/logs/stream/",
            _ => "GET /jobs/raysubmit_succeeded/logs/",
        };
        assert_eq!(stage.line(), path);
    }
}

async fn settings(stage: &Stage) {
    let all = stage.client.jobs();
    for (protocol, operation) in WAYS {
        let call = all.tail("raysubmit_succeeded").protocol(protocol);
        let limits = TailLimits::default();
        let limits = drive!(stage, TailLimits, messages, limits, 10);
        let limits = drive!(stage, TailLimits, lines, limits, 3);
        let limits = drive!(stage, TailLimits, bytes, limits, 1000);
        let limits = drive!(stage, TailLimits, message_size, limits, 7);
        let call = drive!(stage, TailJobLogs, limits, call, limits);
        let minute = Duration::from_secs(60);
        let call = drive!(stage, TailJobLogs, idle_timeout, call, minute);
        let call = drive!(stage, TailJobLogs, timeout, call, minute);
        let call = drive!(stage, TailJobLogs, reconnects, call, 0);
        let call = drive!(stage, TailJobLogs, retry, call, RetryPolicy::never());
        let call = drive!(stage, TailJobLogs, header, call, "x-trace", "1");
        let mut tail = stage.follow(operation, call).await.unwrap();
        let mut log = Vec::new();
        let error = loop {
            match tail.next_line().await {
                Ok(line) => log.push(line.unwrap()),
                Err(error) => break error,
            }
        };
        assert_eq!(log.len(), 3);
        assert_eq!(log[0], "loading [… 10 of 17 bytes left out]");
        assert_eq!(error.kind(), ErrorKind::RateLimited, "{error}");
        assert!(
            error.message().starts_with("Stream line limit exceeded"),
            "{error}"
        );
        assert_eq!(error.operation(), Some(operation));
        assert_eq!(tail.outcome(), Some(TailOutcome::Limit));
        let last = stage.last();
        assert_eq!(last.headers()["x-trace"], "1");
    }
}

/// A connection that breaks is opened again, and no line is lost or comes twice.
async fn broken(stage: &Stage) {
    let all = stage.client.jobs();
    let job = SimJob::new("long").generate(100, |line| format!("line {line}"));
    stage.simulator.add_job(job.then(SimStatus::Succeeded));
    for (protocol, operation) in WAYS {
        stage
            .simulator
            .inject_tail(TailFault::cut().after_lines(50));
        let retry = RetryPolicy::default().base_delay(SOON).max_delay(SOON);
        let call = all.tail("long").protocol(protocol).retry(retry);
        let mut tail = stage.follow(operation, call).await.unwrap();
        let log = lines(stage, &mut tail).await.unwrap();
        assert!(
            log.iter()
                .enumerate()
                .all(|(at, line)| *line == format!("line {at}"))
        );
        assert_eq!((log.len(), tail.reconnected()), (100, 1), "{protocol}");
    }
}

async fn stopped(stage: &Stage) {
    let all = stage.client.jobs();
    for (protocol, operation) in WAYS {
        let call = all.tail("raysubmit_abc123").protocol(protocol);
        let mut tail = stage.follow(operation, call).await.unwrap();
        tail.next_line().await.unwrap().unwrap();
        drive!(stage, Tail, stop, &mut tail).await.unwrap();
        assert_eq!(tail.outcome(), Some(TailOutcome::Stopped));
        stage.simulator.until_tails(|counts| counts.open == 0).await;
    }
    assert_eq!(stage.simulator.tails().client_messages, 0);
}

/// Each framing over the transport that it is documented for.
#[tokio::test]
async fn every_documented_framing_gives_the_same_lines() {
    let stage = Stage::start().await;
    for (tail, protocol) in [
        (
            SimTail::websocket().framing(Framing::Json),
            Protocol::WebSocket,
        ),
        (
            SimTail::websocket().framing(Framing::Text),
            Protocol::WebSocket,
        ),
        (
            SimTail::websocket().framing(Framing::Json).binary(),
            Protocol::WebSocket,
        ),
        (
            SimTail::websocket().framing(Framing::Json).fragments(3),
            Protocol::WebSocket,
        ),
        (SimTail::http().framing(Framing::Events), Protocol::Http),
        (SimTail::http().framing(Framing::TextEvents), Protocol::Http),
        (
            SimTail::http().framing(Framing::Events).fragments(3),
            Protocol::Http,
        ),
        (SimTail::http().keepalive(Some(SOON)), Protocol::Http),
    ] {
        let shown = format!("{tail:?}");
        stage.simulator.set_tail(tail);
        let call = stage.client.jobs().tail("raysubmit_succeeded");
        let mut tail = call.protocol(protocol).await.unwrap();
        let log = lines(&stage, &mut tail).await.unwrap();
        assert_eq!(
            log,
            ["loading the model", "epoch 1", "epoch 2", "done"],
            "{shown}"
        );
        assert_eq!(tail.outcome(), Some(TailOutcome::Complete), "{shown}");
    }
    stage.proxy.assert_clean();
}

/// What is documented to be refused keeps its status, whichever way it is asked for, and is asked for in one way only.
#[tokio::test]
async fn a_refusal_is_told_as_it_is_in_every_way() {
    let stage = Stage::start().await;
    let wrong = stage.client(|builder| builder.token("wrong"));
    for protocol in [Protocol::Auto, Protocol::WebSocket, Protocol::Http] {
        let http = protocol == Protocol::Http;
        let operation = WAYS[usize::from(http)].1;
        let follow = |client: &Client, id: &str| client.jobs().tail(id).protocol(protocol);
        let mut before = stage.simulator.requests().len();
        let mut check = |error: &quintet::Error, kind, status, requests: u32| {
            assert_eq!(
                said(error),
                (kind, Some(status), None),
                "{protocol}: {error}"
            );
            assert_eq!(error.operation(), Some(operation), "{protocol}: {error}");
            let sent = stage.simulator.requests().len();
            assert_eq!(sent - before, requests as usize, "{protocol}: {error}");
            before = sent;
        };
        let error = follow(&wrong, "raysubmit_abc123").await.unwrap_err();
        check(&error, ErrorKind::Unauthorized, 401, 1);
        let error = follow(&stage.client, "absent").await.unwrap_err();
        check(&error, ErrorKind::NotFound, 404, 1);
        assert_eq!(error.message(), "Job absent does not exist");
        stage.simulator.set_forbidden(true);
        let error = follow(&stage.client, "raysubmit_abc123").await.unwrap_err();
        check(&error, ErrorKind::Forbidden, 403, 1);
        stage.simulator.set_forbidden(false);
        stage.simulator.inject_tail(TailFault::refuse(429));
        let call = follow(&stage.client, "raysubmit_abc123");
        let error = call.retry(RetryPolicy::never()).await.unwrap_err();
        check(&error, ErrorKind::RateLimited, 429, 1);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    }
    assert_eq!(stage.simulator.tails().open, 0);
    stage.proxy.assert_clean();
}
