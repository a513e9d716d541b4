//! Downloads that break off and are taken up where they broke off.

use bytes::{Buf, Bytes};
use futures_util::{StreamExt, stream};
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::download::{Chunks, Download};
use crate::error::{Error, ErrorKind, Result};

/// How often in a row a download is taken up without getting [`PROGRESS`] further.
const TRIES: u32 = 4;

/// So many bytes show that it is worth going on.
const PROGRESS: u64 = 64 * 1024;

/// The rest of something that was received in part.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    /// How many bytes are there already.
    pub(crate) from: u64,
    /// What tells whether it is still the same.
    pub(crate) tag: HeaderValue,
}

impl Rest {
    /// Asks for the rest, or for the whole when it has changed.
    pub(crate) fn ask(&self, headers: &mut HeaderMap) {
        if let Ok(range) = HeaderValue::try_from(format!("bytes={}-", self.from)) {
            headers.insert(RANGE, range);
            headers.insert(IF_RANGE, self.tag.clone());
        }
    }
}

struct Resuming<R, E> {
    chunks: Chunks,
    /// What tells whether it is still the same; without it a rest may belong to something else.
    tag: Option<HeaderValue>,
    /// How many bytes the whole has, where the server says so.
    total: Option<u64>,
    received: u64,
    /// What was received when it was last taken up.
    mark: u64,
    tries: u32,
    reopen: R,
    /// Adds what is known of the first reply to an error.
    explain: E,
}

impl Download {
    /// The same, taken up where it breaks off, as far as the server allows it: it must tag what it sends with a strong
    /// `ETag`, and answer requests for ranges.
    ///
    /// `reopen` asks for the rest.
    pub(crate) fn resuming<F>(self, reopen: impl Fn(Rest) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Self>> + Send,
    {
        let (tag, total) = (tag(self.headers()), self.content_length());
        let explain = self.explainer();
        self.through(|chunks| {
            let start = Resuming {
                chunks,
                tag,
                total,
                explain,
                received: 0,
                mark: 0,
                tries: 0,
                reopen,
            };
            let chunks = stream::unfold(Some(start), async |resuming| resuming?.next().await);
            Box::pin(chunks.fuse())
        })
    }
}

impl<R, F, E> Resuming<R, E>
where
    R: Fn(Rest) -> F,
    F: Future<Output = Result<Download>>,
    E: Fn(Error, Bytes) -> Error,
{
    /// The next chunk, and what comes after it.
    async fn next(mut self) -> Option<(Result<Bytes>, Option<Self>)> {
        loop {
            let fault = match self.chunks.next().await {
                Some(Ok(chunk)) => {
                    self.received += chunk.len() as u64;
                    return Some((Ok(chunk), Some(self)));
                }
                Some(Err(fault)) => fault,
                None => self.shortfall()?,
            };
            if let Err(fault) = self.take_up(fault).await {
                return Some((Err(fault), None));
            }
        }
    }

    /// What is wrong with an end: a server may send less than the rest that it was asked for.
    fn shortfall(&self) -> Option<Error> {
        let total = self.total.filter(|total| *total > self.received)?;
        let message = format!("the server sent {} of {total} bytes", self.received);
        let error = Error::new(ErrorKind::Transport, message);
        Some((self.explain)(error, Bytes::new()))
    }

    /// Goes on after a fault that another connection may not have.
    async fn take_up(&mut self, fault: Error) -> Result<()> {
        let passing = matches!(fault.kind(), ErrorKind::Transport | ErrorKind::Timeout);
        let Some(tag) = self.tag.clone().filter(|_| passing) else {
            return Err(fault);
        };
        if self.received >= self.mark + PROGRESS {
            self.tries = 0;
        }
        if self.tries == TRIES {
            return Err(fault);
        }
        self.tries += 1;
        self.mark = self.received;
        let from = self.received;
        let rest = Rest {
            from,
            tag: tag.clone(),
        };
        // What the server says now explains less than why it broke off.
        let Ok(download) = (self.reopen)(rest).await else {
            return Err(fault);
        };
        match begins_at(&download, &tag, self.total) {
            Some(start) if start == from => self.chunks = download.into_chunks(),
            Some(0) => self.chunks = skip(download.into_chunks(), from),
            _ => {
                let message = "what is downloaded changed at the server meanwhile; start again";
                return Err(fault.with_message(message));
            }
        }
        Ok(())
    }
}

/// The strong tag of what a reply sends, unless the server says that it sends no parts.
fn tag(headers: &HeaderMap) -> Option<HeaderValue> {
    let refuses = headers
        .get(ACCEPT_RANGES)
        .is_some_and(|units| units == "none");
    let tag = headers
        .get(ETAG)
        .filter(|tag| tag.as_bytes().starts_with(b"\""))?;
    (!refuses).then(|| tag.clone())
}

/// Where in the whole a reply begins; `None` when it belongs to another whole.
fn begins_at(download: &Download, tag: &HeaderValue, total: Option<u64>) -> Option<u64> {
    let headers = download.headers();
    if headers.get(ETAG).is_some_and(|now| now != tag) {
        return None;
    }
    let (start, size) = match download.status() {
        StatusCode::PARTIAL_CONTENT => {
            let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
            let (range, size) = range.strip_prefix("bytes ")?.split_once('/')?;
            let start = range.split_once('-')?.0.trim().parse().ok()?;
            (start, size.trim().parse().ok())
        }
        // The server sends no parts, which is only good when it is known to be the same whole.
        StatusCode::OK if headers.contains_key(ETAG) => (0, download.content_length()),
        _ => return None,
    };
    let is_other = size.is_some_and(|size: u64| total.is_some_and(|total| total != size));
    (!is_other).then_some(start)
}

/// The chunks without their first bytes.
fn skip(chunks: Chunks, count: u64) -> Chunks {
    let rest = chunks.scan(count, |left, chunk| {
        let chunk = chunk.map(|mut chunk| {
            let skipped = usize::try_from(*left)
                .unwrap_or(usize::MAX)
                .min(chunk.len());
            chunk.advance(skipped);
            *left -= skipped as u64;
            chunk
        });
        std::future::ready(Some(chunk))
    });
    let some = rest.filter(|chunk| {
        let empty = chunk.as_ref().is_ok_and(Bytes::is_empty);
        std::future::ready(!empty)
    });
    Box::pin(some)
}

#[cfg(test)]
mod tests;
