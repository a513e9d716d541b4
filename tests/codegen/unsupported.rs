//! Documents that cannot be compiled are refused by name; none makes the compiler panic.

use std::fs;

use super::{compile_or_refuse, files, root, stem};

#[test]
fn what_the_linter_refuses_does_not_panic() {
    for path in files(&root().join("xtask/fixtures/lint"), "yaml") {
        let text = fs::read_to_string(&path).unwrap();
        let _ = compile_or_refuse(stem(&path), &text);
    }
}

/// A document with one operation, `probe`, and one that is sound, `sound`.
fn with_operation(operation: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /sound:\n    get:\n      operationId: sound\n      \
         responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: string}}}}}}}}}}\n  \
         /probe:\n    post:\n      operationId: probe\n{}",
        operation
            .lines()
            .map(|line| format!("      {line}\n"))
            .collect::<String>()
    )
}

/// A document whose operation replies with the schema `Thing`.
fn with_schema(schema: &str) -> String {
    let operation = "responses: {'200': {description: d, content: {application/json: {schema: {$ref: \
                     '#/components/schemas/Thing'}}}}}";
    let schema: String = schema.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "{}components:\n  schemas:\n{schema}",
        with_operation(operation)
    )
}

const OK: &str = "responses: {'200': {description: d}}";

#[test]
fn a_sound_document_compiles() {
    compile_or_refuse("sound", &with_operation(OK)).unwrap();
    compile_or_refuse("sound", &with_schema("Thing: {type: object}")).unwrap();
}

#[test]
fn what_is_no_document_is_refused() {
    for text in [
        "",
        " ",
        "\n\n",
        "# nothing",
        "---",
        "--- \n---",
        "null",
        "true",
        "5",
        "5.5",
        "text",
        "[]",
        "[a, b]",
        "{}",
        "{",
        "a: b: c",
        "\t- x",
        "a: &x 1\nb: *x",
        "a: !tag x",
        ".nan",
        "a: .inf",
        "? [a]\n: b",
        "\u{feff}",
        "\0",
        "paths: 1",
        "paths: []",
        "paths: text",
        "paths: {/a: 1}",
        "paths: {/a: []}",
        "paths: {/a: {get: 1}}",
        "paths: {/a: {get: []}}",
        "components: 1",
        "components: []",
        "components: text",
        "components: {schemas: []}",
        "openapi: 3.0.3",
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: 7",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: text}",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: x}}}\ncomponents: []",
    ] {
        let refused = compile_or_refuse("broken", text);
        assert!(refused.is_err(), "{text:?} was compiled");
    }
}

#[test]
fn an_operation_that_is_to_blame_is_named() {
    for (operation, reason) in [
        ("responses: {}", "no 2XX response"),
        ("responses: {'404': {description: d}}", "no 2XX response"),
        ("responses: {default: {description: d}}", "no 2XX response"),
        (
            "responses: {'200': {$ref: '#/components/responses/None'}}",
            "points at nothing",
        ),
        (
            "responses: {'200': {$ref: 'other.yaml#/x'}}",
            "points out of the document",
        ),
        (
            "requestBody: {content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}}\n\
             responses: {'200': {description: d}}",
            "2 media types",
        ),
        (
            "requestBody: {content: {application/json: {schema: {type: string}}, multipart/form-data: {}, text/plain: {}}}\n\
             responses: {'200': {description: d}}",
            "3 media types",
        ),
        (
            "requestBody: {}\nresponses: {'200': {description: d}}",
            "without content",
        ),
        (
            "requestBody: {content: {}}\nresponses: {'200': {description: d}}",
            "0 media types",
        ),
        (
            "requestBody: {content: {application/xml: {schema: {type: string}}}}\nresponses: {'200': {description: d}}",
            "",
        ),
        (
            "responses: {'503': {description: d, x-meaning: [{kind: unavailable}]}}",
            "x-meaning without `text`",
        ),
        (
            "responses: {'503': {description: d, x-meaning: [{text: a, kind: odd}]}}",
            "no kind `odd`",
        ),
        (
            "responses: {5XX: {description: d, x-meaning: [{text: a, kind: server}]}}",
            "one status",
        ),
        (
            "parameters: [{name: a, in: cookie, schema: {type: string}}]\nresponses: {'200': {description: d}}",
            "",
        ),
        (
            "responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}, '201': \
             {description: d, content: {application/json: {schema: {type: integer}}}}}",
            "",
        ),
    ] {
        let refused = compile_or_refuse("broken", &with_operation(operation)).err();
        let refused = refused.unwrap_or_else(|| panic!("{operation} was compiled"));
        assert!(
            refused.contains("probe") && refused.contains(reason),
            "{operation}: {refused}"
        );
        assert!(!refused.contains("sound:"), "{operation}: {refused}");
    }
}

