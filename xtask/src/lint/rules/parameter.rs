//! Parameters: what the generator can place into a path, a query or a header.

use crate::lint::Context;
use crate::lint::document::Node;
use crate::lint::names;
use crate::lint::operation::Operation;
use crate::lint::report::{Report, rules};

rules! {
    PATH_PARAMETER_OPTIONAL: "path-parameter-optional" => "write `required: true`";
    PATH_PARAMETER_UNDECLARED: "path-parameter-undeclared" => "declare it under `parameters` with `in: path`";
    PATH_PARAMETER_UNUSED: "path-parameter-unused" => "put it into the path, or remove it";
    PARAMETER_LOCATION: "parameter-location" => "write `in: path`, `query` or `header`";
    COOKIE_PARAMETER: "cookie-parameter" => "describe the credential under `securitySchemes`, or mark the operation `x-handwritten: reason`";
    CONTENT_PARAMETER: "content-parameter" => "write `schema: {type: string}` and describe the encoding";
    PARAMETER_SCHEMA: "parameter-schema" => "write a `schema` with a type";
    QUERY_ARRAY_UNEXPLODED: "query-array-unexploded" => "write `type: string` and describe how the values are joined";
    PARAMETER_STYLE: "parameter-style" => "write `type: string` and describe the encoding";
    ARRAY_PARAMETER: "array-parameter" => "write `type: string` and describe how the values are joined";
    OBJECT_PARAMETER: "object-parameter" => "write one parameter per property";
    DATE_TIME_PARAMETER: "date-time-parameter" => "write `type: string` without a format and describe it as RFC 3339";
    PARAMETER_COLLISION: "parameter-collision" => "keep one of them, and mark the operation `x-handwritten: reason` if both are real";
    PARAMETER_DEFAULT: "parameter-default" => "state the server's default in the description";
    PARAMETER_DESCRIPTION: "parameter-description" => "add a `description`";
    ALLOW_RESERVED: "allow-reserved" => "remove it, or mark the operation `x-handwritten: reason`";
    RESERVED_HEADER: "reserved-header" => "describe credentials under `securitySchemes` and types under `content`";
}

struct Parameter<'a> {
    name: &'a str,
    location: &'a str,
    node: &'a Node,
    /// Where its name stands.
    line: usize,
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    for operation in &context.operations {
        let parameters = parameters(context.root, operation, report);
        check_template(operation, &parameters, report);
        check_collisions(operation, &parameters, report);
        for parameter in &parameters {
            check_words(operation, parameter, report);
            if !operation.is_handwritten() {
                check_location(operation, parameter, report);
                check_style(context.root, operation, parameter, report);
                check_schema(context.root, operation, parameter, report);
            }
        }
    }
}

/// The parameters of an operation: those of its path unless overridden, then its own.
fn parameters<'a>(
    root: &'a Node,
    operation: &Operation<'a>,
    report: &mut Report,
) -> Vec<Parameter<'a>> {
    let mut read = |owner: &'a Node| -> Vec<Parameter<'a>> {
        let nodes = owner.items_at("parameters").iter();
        nodes
            .filter_map(|node| {
                let node = root.resolve(node).filter(|node| node.is_map())?;
                let parameter = parameter(node);
                if parameter.is_none() {
                    let reason = "a parameter needs `name` and `in`";
                    report.add(&PARAMETER_LOCATION, node.line, &operation.place, reason);
                }
                parameter
            })
            .collect()
    };
    let own = read(operation.node);
    let mut all = read(operation.item);
    all.retain(|shared| {
        !own.iter()
            .any(|own| own.name == shared.name && own.location == shared.location)
    });
    all.extend(own);
    all
}

fn parameter(node: &Node) -> Option<Parameter<'_>> {
    let name = node.get("name")?;
    let location = node.text_at("in")?;
    if name.text()?.is_empty() || !["path", "query", "header", "cookie"].contains(&location) {
        return None;
    }
    Some(Parameter {
        name: name.text()?,
        location,
        node,
        line: name.line,
    })
}

fn check_template(operation: &Operation<'_>, parameters: &[Parameter<'_>], report: &mut Report) {
    let Operation {
        path, place, node, ..
    } = operation;
    let in_template: Vec<&str> = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect();
    let declared = || {
        parameters
            .iter()
            .filter(|parameter| parameter.location == "path")
    };
    for name in &in_template {
        if !declared().any(|parameter| parameter.name == *name) {
            let reason = format!("`{{{name}}}` of the path is not declared, the generator panics");
            report.add(&PATH_PARAMETER_UNDECLARED, node.line, place, reason);
        }
    }
    for parameter in declared() {
        if !in_template.contains(&parameter.name) {
            let reason = format!("`{}` does not occur in {path}", parameter.name);
            report.add(&PATH_PARAMETER_UNUSED, parameter.line, place, reason);
        }
        if !parameter.node.is_true("required") {
            let line = parameter
                .node
                .get("required")
                .map_or(parameter.line, |node| node.line);
            let reason = format!("`{}` is not required, the generator panics", parameter.name);
            report.add(&PATH_PARAMETER_OPTIONAL, line, place, reason);
        }
    }
}

