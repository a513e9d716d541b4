//! Signed URLs.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use http::header::CONTENT_TYPE;

use crate::sim::clock::Clock;
use crate::sim::exchange::Request;
use crate::sim::percent;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &str = "%Y%m%dT%H%M%SZ";

/// What a URL allows.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Grant<'a> {
    pub(in super::super) method: &'a str,
    /// Bucket and key.
    pub(in super::super) name: &'a str,
    /// The type that an upload must have; without one it must have none.
    pub(in super::super) content_type: Option<&'a str>,
    pub(in super::super) lasts: Duration,
}

/// Why a URL does not let anybody in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// It has no signature at all.
    Unsigned,
    /// Its time is over since then.
    Expired {
        end: DateTime<Utc>,
        now: DateTime<Utc>,
    },
    /// It was signed for something else.
    Mismatch,
}

/// Signs URLs and checks them. The signature is a keyed hash; it looks like the real one, but is none.
#[derive(Clone, Debug)]
pub(in super::super) struct Signer {
    /// Where the URLs lead: `http://127.0.0.1:PORT`.
    pub(in super::super) root: String,
    key: RandomState,
}

impl Signer {
    pub(in super::super) fn new(root: String) -> Self {
        Self {
            root,
            key: RandomState::new(),
        }
    }

    /// A URL that allows this from now on.
    pub(in super::super) fn sign(&self, clock: &Clock, grant: &Grant<'_>) -> String {
        let date = clock.wall(clock.now()).format(DATE).to_string();
        let seconds = grant.lasts.as_secs().to_string();
        let signature = self.signature(grant, &date, &seconds);
        let headers = match grant.content_type {
            Some(_) => "content-type%3Bhost",
            None => "host",
        };
        let day = &date[..8];
        format!(
            "{}/{}?X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential=quintet%2F{day}%2Fus-east-1%2Fs3%2Faws4_request\
             &X-Amz-Date={date}&X-Amz-Expires={seconds}&X-Amz-SignedHeaders={headers}&X-Amz-Signature={signature}",
            self.root,
            percent::encode(grant.name, "/"),
        )
    }

    /// Whether the URL of a request allows it.
    pub(super) fn check(&self, clock: &Clock, name: &str, request: &Request) -> Result<(), Denial> {
        let query = |name: &str| request.query(name).ok_or(Denial::Unsigned);
        let signature = query("X-Amz-Signature")?;
        let (date, seconds) = (query("X-Amz-Date")?, query("X-Amz-Expires")?);
        let content_type = request.headers.get(CONTENT_TYPE);
        let content_type = content_type.map(|value| value.to_str().unwrap_or("?"));
        let grant = Grant {
            method: request.method.as_str(),
            name,
            // A type is signed for uploads only.
            content_type: content_type.filter(|_| request.method == http::Method::PUT),
            lasts: Duration::ZERO,
        };
        let now = clock.wall(clock.now());
        if let Some(end) = end(&date, &seconds).filter(|end| *end <= now) {
            return Err(Denial::Expired { end, now });
        }
        let right = self.signature(&grant, &date, &seconds);
        (right == signature).then_some(()).ok_or(Denial::Mismatch)
    }

    fn signature(&self, grant: &Grant<'_>, date: &str, seconds: &str) -> String {
        let part = |part: u8| {
            let signed = (part, grant.method, grant.name, grant.content_type);
            format!("{:016x}", self.key.hash_one((signed, date, seconds)))
        };
        [part(0), part(1), part(2), part(3)].concat()
    }
}

fn end(date: &str, seconds: &str) -> Option<DateTime<Utc>> {
    let begin = NaiveDateTime::parse_from_str(date, DATE).ok()?.and_utc();
    begin.checked_add_signed(TimeDelta::try_seconds(seconds.parse().ok()?)?)
}
