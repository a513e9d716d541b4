//! One request that runs calls, and what its refusals and replies mean. Contract: §1.2, §1.3, §5.

use std::time::Duration;

use http::header::CONTENT_TYPE;

use crate::error::{Error, ErrorKind, Result};
use crate::gateway::{Client, Refusal};
use crate::generated::gateway::Client as Raw;
use crate::generated::gateway::types::{PrefabCall, RunReply, RunRequest};
use crate::runtime::{CallOptions, Download, Exchange};

/// The media type of events.
const EVENTS: &str = "text/event-stream";

/// How the runs of a client are sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Whether they go to `/v1/run`.
    pub(super) legacy: bool,
    pub(super) limit: Duration,
}

impl Terms {
    pub(super) fn of(client: &Client) -> Self {
        Self {
            legacy: client.legacy,
            limit: client.run_timeout,
        }
    }

    pub(super) fn operation(self) -> &'static str {
        if self.legacy { "run_legacy" } else { "run" }
    }

    pub(super) fn stream_operation(self) -> &'static str {
        if self.legacy {
            "run_legacy_stream"
        } else {
            "run_stream"
        }
    }

    /// Lets the events of a run stand still as long as a whole run may take, unless the caller says otherwise.
    pub(super) fn adjust_stream(self, options: &mut CallOptions) {
        options.idle_timeout.get_or_insert(self.limit);
    }

    /// Gives a run its time, unless the caller has.
    pub(super) fn adjust(self, options: &mut CallOptions) {
        options.timeout.get_or_insert(self.limit);
    }

    /// Sends calls and gives one result for each.
    pub(super) async fn send(
        self,
        exchange: &Exchange,
        calls: Vec<PrefabCall>,
    ) -> Result<RunReply> {
        let request = RunRequest { calls };
        exchange.keep_reply();
        let sent = if self.legacy {
            Raw::of(exchange).run_legacy(&request).await
        } else {
            Raw::of(exchange).run(&request).await
        };
        let calls = &request.calls;
        let reply = sent.map_err(|error| explain(streams(error), calls, exchange))?;
        if reply.results.len() == calls.len() {
            return Ok(reply);
        }
        Err(exchange.broken_promise(format!(
            "the reply has {} results, not {}; the calls may have run, and the body of this error is what the server said",
            reply.results.len(),
            calls.len()
        )))
    }

    /// Sends one call and gives its reply while it arrives.
    pub(super) async fn stream(self, exchange: &Exchange, call: PrefabCall) -> Result<Download> {
        let request = RunRequest { calls: vec![call] };
        exchange.keep_reply();
        let sent = if self.legacy {
            Raw::of(exchange).run_legacy_stream(&request).await
        } else {
            Raw::of(exchange).run_stream(&request).await
        };
        let reply = exchange.download(sent);
        reply.map_err(|error| explain(error, &request.calls, exchange))
    }
}

/// Tells of a reply in events, which the server chooses and not the request.
fn streams(error: Error) -> Error {
    let media = error
        .headers()
        .and_then(|headers| headers.get(CONTENT_TYPE)?.to_str().ok());
    let media = media.and_then(|media| media.get(..EVENTS.len()));
    let answered = error.status().is_some_and(|status| status.is_success());
    if !answered || !media.is_some_and(|media| media.eq_ignore_ascii_case(EVENTS)) {
        return error;
    }
    let advice = "the function did run, but streams what it gives; call it with `run_stream` to get its events";
    let message = match error.kind() {
        ErrorKind::Decode => format!("{advice} (those of this run are the body of this error)"),
        _ => format!("{}; {advice}", error.message()),
    };
    error.with_message(message)
}

/// Adds to a refusal what the server leaves out of its text: which secret is missing, or which prefab.
pub(super) fn explain(error: Error, calls: &[PrefabCall], exchange: &Exchange) -> Error {
    let said = error.message();
    let more = match Refusal::of(&error) {
        Some(Refusal::MissingSecret {
            secret_name: Some(name),
            ..
        }) if said.contains(&name) => None,
        Some(refusal @ Refusal::MissingSecret { .. }) => Some(format!(": {refusal}")),
        _ if error.is_not_found() => whereabouts(said, calls),
        _ => None,
    };
    match more {
        Some(more) => {
            // What comes out of the body may be unescaped here for the first time.
            let message = exchange.scrubbed(format!("{said}{more}"));
            error.with_message(message)
        }
        None => error,
    }
}

/// What was called, unless the server names it.
fn whereabouts(said: &str, calls: &[PrefabCall]) -> Option<String> {
    let prefab = |call: &PrefabCall| format!("{}@{}", call.prefab_id, call.version);
    if calls.iter().any(|call| said.contains(&prefab(call))) {
        return None;
    }
    Some(match calls {
        [call] => format!(" (function {} of {})", call.function_name, prefab(call)),
        _ => format!(" (one of {} calls)", calls.len()),
    })
}
