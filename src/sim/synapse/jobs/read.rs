//! `GET /jobs/{job_id}/logs/`: the log as it is now.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::StatusCode;

use super::super::backend::Shared;
use super::super::tail::Batching;
use super::super::{LogReply, lock, reply};
use super::Cursor;
use crate::sim::exchange::Reply;

/// How much of a log is in memory at once, in characters.
const PIECE: usize = 1 << 16;

/// The log of a job, made while it is sent: it may be larger than memory.
pub(in super::super) fn logs(shared: &Shared, id: &str) -> Reply {
    let mut world = lock(shared);
    let now = world.clock.now();
    let Some(record) = world.jobs.with_log(id, now) else {
        return reply::not_found("Job", id);
    };
    let id = record.job_id.clone();
    let (content_type, is_json) = match world.log_reply {
        LogReply::Text => ("text/plain; charset=utf-8", false),
        LogReply::JsonString => ("application/json", true),
    };
    drop(world);
    let reader = Reader {
        shared: Shared::clone(shared),
        id,
        cursor: Cursor::default(),
        now,
        is_json,
        place: Place::Start,
    };
    let pieces = stream::unfold(reader, |mut reader| async move {
        let piece = reader.next()?;
        Some((Ok::<_, Infallible>(piece), reader))
    });
    reply::with_type(StatusCode::OK, content_type, Body::from_stream(pieces))
}

/// Somebody who reads a log as it was at a time.
struct Reader {
    shared: Shared,
    /// Ray's own id of the job: another job may come under the other one.
    id: String,
    cursor: Cursor,
    now: Duration,
    is_json: bool,
    place: Place,
}

#[derive(PartialEq, Eq)]
enum Place {
    Start,
    Inside,
    End,
}

impl Reader {
    fn next(&mut self) -> Option<Bytes> {
        if self.place == Place::End {
            return None;
        }
        let quote = if self.is_json { "\"" } else { "" };
        let before = match self.place {
            Place::Start => quote,
            _ => "",
        };
        self.place = Place::Inside;
        let text = self.read();
        let text = match (text.is_empty(), self.is_json) {
            (true, _) => {
                self.place = Place::End;
                quote.to_owned()
            }
            (false, true) => escaped(&text),
            (false, false) => text,
        };
        Some(Bytes::from(format!("{before}{text}")))
    }

    fn read(&mut self) -> String {
        let mut world = lock(&self.shared);
        let record = world.jobs.with_log(&self.id, self.now);
        record.map_or_else(String::new, |record| {
            let batching = Batching::Characters(PIECE);
            record.read(self.now, &mut self.cursor, batching, u64::MAX)
        })
    }
}

/// The inside of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}
