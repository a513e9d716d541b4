//! Enumerations: values that become variants, and room for values to come.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::names;
use crate::lint::report::{Report, rules};
use crate::lint::site::{Kind, Position, Site};

rules! {
    ENUM_EMPTY: "enum-empty" => "list the values, or remove `enum`";
    ENUM_NOT_STRING: "enum-not-string" => "write the values as text of a `type: string` schema, or describe them in words";
    ENUM_COLLISION: "enum-collision" => "write `type: string` and list the values in the description";
    CLOSED_ENUM: "closed-enum" => "move it to `components/schemas` and add `x-open-enum: true`";
    OPEN_ENUM_INLINE: "open-enum-inline" => "move it to `components/schemas` under a name and refer to it";
    OPEN_ENUM_SHAPE: "open-enum-shape" => "write `type: string` with `enum`";
    OPEN_ENUM_SINGLE: "open-enum-single" => "remove `x-open-enum`, one value is a tag";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        let Kind::Schema(position) = site.kind else {
            continue;
        };
        if site.node.has("$ref") {
            continue;
        }
        if let Some(values) = site.node.get("enum") {
            check_values(context, site, values, report);
        }
        check_open(site, position, report);
    }
}

fn check_values(context: &Context<'_>, site: &Site<'_>, values: &Node, report: &mut Report) {
    let place = &site.place;
    if values.items().is_empty() {
        report.add(&ENUM_EMPTY, values.line, place, "`enum` lists no values");
        return;
    }
    let texts: Vec<&str> = values.items().iter().filter_map(Node::text).collect();
    let nulls = values
        .items()
        .iter()
        .filter(|value| matches!(value.value, Value::Null))
        .count();
    let null_fits = nulls == 0 || site.node.is_true("nullable");
    let is_string = site.node.text_at("type").is_none_or(|of| of == "string");
    if texts.len() + nulls != values.items().len() || !null_fits || !is_string {
        let reason = "the generator makes variants of text only";
        report.add(&ENUM_NOT_STRING, values.line, place, reason);
        return;
    }
    if let Some((first, second)) = names::collision(texts.iter().copied(), names::pascal) {
        let reason = format!(
            "`{first}` and `{second}` both become the variant {}, the generator panics",
            names::pascal(second)
        );
        report.add(&ENUM_COLLISION, values.line, place, reason);
    }
    let is_open = site.node.has("x-open-enum");
    if texts.len() > 1 && !is_open && site.compiled && context.is_received(site.node) {
        let reason = "a reply with a new value would be refused";
        report.add(&CLOSED_ENUM, values.line, place, reason);
    }
}

fn check_open(site: &Site<'_>, position: Position, report: &mut Report) {
    let Some(open) = site
        .node
        .get("x-open-enum")
        .filter(|_| site.node.is_true("x-open-enum"))
    else {
        return;
    };
    let place = &site.place;
    let values = site.node.items_at("enum");
    if site.node.text_at("type") != Some("string") || values.is_empty() {
        let reason = "`x-open-enum` stands on no enumeration of text";
        report.add(&OPEN_ENUM_SHAPE, open.line, place, reason);
    } else if position != Position::Component {
        let reason = "`x-open-enum` works on named schemas only";
        report.add(&OPEN_ENUM_INLINE, open.line, place, reason);
    } else if values.len() < 2 {
        let reason = "an open tag would swallow every other member of a union";
        report.add(&OPEN_ENUM_SINGLE, open.line, place, reason);
    }
}
