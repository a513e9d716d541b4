//! Replies: statuses, media types, and one type for all successes.

use crate::lint::Context;
use crate::lint::document::Node;
use crate::lint::media;
use crate::lint::operation::{Operation, Reply};
use crate::lint::report::{Report, rules};
use crate::lint::rules::request::has_example;

rules! {
    DEFAULT_RESPONSE: "default-response" => "name the statuses, or `4XX` and `5XX`";
    STATUS_CODE: "status-code" => "write three digits, or a digit and `XX`";
    MISSING_SUCCESS: "missing-success" => "describe the 2XX reply, or mark the operation `x-handwritten: reason`";
    SWITCHING_PROTOCOLS: "switching-protocols" => "mark the operation `x-handwritten: reason`";
    RESPONSE_DESCRIPTION: "response-description" => "add a `description`";
    SUCCESS_TYPES: "success-types" => "describe one type, or a `oneOf` component that all of them use";
    SUCCESS_MEDIA_TYPES: "success-media-types" => "describe the stream under a second path key, the same path with the suffix `#stream`";
    RESPONSE_SCHEMA: "response-schema" => "write the reply's `schema`";
    RESPONSE_EXAMPLE: "response-example" => "add an `example`, the contract tests decode it";
    RESPONSE_ENCODING: "response-encoding" => "remove `encoding`";
    LINKS: "links" => "remove `links` and describe the relation in words";
    ENDLESS_UNARY: "endless-unary" => "add `x-streaming: true` to the operation";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for operation in &context.operations {
        let replies = operation.replies(context.root);
        for reply in &replies {
            check_reply(operation, reply, report);
        }
        if operation.is_handwritten() {
            continue;
        }
        check_presence(context.root, operation, report);
        let successes = operation.successes(context.root);
        check_one_type(operation, &successes, report);
        for success in &successes {
            check_content(context.root, operation, success, report);
        }
    }
}

fn check_reply(operation: &Operation<'_>, reply: &Reply<'_>, report: &mut Report) {
    let Reply { status, line, node } = reply;
    let place = &operation.place;
    if *status == "default" {
        let reason = "`default` hides which statuses occur, and the generator counts it as success";
        report.add(&DEFAULT_RESPONSE, *line, place, reason);
    } else if !is_status(status) {
        report.add(
            &STATUS_CODE,
            *line,
            place,
            format!("`{status}` is no status"),
        );
    }
    if *status == "101" && !operation.is_handwritten() {
        let reason = "the generator makes no checked upgrade of it";
        report.add(&SWITCHING_PROTOCOLS, *line, place, reason);
    }
    if !node.says("description") {
        let reason = format!("the {status} reply has no description");
        report.add(&RESPONSE_DESCRIPTION, node.line, place, reason);
    }
    if let Some(links) = node.get("links") {
        report.add(&LINKS, links.line, place, "links are ignored");
    }
}

fn is_status(status: &str) -> bool {
    match status.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', second, third] => second.is_ascii_digit() && third.is_ascii_digit(),
        _ => false,
    }
}

fn check_presence(root: &Node, operation: &Operation<'_>, report: &mut Report) {
    let named = operation.node.entries_at("responses");
    let is_success = |status: &str| status.starts_with('2') || matches!(status, "default" | "101");
    // A reference that leads nowhere has a finding of its own.
    let unresolved = named.iter().any(|(_, node)| root.resolve(node).is_none());
    if !unresolved && !named.iter().any(|(status, _)| is_success(status)) {
        let responses = operation.node.get("responses");
        let line = responses.map_or(operation.node.line, |node| node.line);
        let reason = "no reply of success is described";
        report.add(&MISSING_SUCCESS, line, &operation.place, reason);
    }
}

/// What the generator decodes a reply as.
#[derive(PartialEq)]
enum Decoded<'a> {
    Nothing,
    Bytes,
    Json(Option<&'a str>, Option<*const Node>),
}

