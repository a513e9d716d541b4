//! Operations: identity, words, paths and methods.

use crate::lint::Context;
use crate::lint::names;
use crate::lint::operation::Operation;
use crate::lint::report::{Report, rules};

rules! {
    MISSING_OPERATION_ID: "missing-operation-id" => "add `operationId: verb_noun`";
    DUPLICATE_OPERATION_ID: "duplicate-operation-id" => "give each operation an id of its own";
    OPERATION_ID_CASE: "operation-id-case" => "write it in snake_case, it becomes a method's name";
    ONE_TAG: "one-tag" => "write exactly one tag";
    OPERATION_DOCS: "operation-docs" => "add a `summary` or a `description`, it becomes the documentation";
    UNSUPPORTED_METHOD: "unsupported-method" => "mark the operation `x-handwritten: reason`";
    PATH_ITEM_REF: "path-item-ref" => "write the operations here";
    PATH_SYNTAX: "path-syntax" => "start with `/`, close every brace, and use no suffix but `#stream`, or a word such as `#edge` where the path has `servers` of its own";
    REST_PATH: "rest-path" => "name the last parameter otherwise, or mark the operation `x-handwritten: reason`";
    AMBIGUOUS_PATH: "ambiguous-path" => "describe the route once";
    CALLBACKS: "callbacks" => "describe the callback in words, or remove it";
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    check_paths(context, report);
    for (index, operation) in context.operations.iter().enumerate() {
        check_id(context, index, report);
        check_words(operation, report);
        check_method(operation, report);
        check_rest(operation, report);
    }
}

fn check_id(context: &Context<'_>, index: usize, report: &mut Report) {
    let operation = &context.operations[index];
    let place = &operation.place;
    let node = operation.node.get("operationId");
    let line = node.map_or(operation.node.line, |node| node.line);
    let Some(id) = node
        .and_then(|node| node.text())
        .filter(|id| !id.is_empty())
    else {
        report.add(
            &MISSING_OPERATION_ID,
            line,
            place,
            "the operation has no id",
        );
        return;
    };
    if id != names::snake(id) || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        let reason = format!("`{id}` is not in snake_case");
        report.add(&OPERATION_ID_CASE, line, place, reason);
    }
    let earlier = &context.operations[..index];
    let same = |other: &&Operation<'_>| other.node.text_at("operationId") == Some(id);
    if let Some(other) = earlier.iter().find(same) {
        let reason = format!(
            "{} {} has the same id",
            other.method.to_uppercase(),
            other.path
        );
        report.add(&DUPLICATE_OPERATION_ID, line, place, reason);
    }
}

fn check_words(operation: &Operation<'_>, report: &mut Report) {
    let Operation { node, place, .. } = operation;
    let tags = node.items_at("tags");
    if tags.len() != 1 || tags.iter().any(|tag| tag.text().is_none_or(str::is_empty)) {
        let line = node.get("tags").map_or(node.line, |tags| tags.line);
        let reason = format!("the operation has {} tags", tags.len());
        report.add(&ONE_TAG, line, place, reason);
    }
    if !node.says("summary") && !node.says("description") {
        let reason = "the operation has neither summary nor description";
        report.add(&OPERATION_DOCS, node.line, place, reason);
    }
}

fn check_method(operation: &Operation<'_>, report: &mut Report) {
    let Operation {
        node,
        place,
        method,
        ..
    } = operation;
    if matches!(*method, "options" | "trace") && !operation.is_handwritten() {
        let reason = format!(
            "code generated for {} does not compile",
            method.to_uppercase()
        );
        report.add(&UNSUPPORTED_METHOD, node.line, place, reason);
    }
    if let Some(callbacks) = node.get("callbacks") {
        report.add(&CALLBACKS, callbacks.line, place, "callbacks are ignored");
    }
}

/// `{path}` at the end stands for any number of segments, which no generated method escapes as it must.
fn check_rest(operation: &Operation<'_>, report: &mut Report) {
    let Operation {
        node, place, path, ..
    } = operation;
    if path.ends_with("/{path}") && !operation.is_handwritten() {
        let reason = "a path that ends in `/{path}` hands on all the rest of it";
        report.add(&REST_PATH, node.line, place, reason);
    }
}

fn check_paths(context: &Context<'_>, report: &mut Report) {
    let mut shapes: Vec<(String, &str)> = Vec::new();
    for (path, item) in context.root.entries_at("paths") {
        if let Some(reference) = item.get("$ref") {
            let reason = "the generator refuses a path that is a reference";
            report.add(&PATH_ITEM_REF, reference.line, path, reason);
        }
        let elsewhere = !item.items_at("servers").is_empty();
        let Some(shape) = shape(path, elsewhere) else {
            report.add(&PATH_SYNTAX, item.line, path, "the path cannot be read");
            continue;
        };
        if let Some((_, other)) = shapes.iter().find(|(known, _)| *known == shape) {
            let reason = format!("differs from `{other}` only in the names of its parameters");
            report.add(&AMBIGUOUS_PATH, item.line, path, reason);
        }
        shapes.push((shape, path));
    }
}

/// The path with its parameters' names removed, or nothing for a malformed one. On a server of its own it may be one that the
/// main server has too, told apart by a word.
fn shape(path: &str, elsewhere: bool) -> Option<String> {
    let route = match path.split_once('#') {
        Some((route, "stream")) => route,
        Some((route, word)) if elsewhere && is_word(word) => route,
        _ => path,
    };
    if !route.starts_with('/') || route.contains(['?', '#']) || route.contains("//") {
        return None;
    }
    let mut shape = String::new();
    let mut inside = false;
    let mut name = 0;
    for character in path.chars() {
        match character {
            '{' if !inside => {
                (inside, name) = (true, 0);
                shape.push('{');
            }
            '}' if inside && name > 0 => {
                inside = false;
                shape.push('}');
            }
            '{' | '}' => return None,
            '/' if inside => return None,
            _ if inside => name += 1,
            other => shape.push(other),
        }
    }
    (!inside).then_some(shape)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_without_names() {
        let here = |path| shape(path, false);
        assert_eq!(here("/a/{id}/b").as_deref(), Some("/a/{}/b"));
        assert_eq!(here("/a/{id}:cancel").as_deref(), Some("/a/{}:cancel"));
        assert_ne!(here("/chat"), here("/chat#stream"));
        assert_eq!(shape("/a#edge", true).as_deref(), Some("/a#edge"));
        assert_eq!(shape("/a#", true), None);
        assert_eq!(shape("/a#b#c", true), None);
        for malformed in [
            "a", "/a?b", "/a#b", "/{", "/}", "/{}", "/{a{b}}", "/{a/b}", "//a", "",
        ] {
            assert_eq!(here(malformed), None, "{malformed}");
        }
    }
}