fn check_collisions(operation: &Operation<'_>, parameters: &[Parameter<'_>], report: &mut Report) {
    if operation.is_handwritten() {
        return;
    }
    let mut known: Vec<(String, &str)> = Vec::new();
    if operation.node.has("requestBody") {
        known.push(("body".to_owned(), "the request body"));
    }
    for parameter in parameters {
        let argument = names::snake(parameter.name);
        match known.iter().find(|(name, _)| *name == argument) {
            Some((_, other)) => {
                let reason = format!(
                    "`{}` in {} and {other} become the same argument, one would be lost",
                    parameter.name, parameter.location
                );
                report.add(
                    &PARAMETER_COLLISION,
                    parameter.line,
                    &operation.place,
                    reason,
                );
            }
            None => known.push((argument, parameter.name)),
        }
    }
}

fn check_words(operation: &Operation<'_>, parameter: &Parameter<'_>, report: &mut Report) {
    if !parameter.node.says("description") {
        let reason = format!("`{}` has no description", parameter.name);
        report.add(
            &PARAMETER_DESCRIPTION,
            parameter.line,
            &operation.place,
            reason,
        );
    }
}

fn check_location(operation: &Operation<'_>, parameter: &Parameter<'_>, report: &mut Report) {
    let Parameter {
        name,
        location,
        node,
        line,
    } = parameter;
    let place = &operation.place;
    if *location == "cookie" {
        let reason = format!("the generator refuses the cookie `{name}`");
        report.add(&COOKIE_PARAMETER, *line, place, reason);
    }
    if let Some(content) = node.get("content") {
        let reason = format!("the generator refuses `content` of `{name}`");
        report.add(&CONTENT_PARAMETER, content.line, place, reason);
    }
    let is_reserved = ["authorization", "content-type", "cookie"]
        .iter()
        .any(|reserved| name.eq_ignore_ascii_case(reserved));
    if *location == "header" && is_reserved {
        let reason = format!("the header `{name}` is set by the client itself");
        report.add(&RESERVED_HEADER, *line, place, reason);
    }
}

/// How the value is written: the generator knows one way per location.
fn check_style(
    root: &Node,
    operation: &Operation<'_>,
    parameter: &Parameter<'_>,
    report: &mut Report,
) {
    let Parameter {
        name,
        location,
        node,
        ..
    } = parameter;
    let place = &operation.place;
    if let Some(style) = node.get("style") {
        let default = if *location == "query" || *location == "cookie" {
            "form"
        } else {
            "simple"
        };
        if style.text() != Some(default) {
            let reason =
                format!("the generator knows no other style than `{default}` in {location}");
            report.add(&PARAMETER_STYLE, style.line, place, reason);
        }
    }
    if let Some(reserved) = node
        .get("allowReserved")
        .filter(|_| node.is_true("allowReserved"))
    {
        let reason = format!("`{name}` is percent-encoded all the same");
        report.add(&ALLOW_RESERVED, reserved.line, place, reason);
    }
    if let Some(explode) = node.get("explode")
        && *location == "query"
        && !node.is_true("explode")
        && type_of(root, node) == Some("array")
    {
        let reason = format!("`{name}` would be sent exploded all the same");
        report.add(&QUERY_ARRAY_UNEXPLODED, explode.line, place, reason);
    }
}

fn check_schema(
    root: &Node,
    operation: &Operation<'_>,
    parameter: &Parameter<'_>,
    report: &mut Report,
) {
    let Parameter {
        name,
        location,
        node,
        line,
    } = parameter;
    let place = &operation.place;
    let Some(schema) = node.get("schema") else {
        if !node.has("content") {
            report.add(
                &PARAMETER_SCHEMA,
                *line,
                place,
                format!("`{name}` has no schema"),
            );
        }
        return;
    };
    let of = type_of(root, node);
    if of == Some("array") && matches!(*location, "path" | "header") {
        let reason = format!("code generated for an array in a {location} does not compile");
        report.add(&ARRAY_PARAMETER, schema.line, place, reason);
    }
    if of == Some("object") {
        let reason = format!("the generator cannot place the object `{name}` into a {location}");
        report.add(&OBJECT_PARAMETER, schema.line, place, reason);
    }
    let Some(resolved) = root.resolve(schema) else {
        return;
    };
    if resolved.text_at("format") == Some("date-time") && matches!(*location, "path" | "header") {
        let reason = format!("in a {location}, a time is not sent as RFC 3339");
        report.add(&DATE_TIME_PARAMETER, schema.line, place, reason);
    }
    if let Some(default) = schema.get("default") {
        let reason = format!("the default of `{name}` is ignored");
        report.add(&PARAMETER_DEFAULT, default.line, place, reason);
    }
}

/// The type of a parameter's schema; one level of `allOf` is seen through.
fn type_of<'a>(root: &'a Node, parameter: &'a Node) -> Option<&'a str> {
    let schema = root.resolve(parameter.get("schema")?)?;
    if schema.has("properties") {
        return Some("object");
    }
    let parts = schema.items_at("allOf").iter();
    let part = || {
        parts
            .filter_map(|part| root.resolve(part)?.text_at("type"))
            .next()
    };
    schema.text_at("type").or_else(part)
}
