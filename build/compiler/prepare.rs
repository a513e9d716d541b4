//! From an honest document to one that progenitor can compile.
//!
//! The documents are the oracle of the contract tests, so nothing in them is bent to please the generator: every
//! concession is made here, on a copy, and only such that the engine gets back what the copy leaves out.

use serde_json::{Map, Value, json};

use super::facts::{each_operation, resolve};

/// The component that every `x-secret` string becomes; `generate` replaces it by `crate::Secret`.
pub(crate) const SECRET: &str = "Secret";

/// The component that is a time as servers write it who do not keep to RFC 3339; `generate` replaces it by
/// `crate::runtime::Timestamp`.
pub(crate) const TIMESTAMP: &str = "Timestamp";

type Result<T> = std::result::Result<T, String>;

/// Rewrites what progenitor panics on, refuses or mis-generates.
pub(crate) fn prepare(mut document: Value) -> Result<Value> {
    require_mappings(&mut document)?;
    drop_handwritten(&mut document);
    let places: Vec<(String, String)> = each_operation(&document)
        .map(|(path, method, _)| (path.to_owned(), method.to_owned()))
        .collect();
    for (path, method) in places {
        let mut operation = document["paths"][&path][&method].take();
        let id = operation["operationId"].as_str().unwrap_or("?").to_owned();
        prepare_operation(&document, &mut operation).map_err(|e| format!("{id}: {e}"))?;
        document["paths"][&path][&method] = operation;
    }
    prepare_schemas(&mut document);
    keep_reachable(&mut document);
    Ok(document)
}

/// The mappings that everything below writes into; a document may leave the components out.
fn require_mappings(document: &mut Value) -> Result<()> {
    let mut node = document;
    for (key, what) in [("components", "the document"), ("schemas", "`components`")] {
        let map = node.as_object_mut();
        let map = map.ok_or_else(|| format!("{what} is not a mapping"))?;
        node = map.entry(key).or_insert_with(|| json!({}));
    }
    match node.is_object() {
        true => Ok(()),
        false => Err("`components.schemas` is not a mapping".to_owned()),
    }
}

fn drop_handwritten(document: &mut Value) {
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.remove("servers");
        item.retain(|_, operation| operation.get("x-handwritten").is_none());
    }
    paths.retain(|_, item| {
        item.as_object()
            .is_some_and(|item| item.keys().any(|key| key != "parameters"))
    });
}

fn prepare_operation(document: &Value, operation: &mut Value) -> Result<()> {
    let responses = prepare_responses(document, &operation["responses"])?;
    operation["responses"] = responses;
    if operation.get("requestBody").is_some() {
        prepare_body(document, operation)?;
    }
    Ok(())
}

/// Errors become raw, so that every operation of every backend has one error type and neither the status nor a header
/// nor a byte of the body is lost. A 204 beside a JSON reply is dropped: the engine hands it over as "no value".
fn prepare_responses(document: &Value, responses: &Value) -> Result<Value> {
    let mut kept = Map::new();
    for (status, response) in responses.as_object().into_iter().flatten() {
        if status.starts_with('2') {
            kept.insert(status.clone(), resolve(document, response)?.clone());
        }
    }
    if kept.len() > 1 {
        kept.retain(|_, response| response.get("content").is_some());
    }
    if kept.is_empty() {
        return Err("no 2XX response".to_owned());
    }
    for range in ["4XX", "5XX"] {
        kept.insert(
            range.to_owned(),
            json!({"description": "An error", "content": {"*/*": {}}}),
        );
    }
    Ok(Value::Object(kept))
}

