//! Vendor extensions: only those of `openapi/README.md`, where they belong.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::report::{Report, rules};
use crate::lint::site::{Kind, Site};

rules! {
    UNKNOWN_EXTENSION: "unknown-extension" => "use one of those that openapi/README.md lists, or remove it";
    EXTENSION_PLACE: "extension-place" => "move it to where openapi/README.md allows it";
    EXTENSION_FLAG: "extension-flag" => "write `true` or `false`";
    HANDWRITTEN_REASON: "handwritten-reason" => "write the reason as a text";
    MEANING_SHAPE: "meaning-shape" => "write a list of `{text, kind, processed}` with a known kind";
    SECRET_NOT_STRING: "secret-not-string" => "set it on a `type: string` schema";
}

const MEANINGS: [&str; 8] = [
    "bad-request",
    "unauthorized",
    "forbidden",
    "not-found",
    "conflict",
    "rate-limited",
    "unavailable",
    "server",
];

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        for (key, node) in site.node.entries() {
            if key.starts_with("x-") && is_keyword_place(site.kind) {
                check_one(context.root, site, key, node, report);
            }
        }
    }
    check_meaning_places(context, report);
}

/// In `components` and the like the names are the author's own.
fn is_keyword_place(kind: Kind) -> bool {
    kind != Kind::Components
}

fn check_one(root: &Node, site: &Site<'_>, key: &str, node: &Node, report: &mut Report) {
    let place = &site.place;
    let is_schema = matches!(site.kind, Kind::Schema(_));
    let belongs = match key {
        "x-idempotent" | "x-streaming" | "x-handwritten" => site.kind == Kind::Operation,
        "x-open-enum" | "x-secret" => is_schema,
        "x-meaning" | "x-unprocessed" => site.kind == Kind::Response,
        _ => {
            report.add(
                &UNKNOWN_EXTENSION,
                node.line,
                place,
                format!("`{key}` means nothing here"),
            );
            return;
        }
    };
    if !belongs {
        let reason = format!("`{key}` has no effect here");
        report.add(&EXTENSION_PLACE, node.line, place, reason);
        return;
    }
    match key {
        "x-handwritten" => {
            if node.text().is_none_or(|reason| reason.trim().is_empty()) {
                let reason = "`x-handwritten` does not say why";
                report.add(&HANDWRITTEN_REASON, node.line, place, reason);
            }
        }
        "x-meaning" => check_meaning(site, node, report),
        _ => {
            if !matches!(node.value, Value::Bool(_)) {
                let reason = format!("`{key}` is neither true nor false");
                report.add(&EXTENSION_FLAG, node.line, place, reason);
            } else if key == "x-secret" && !is_string(root, site.node) {
                let reason = "`x-secret` hides strings only";
                report.add(&SECRET_NOT_STRING, node.line, place, reason);
            }
        }
    }
}

fn is_string(root: &Node, schema: &Node) -> bool {
    let parts = schema.items_at("allOf");
    let part_is_string = |part: &Node| {
        root.resolve(part)
            .is_some_and(|part| part.text_at("type") == Some("string"))
    };
    schema.text_at("type") == Some("string") || parts.iter().any(part_is_string)
}

fn check_meaning(site: &Site<'_>, node: &Node, report: &mut Report) {
    if node.items().is_empty() {
        let reason = "`x-meaning` is no list of meanings";
        report.add(&MEANING_SHAPE, node.line, &site.place, reason);
    }
    for item in node.items() {
        if let Some(reason) = meaning_fault(item) {
            report.add(&MEANING_SHAPE, item.line, &site.place, reason);
        }
    }
}

fn meaning_fault(item: &Node) -> Option<String> {
    if !item.is_map() {
        return Some("a meaning is no mapping".to_owned());
    }
    if !item.says("text") {
        return Some("a meaning has no `text` to look for".to_owned());
    }
    if !item
        .text_at("kind")
        .is_some_and(|kind| MEANINGS.contains(&kind))
    {
        return Some(format!(
            "the `kind` of a meaning is none of {}",
            MEANINGS.join(", ")
        ));
    }
    for (key, node) in item.entries() {
        match key.as_str() {
            "text" | "kind" => {}
            "processed" if matches!(node.value, Value::Bool(_)) => {}
            "processed" => return Some("`processed` is neither true nor false".to_owned()),
            other => return Some(format!("a meaning has no `{other}`")),
        }
    }
    None
}

/// Meanings are looked up for replies of failure only. A status that says that nothing was done is one of two.
fn check_meaning_places(context: &Context<'_>, report: &mut Report) {
    for operation in &context.operations {
        for reply in operation.replies(context.root) {
            let is_failure = reply.status.starts_with(['4', '5']) || reply.status == "default";
            if let Some(meaning) = reply.node.get("x-meaning").filter(|_| !is_failure) {
                let reason = format!("`x-meaning` has no effect on a {} reply", reply.status);
                report.add(&EXTENSION_PLACE, meaning.line, &operation.place, reason);
            }
            let may_refuse = matches!(reply.status, "429" | "503");
            if let Some(mark) = reply.node.get("x-unprocessed").filter(|_| !may_refuse) {
                let reason = format!("`x-unprocessed` has no effect on a {} reply", reply.status);
                report.add(&EXTENSION_PLACE, mark.line, &operation.place, reason);
            }
        }
    }
}
