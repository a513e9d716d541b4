//! What the worker makes the rest of an entry of, and how. Contract: §6.3, §6.6.

use std::sync::Arc;

use super::capture::{self, BODY_LIMIT, Capture, Oversize};
use super::config::fenced;
use super::payment;
use super::redact::{redact, redact_path};
use super::tool::tool_name;
use crate::gt8004::entry::RequestLogEntry;

type Sanitize = dyn Fn(&str) -> String + Send + Sync;
type Amend = dyn Fn(&mut RequestLogEntry) + Send + Sync;

/// What the layer was told of it. Entries that wait hold it, so it holds no logger.
#[derive(Clone)]
pub(super) struct Rules {
    pub(super) oversize: Oversize,
    pub(super) redacts: bool,
    pub(super) sanitize: Option<Arc<Sanitize>>,
    pub(super) amend: Option<Arc<Amend>>,
}

impl Rules {
    /// A body as it is logged. What a hook that panics leaves of it is nothing.
    fn clean(&self, body: &Capture) -> Option<String> {
        if self.oversize == Oversize::Drop && body.size() > BODY_LIMIT as u64 {
            return None;
        }
        let mut text = body.text()?;
        if let Some(sanitize) = &self.sanitize {
            text = fenced(|| sanitize(&text))?;
        }
        if self.redacts {
            text = redact(&text);
        }
        let limit = body.limit(text.len());
        capture::cut(&mut text, limit);
        Some(text)
    }
}

/// What is known of a request besides its entry.
pub(super) struct Raw {
    pub(super) request: Capture,
    pub(super) reply: Capture,
    pub(super) payment: Option<String>,
    pub(super) receipt: Option<String>,
}

impl Raw {
    /// The bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        let headers = [&self.payment, &self.receipt].into_iter().flatten();
        let bodies = self.request.weight() + self.reply.weight();
        bodies + headers.map(String::capacity).sum::<usize>()
    }

    pub(super) fn finish(self, rules: &Rules, entry: &mut RequestLogEntry) {
        entry.request_body_size = Some(self.request.size());
        entry.response_body_size = Some(self.reply.size());
        if rules.redacts {
            entry.path = redact_path(&entry.path);
        }
        // The text as it was: a name that is masked names nothing.
        let body = self.request.text();
        let is_whole = self.request.is_whole();
        entry.tool_name = tool_name(entry.protocol, &entry.path, body.as_deref(), is_whole);
        entry.request_body = rules.clean(&self.request);
        entry.response_body = rules.clean(&self.reply);
        payment::add(entry, self.payment.as_deref(), self.receipt.as_deref());
        if rules.redacts {
            // Its query is that of another page.
            let header = entry.headers.get_mut("referer");
            for text in header.into_iter().chain(&mut entry.referer) {
                *text = redact(text);
            }
        }
        if let Some(amend) = &rules.amend {
            fenced(|| amend(entry));
        }
    }
}