/// Multipart and YAML bodies are sent as bytes under a `Content-Type` that the facade gives. So is JSON where the body may
/// be a form instead.
fn prepare_body(document: &Value, operation: &mut Value) -> Result<()> {
    let body = resolve(document, &operation["requestBody"])?.clone();
    let content = body["content"]
        .as_object()
        .ok_or("a requestBody without content")?;
    let offers = |media: &str| content.contains_key(media);
    let is_json_or_form = offers("application/json") && offers("multipart/form-data");
    if content.len() != 1 && !(is_json_or_form && content.len() == 2) {
        return Err(format!("{} media types in one request body", content.len()));
    }
    let raw = [
        "multipart/form-data",
        "application/x-yaml",
        "application/yaml",
        "text/yaml",
    ];
    if !raw.into_iter().any(offers) {
        operation["requestBody"] = body;
        return Ok(());
    }
    operation["requestBody"] = json!({
        "required": true,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    });
    let header = json!({
        "name": "Content-Type", "in": "header", "required": true,
        "description": "The media type of the body, with its boundary.",
        "schema": {"type": "string"},
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(header),
        None => operation["parameters"] = json!([header]),
    }
    Ok(())
}

fn prepare_schemas(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        let Some(map) = schema.as_object_mut() else {
            return;
        };
        if map.get("x-secret") == Some(&Value::Bool(true)) {
            secret_schema(map);
        }
        for keyword in VALIDATION {
            map.remove(keyword);
        }
        map.remove("example");
    });
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.insert(
            SECRET.to_owned(),
            json!({"type": "string", "description": "A secret."}),
        );
    }
}

/// Keywords that are for the contract tests. In a client they would refuse replies that a newer server sends, or turn
/// integers into `NonZero` types; what a caller must keep to is checked by the facade, in words.
const VALIDATION: [&str; 13] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

fn secret_schema(schema: &mut Map<String, Value>) {
    let nullable = schema.get("nullable").cloned();
    let description = schema.get("description").cloned();
    schema.clear();
    schema.insert(
        "allOf".to_owned(),
        json!([{"$ref": format!("#/components/schemas/{SECRET}")}]),
    );
    schema.extend(nullable.map(|value| ("nullable".to_owned(), value)));
    schema.extend(description.map(|value| ("description".to_owned(), value)));
}

/// Calls `visit` on every schema of the document, inner ones first.
fn for_each_schema(document: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas
            .values_mut()
            .for_each(|schema| walk_schema(schema, visit));
    }
    for section in ["paths", "components"] {
        walk_holders(&mut document[section], visit);
    }
}

/// Finds the schemas of parameters, bodies and replies: whatever stands under a `schema` key outside of a schema.
fn walk_holders(node: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    match node {
        Value::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "schema" => walk_schema(value, visit),
                    "schemas" | "example" | "examples" => {}
                    _ => walk_holders(value, visit),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk_holders(item, visit)),
        _ => {}
    }
}

fn walk_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    if let Some(map) = schema.as_object_mut() {
        if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
            properties
                .values_mut()
                .for_each(|property| walk_schema(property, visit));
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = map.get_mut(key) {
                walk_schema(inner, visit);
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let members = map.get_mut(key).and_then(Value::as_array_mut);
            members
                .into_iter()
                .flatten()
                .for_each(|member| walk_schema(member, visit));
        }
    }
    visit(schema);
}

/// Drops the component schemas that no generated operation names, such as those of error bodies.
fn keep_reachable(document: &mut Value) {
    let mut queue = references(&document["paths"]);
    queue.extend(references(&document["components"]["parameters"]));
    queue.push(SECRET.to_owned());
    let mut reached: Vec<String> = Vec::new();
    while let Some(name) = queue.pop() {
        if !reached.contains(&name) {
            queue.extend(references(&document["components"]["schemas"][&name]));
            reached.push(name);
        }
    }
    if let Some(components) = document["components"].as_object_mut() {
        components.retain(|section, _| section == "schemas" || section == "parameters");
        if let Some(schemas) = components["schemas"].as_object_mut() {
            schemas.retain(|name, _| reached.contains(name));
        }
    }
}

/// The component schemas that a node refers to, at any depth.
fn references(node: &Value) -> Vec<String> {
    match node {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| {
                match value
                    .as_str()
                    .and_then(|v| v.strip_prefix("#/components/schemas/"))
                {
                    Some(name) if key == "$ref" => vec![name.to_owned()],
                    _ => references(value),
                }
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