fn decoded<'a>(reply: &Reply<'a>) -> Decoded<'a> {
    let content = reply.node.entries_at("content");
    let json = content.iter().find(|(name, _)| media::is_json(name));
    match (json, content) {
        (Some((_, media)), _) => {
            let schema = media.get("schema");
            let reference = schema.and_then(Node::reference);
            // Two inline schemas are two types.
            let identity = schema
                .filter(|_| reference.is_none())
                .map(std::ptr::from_ref);
            Decoded::Json(reference, identity)
        }
        (None, []) => Decoded::Nothing,
        (None, _) => Decoded::Bytes,
    }
}

fn check_one_type(operation: &Operation<'_>, successes: &[Reply<'_>], report: &mut Report) {
    let is_json = |reply: &Reply<'_>| matches!(decoded(reply), Decoded::Json(..));
    let beside_json = successes.iter().any(is_json);
    let mut counted = successes
        .iter()
        // The compiler drops an empty 204 beside JSON.
        .filter(|reply| {
            !(beside_json && reply.status == "204" && decoded(reply) == Decoded::Nothing)
        });
    let Some(first) = counted.next() else {
        return;
    };
    for other in counted {
        if decoded(other) != decoded(first) && !same_scalar(first, other) {
            let reason = format!(
                "the replies {} and {} differ in type, the generator panics",
                first.status, other.status
            );
            report.add(&SUCCESS_TYPES, other.line, &operation.place, reason);
        }
    }
}

/// Inline schemas of the same plain form are the same type to the generator.
fn same_scalar(first: &Reply<'_>, second: &Reply<'_>) -> bool {
    fn schema<'a>(reply: &Reply<'a>) -> Option<&'a Node> {
        let content = reply.node.entries_at("content").iter();
        let (_, media) = content.into_iter().find(|(name, _)| media::is_json(name))?;
        media.get("schema")
    }
    let (Some(first), Some(second)) = (schema(first), schema(second)) else {
        return false;
    };
    same_form(first, second)
}

fn same_form(first: &Node, second: &Node) -> bool {
    match (first.reference(), second.reference()) {
        (Some(first), Some(second)) => first == second,
        (None, None) => {
            let plain = |node: &Node| !node.has("enum") && !node.has("properties");
            let items = match (first.get("items"), second.get("items")) {
                (None, None) => true,
                (Some(first), Some(second)) => same_form(first, second),
                _ => false,
            };
            let same = |key: &str| first.text_at(key) == second.text_at(key);
            first.has("type")
                && plain(first)
                && plain(second)
                && items
                && same("type")
                && same("format")
        }
        _ => false,
    }
}

fn check_content(root: &Node, operation: &Operation<'_>, reply: &Reply<'_>, report: &mut Report) {
    let place = &operation.place;
    let content = reply.node.entries_at("content");
    if let [_, (second, media), ..] = content {
        let reason = format!("`{second}` beside another media type would be dropped");
        report.add(&SUCCESS_MEDIA_TYPES, media.line, place, reason);
        return;
    }
    let Some((name, media)) = content.first() else {
        return;
    };
    if media::is_endless(name) && !operation.node.is_true("x-streaming") {
        let reason = format!("the total timeout would cut the `{name}` reply");
        report.add(&ENDLESS_UNARY, media.line, place, reason);
    }
    if !media::is_json(name) {
        return;
    }
    if let Some(encoding) = media.get("encoding") {
        report.add(
            &RESPONSE_ENCODING,
            encoding.line,
            place,
            "the generator panics on `encoding`",
        );
    }
    if !media.has("schema") {
        let reason = "JSON without a schema makes the generator panic";
        report.add(&RESPONSE_SCHEMA, media.line, place, reason);
    } else if !has_example(root, media) {
        let reason = format!("the {} reply has no example", reply.status);
        report.add(&RESPONSE_EXAMPLE, media.line, place, reason);
    }
}

#[cfg(test)]
mod tests {
    use super::is_status;

    #[test]
    fn statuses_are_codes_or_ranges() {
        assert!(
            ["200", "4XX", "599", "101"]
                .iter()
                .all(|status| is_status(status))
        );
        assert!(
            !["20", "2xx", "600", "099", "2000", "ok", "20X"]
                .iter()
                .any(|status| is_status(status))
        );
    }
}
