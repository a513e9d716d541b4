//! Request bodies: which media types can be sent, and how.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::media;
use crate::lint::operation::Operation;
use crate::lint::report::{Report, rules};

rules! {
    REQUEST_MEDIA_TYPES: "request-media-types" => "keep one media type, or JSON beside a form, or mark the operation `x-handwritten: reason`";
    REQUEST_MEDIA_TYPE: "request-media-type" => "write the type that the server really reads, or mark the operation `x-handwritten: reason`";
    REQUEST_OPTIONAL: "request-optional" => "write `required: true`, or mark the operation `x-handwritten: reason`";
    REQUEST_SCHEMA: "request-schema" => "write the body's `schema`";
    OCTET_STREAM_SCHEMA: "octet-stream-schema" => "write `schema: {type: string, format: binary}`";
    TEXT_SCHEMA: "text-schema" => "write `schema: {type: string}`";
    REQUEST_EXAMPLE: "request-example" => "add an `example`, the contract tests send it";
    MEDIA_ENCODING: "media-encoding" => "remove `encoding` and describe it in words";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for operation in &context.operations {
        let Some(body) = operation.body(context.root).filter(|body| body.is_map()) else {
            continue;
        };
        // The reference stands in the operation, the description where it points.
        if operation.is_handwritten() {
            continue;
        }
        check_body(context.root, operation, body, report);
    }
}

fn check_body(root: &Node, operation: &Operation<'_>, body: &Node, report: &mut Report) {
    let place = &operation.place;
    if !body.is_true("required") {
        let line = body.get("required").map_or(body.line, |node| node.line);
        let reason = "the generator makes an optional body mandatory";
        report.add(&REQUEST_OPTIONAL, line, place, reason);
    }
    let content = body.entries_at("content");
    match content {
        [] => report.add(
            &REQUEST_MEDIA_TYPE,
            body.line,
            place,
            "the body has no media type",
        ),
        [(name, media)] => check_media(root, place, name, media, report),
        // Together they travel as the form does.
        [(one, first), (other, second)] if is_json_or_form(one, other) => {
            check_media(root, place, one, first, report);
            check_media(root, place, other, second, report);
        }
        [_, (second, media), ..] => {
            let reason = format!("`{second}` is a second media type, the generator panics");
            report.add(&REQUEST_MEDIA_TYPES, media.line, place, reason);
        }
    }
}

fn is_json_or_form(one: &str, other: &str) -> bool {
    let types = [one, other];
    types.contains(&"application/json") && types.contains(&"multipart/form-data")
}

fn check_media(root: &Node, place: &str, name: &str, media: &Node, report: &mut Report) {
    if media::travels_raw(name) {
        return;
    }
    if !media::is_native(name) {
        let reason = format!("the generator cannot send `{name}`");
        report.add(&REQUEST_MEDIA_TYPE, media.line, place, reason);
        return;
    }
    if let Some(encoding) = media
        .get("encoding")
        .filter(|node| !node.entries().is_empty())
    {
        report.add(
            &MEDIA_ENCODING,
            encoding.line,
            place,
            "the generator panics on `encoding`",
        );
    }
    let Some(schema) = media.get("schema") else {
        let rule = if media::essence(name) == "application/octet-stream" {
            &OCTET_STREAM_SCHEMA
        } else {
            &REQUEST_SCHEMA
        };
        report.add(
            rule,
            media.line,
            place,
            format!("the `{name}` body has no schema"),
        );
        return;
    };
    match media::essence(name).as_str() {
        "application/octet-stream" if !is_plain_string(root, schema, Some("binary")) => {
            let reason = "the generator refuses any other schema for bytes";
            report.add(&OCTET_STREAM_SCHEMA, schema.line, place, reason);
        }
        "text/plain" | "text/x-markdown" if !is_plain_string(root, schema, None) => {
            let reason = "the generator refuses any other schema for text";
            report.add(&TEXT_SCHEMA, schema.line, place, reason);
        }
        "application/json" if !has_example(root, media) => {
            report.add(
                &REQUEST_EXAMPLE,
                media.line,
                place,
                "the request body has no example",
            );
        }
        _ => {}
    }
}

/// Whether the schema is a string of exactly this format and nothing more.
fn is_plain_string(root: &Node, schema: &Node, format: Option<&str>) -> bool {
    let Some(schema) = root.resolve(schema) else {
        return true;
    };
    let is_limited = ["enum", "default", "nullable"]
        .iter()
        .any(|key| schema.has(key));
    schema.text_at("type") == Some("string") && schema.text_at("format") == format && !is_limited
}

/// Whether the media type, or its schema, shows an example.
pub(crate) fn has_example(root: &Node, media: &Node) -> bool {
    let shows = |node: &Node| {
        let some = |key: &str| {
            node.get(key)
                .is_some_and(|node| !matches!(node.value, Value::Null))
        };
        some("example") || !node.entries_at("examples").is_empty()
    };
    let schema = media.get("schema").and_then(|schema| root.resolve(schema));
    shows(media) || schema.is_some_and(shows)
}
