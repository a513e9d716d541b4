//! A log over HTTP.

use std::task::{Context, Poll, ready};

use futures_util::StreamExt;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::framing::{Framing, Media, TooLarge};
use super::limits::too_large;
use super::said::Said;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::{Download, Exchange};

/// What the body of a reply says while it arrives.
pub(super) struct Body {
    /// `None` once all of it came, or where there is none.
    download: Option<Download>,
    framing: Framing,
    exchange: Exchange,
}

impl Body {
    /// Takes a reply, unless it is something else than a log.
    pub(super) fn new(download: Download, exchange: Exchange) -> Result<Self> {
        plain(download.headers())?;
        let media = media(download.headers())?;
        Ok(Self {
            download: Some(download),
            framing: Framing::new(media),
            exchange,
        })
    }

    /// A reply that has no body, as that of a log in which nothing is.
    pub(super) fn none(exchange: Exchange) -> Self {
        Self {
            download: None,
            framing: Framing::new(Media::Any),
            exchange,
        }
    }

    /// What the agent said, without the credentials.
    pub(super) fn clean(&self, text: String) -> String {
        self.exchange.scrubbed(text)
    }

    pub(super) fn poll_said(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Said>>> {
        loop {
            match self.framing.next() {
                Ok(Some(said)) => return Poll::Ready(Some(Ok(said))),
                Ok(None) => {}
                Err(TooLarge) => {
                    self.download = None;
                    return Poll::Ready(Some(Err(too_large())));
                }
            }
            let Some(download) = &mut self.download else {
                return Poll::Ready(None);
            };
            match ready!(download.poll_next_unpin(context)) {
                Some(Ok(chunk)) => self.framing.push(chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.download = None;
                    self.framing.end();
                }
            }
        }
    }
}

/// Refuses what is compressed, which nobody asked for: it would pass for lines.
fn plain(headers: &HeaderMap) -> Result<()> {
    let coding = headers.get(CONTENT_ENCODING);
    let coding = coding.and_then(|coding| coding.to_str().ok()).unwrap_or("");
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return Ok(());
    }
    let coding: String = coding.chars().take(20).collect();
    Err(Error::new(
        ErrorKind::Decode,
        format!(
            "answered with the log as {coding:?}, which was not asked for; let no proxy compress it"
        ),
    ))
}

/// How the body is to be read.
fn media(headers: &HeaderMap) -> Result<Media> {
    let value = headers.get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = value
        .split(';')
        .next()
        .unwrap_or(value)
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "text/event-stream" => Ok(Media::Events),
        "text/html" | "application/xhtml+xml" => Err(Error::new(
            ErrorKind::Decode,
            "answered with a web page instead of a log; correct the base URL",
        )),
        "application/json"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json-seq" => Ok(Media::Objects),
        _ => Ok(Media::Any),
    }
}
