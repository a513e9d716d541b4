//! Replies that arrive in other ways than whole.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, HeaderValue};

use super::exchange::Reply;
use super::fault::Ending;

/// Puts another body under the head, with its right length.
pub(super) fn replace(reply: &mut Reply, body: Bytes) {
    reply.headers_mut().remove(CONTENT_LENGTH);
    *reply.body_mut() = Body::from(body);
}

/// The whole head, the first `bytes` of the body, then the end of the connection.
pub(super) async fn truncate(reply: Reply, bytes: usize) -> Reply {
    let (reply, whole) = with_length(reply).await;
    let kept = whole.slice(..bytes.min(whole.len()));
    let parts = stream::unfold(Some(kept), |kept| async move {
        match kept {
            Some(kept) if !kept.is_empty() => Some((Ok(kept), Some(Bytes::new()))),
            Some(_) => {
                // The server sends what it has while the body is pending, and nothing more once it has failed.
                tokio::task::yield_now().await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), None))
            }
            None => None,
        }
    });
    reply.map(|()| Body::from_stream(parts))
}

/// The whole reply, so many bytes at a time.
pub(super) async fn drip(reply: Reply, bytes: usize, pause: Duration) -> Reply {
    let (reply, whole) = with_length(reply).await;
    let parts = stream::unfold((whole, false), move |(mut rest, started)| async move {
        if rest.is_empty() {
            return None;
        }
        if started {
            tokio::time::sleep(pause).await;
        }
        let part = rest.split_to(bytes.min(rest.len()));
        Some((Ok::<_, io::Error>(part), (rest, true)))
    });
    reply.map(|()| Body::from_stream(parts))
}

/// Exactly these chunks, each flushed before the next.
pub(super) fn chunks(chunks: Vec<Bytes>, pause: Duration, ending: Ending) -> Reply {
    let parts = stream::unfold(
        (chunks.into_iter(), false),
        move |(mut rest, started)| async move {
            match rest.next() {
                Some(chunk) => {
                    if started && pause > Duration::ZERO {
                        tokio::time::sleep(pause).await;
                    } else if started {
                        // The server sends what it has while the body is pending.
                        tokio::task::yield_now().await;
                    }
                    Some((Ok(chunk), (rest, true)))
                }
                None => match ending {
                    Ending::Whole => None,
                    Ending::Cut => {
                        tokio::task::yield_now().await;
                        let error = io::Error::from(io::ErrorKind::ConnectionReset);
                        Some((Err(error), (rest, true)))
                    }
                    Ending::Open => std::future::pending().await,
                },
            }
        },
    );
    Reply::new(Body::from_stream(parts))
}

/// Head and body of a reply, apart; the head says how long the body is.
async fn with_length(reply: Reply) -> (http::Response<()>, Bytes) {
    let (mut head, body) = reply.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    (http::Response::from_parts(head, ()), whole)
}
