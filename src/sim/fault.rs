//! Scripted misbehaviour.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};

use super::exchange::Request;
use super::lock::lock;
use super::recorder::matches;

/// Something that goes wrong with requests, once or a number of times.
///
/// ```
/// use quintet::sim::Fault;
/// use std::time::Duration;
///
/// // The second and third list requests are told to come back in a second.
/// let busy = Fault::status(503).header("retry-after", "1").on("GET", "/api/v1/sandboxes").after(1).times(2);
/// // The connection breaks after the work was done: was it done or not?
/// let lost = Fault::reset_after_handling().on("POST", "/api/v1/sandboxes");
/// # let _ = (busy, lost, Fault::delay(Duration::from_millis(5)));
/// ```
///
/// A handshake of a WebSocket is a request like any other. At most one fault applies to a request: the one that was injected first and is due. Every fault counts all the requests
/// that it matches from the moment of its injection. Spans of time are real time, whatever the simulator's time scale.
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected into a simulator"]
pub struct Fault {
    pub(super) action: Action,
    pub(super) status: Option<StatusCode>,
    pub(super) body: Option<Bytes>,
    pub(super) headers: HeaderMap,
    pub(super) pause: Duration,
    pub(super) ending: Ending,
    method: String,
    path_prefix: String,
    skip: usize,
    left: usize,
}

/// What a fault does, apart from the changes to the reply.
#[derive(Clone, Debug)]
pub(super) enum Action {
    Answer(StatusCode),
    Delay(Duration),
    Reset,
    ResetAfterHandling,
    Truncate(usize),
    Drip(usize, Duration),
    Malformed,
    Chunks(Vec<Bytes>),
}

/// What follows the last chunk of [`Fault::chunks`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// The body ends as it should. The default.
    #[default]
    Whole,
    /// The connection breaks, and the body has no end.
    Cut,
    /// Nothing, until the client goes away or the simulator ends.
    Open,
}

impl Fault {
    /// Answers with that status and does not handle the request. The body is the backend's own for it, unless
    /// [`body`](Self::body) says otherwise. A number that is no final HTTP status (200 to 999) becomes 500.
    pub fn status(status: u16) -> Self {
        Self::new(Action::Answer(final_status(status)))
    }

    /// Waits, then handles the request as usual.
    pub fn delay(pause: Duration) -> Self {
        Self::new(Action::Delay(pause))
    }

    /// Closes the connection before any byte of a reply. The request is not handled.
    pub fn reset() -> Self {
        Self::new(Action::Reset)
    }

    /// Handles the request, then closes the connection without a reply.
    pub fn reset_after_handling() -> Self {
        Self::new(Action::ResetAfterHandling)
    }

    /// Sends the whole head with the right `Content-Length`, then only so many bytes of the body, then closes the connection.
    pub fn truncate(bytes: usize) -> Self {
        Self::new(Action::Truncate(bytes))
    }

    /// Sends the right reply, its body in small chunks with a pause before each but the first.
    pub fn drip(bytes_per_chunk: usize, pause: Duration) -> Self {
        Self::new(Action::Drip(bytes_per_chunk.max(1), pause))
    }

    /// Handles the request and sends the right head, but a body that is not JSON.
    pub fn malformed() -> Self {
        Self::new(Action::Malformed)
    }

    /// Answers 200 with these bytes, each item a chunk of its own on the wire, and does not handle the request. For event
    /// streams of any framing, cut anywhere.
    ///
    /// ```
    /// use quintet::sim::{Ending, Fault};
    ///
    /// // An event whose line breaks come in two chunks, then the end of the connection.
    /// let chunks = ["data: {\"type\": \"start\"}\r", "\n\r\n"];
    /// let broken = Fault::chunks("text/event-stream", chunks).ending(Ending::Cut);
    /// # let _ = broken;
    /// ```
    pub fn chunks<C: Into<Vec<u8>>>(
        content_type: &str,
        chunks: impl IntoIterator<Item = C>,
    ) -> Self {
        let chunks = chunks.into_iter().map(|chunk| Bytes::from(chunk.into()));
        let mut fault = Self::new(Action::Chunks(chunks.collect()));
        fault.set_header(CONTENT_TYPE, HeaderValue::from_str(content_type).ok());
        fault
    }

