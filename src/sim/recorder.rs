//! What a simulator has received.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::exchange::Request;
use super::lock::lock;

/// Bytes kept of one body.
const BODY_LIMIT: usize = 1 << 20;
/// Bytes kept of all bodies together.
const TOTAL_LIMIT: usize = 64 << 20;
/// Requests kept, unless somebody wants fewer.
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

#[derive(Debug)]
struct Log {
    requests: VecDeque<Recorded>,
    bytes: usize,
    /// How many are kept at most.
    limit: usize,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            requests: VecDeque::new(),
            bytes: 0,
            limit: COUNT_LIMIT,
        }
    }
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
        while log.bytes > TOTAL_LIMIT || log.requests.len() > log.limit {
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
        let mut log = self.lock();
        log.requests.clear();
        log.bytes = 0;
    }

    /// Keeps fewer requests from now on.
    pub(crate) fn keep(&self, requests: usize) {
        self.lock().limit = requests.min(COUNT_LIMIT);
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        lock(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let recorder = Recorder::default();
        recorder.keep(2);
        for path in ["/a", "/b", "/c"] {
            recorder.record(&Request::for_test("GET", path), Duration::ZERO);
        }
        let paths: Vec<String> = recorder
            .all()
            .iter()
            .map(|one| one.path().to_owned())
            .collect();
        assert_eq!(paths, ["/b", "/c"]);
        recorder.clear();
        recorder.keep(0);
        recorder.record(&Request::for_test("GET", "/d"), Duration::ZERO);
        assert_eq!(recorder.count("*", "/"), 0);
    }
}
