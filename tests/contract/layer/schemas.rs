//! The conversion of schemas, through the examples of a document: the value is the example.

use crate::support::contract::Document;

/// The findings for `example` under `schema`, both in YAML's flow style.
fn findings(schema: &str, example: &str) -> Vec<String> {
    let text = format!(
        "paths: {{}}\n\
         components:\n  schemas:\n    \
         Any: {{}}\n    \
         Base: {{type: object, required: [a], properties: {{a: {{type: integer}}}}}}\n    \
         Tree: {{type: object, properties: {{next: {{$ref: '#/components/schemas/Tree'}}}}}}\n    \
         Case: {{example: {example}, {schema}}}\n"
    );
    Document::parse(&text).wrong_examples()
}

#[test]
fn values_that_conform() {
    for (schema, example) in [
        ("type: string, nullable: true", "null"),
        ("type: string, enum: [x], nullable: true", "null"),
        (
            "nullable: true, allOf: [{$ref: '#/components/schemas/Base'}]",
            "null",
        ),
        (
            "nullable: true, allOf: [{$ref: '#/components/schemas/Base'}]",
            "{a: 1}",
        ),
        (
            "allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: string}}}]",
            "{a: 1, b: x}",
        ),
        (
            "oneOf: [{type: string}, {$ref: '#/components/schemas/Base'}]",
            "{a: 1}",
        ),
        ("type: object", "{anything: {goes: 1}}"),
        (
            "type: object, additionalProperties: {}, properties: {a: {type: integer}}",
            "{a: 1, more: x}",
        ),
        (
            "properties: {any: {$ref: '#/components/schemas/Any'}}",
            "{any: {goes: 1}}",
        ),
        ("properties: {any: {}}", "{any: {goes: 1}}"),
        (
            "properties: {tree: {$ref: '#/components/schemas/Tree'}}",
            "{tree: {next: {next: {}}}}",
        ),
        (
            "properties: {example: {type: string}, x-y: {type: string}}",
            "{example: a, x-y: b}",
        ),
        ("type: number, minimum: 1, exclusiveMinimum: true", "1.5"),
        ("type: string, format: uuid", "not-checked"),
        (
            "type: string, format: date-time",
            "'2026-01-02T03:04:05.123456789+08:00'",
        ),
        ("type: string, x-secret: true, deprecated: true", "a"),
    ] {
        let found = findings(schema, example);
        assert!(found.is_empty(), "{schema}: {found:#?}");
    }
}

#[test]
fn values_that_do_not() {
    for (schema, example, finding) in [
        ("type: string", "null", "is not of type"),
        (
            "type: string, enum: [x], nullable: true",
            "y",
            "is not one of",
        ),
        (
            "allOf: [{$ref: '#/components/schemas/Base'}]",
            "null",
            "is not of type",
        ),
        (
            "allOf: [{$ref: '#/components/schemas/Base'}]",
            "{a: 1, b: 2}",
            "'b' was unexpected",
        ),
        (
            "properties: {base: {$ref: '#/components/schemas/Base'}}",
            "{base: {a: 1, c: 2}}",
            "'c' was unexpected",
        ),
        (
            "properties: {tree: {$ref: '#/components/schemas/Tree'}}",
            "{tree: {next: {last: 1}}}",
            "'last' was unexpected",
        ),
        (
            "type: array, items: {properties: {a: {type: string}}}",
            "[{a: x, d: y}]",
            "'d' was unexpected",
        ),
        (
            "type: number, minimum: 1, exclusiveMinimum: true",
            "1",
            "less than or equal to the minimum",
        ),
        (
            "type: string, format: date-time",
            "'2026-01-02 03:04'",
            "date-time",
        ),
        (
            "properties: {example: {type: string}}",
            "{example: 1}",
            "at /example",
        ),
        ("$ref: '#/components/schemas/None'", "1", "does not compile"),
    ] {
        let found = findings(schema, example);
        assert_eq!(found.len(), 1, "{schema}: {found:#?}");
        assert!(found[0].contains(finding), "{schema}: {found:#?}");
        assert!(
            found[0].starts_with("/components/schemas/Case/example: "),
            "{found:#?}"
        );
    }
}
