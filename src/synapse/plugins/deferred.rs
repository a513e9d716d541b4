//! Results that come later.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Plugins;
use super::run::RunPluginRelease;
use crate::error::Result;
use crate::runtime::{Call, Verdict, Watch};

/// The action that a model answers.
const INFERENCE: &str = "inference";

/// What stands in the place of a result that comes later.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deferred {
    /// How it is with the result.
    pub status: DeferredStatus,
    /// What the result is asked for by.
    pub ticket: Option<String>,
    /// What went wrong, where something did.
    pub error: Option<String>,
}

/// How it is with a result that comes later.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeferredStatus {
    /// It is not there yet.
    Pending,
    /// There will be none.
    Failed,
    /// The agent does not know the ticket.
    NotFound,
    /// A status that is not known here, as the agent wrote it.
    Other(String),
}

impl Deferred {
    /// Reads a reply to a run; `None` when it is the result itself.
    #[must_use]
    pub fn of(reply: &Value) -> Option<Self> {
        if reply["__synapse_deferred__"] != Value::Bool(true) {
            return None;
        }
        let text = |name: &str| match &reply[name] {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let status = match text("status").as_deref() {
            Some("pending") => DeferredStatus::Pending,
            Some("failed") => DeferredStatus::Failed,
            Some("not_found") => DeferredStatus::NotFound,
            other => DeferredStatus::Other(other.unwrap_or_default().to_owned()),
        };
        Some(Self {
            status,
            ticket: text("ticket"),
            error: text("error"),
        })
    }
}

impl fmt::Display for DeferredStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pending => "pending",
            Self::Failed => "failed",
            Self::NotFound => "not_found",
            Self::Other(status) => status,
        })
    }
}

/// The result of an inference that is to be there; made by [`Plugins::wait_for_result`].
#[derive(Debug)]
pub struct UntilInferred {
    plugins: Plugins,
    lookup: String,
    model: Value,
    ticket: String,
}

impl UntilInferred {
    pub(super) fn new(plugins: Plugins, lookup: String, model: Value, ticket: String) -> Self {
        Self {
            plugins,
            lookup,
            model,
            ticket,
        }
    }

    /// What is sent to ask for the result.
    fn params(&self) -> Map<String, Value> {
        Map::from_iter([
            ("model".to_owned(), self.model.clone()),
            ("method".to_owned(), json!("post")),
            ("json".to_owned(), json!({"__synapse_poll__": self.ticket})),
        ])
    }
}

impl Watch for UntilInferred {
    type State = Value;
    type Output = Value;

    async fn look(&self, left: Duration) -> Result<Value> {
        let run = RunPluginRelease::polling(self.lookup.clone(), INFERENCE, self.params());
        let transport = &self.plugins.transport;
        let look = Call::new(transport, run);
        look.timeout(left.min(transport.timeout)).await
    }

    fn judge(&self, reply: &Value) -> Verdict {
        let Some(deferred) = Deferred::of(reply) else {
            return Verdict::Ready;
        };
        match deferred.status {
            DeferredStatus::Failed => {
                let reason = deferred.error.filter(|error| !error.is_empty());
                let silent = || "the agent gives no reason".to_owned();
                Verdict::Failed(reason.unwrap_or_else(silent))
            }
            DeferredStatus::NotFound => Verdict::Gone,
            DeferredStatus::Pending | DeferredStatus::Other(_) => Verdict::Pending,
        }
    }

    fn output(&self, reply: Value) -> Value {
        reply
    }

    fn subject(&self) -> String {
        format!("the result of {} for ticket {}", self.lookup, self.ticket)
    }

    fn describe(&self, reply: &Value) -> String {
        match Deferred::of(reply) {
            Some(deferred) => deferred.status.to_string(),
            None => "there".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synapse::Client;

    fn reply(status: &str) -> Value {
        json!({"__synapse_deferred__": true, "status": status, "ticket": "t1-123"})
    }

    fn watch() -> UntilInferred {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        let plugins = builder.build().unwrap().plugins();
        UntilInferred::new(plugins, "d@1".to_owned(), json!(12), "t1-123".to_owned())
    }

    #[test]
    fn a_ticket_is_told_from_a_result() {
        let deferred = Deferred::of(&reply("pending")).unwrap();
        assert_eq!(deferred.status, DeferredStatus::Pending);
        assert_eq!(
            (deferred.ticket.as_deref(), deferred.error),
            (Some("t1-123"), None)
        );
        for result in [
            json!({"status": "pending", "ticket": "t1-123"}),
            json!({"__synapse_deferred__": false, "status": "pending"}),
            json!({"__synapse_deferred__": "true"}),
            json!([0.1, 0.9]),
            json!("pending"),
            Value::Null,
        ] {
            assert_eq!(Deferred::of(&result), None, "{result}");
        }
    }

    #[test]
    fn every_end_is_told() {
        let watch = watch();
        let failed = |error: Value| {
            let mut failed = reply("failed");
            failed["error"] = error;
            failed
        };
        for (reply, verdict) in [
            (reply("pending"), Verdict::Pending),
            (reply("queued"), Verdict::Pending),
            (reply("not_found"), Verdict::Gone),
            (
                failed(json!("out of memory")),
                Verdict::Failed("out of memory".to_owned()),
            ),
            (
                failed(json!({"code": 7})),
                Verdict::Failed(r#"{"code":7}"#.to_owned()),
            ),
            (
                reply("failed"),
                Verdict::Failed("the agent gives no reason".to_owned()),
            ),
            (json!([1]), Verdict::Ready),
            (Value::Null, Verdict::Ready),
        ] {
            assert_eq!(watch.judge(&reply), verdict, "{reply}");
        }
        assert_eq!(watch.describe(&reply("queued")), "queued");
        assert_eq!(watch.subject(), "the result of d@1 for ticket t1-123");
    }

    #[test]
    fn it_is_asked_for_by_its_ticket() {
        let expected =
            json!({"model": 12, "method": "post", "json": {"__synapse_poll__": "t1-123"}});
        assert_eq!(Value::from(watch().params()), expected);
    }
}
