//! The object store behind presigned URLs: another server, on another port.

mod objects;
mod range;
mod sign;
#[cfg(test)]
mod tests;
mod xml;

use std::time::Duration;

use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MATCH, LAST_MODIFIED,
    TRANSFER_ENCODING,
};
use http::{HeaderMap, Method, StatusCode};

use super::backend::Shared;
use super::lock;
use super::reply::Refusal;
use super::world::World;
use crate::sim::exchange::{Backend, Reply, Request};
use crate::sim::percent;
pub(super) use objects::{Objects, Stored};
use range::Wanted;
use sign::Denial;
pub(super) use sign::{Grant, Signer};

/// Credentials that have no business here.
const FOREIGN: [&str; 3] = ["x-internal-token", "x-api-key", "authorization"];

/// The simulated object store.
#[derive(Debug)]
pub(super) struct Store(pub(super) Shared);

impl Backend for Store {
    const READ_TIMEOUT: Duration = Duration::from_secs(60);

    async fn handle(&self, request: Request) -> Option<Reply> {
        let mut world = lock(&self.0);
        let now = world.clock.now();
        world.objects.purge(now);
        Some(answer(&mut world, &request).unwrap_or_else(|refusal| *refusal))
    }

    fn failure(&self, status: StatusCode, _: &Request) -> Reply {
        xml::failure(status)
    }
}

fn answer(world: &mut World, request: &Request) -> Result<Reply, Refusal> {
    let path = percent::decode(request.uri.path());
    let name = path.strip_prefix('/').unwrap_or_default();
    refuse_credentials(&request.headers)?;
    world
        .signer
        .check(&world.clock, name, request)
        .map_err(|denial| refuse(&denial))?;
    match request.method {
        Method::PUT => put(world, name, request),
        Method::GET => get(world, name, request),
        _ => Err(xml::error(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
            &[],
        )
        .into()),
    }
}

fn refuse_credentials(headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(found) = FOREIGN.into_iter().find(|name| headers.contains_key(*name)) else {
        return Ok(());
    };
    Err(xml::error(
        StatusCode::BAD_REQUEST,
        "InvalidArgument",
        "Only one auth mechanism allowed; the query already has a signature",
        &[("ArgumentName", found)],
    )
    .into())
}

fn refuse(denial: &Denial) -> Reply {
    let status = StatusCode::FORBIDDEN;
    match denial {
        Denial::Unsigned => xml::error(status, "AccessDenied", "Access Denied", &[]),
        Denial::Expired { end, now } => xml::error(
            status,
            "AccessDenied",
            "Request has expired",
            &[
                ("Expires", &end.to_rfc3339()),
                ("ServerTime", &now.to_rfc3339()),
            ],
        ),
        Denial::Mismatch => xml::error(
            status,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. \
             Check your key and signing method.",
            &[],
        ),
    }
}

fn put(world: &mut World, name: &str, request: &Request) -> Result<Reply, Refusal> {
    let headers = &request.headers;
    if headers.contains_key(TRANSFER_ENCODING) {
        return Err(xml::error(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            "A header you provided implies functionality that is not implemented",
            &[("Header", "Transfer-Encoding")],
        )
        .into());
    }
    if !headers.contains_key(CONTENT_LENGTH) {
        return Err(xml::error(
            StatusCode::LENGTH_REQUIRED,
            "MissingContentLength",
            "You must provide the Content-Length HTTP header.",
            &[],
        )
        .into());
    }
    if !request.complete {
        return Err(xml::error(
            StatusCode::BAD_REQUEST,
            "IncompleteBody",
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
            &[],
        )
        .into());
    }
    let mut stored = Stored::new(request.body.clone(), world.clock.now());
    let content_type = headers.get(CONTENT_TYPE);
    if let Some(content_type) = content_type.and_then(|value| value.to_str().ok()) {
        stored = stored.of_type(content_type);
    }
    let mut reply = xml::answer(StatusCode::OK, Bytes::new());
    xml::set(&mut reply, ETAG, &stored.etag);
    world.objects.put(name.to_owned(), stored);
    Ok(reply)
}

fn get(world: &World, name: &str, request: &Request) -> Result<Reply, Refusal> {
    let Some(stored) = world.objects.get(world.clock.now(), name) else {
        let key = name.split_once('/').map_or(name, |(_, key)| key);
        return Err(xml::error(
            StatusCode::NOT_FOUND,
            "NoSuchKey",
            "The specified key does not exist.",
            &[("Key", key)],
        )
        .into());
    };
    let version = request.headers.get(IF_MATCH);
    if version.is_some_and(|version| version.as_bytes() != stored.etag.as_bytes()) {
        return Err(xml::error(
            StatusCode::PRECONDITION_FAILED,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
            &[("Condition", "If-Match")],
        )
        .into());
    }
    let wanted = match world.ranges {
        true => Wanted::of(&request.headers, stored),
        false => Wanted::Whole,
    };
    let length = stored.content.len();
    let mut reply = match wanted {
        Wanted::Whole => xml::answer(StatusCode::OK, stored.content.clone()),
        Wanted::Part(part) => {
            let span = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            let content = stored.content.slice(part);
            let mut reply = xml::answer(StatusCode::PARTIAL_CONTENT, content);
            xml::set(&mut reply, CONTENT_RANGE, &span);
            reply
        }
        Wanted::Nothing(range) => {
            return Err(xml::error(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "InvalidRange",
                "The requested range is not satisfiable",
                &[
                    ("RangeRequested", &range),
                    ("ActualObjectSize", &length.to_string()),
                ],
            )
            .into());
        }
    };
    describe(&mut reply, world, stored);
    Ok(reply)
}

fn describe(reply: &mut Reply, world: &World, stored: &Stored) {
    let media = stored.content_type.as_deref();
    xml::set(reply, CONTENT_TYPE, media.unwrap_or("binary/octet-stream"));
    xml::set(reply, ETAG, &stored.etag);
    let modified = world.clock.wall(stored.modified);
    let modified = modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    xml::set(reply, LAST_MODIFIED, &modified);
    if world.ranges {
        xml::set(reply, ACCEPT_RANGES, "bytes");
    }
}
