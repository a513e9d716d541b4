//! What the worker makes the rest of an entry of, and how. Contract: §6.3, §6.6.

use std::sync::Arc;

use http::header::{CONTENT_TYPE, REFERER, USER_AGENT};

use super::capture::{self, BODY_LIMIT, Capture, Oversize};
use super::config::fenced;
use super::payment;
use super::redact::{redact, redact_path};
use super::tool::tool_name;
use crate::gt8004::entry::RequestLogEntry;
use crate::runtime::Weight;

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
    /// What it counts for until it is finished, with the box around it.
    pub(super) fn weight(&self) -> Weight {
        let headers = [&self.payment, &self.receipt].into_iter().flatten();
        let headers: usize = headers.map(String::capacity).sum();
        let bodies = self.request.weight() + self.reply.weight();
        Weight {
            memory: size_of::<Self>() + 64 + headers + bodies,
            size: bodies,
        }
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
            entry.referer = entry.referer.as_deref().map(redact);
        }
        add_headers(entry);
        if let Some(amend) = &rules.amend {
            fenced(|| amend(entry));
        }
    }
}

/// The headers that are logged as such, too. In the queue they would be there twice.
fn add_headers(entry: &mut RequestLogEntry) {
    for (name, value) in [
        (USER_AGENT, &entry.user_agent),
        (CONTENT_TYPE, &entry.content_type),
        (REFERER, &entry.referer),
    ] {
        if let Some(value) = value {
            let (name, value) = (name.as_str().to_owned(), value.clone());
            entry.headers.insert(name, value);
        }
    }
}
