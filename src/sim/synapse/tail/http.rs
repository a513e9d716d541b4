//! Following a log as the body of a reply.

use std::io;

use axum::body::Body;
use futures_util::stream;
use http::StatusCode;

use super::super::reply;
use super::feed::{Feed, Step};
use crate::sim::exchange::Reply;

/// A reply whose body follows the log.
pub(super) fn reply(feed: Feed) -> Reply {
    let content_type = feed.manner.framing.content_type();
    let pieces = stream::unfold(feed, |mut feed| async move {
        let step = feed.next().await;
        match step {
            Step::Write(bytes) => {
                if feed.manner.fragment < usize::MAX {
                    // The server sends what it has while the body is pending.
                    tokio::task::yield_now().await;
                }
                Some((Ok(bytes), feed))
            }
            Step::Cut | Step::Reset => {
                tokio::task::yield_now().await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), feed))
            }
            Step::Close(..) => None,
            Step::Stay | Step::Silence => std::future::pending().await,
        }
    });
    reply::with_type(StatusCode::OK, content_type, Body::from_stream(pieces))
}
