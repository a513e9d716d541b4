//! How batches of the logger get to the service. Contract: §5.

use bytes::Bytes;

use crate::error::{Error, ErrorKind};
use crate::gt8004::clamp::{ColumnLimits, clamp};
use crate::gt8004::client::Client;
use crate::gt8004::entry::RequestLogEntry;
use crate::gt8004::envelope::{self, Frame};
use crate::gt8004::ingest;
use crate::runtime::{Call, Encoded, Exchange, Invoke, Parcel, Refused, RetryPolicy, Ship, Why};

/// What is left to be done to an entry.
pub(super) type Finish = dyn FnOnce(&mut RequestLogEntry) + Send;

/// An entry in the queue.
pub(super) struct Logged {
    pub(super) entry: RequestLogEntry,
    pub(super) finish: Option<Box<Finish>>,
}

/// The service, as the buffer sees it.
#[derive(Debug)]
pub(super) struct Ingestion {
    pub(super) client: Client,
    limits: ColumnLimits,
    overhead: usize,
}

impl Ingestion {
    pub(super) fn new(client: Client, limits: ColumnLimits) -> Self {
        Self {
            overhead: client.frame().overhead(),
            client,
            limits,
        }
    }
}

impl Ship for Ingestion {
    /// Boxed, because it is moved under a lock.
    type Entry = Box<Logged>;

    fn overhead(&self) -> usize {
        self.overhead
    }

    fn encode(&self, mut logged: Self::Entry) -> Option<Encoded> {
        let Logged { entry, finish } = &mut *logged;
        if let Some(finish) = finish.take() {
            finish(entry);
        }
        let clamped = clamp(entry, self.limits);
        let mut bytes = Vec::with_capacity(entry.weight().size);
        serde_json::to_writer(&mut bytes, entry).ok()?;
        let bytes = bytes.into();
        Some(Encoded { bytes, clamped })
    }

    fn strip(&self, encoded: &[u8]) -> Option<Bytes> {
        envelope::strip(encoded)
    }

    fn batch_id(&self) -> String {
        Frame::batch_id()
    }

    async fn send(&self, parcel: Parcel) -> Result<(), Refused> {
        let body = self.client.frame().body(&parcel.batch_id, &parcel.entries);
        let batch = SendBatch {
            body,
            entries: parcel.entries.len(),
        };
        // The buffer repeats by its own rules.
        let call = Call::new(self.client.transport(), batch).retry(RetryPolicy::never());
        match call.await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refused {
                why: why(&error),
                error,
            }),
        }
    }
}

/// A batch that is serialised.
struct SendBatch {
    body: Bytes,
    entries: usize,
}

impl Invoke for SendBatch {
    type Output = u64;
    const OPERATION: &'static str = "ingest";

    async fn invoke(self, exchange: Exchange) -> crate::Result<u64> {
        ingest::post(&exchange, self.body, self.entries).await
    }
}

/// What a failure means for the batch.
fn why(error: &Error) -> Why {
    let answered = |is_doubtful| Why::Passing { is_doubtful };
    match error.status().map(|status| status.as_u16()) {
        Some(413) => Why::TooLarge,
        Some(400 | 422) => Why::Malformed,
        Some(401) => Why::Unauthorized,
        // Nothing was read.
        Some(408 | 425 | 429 | 503) => answered(false),
        // What stands before the service does not know what it did.
        Some(500..) => answered(true),
        // It said that it took the batch.
        Some(200..=299) => answered(true),
        Some(_) => Why::Rejected,
        None => match error.kind() {
            ErrorKind::Connect => answered(false),
            ErrorKind::InvalidInput => Why::Rejected,
            _ => answered(true),
        },
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::*;
    use crate::error::Reply;

    fn replied(status: u16) -> Error {
        let status = StatusCode::from_u16(status).unwrap();
        let reply = Reply {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        Error::new(ErrorKind::of_status(status), "scripted").with_reply(reply)
    }

    #[test]
    fn statuses_mean_what_the_contract_says() {
        let passing = |is_doubtful| Why::Passing { is_doubtful };
        for (status, expected) in [
            (400, Why::Malformed),
            (401, Why::Unauthorized),
            (403, Why::Rejected),
            (404, Why::Rejected),
            (307, Why::Rejected),
            (408, passing(false)),
            (413, Why::TooLarge),
            (425, passing(false)),
            (429, passing(false)),
            (500, passing(true)),
            (502, passing(true)),
            (503, passing(false)),
            (504, passing(true)),
        ] {
            assert_eq!(why(&replied(status)), expected, "{status}");
        }
    }

    #[test]
    fn without_an_answer_the_service_may_have_it() {
        for (kind, expected) in [
            (ErrorKind::Connect, Why::Passing { is_doubtful: false }),
            (ErrorKind::Transport, Why::Passing { is_doubtful: true }),
            (ErrorKind::Timeout, Why::Passing { is_doubtful: true }),
            (ErrorKind::InvalidInput, Why::Rejected),
        ] {
            assert_eq!(why(&Error::new(kind, "scripted")), expected);
        }
    }
}
