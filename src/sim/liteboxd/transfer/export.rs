//! `GET /templates/{name}/export` and `GET /templates/export`

use http::StatusCode;

use super::super::world::World;
use super::super::{query, reply};
use super::document::{Document, write_list};
use crate::sim::exchange::{Reply, Request};

/// The list that is exported is the first page of the templates, whatever it is filtered by.
const NEWEST: usize = 20;

/// Exports one template.
pub(in super::super) fn export(world: &mut World, name: &str, request: &Request) -> Reply {
    world.advance();
    let version = match query::text(request, "version") {
        None => 0,
        Some(text) => match scan_int(&text) {
            Some(version) => version,
            None => return reply::invalid_request("invalid version number"),
        },
    };
    match world.templates.export(name, version) {
        Ok((template, spec)) => reply::yaml(Document::new(template, spec).write()),
        Err(text) => reply::coded_error(StatusCode::NOT_FOUND, "TEMPLATE_NOT_FOUND", &text),
    }
}

/// Exports the newest templates that pass the filters.
pub(in super::super) fn export_all(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let tag = query::text(request, "tag");
    let names = query::text(request, "names");
    let items = world
        .templates
        .newest_first()
        .take(NEWEST)
        .filter(|template| tag.as_ref().is_none_or(|tag| template.tags.contains(tag)))
        .filter(|template| {
            names
                .as_ref()
                .is_none_or(|names| names.split(',').any(|name| name == template.name))
        })
        .map(|template| Document::new(template, template.spec()))
        .collect();
    reply::yaml(write_list(items, world.local_second(now)))
}

/// The integer that the text begins with; what follows it is not looked at.
fn scan_int(text: &str) -> Option<i64> {
    let text = text.trim_start_matches(' ');
    let sign = text.len() - text.trim_start_matches(['+', '-']).len();
    let digits = text.get(sign..)?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    text.get(..sign + end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::scan_int;

    #[test]
    fn integers_are_read_as_far_as_they_go() {
        for (text, value) in [
            ("2", Some(2)),
            (" +2", Some(2)),
            ("-1", Some(-1)),
            ("2x", Some(2)),
            ("x", None),
            ("--1", None),
            ("-", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(scan_int(text), value, "{text}");
        }
    }
}
