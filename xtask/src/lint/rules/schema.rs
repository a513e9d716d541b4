//! Schemas: form, words and names of their properties.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::names;
use crate::lint::report::{Report, rules};
use crate::lint::site::{Kind, Position, Site};

rules! {
    UNTYPED_SCHEMA: "untyped-schema" => "add `type`; for any JSON value write nothing but a `description`";
    SCHEMA_TYPE: "schema-type" => "write one of string, number, integer, boolean, object, array, with `nullable: true` for null";
    CONST: "const" => "write `enum` with one value";
    MISPLACED_KEYWORD: "misplaced-keyword" => "remove it, or move it to the schema that it describes";
    UNKNOWN_KEYWORD: "unknown-keyword" => "use a keyword of OpenAPI 3.0, or remove it";
    UUID_FORMAT: "uuid-format" => "write `type: string` without the format";
    ARRAY_ITEMS: "array-items" => "add `items`";
    UNIQUE_ITEMS: "unique-items" => "remove it, and describe that the values differ";
    INLINE_OBJECT: "inline-object" => "move it to `components/schemas` under a name and refer to it";
    EXTRA_PROPERTIES_LOST: "extra-properties-lost" => "write `additionalProperties: {}`, which keeps them";
    CLOSED_OBJECT: "closed-object" => "remove it, a new field must not break the client";
    REQUIRED_UNKNOWN: "required-unknown" => "add the property or correct its name";
    PROPERTY_COLLISION: "property-collision" => "keep one of the properties, or make the object free-form";
    SCHEMA_DESCRIPTION: "schema-description" => "add a `description`, it becomes the documentation";
}

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "nullable",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "default",
];

const KEYWORDS: [&str; 26] = [
    "$ref",
    "type",
    "format",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
];

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        let Kind::Schema(position) = site.kind else {
            continue;
        };
        if site.node.has("$ref") {
            continue;
        }
        check_keywords(site, report);
        check_type(site, position, report);
        check_placement(site, report);
        check_object(context, site, report);
        if site.compiled {
            check_format(site, report);
            check_inline(site, position, report);
            check_words(context.root, site, position, report);
        }
    }
}

fn check_keywords(site: &Site<'_>, report: &mut Report) {
    for (key, node) in site.node.entries() {
        let is_known = KEYWORDS.contains(&key.as_str())
            || ANNOTATIONS.contains(&key.as_str())
            || key.starts_with("x-")
            || key == "xml";
        if key == "const" {
            report.add(&CONST, node.line, &site.place, "`const` is ignored");
        } else if !is_known {
            let reason = format!("`{key}` is no keyword of a schema and would be ignored");
            report.add(&UNKNOWN_KEYWORD, node.line, &site.place, reason);
        }
    }
}

fn check_type(site: &Site<'_>, position: Position, report: &mut Report) {
    let node = site.node;
    if let Some(of) = node.get("type") {
        if !of.text().is_some_and(|of| TYPES.contains(&of)) {
            report.add(
                &SCHEMA_TYPE,
                of.line,
                &site.place,
                "the generator does not know this `type`",
            );
        }
        return;
    }
    if ["allOf", "oneOf", "anyOf", "not", "const"]
        .iter()
        .any(|key| node.has(key))
    {
        return;
    }
    // `additionalProperties: {}` and a schema that only has words mean any value.
    let any_value = node.says("description")
        && node
            .entries()
            .iter()
            .all(|(key, _)| ANNOTATIONS.contains(&key.as_str()));
    let kept_extra = position == Position::AdditionalProperties && node.entries().is_empty();
    if !any_value && !kept_extra {
        report.add(
            &UNTYPED_SCHEMA,
            node.line,
            &site.place,
            "the schema says nothing of its type",
        );
    }
}

