//! What files there are, and the end of temporary ones.

use chrono::SecondsFormat;
use http::StatusCode;
use serde_json::{Value, json};

use super::super::auth::Caller;
use super::super::world::World;
use super::super::{LastPage, query, reply};
use super::{OUTPUTS, WORKSPACE, keys};
use crate::sim::exchange::{Reply, Request};
use crate::sim::percent;

/// Files on a page unless the request says otherwise.
const LIMIT: u64 = 100;
/// Files on a page at most.
const MOST: u64 = 1000;

/// `GET /internal/files/list`
pub(in super::super) fn list(world: &mut World, caller: &Caller, request: &Request) -> Reply {
    match caller.agent() {
        Ok(agent) => {
            let folder = keys::folder_of(OUTPUTS, caller, agent);
            page(world, &folder, request)
        }
        Err(refusal) => *refusal,
    }
}

/// `GET /internal/files/list_temp`
pub(in super::super) fn list_temp(world: &mut World, caller: &Caller, request: &Request) -> Reply {
    match caller.agent() {
        Ok(agent) => {
            let mut folder = keys::folder_of(WORKSPACE, caller, agent);
            let session = request.query("session_id").unwrap_or_default();
            if !session.is_empty() {
                folder.push_str(&session);
                folder.push('/');
            }
            page(world, &folder, request)
        }
        Err(refusal) => *refusal,
    }
}

/// `DELETE /internal/files/cleanup_temp`
pub(in super::super) fn cleanup_temp(
    world: &mut World,
    caller: &Caller,
    request: &Request,
) -> Reply {
    let agent = match caller.agent() {
        Ok(agent) => agent,
        Err(refusal) => return *refusal,
    };
    let mut issues = Vec::new();
    let session = query::required(request, "session_id", &mut issues);
    if !issues.is_empty() {
        return reply::invalid(issues);
    }
    if session.is_empty() {
        return reply::error(StatusCode::BAD_REQUEST, "session_id must not be empty");
    }
    let folder = keys::folder_of(WORKSPACE, caller, agent);
    let deleted = world
        .objects
        .remove(world.clock.now(), &format!("{folder}{session}/"));
    reply::ok(&json!({ "deleted_count": deleted }))
}

/// One page of a folder, in the order of the keys.
fn page(world: &mut World, folder: &str, request: &Request) -> Reply {
    let mut issues = Vec::new();
    let limit = query::positive(request, "limit", LIMIT, &mut issues).min(MOST);
    if !issues.is_empty() {
        return reply::invalid(issues);
    }
    let token = request.query("continuation_token").unwrap_or_default();
    let after = match token.as_str() {
        "" => None,
        token => match token.strip_prefix(TOKEN_MARK) {
            Some(rest) => Some(percent::decode(rest)),
            None => return reply::error(StatusCode::BAD_REQUEST, "Invalid continuation token"),
        },
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let clock = world.clock;
    let mut found = world.objects.under(clock.now(), folder);
    found.retain(|(name, _)| after.as_deref().is_none_or(|after| *name > after));
    let is_last = found.len() <= limit;
    found.truncate(limit);
    let files: Vec<Value> = found
        .iter()
        .map(|(name, stored)| {
            json!({
                "key": keys::key(name),
                "size": stored.content.len(),
                "last_modified": clock.wall(stored.modified).to_rfc3339_opts(SecondsFormat::Secs, false),
                "s3_url": keys::url(name),
            })
        })
        .collect();
    let next = found.last().filter(|_| !is_last).map(|(name, _)| {
        let name = percent::encode(name, "/");
        Value::from(format!("{TOKEN_MARK}{name}"))
    });
    let mut reply = json!({ "files": files });
    match (next, world.last_page) {
        (Some(token), _) => reply["next_token"] = token,
        (None, LastPage::Absent) => {}
        (None, LastPage::Null) => reply["next_token"] = Value::Null,
        (None, LastPage::Empty) => reply["next_token"] = "".into(),
    }
    reply::ok(&reply)
}

/// What a continuation token begins with. It has characters that a query must escape.
const TOKEN_MARK: &str = "1+/=";
