//! Defaults: the generator refuses one that its schema would not accept.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::report::{Report, rules};
use crate::lint::site::Kind;

rules! {
    DEFAULT_MISMATCH: "default-mismatch" => "write a default that the schema accepts, or remove it";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for site in &context.sites {
        if !matches!(site.kind, Kind::Schema(_)) || site.node.has("$ref") {
            continue;
        }
        let Some(default) = site.node.get("default") else {
            continue;
        };
        if !accepts(context.root, site.node, default, 0) {
            let reason = "the default does not conform to its schema, the generator refuses it";
            report.add(&DEFAULT_MISMATCH, default.line, &site.place, reason);
        }
    }
}

/// Whether `value` is what the schema allows, as far as the generator looks.
fn accepts(root: &Node, schema: &Node, value: &Node, depth: usize) -> bool {
    const MAX_DEPTH: usize = 32;
    let Some(schema) = root.resolve(schema).filter(|_| depth < MAX_DEPTH) else {
        return true;
    };
    let inner = |schema: &Node, value: &Node| accepts(root, schema, value, depth + 1);
    if matches!(value.value, Value::Null) && schema.is_true("nullable") {
        return true;
    }
    let values = schema.items_at("enum");
    if !values.is_empty() && !values.iter().any(|item| equal(item, value)) {
        return false;
    }
    let parts = schema
        .items_at("allOf")
        .iter()
        .all(|part| inner(part, value));
    let alternatives = schema.items_at("oneOf");
    let alternative = alternatives.is_empty() || alternatives.iter().any(|one| inner(one, value));
    let of_type = match (schema.text_at("type"), &value.value) {
        (Some("string"), Value::Text(text)) => fits_length(schema, text),
        (Some("boolean"), Value::Bool(_)) => true,
        (Some("integer"), Value::Integer(number)) => fits_range(schema, *number as f64),
        (Some("number"), Value::Integer(number)) => fits_range(schema, *number as f64),
        (Some("number"), Value::Number(number)) => fits_range(schema, *number),
        (Some("array"), Value::List(items)) => schema
            .get("items")
            .is_none_or(|schema| items.iter().all(|item| inner(schema, item))),
        (Some("object"), Value::Map(entries)) => {
            let property = |name: &str| schema.get("properties").and_then(|node| node.get(name));
            let conform = entries
                .iter()
                .all(|(name, item)| property(name).is_none_or(|schema| inner(schema, item)));
            let required = schema.items_at("required").iter().filter_map(Node::text);
            conform && required.into_iter().all(|name| value.has(name))
        }
        (Some(_), _) => false,
        (None, _) => true,
    };
    parts && alternative && of_type
}

fn equal(first: &Node, second: &Node) -> bool {
    match (&first.value, &second.value) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(first), Value::Bool(second)) => first == second,
        (Value::Integer(first), Value::Integer(second)) => first == second,
        (Value::Number(first), Value::Number(second)) => first == second,
        (Value::Text(first), Value::Text(second)) => first == second,
        _ => false,
    }
}

fn bound(schema: &Node, key: &str) -> Option<f64> {
    match schema.get(key)?.value {
        Value::Integer(number) => Some(number as f64),
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn fits_range(schema: &Node, number: f64) -> bool {
    bound(schema, "minimum").is_none_or(|minimum| number >= minimum)
        && bound(schema, "maximum").is_none_or(|maximum| number <= maximum)
}

fn fits_length(schema: &Node, text: &str) -> bool {
    let length = text.chars().count() as f64;
    bound(schema, "minLength").is_none_or(|minimum| length >= minimum)
        && bound(schema, "maxLength").is_none_or(|maximum| length <= maximum)
}