/// The keywords that say something about a value of the type.
fn keywords_of(of: &str) -> &'static [&'static str] {
    match of {
        "string" => &["format", "enum", "pattern", "minLength", "maxLength"],
        "number" | "integer" => &[
            "format",
            "enum",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
        "boolean" => &["enum"],
        "array" => &["items", "minItems", "maxItems", "uniqueItems"],
        _ => &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
    }
}

/// Keywords that do not fit the type lead the generator astray, up to a panic.
fn check_placement(site: &Site<'_>, report: &mut Report) {
    let node = site.node;
    let fitting: &[&str] = match node.text_at("type") {
        _ if node.has("oneOf") => &["oneOf"],
        _ if node.has("allOf") => &[
            "allOf",
            "type",
            "properties",
            "required",
            "additionalProperties",
        ],
        Some(of) if TYPES.contains(&of) => keywords_of(of),
        // Anything else has been reported for what it is.
        _ => return,
    };
    for (key, child) in node.entries() {
        let is_judged_elsewhere =
            matches!(key.as_str(), "not" | "anyOf" | "discriminator" | "$ref")
                || (key == "type" && !node.has("oneOf"));
        if KEYWORDS.contains(&key.as_str())
            && !is_judged_elsewhere
            && !fitting.contains(&key.as_str())
        {
            let reason = format!("`{key}` does not fit the rest of the schema");
            report.add(&MISPLACED_KEYWORD, child.line, &site.place, reason);
        }
    }
}

fn check_format(site: &Site<'_>, report: &mut Report) {
    let node = site.node;
    if let Some(format) = node
        .get("format")
        .filter(|format| format.text() == Some("uuid"))
    {
        let reason = "the generated code would need another crate, and an id is an opaque text";
        report.add(&UUID_FORMAT, format.line, &site.place, reason);
    }
    if node.text_at("type") == Some("array") && !node.has("items") {
        report.add(
            &ARRAY_ITEMS,
            node.line,
            &site.place,
            "the array does not say of what",
        );
    }
    if let Some(unique) = node
        .get("uniqueItems")
        .filter(|_| node.is_true("uniqueItems"))
    {
        let reason = "it becomes a set, which loses the order and may not compile";
        report.add(&UNIQUE_ITEMS, unique.line, &site.place, reason);
    }
}

fn check_object(context: &Context<'_>, site: &Site<'_>, report: &mut Report) {
    let node = site.node;
    let properties = node.entries_at("properties");
    if let Some(extra) = node.get("additionalProperties") {
        match extra.value {
            Value::Bool(true) if !properties.is_empty() => {
                let reason = "properties that are not listed would be dropped";
                report.add(&EXTRA_PROPERTIES_LOST, extra.line, &site.place, reason);
            }
            Value::Bool(false) if context.is_received(node) => {
                let reason = "a reply with one more field would be refused";
                report.add(&CLOSED_OBJECT, extra.line, &site.place, reason);
            }
            _ => {}
        }
    }
    let names = || properties.iter().map(|(name, _)| name.as_str());
    if let Some((first, second)) = names::collision(names(), names::snake)
        && let Some((_, property)) = properties.iter().find(|(name, _)| name == second)
    {
        let reason = format!("`{first}` and `{second}` become the same field");
        report.add(&PROPERTY_COLLISION, property.line, &site.place, reason);
    }
    // A part of an `allOf` may require what another part defines.
    if properties.is_empty() || site.kind == Kind::Schema(Position::Part) || node.has("allOf") {
        return;
    }
    for required in node.items_at("required") {
        if !required
            .text()
            .is_some_and(|name| names().any(|known| known == name))
        {
            let reason = format!(
                "`{}` is required but not described",
                required.text().unwrap_or("?")
            );
            report.add(&REQUIRED_UNKNOWN, required.line, &site.place, reason);
        }
    }
}

fn check_inline(site: &Site<'_>, position: Position, report: &mut Report) {
    // Members of a named schema take part in its type; everything else gets a made-up name.
    if matches!(
        position,
        Position::Component | Position::Part | Position::Alternative
    ) {
        return;
    }
    // An object in a query is reported as a parameter.
    if position == Position::Parameter {
        return;
    }
    let node = site.node;
    let parts = node.items_at("allOf");
    let wraps_one = parts.len() == 1 && parts.iter().all(|part| part.has("$ref"));
    let what = if !node.entries_at("properties").is_empty() {
        "an inline object"
    } else if (node.has("allOf") && !wraps_one) || node.has("oneOf") {
        "an inline composition"
    } else {
        return;
    };
    let reason = format!("{what} gets a type whose name the generator makes up");
    report.add(&INLINE_OBJECT, node.line, &site.place, reason);
}

fn check_words(root: &Node, site: &Site<'_>, position: Position, report: &mut Report) {
    let what = match position {
        Position::Component => "schema",
        Position::Property => "property",
        _ => return,
    };
    // A wrapper around a reference may leave the words to its target.
    let target = match site.node.items_at("allOf") {
        [only] => root.resolve(only),
        _ => None,
    };
    if !site.node.says("description") && !target.is_some_and(|target| target.says("description")) {
        let reason = format!("the {what} has no description");
        report.add(&SCHEMA_DESCRIPTION, site.node.line, &site.place, reason);
    }
}
