//! One sandbox, and lists of them.

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::lifecycle::Lifecycle;
use super::query::{self, Page};
use super::sandbox::Sandbox;
use super::world::World;
use super::{reply, view};
use crate::sim::exchange::{Reply, Request};

/// `GET /sandboxes/{id}`
pub(super) fn get(world: &mut World, id: &str) -> Reply {
    world.advance();
    match world
        .sandboxes
        .get(id)
        .filter(|sandbox| !sandbox.is_deleted())
    {
        Some(sandbox) => reply::json(StatusCode::OK, &view::with_token(world, sandbox)),
        None => reply::error(StatusCode::NOT_FOUND, "sandbox not found"),
    }
}

/// `GET /sandboxes`
pub(super) fn list(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let terminating = request
        .query("include_terminating")
        .is_none_or(|value| value == "true");
    let listed = |sandbox: &&Sandbox| match sandbox.lifecycle {
        Lifecycle::Deleted => false,
        Lifecycle::Terminating => terminating,
        _ => true,
    };
    let items: Vec<Value> = world
        .newest_first()
        .into_iter()
        .filter(listed)
        .map(|sandbox| view::sandbox(world, sandbox))
        .collect();
    reply::json(StatusCode::OK, &json!({ "items": items }))
}

/// `GET /sandboxes/metadata`
pub(super) fn metadata(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let filter = match Filter::read(request) {
        Ok(filter) => filter,
        Err(field) => {
            let text = format!("invalid {field}, expected RFC3339");
            return reply::error(StatusCode::BAD_REQUEST, &text);
        }
    };
    let page = Page::of(request);
    let found: Vec<_> = world
        .newest_first()
        .into_iter()
        .filter(|sandbox| filter.admits(world, sandbox))
        .collect();
    let total = found.len();
    let items: Vec<Value> = page
        .cut(found)
        .into_iter()
        .map(|sandbox| view::sandbox(world, sandbox))
        .collect();
    let body =
        json!({ "items": items, "total": total, "page": page.number, "page_size": page.size });
    reply::json(StatusCode::OK, &body)
}

/// The filters of the metadata list.
struct Filter {
    id: Option<String>,
    template: Option<String>,
    desired_state: Option<String>,
    lifecycle_status: Option<String>,
    deletion_phase: Option<String>,
    created: Period,
    deleted: Period,
}

/// A span of time, both ends included.
struct Period {
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
}

impl Filter {
    /// Reads the query; the error is the name of a bad time.
    fn read(request: &Request) -> Result<Self, &'static str> {
        let text = |name| query::text(request, name);
        Ok(Self {
            id: text("id"),
            template: text("template"),
            desired_state: text("desired_state"),
            lifecycle_status: text("lifecycle_status"),
            deletion_phase: text("deletion_phase"),
            created: Period {
                from: time(request, "created_from")?,
                to: time(request, "created_to")?,
            },
            deleted: Period {
                from: time(request, "deleted_from")?,
                to: time(request, "deleted_to")?,
            },
        })
    }

    fn admits(&self, world: &World, sandbox: &Sandbox) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == value)
        };
        let phase = sandbox
            .deletion
            .as_ref()
            .map_or("", |deletion| deletion.phase);
        let state = if sandbox.is_unwanted() {
            "deleted"
        } else {
            "active"
        };
        self.id
            .as_deref()
            .is_none_or(|prefix| like(&format!("{prefix}%"), &sandbox.id))
            && is(&self.template, &sandbox.template)
            && is(&self.desired_state, state)
            && is(&self.lifecycle_status, sandbox.lifecycle.as_str())
            && is(&self.deletion_phase, phase)
            && self.created.admits(Some(world.wall(sandbox.created)))
            && self
                .deleted
                .admits(sandbox.deleted.map(|at| world.wall(at)))
    }
}

impl Period {
    fn admits(&self, time: Option<DateTime<Utc>>) -> bool {
        let from = self
            .from
            .is_none_or(|from| time.is_some_and(|time| time >= from));
        let to = self.to.is_none_or(|to| time.is_some_and(|time| time <= to));
        from && to
    }
}

/// A time, of which the server ignores the offset: it compares what the clock on the wall shows.
fn time(request: &Request, name: &'static str) -> Result<Option<DateTime<Utc>>, &'static str> {
    match query::text(request, name) {
        None => Ok(None),
        Some(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => Ok(Some(time.naive_local().and_utc())),
            Err(_) => Err(name),
        },
    }
}

/// SQL's LIKE: `%` is anything, `_` is any character, letters match in both cases.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    let mut pattern_rest = pattern.chars();
    let mut text_rest = text.chars();
    match pattern_rest.next() {
        None => text.is_empty(),
        Some('%') => {
            let rest = pattern_rest.as_str();
            let tails = text.char_indices().map(|(at, _)| &text[at..]).chain([""]);
            rest.is_empty() || tails.into_iter().any(|tail| like(rest, tail))
        }
        Some(wanted) => text_rest.next().is_some_and(|found| {
            (wanted == '_' || wanted.eq_ignore_ascii_case(&found))
                && like(pattern_rest.as_str(), text_rest.as_str())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn ids_are_matched_as_sql_does() {
        assert!(like("ab%", "abcd"));
        assert!(like("A_%", "abcd"));
        assert!(like("%d%", "abcd"));
        assert!(!like("b%", "abcd"));
        assert!(!like("abc", "abcd"));
    }
}
