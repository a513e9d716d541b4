//! What the raw clients have, and what they must not have.

use quote::ToTokens;
use serde_json::Value;
use syn::{Attribute, Fields, File, Item, ItemMod};

use super::{compile, documents};
use crate::support::yaml;

/// Every raw client: the name, the document, the source and its syntax.
fn clients() -> Vec<(String, Value, String, File)> {
    let compiled = documents().into_iter().map(|(name, text)| {
        let source = compile(&name, &text).unwrap();
        let syntax = syn::parse_file(&source).unwrap();
        (name, yaml::to_json(&text), source, syntax)
    });
    compiled.collect()
}

fn types(file: &File) -> &[Item] {
    let module = file.items.iter().find_map(|item| match item {
        Item::Mod(ItemMod { ident, content, .. }) if ident == "types" => content.as_ref(),
        _ => None,
    });
    &module.expect("a types module").1
}

fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// The ids and methods of a document's operations, sorted by id, handwritten ones included.
fn operations(document: &Value) -> Vec<(String, String)> {
    let mut operations = Vec::new();
    for item in document["paths"].as_object().unwrap().values() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                operations.push((id.to_owned(), method.to_uppercase()));
            }
        }
    }
    operations.sort();
    operations
}

#[test]
fn every_operation_is_in_the_table_sorted_by_id() {
    for (name, document, _, syntax) in clients() {
        let table = syntax.items.iter().find_map(|item| match item {
            Item::Static(item) if item.ident == "OPERATIONS" => Some(item.expr.to_token_stream()),
            _ => None,
        });
        let table = table.expect("a table").to_string();
        let quoted = |text: &str| text.split('"').nth(1).unwrap().to_owned();
        let rows = table.split("id :").skip(1);
        let rows: Vec<(String, String)> = rows
            .map(|row| (quoted(row), quoted(row.split("method :").nth(1).unwrap())))
            .collect();
        let operations = operations(&document);
        assert!(
            operations.len() > 1 && rows == operations,
            "{name}: {rows:?}\n{operations:?}"
        );
        assert!(
            rows.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "{name}: {rows:?}"
        );
    }
}

#[test]
fn each_operation_is_a_method_unless_it_is_handwritten() {
    for (name, document, source, _) in clients() {
        for item in document["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                let generated = source.contains(&format!("pub async fn {id}<"));
                let handwritten = operation.get("x-handwritten").is_some();
                assert_ne!(generated, handwritten, "{name}: {id}");
            }
        }
    }
}

#[test]
fn types_may_grow() {
    for (name, _, _, syntax) in clients() {
        let mut count = 0;
        for item in types(&syntax) {
            let (ident, attributes) = match item {
                Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => {
                    (&item.ident, &item.attrs)
                }
                Item::Enum(item) => (&item.ident, &item.attrs),
                _ => continue,
            };
            assert!(is_non_exhaustive(attributes), "{name}: {ident}");
            count += 1;
        }
        assert!(count > 0, "{name} has no types");
    }
}

#[test]
fn open_enums_take_any_value() {
    for (name, document, _, syntax) in clients() {
        for (schema, definition) in document["components"]["schemas"].as_object().unwrap() {
            if definition["x-open-enum"] != true {
                continue;
            }
            let open = types(&syntax).iter().find_map(|item| match item {
                Item::Enum(item) if item.ident == schema => Some(item),
                _ => None,
            });
            // Those that only error bodies use are not compiled.
            let Some(open) = open else { continue };
            let last = open.variants.last().unwrap().to_token_stream().to_string();
            assert!(
                last.contains("serde (untagged)") && last.ends_with("Other (String)"),
                "{name}: {last}"
            );
        }
    }
}

/// The type of each field that has this name on the wire.
fn fields(syntax: &File, schema: &str, wire: &str) -> Option<String> {
    let item = types(syntax).iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == schema => Some(item),
        _ => None,
    });
    let renamed = format!("rename = \"{wire}\"");
    let field = item?.fields.iter().find(|field| {
        let attributes = field.attrs.iter().map(|a| a.to_token_stream().to_string());
        field.ident.as_ref().is_some_and(|ident| ident == wire)
            || attributes.into_iter().any(|text| text.contains(&renamed))
    });
    Some(field?.ty.to_token_stream().to_string().replace(' ', ""))
}

#[test]
fn secrets_are_secrets() {
    let mut count = 0;
    for (name, document, _, syntax) in clients() {
        for (schema, definition) in document["components"]["schemas"].as_object().unwrap() {
            for (wire, property) in definition["properties"].as_object().into_iter().flatten() {
                if property["x-secret"] != true {
                    continue;
                }
                let Some(found) = fields(&syntax, schema, wire) else {
                    continue;
                };
                let expected = ["crate::Secret", "::std::option::Option<crate::Secret>"];
                assert!(
                    expected.contains(&found.as_str()),
                    "{name}: {schema}.{wire} is {found}"
                );
                count += 1;
            }
        }
    }
    assert!(count > 0, "no document has a secret");
}

#[test]
fn a_body_that_is_json_or_a_form_takes_its_type_from_the_facade() {
    let mut count = 0;
    for (name, document, source, _) in clients() {
        for item in document["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                let content = operation["requestBody"]["content"].as_object();
                if content.is_none_or(|content| content.len() < 2)
                    || operation.get("x-handwritten").is_some()
                {
                    continue;
                }
                let id = operation["operationId"].as_str().unwrap();
                let signature = source.split(&format!("pub async fn {id}<")).nth(1).unwrap();
                let signature = signature.split('{').next().unwrap();
                let takes = |what| signature.contains(what);
                assert!(
                    takes("content_type: &'a str") && takes("B: Into<reqwest::Body>"),
                    "{name}: {id}<{signature}"
                );
                count += 1;
            }
        }
    }
    assert!(count > 0, "no document has such a body");
}

#[test]
fn what_progenitor_adds_and_the_engine_must_not_have_is_gone() {
    for (name, _, source, _) in clients() {
        for unwanted in [
            "api-version",
            "fn new(",
            "Client::new",
            "reqwest::ClientBuilder",
            "<details>",
            "ResponseValue<",
            "self.exec(",
        ] {
            assert!(!source.contains(unwanted), "{name} has {unwanted}");
        }
        assert!(
            source.contains("crate::runtime::Exchange"),
            "{name} does not use the engine"
        );
        for engine in ["self.inner.json(build(), &OPERATIONS[", "crate::Result<"] {
            assert!(
                source.contains(engine),
                "{name} does not go through {engine}"
            );
        }
    }
}

#[test]
fn the_output_depends_on_the_document_alone() {
    for (name, text) in documents() {
        let first = compile(&name, &text);
        assert!(first.is_ok() && first == compile(&name, &text), "{name}");
    }
}
