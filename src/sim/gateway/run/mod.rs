//! `POST /v1/internal/run` and `/v1/run`: calls of prefabs.

mod admit;
mod calls;
#[cfg(test)]
mod tests;

use http::StatusCode;
use serde_json::{Value, json};

use super::auth::Caller;
use super::backend::Shared;
use super::prefabs::{Act, End};
use super::reply::Refusal;
use super::stream::{self, Streams};
use super::{lock, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Reply, Request};
use crate::sim::gauge::Gauge;
use crate::sim::random;
use calls::Call;
pub(super) use calls::Layout;

/// Runs the calls of a request, one after the other.
pub(super) struct Runner<'a> {
    pub(super) shared: &'a Shared,
    pub(super) clock: Clock,
    pub(super) gauge: &'a Gauge,
    pub(super) streams: &'a Streams,
}

impl Runner<'_> {
    /// Answers a request to run something: JSON, or events when its only call is one of a function that streams.
    pub(super) async fn run(&self, caller: &Caller, layout: Layout, request: &Request) -> Reply {
        let calls = match calls::read(request, layout) {
            Ok(calls) => calls,
            Err(issues) => return reply::invalid(issues),
        };
        let _running = self.gauge.enter();
        let answer = match calls.as_slice() {
            [call] => self.run_one(caller, call).await,
            calls => self.run_all(caller, calls).await,
        };
        // A failure of the gateway itself loses the results so far.
        answer.unwrap_or_else(|failure| *failure)
    }

    async fn run_one(&self, caller: &Caller, call: &Call) -> Result<Reply, Refusal> {
        let act = self.admit(caller, call)?;
        match act {
            Act::Stream(script) => {
                let script = script(&call.inputs);
                let body = stream::body(script, self.clock, self.streams);
                Ok(reply::events(body))
            }
            Act::Answer(_) => Ok(report(&[self.perform(caller, act, call).await])),
        }
    }

    async fn run_all(&self, caller: &Caller, calls: &[Call]) -> Result<Reply, Refusal> {
        let mut results = Vec::with_capacity(calls.len());
        for call in calls {
            let act = self.admit(caller, call)?;
            if let Act::Stream(_) = act {
                let text = format!(
                    "Function {} streams and must be the only call",
                    call.function
                );
                return Err(reply::error(StatusCode::BAD_REQUEST, text).into());
            }
            results.push(self.perform(caller, act, call).await);
        }
        Ok(report(&results))
    }

    fn admit(&self, caller: &Caller, call: &Call) -> Result<Act, Refusal> {
        let mut world = lock(self.shared);
        admit::admit(&mut world, caller, call).map(|function| function.act)
    }

    /// The result of one call.
    async fn perform(&self, caller: &Caller, act: Act, call: &Call) -> Value {
        let outcome = match act {
            Act::Answer(answer) => answer(&mut lock(self.shared), caller, &call.inputs),
            Act::Stream(_) => return Value::Null,
        };
        if !outcome.takes.is_zero() {
            self.clock.sleep(outcome.takes).await;
        }
        result(&outcome.end)
    }
}

fn result(end: &End) -> Value {
    match end {
        End::Returned { output, files } => json!({
            "status": "SUCCESS",
            "output": { "status": "SUCCESS", "output": output, "files": files },
            "error": null,
        }),
        End::Nothing => json!({ "status": "SUCCESS", "output": null, "error": null }),
        End::Raised { message, exception } => json!({
            "status": "FAILED",
            "output": null,
            "error": { "message": message, "type": exception },
        }),
    }
}

fn report(results: &[Value]) -> Reply {
    let status = match results.iter().all(|result| result["status"] == "SUCCESS") {
        true => "COMPLETED",
        false => "PARTIAL_SUCCESS",
    };
    reply::ok(&json!({ "job_id": random::uuid(), "status": status, "results": results }))
}