    /// What follows the last of the [`chunks`](Self::chunks). Other faults do not heed it.
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// A pause before each of the [`chunks`](Self::chunks) but the first. Other faults do not heed it.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Answers with a redirect (307, or another one by [`with_status`](Self::with_status)) and does not handle the request.
    pub fn redirect(location: impl Into<String>) -> Self {
        let mut fault =
            Self::new(Action::Answer(StatusCode::TEMPORARY_REDIRECT)).body("text/plain", "");
        fault.set_header(LOCATION, HeaderValue::from_str(&location.into()).ok());
        fault
    }

    fn new(action: Action) -> Self {
        Self {
            action,
            status: None,
            body: None,
            headers: HeaderMap::new(),
            pause: Duration::ZERO,
            ending: Ending::default(),
            method: "*".to_owned(),
            path_prefix: String::new(),
            skip: 0,
            left: 1,
        }
    }

    /// Only requests with this method (`*` is any) whose path starts so, seen from the server's root: `/api/v1/sandboxes`.
    /// The default is every request.
    pub fn on(mut self, method: &str, path_prefix: &str) -> Self {
        method.clone_into(&mut self.method);
        path_prefix.clone_into(&mut self.path_prefix);
        self
    }

    /// How many requests it applies to. The default is 1.
    pub fn times(mut self, n: usize) -> Self {
        self.left = n;
        self
    }

    /// Lets the first `n` matching requests pass. The default is 0.
    pub fn after(mut self, n: usize) -> Self {
        self.skip = n;
        self
    }

    /// The status of the reply, instead of the one it would have.
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(final_status(status));
        self
    }

    /// The body of the reply and its content type, instead of what they would be.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(Bytes::from(body.into()));
        self.set_header(CONTENT_TYPE, HeaderValue::from_str(content_type).ok());
        self
    }

    /// One more header field of the reply, replacing one of the same name. What HTTP does not allow as a name or a value
    /// is left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            self.set_header(name, HeaderValue::from_str(value).ok());
        }
        self
    }

    fn set_header(&mut self, name: HeaderName, value: Option<HeaderValue>) {
        if let Some(value) = value {
            self.headers.insert(name, value);
        }
    }
}

fn final_status(status: u16) -> StatusCode {
    StatusCode::from_u16(status)
        .ok()
        .filter(|status| !status.is_informational())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The faults that are still to come, in the order of their injection.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn inject(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Counts the request for every fault and returns the first one that is due.
    pub(crate) fn take(&self, request: &Request) -> Option<Fault> {
        let mut faults = self.lock();
        let mut due = None;
        for fault in faults.iter_mut() {
            if !matches(
                request.method.as_str(),
                request.target(),
                &fault.method,
                &fault.path_prefix,
            ) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
            } else if fault.left > 0 && due.is_none() {
                fault.left -= 1;
                due = Some(fault.clone());
            }
        }
        faults.retain(|fault| fault.left > 0);
        due
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        lock(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(faults: &Faults, method: &str, path: &'static str, requests: usize) -> Vec<u16> {
        let request = Request::for_test(method, path);
        (0..requests)
            .map(|_| match faults.take(&request).map(|fault| fault.action) {
                Some(Action::Answer(status)) => status.as_u16(),
                _ => 0,
            })
            .collect()
    }

    #[test]
    fn a_fault_skips_then_applies_so_often() {
        let faults = Faults::default();
        faults.inject(Fault::status(503).on("get", "/a").after(1).times(2));
        assert_eq!(statuses(&faults, "POST", "/a", 1), [0]);
        assert_eq!(statuses(&faults, "GET", "/b", 1), [0]);
        assert_eq!(statuses(&faults, "GET", "/a/b?c", 4), [0, 503, 503, 0]);
    }

    #[test]
    fn one_fault_per_request_in_the_order_of_injection() {
        let faults = Faults::default();
        faults.inject(Fault::status(500));
        faults.inject(Fault::status(502));
        faults.inject(Fault::status(503).after(1));
        assert_eq!(statuses(&faults, "GET", "/", 4), [500, 502, 503, 0]);
    }

    #[test]
    fn only_final_statuses_are_sent() {
        assert_eq!(final_status(100), 500);
        assert_eq!(final_status(42), 500);
        assert_eq!(final_status(429), 429);
    }
}
