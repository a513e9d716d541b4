//! The form of values: what cannot be read as OpenAPI 3.0 at all.

use crate::lint::Context;
use crate::lint::document::{Node, Value};
use crate::lint::report::{Report, rules};
use crate::lint::site::{Kind, Site};

rules! {
    WRONG_FORM: "wrong-form" => "give it the form that OpenAPI 3.0 defines";
}

/// What a keyword's value must be.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Flag,
    Count,
    Number,
    Texts,
    List,
    Named,
    Security,
}

pub(crate) fn check(context: &Context<'_>, report: &mut Report) {
    if !context.root.is_map() {
        return;
    }
    for misfit in &context.misfits {
        report.add(
            &WRONG_FORM,
            misfit.line,
            &misfit.place,
            misfit.reason.as_str(),
        );
    }
    for site in &context.sites {
        for (key, node) in site.node.entries() {
            if let Some(form) = form(site.kind, key)
                && !fits(form, node)
            {
                let reason = format!("`{key}` must be {}", words(form));
                report.add(&WRONG_FORM, node.line, &site.place, reason);
            }
        }
        check_presence(site, report);
    }
}

fn form(kind: Kind, key: &str) -> Option<Form> {
    let is_schema = matches!(kind, Kind::Schema(_));
    Some(match key {
        "$ref" | "title" | "description" | "summary" | "operationId" | "style" | "url" => {
            Form::Text
        }
        "format" | "pattern" if is_schema => Form::Text,
        "scheme" | "name" | "in" | "bearerFormat" if kind == Kind::SecurityScheme => Form::Text,
        "nullable" | "readOnly" | "writeOnly" | "uniqueItems" if is_schema => Form::Flag,
        "exclusiveMinimum" | "exclusiveMaximum" if is_schema => Form::Flag,
        "deprecated" | "explode" | "allowReserved" | "allowEmptyValue" => Form::Flag,
        "required" if is_schema => Form::Texts,
        "required" => Form::Flag,
        "minLength" | "maxLength" | "minItems" | "maxItems" => Form::Count,
        "minProperties" | "maxProperties" => Form::Count,
        "minimum" | "maximum" | "multipleOf" => Form::Number,
        "enum" if is_schema => Form::List,
        "examples" => Form::Named,
        "tags" if kind == Kind::Operation => Form::Texts,
        "security" => Form::Security,
        _ => return None,
    })
}

fn words(form: Form) -> &'static str {
    match form {
        Form::Text => "a text",
        Form::Flag => "`true` or `false`",
        Form::Count => "a count",
        Form::Number => "a number",
        Form::Texts => "a list of texts",
        Form::List => "a list",
        Form::Named => "a mapping of names to mappings",
        Form::Security => "a list of mappings from schemes to lists of scopes",
    }
}

fn fits(form: Form, node: &Node) -> bool {
    let is_texts = |node: &Node| {
        matches!(node.value, Value::List(_))
            && node.items().iter().all(|item| item.text().is_some())
    };
    match (form, &node.value) {
        (Form::Text, Value::Text(_))
        | (Form::Flag, Value::Bool(_))
        | (Form::List, Value::List(_)) => true,
        (Form::Count, Value::Integer(count)) => *count >= 0,
        (Form::Number, Value::Integer(_) | Value::Number(_)) => true,
        (Form::Texts, _) => is_texts(node),
        (Form::Named, Value::Map(entries)) => entries.iter().all(|(_, node)| node.is_map()),
        (Form::Security, Value::List(items)) => items
            .iter()
            .all(|item| item.is_map() && item.entries().iter().all(|(_, scopes)| is_texts(scopes))),
        _ => false,
    }
}

fn check_presence(site: &Site<'_>, report: &mut Report) {
    let Site { node, place, .. } = site;
    let missing = match site.kind {
        _ if node.has("$ref") => None,
        Kind::Root => (!node.has("paths")).then_some("paths"),
        // Those that an operation uses are judged there; the reader wants them all whole.
        Kind::Parameter if !site.name.is_empty() => missing_of_parameter(node),
        Kind::Response if !site.name.is_empty() => {
            (!node.has("description")).then_some("description")
        }
        Kind::Server => (!node.has("url")).then_some("url"),
        Kind::Header => (!node.has("schema")).then_some("schema"),
        Kind::SecurityScheme => match node.text_at("type") {
            Some("http") => (!node.has("scheme")).then_some("scheme"),
            Some("apiKey") => ["name", "in"].into_iter().find(|key| !node.has(key)),
            Some("oauth2") => (!node.has("flows")).then_some("flows"),
            Some("openIdConnect") => (!node.has("openIdConnectUrl")).then_some("openIdConnectUrl"),
            _ => Some("a known type"),
        },
        _ => None,
    };
    if let Some(missing) = missing {
        report.add(
            &WRONG_FORM,
            node.line,
            place,
            format!("`{missing}` is missing"),
        );
    }
}

fn missing_of_parameter(node: &Node) -> Option<&'static str> {
    let is_location = |text| ["path", "query", "header", "cookie"].contains(&text);
    if !node.says("name") {
        Some("name")
    } else if !node.text_at("in").is_some_and(is_location) {
        Some("a known `in`")
    } else if !node.has("schema") && !node.has("content") {
        Some("schema")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::lint;

    const NONE: [usize; 0] = [];

    /// The lines of `wrong-form` in a document that goes on with `rest` at its line 3.
    fn lines(rest: &str) -> Vec<usize> {
        let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: \"1\"}}\n{rest}");
        let findings = lint(&text).findings;
        let wrong = findings
            .iter()
            .filter(|finding| finding.rule.name == "wrong-form");
        wrong.map(|finding| finding.line).collect()
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        assert_eq!(lines("paths: {}\n"), NONE);
        assert_eq!(lines("paths: {}\nservers: [{description: here}]\n"), [4]);
        assert_eq!(lines("paths: {}\nsecurity: [key]\n"), [4]);
        assert_eq!(lines("paths: {}\nsecurity: [{key: []}]\n"), NONE);
        for component in [
            "schemas: {A: {type: integer, minimum: low}}",
            "schemas: {A: {type: array, items: {type: string}, minItems: -1}}",
            "schemas: {A: {type: object, required: [1]}}",
            "schemas: {A: {type: string, description: [a]}}",
            "schemas: {A: {type: string, nullable: \"no\"}}",
            "parameters: {A: {name: a, in: nowhere, schema: {type: string}}}",
            "parameters: {A: {name: a, in: query}}",
            "responses: {A: {}}",
            "headers: {A: {description: d}}",
            "securitySchemes: {A: {type: http}}",
            "securitySchemes: {A: {type: key}}",
        ] {
            assert_eq!(
                lines(&format!("paths: {{}}\ncomponents:\n  {component}\n")),
                [5],
                "{component}"
            );
        }
    }
}