#[test]
fn schemas_of_any_shape_are_compiled_or_refused() {
    for schema in [
        "Thing: {}",
        "Thing: true",
        "Thing: 5",
        "Thing: []",
        "Thing: {type: [string]}",
        "Thing: {type: nothing}",
        "Thing: {anyOf: []}",
        "Thing: {anyOf: [{type: string}, {type: integer}]}",
        "Thing: {oneOf: []}",
        "Thing: {allOf: []}",
        "Thing: {not: {type: string}}",
        "Thing: {type: string, enum: []}",
        "Thing: {type: string, enum: [a-b, a_b]}",
        "Thing: {type: string, enum: [a, a]}",
        "Thing: {type: string, enum: [1, 2]}",
        "Thing: {type: integer, enum: [1, 2]}",
        "Thing: {type: string, enum: ['', ' ']}",
        "Thing: {type: string, x-open-enum: true, enum: [other, x]}",
        "Thing: {type: string, x-open-enum: true}",
        "Thing: {type: object, x-open-enum: true}",
        "Thing: {type: string, x-secret: true, enum: [a, b]}",
        "Thing: {type: object, x-secret: true}",
        "Thing: {$ref: '#/components/schemas/None'}",
        "Thing: {$ref: '#/components/schemas/Thing'}",
        "Thing: {$ref: '#/components/schemas/Other'}\nOther: {$ref: '#/components/schemas/Thing'}",
        "Thing: {allOf: [{$ref: '#/components/schemas/Thing'}]}",
        "Thing: {oneOf: [{$ref: '#/components/schemas/Thing'}, {type: string}]}",
        "Thing: {type: array, items: {$ref: '#/components/schemas/Thing'}}",
        "Thing: {type: array}",
        "Thing: {type: object, properties: {next: {$ref: '#/components/schemas/Thing'}}}",
        "Thing: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Thing'}}}",
        "Thing: {type: object, properties: {a-b: {type: string}, a_b: {type: string}}}",
        "Thing: {type: object, properties: {type: {type: string}, self: {type: string}, '': {type: string}}}",
        "Thing: {type: object, required: [none], properties: {}}",
        "Thing: {type: object, properties: {a: {type: string, default: 5}}}",
        "Thing: {type: string, pattern: '('}",
        "Thing: {type: integer, minimum: 9, maximum: 1}",
        "Thing: {type: string, format: date-time, default: never}",
        "Thing: {type: object}\nthing: {type: string}",
        "Thing: {type: object}\nSecret: {type: object}",
        "Thing: {type: object}\n'a b/c': {type: object}",
        "Thing: {type: object, discriminator: {propertyName: x}}",
        "Thing: {type: object, additionalProperties: false}",
    ] {
        let _ = compile_or_refuse("schema", &with_schema(schema));
    }
}

#[test]
fn names_of_any_shape_are_compiled_or_refused() {
    for id in [
        "''", "type", "self", "Self", "a-b", "a b", "1", "日本", "'a\"b'", "'}'", "new", "pre",
        "'\\'",
    ] {
        let text = with_operation(OK).replace("operationId: probe", &format!("operationId: {id}"));
        let _ = compile_or_refuse("names", &text);
    }
    for path in [
        "''", "probe", "/{}", "/{a", "/a}", "/{a}/{a}", "/{a}{b}", "/a//b", "'/a?b=c'", "'/a#b'",
        "'/\"'", "/日本",
    ] {
        let text = with_operation(OK).replace("/probe:", &format!("{path}:"));
        let _ = compile_or_refuse("paths", &text);
    }
}

#[test]
fn one_id_for_two_operations_is_refused() {
    let text = with_operation(OK).replace("operationId: probe", "operationId: sound");
    let refused = compile_or_refuse("twice", &text).unwrap_err();
    assert!(refused.contains("`sound` is used twice"), "{refused}");
}
