//! Waiting until the agent is itself again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::System;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::{Call, Verdict, Watch};
use crate::synapse::{CheckHealth, SystemStatus};

/// An agent that is to work, and not to be worked on; made by [`System::wait`].
#[derive(Debug)]
pub struct UntilSettled {
    system: System,
    signs: Signs,
}

/// Whether anything was seen of an update or a restart.
#[derive(Debug, Clone, Default)]
pub(super) struct Signs(Arc<AtomicBool>);

impl Signs {
    pub(super) fn seen(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn note(&self, look: &Result<SystemStatus>) {
        let sign = match look {
            Ok(status) => status.in_progress,
            Err(error) => is_away(error),
        };
        self.0.fetch_or(sign, Ordering::Relaxed);
    }
}

/// Whether nobody was there to answer. That the agent fails, or is asked too often, is no sign of anything.
fn is_away(error: &Error) -> bool {
    let is_silent = matches!(
        error.kind(),
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Unavailable
    );
    is_silent || error.status().is_some_and(|status| status.as_u16() == 502)
}

impl UntilSettled {
    pub(super) fn new(system: System) -> Self {
        let signs = Signs::default();
        Self { system, signs }
    }

    pub(super) fn signs(&self) -> Signs {
        self.signs.clone()
    }

    /// What is going on; of an agent that says that nothing is, only if it works.
    async fn status(&self, limit: Duration) -> Result<SystemStatus> {
        let begun = Instant::now();
        let status = self.system.status().timeout(limit).await?;
        if !status.in_progress {
            let left = limit.saturating_sub(begun.elapsed());
            let health = Call::new(&self.system.transport, CheckHealth);
            health.timeout(left.max(Duration::from_millis(1))).await?;
        }
        Ok(status)
    }
}

impl Watch for UntilSettled {
    type State = SystemStatus;
    type Output = SystemStatus;

    async fn look(&self, left: Duration) -> Result<SystemStatus> {
        let limit = left.min(self.system.transport.timeout);
        let look = self.status(limit).await;
        self.signs.note(&look);
        look
    }

    fn judge(&self, status: &SystemStatus) -> Verdict {
        if status.in_progress {
            Verdict::Pending
        } else {
            Verdict::Ready
        }
    }

    fn output(&self, status: SystemStatus) -> SystemStatus {
        status
    }

    fn subject(&self) -> String {
        "the agent to be settled".to_owned()
    }

    fn describe(&self, status: &SystemStatus) -> String {
        match &status.operation {
            _ if !status.in_progress => "settled".to_owned(),
            Some(operation) => format!("under {operation}"),
            None => "busy".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::synapse::Client;

    fn status(operation: Option<&str>) -> SystemStatus {
        let status = json!({"in_progress": operation.is_some(), "operation": operation});
        serde_json::from_value(status).unwrap()
    }

    #[test]
    fn it_is_settled_when_nothing_is_under_way() {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        let watch = UntilSettled::new(builder.build().unwrap().system());
        assert_eq!(watch.judge(&status(None)), Verdict::Ready);
        assert_eq!(watch.judge(&status(Some("restart"))), Verdict::Pending);
        assert_eq!(watch.describe(&status(Some("update"))), "under update");
        assert_eq!(watch.describe(&status(None)), "settled");
    }

    #[test]
    fn being_busy_or_away_is_a_sign() {
        for (look, sign) in [
            (Ok(status(None)), false),
            (Ok(status(Some("restart"))), true),
            (Err(Error::new(ErrorKind::Connect, "away")), true),
            (Err(Error::new(ErrorKind::Unavailable, "away")), true),
            (Err(Error::new(ErrorKind::Unauthorized, "no")), false),
            (Err(Error::new(ErrorKind::RateLimited, "later")), false),
            (Err(Error::new(ErrorKind::Server, "bug")), false),
        ] {
            let signs = Signs::default();
            signs.note(&look);
            assert_eq!(signs.seen(), sign, "{look:?}");
            // A sign stays one.
            signs.note(&Ok(status(None)));
            assert_eq!(signs.seen(), sign);
        }
    }
}
