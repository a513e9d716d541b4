//! A YAML node in the shape that the server expects: names in exactly one case, unknown ones dropped.

use serde_json::{Map, Value};

use super::super::super::shape::Shape;
use super::document::{Data, Node};

/// The known part of a node. The error is the server's text.
pub(in super::super) fn read(node: &Node, shape: &Shape) -> Result<Value, String> {
    value(node, shape).map_err(|error| format!("yaml: unmarshal errors:\n  {error}"))
}

fn value(node: &Node, shape: &Shape) -> Result<Value, String> {
    if matches!(node.data, Data::Null) {
        return Ok(shape.zero());
    }
    let read = match (shape, &node.data) {
        (Shape::Text, _) => node.text().map(Value::from),
        (Shape::Int, data) => int(data).map(Value::from),
        (Shape::Bool, data) => truth(data).map(Value::from),
        (Shape::List(item), Data::List(items)) => {
            return items.iter().map(|node| value(node, item)).collect();
        }
        (Shape::Texts, Data::Map(_)) => return texts(node),
        (Shape::Object(fields), Data::Map(_)) => return object(node, fields),
        _ => None,
    };
    read.ok_or_else(|| mismatch(node, shape))
}

fn texts(node: &Node) -> Result<Value, String> {
    let entries = entries(node)
        .into_iter()
        .map(|(name, node)| Ok((name, value(node, &Shape::Text)?)))
        .collect::<Result<Map<_, _>, String>>()?;
    Ok(Value::Object(entries))
}

fn object(node: &Node, fields: &[(&str, Shape)]) -> Result<Value, String> {
    let mut known = Map::new();
    for (name, node) in entries(node) {
        let field = fields.iter().find(|(field, _)| *field == name);
        // Null leaves a field as if it were not there.
        if let Some((_, shape)) = field.filter(|_| !matches!(node.data, Data::Null)) {
            known.insert(name, value(node, shape)?);
        }
    }
    Ok(Value::Object(known))
}

/// The entries of a map; those of the maps that it merges in with `<<` come first, so that its own win.
fn entries(node: &Node) -> Vec<(String, &Node)> {
    let Data::Map(map) = &node.data else {
        return Vec::new();
    };
    let (merges, own): (Vec<_>, Vec<_>) = map
        .iter()
        .map(|(key, node)| (key.text().unwrap_or_default(), node))
        .partition(|(key, node)| key == "<<" && matches!(node.data, Data::Map(_) | Data::List(_)));
    let merged = merges.into_iter().flat_map(|(_, node)| match &node.data {
        Data::List(maps) => maps.iter().rev().flat_map(entries).collect(),
        _ => entries(node),
    });
    merged.chain(own).collect()
}

/// An integer, also one that is written as a float.
fn int(data: &Data) -> Option<i64> {
    match data {
        Data::Int(value, _) => Some(*value),
        #[expect(clippy::cast_possible_truncation, reason = "the server cuts it off")]
        Data::Float(value, _) if value.is_finite() => Some(*value as i64),
        _ => None,
    }
}

/// A truth value, also in the words of YAML 1.1.
fn truth(data: &Data) -> Option<bool> {
    match data {
        Data::Bool(value) => Some(*value),
        Data::Text(text) => match text.as_str() {
            "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
            "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn mismatch(node: &Node, shape: &Shape) -> String {
    let found = match &node.data {
        Data::Null => "!!null",
        Data::Bool(_) => "!!bool",
        Data::Int(..) => "!!int",
        Data::Float(..) => "!!float",
        Data::Text(_) => "!!str",
        Data::List(_) => "!!seq",
        Data::Map(_) => "!!map",
    };
    let text = node.text().map(|text| format!(" `{text}`"));
    format!(
        "line {}: cannot unmarshal {found}{} into {}",
        node.line,
        text.unwrap_or_default(),
        shape.go_name()
    )
}
