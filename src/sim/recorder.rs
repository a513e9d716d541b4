//! What a simulator has received.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Request;

/// Bytes kept of one body.
const BODY_LIMIT: usize = 1 << 20;
/// Bytes kept of all bodies together.
const TOTAL_LIMIT: usize = 64 << 20;
/// Requests kept.
const COUNT_LIMIT: usize = 100_000;

/// One request as a simulator received it, also when a [`Fault`](super::Fault) kept it from being handled.
#[derive(Clone, Debug)]
pub struct Recorded {
    method: String,
    path: String,
    headers: HeaderMap,
    body: Bytes,
    at: Duration,
}

impl Recorded {
    /// The method, in capitals.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query, exactly as sent.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; of a longer one the first MiB.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// When it had arrived: real time since the simulator started, whatever its time scale.
    pub fn at(&self) -> Duration {
        self.at
    }

    /// Whether this is a request with that method (`*` is any) whose path starts so.
    pub(crate) fn matches(&self, method: &str, path_prefix: &str) -> bool {
        matches(&self.method, &self.path, method, path_prefix)
    }
}

/// The one rule by which faults and counts choose requests.
pub(crate) fn matches(method: &str, path: &str, wanted: &str, path_prefix: &str) -> bool {
    (wanted == "*" || wanted.eq_ignore_ascii_case(method)) && path.starts_with(path_prefix)
}

/// The requests so far, oldest first, bounded.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Log>);

#[derive(Debug, Default)]
struct Log {
    requests: VecDeque<Recorded>,
    bytes: usize,
}

impl Recorder {
    pub(crate) fn record(&self, request: &Request, at: Duration) {
        let kept = request.body.len().min(BODY_LIMIT);
        let recorded = Recorded {
            method: request.method.as_str().to_owned(),
            path: request.target().to_owned(),
            headers: request.headers.clone(),
            // A copy when cut, so that a slice does not keep a large body alive.
            body: if kept == request.body.len() {
                request.body.clone()
            } else {
                Bytes::copy_from_slice(&request.body[..kept])
            },
            at,
        };
        let mut log = self.lock();
        log.bytes += kept;
        log.requests.push_back(recorded);
        while log.bytes > TOTAL_LIMIT || log.requests.len() > COUNT_LIMIT {
            let Some(oldest) = log.requests.pop_front() else {
                break;
            };
            log.bytes -= oldest.body.len();
        }
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.lock().requests.iter().cloned().collect()
    }

    pub(crate) fn count(&self, method: &str, path_prefix: &str) -> usize {
        self.lock()
            .requests
            .iter()
            .filter(|request| request.matches(method, path_prefix))
            .count()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Log::default();
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
