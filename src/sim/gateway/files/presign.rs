//! URLs with which the object store lets anybody in for a while.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::super::auth::Caller;
use super::super::body::{self, Fields, Issue};
use super::super::store::Grant;
use super::super::world::World;
use super::super::{query, reply};
use super::keys;
use crate::sim::exchange::{Reply, Request};

/// How long an upload may wait.
const UPLOAD_ENDS: Duration = Duration::from_secs(3600);
/// How long a download may wait unless the request says otherwise, in seconds.
const DOWNLOAD_ENDS: u64 = 3600;

/// `POST /internal/files/generate_upload_url`
pub(in super::super) fn generate_upload_url(
    world: &mut World,
    caller: &Caller,
    request: &Request,
) -> Reply {
    let (file, content_type) = match read(request) {
        Ok(read) => read,
        Err(issues) => return reply::invalid(issues),
    };
    let stamp = world.stamps.next(&world.clock);
    let name = keys::dated("prefab-inputs", &caller.user, stamp, &file);
    let grant = Grant {
        method: "PUT",
        name: &name,
        content_type: content_type.as_deref(),
        lasts: UPLOAD_ENDS,
    };
    let upload_url = world.signer.sign(&world.clock, &grant);
    reply::ok(&json!({ "upload_url": upload_url, "s3_url": keys::url(&name) }))
}

fn read(request: &Request) -> Result<(String, Option<String>), Vec<Issue>> {
    let value = body::json(request).map_err(|issue| vec![issue])?;
    let mut issues = Vec::new();
    let fields = Fields::of(&value, vec!["body".into()], &mut issues);
    let read = fields.and_then(|fields| {
        let content_type = fields.optional_text("content_type", &mut issues);
        let file = fields.text("filename", &mut issues)?;
        if file.is_empty() {
            let text = "String should have at least 1 character";
            let place = fields.place("filename");
            issues.push(Issue::new(place, text, "string_too_short"));
        }
        Some((file.to_owned(), content_type.map(str::to_owned)))
    });
    match read {
        Some(read) if issues.is_empty() => Ok(read),
        _ => Err(issues),
    }
}

/// `GET /internal/files/download`: whether there is such a file shows in the store only.
pub(in super::super) fn download(world: &World, request: &Request) -> Reply {
    let mut issues = Vec::new();
    let url = query::required(request, "s3_url", &mut issues);
    let seconds = query::positive(request, "expires_in", DOWNLOAD_ENDS, &mut issues);
    if !issues.is_empty() {
        return reply::invalid(issues);
    }
    let mode = request.query("mode");
    if mode.is_some_and(|mode| mode != "presigned") {
        return reply::error(StatusCode::BAD_REQUEST, "Only mode=presigned is supported");
    }
    let Some(name) = keys::parse(&url) else {
        return reply::error(StatusCode::BAD_REQUEST, format!("Invalid S3 URL: {url}"));
    };
    let grant = Grant {
        method: "GET",
        name,
        content_type: None,
        lasts: Duration::from_secs(seconds),
    };
    let presigned = world.signer.sign(&world.clock, &grant);
    reply::ok(&json!({ "presigned_url": presigned }))
}
