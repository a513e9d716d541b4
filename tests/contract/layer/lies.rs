//! A lie in the document makes an honest exchange fail.

use super::exchange::{
    CLEAN, CREATE, DELETE, DOCUMENT, DOWNLOAD, Exchange, GET, HEALTH, LIST, PANIC, UPLOAD, run,
    violations,
};
use crate::support::contract::Side::{self, Reply, Request};

#[tokio::test]
async fn honest_exchanges_pass() {
    for exchange in CLEAN {
        let proxy = run(DOCUMENT, exchange.request, exchange.reply).await;
        proxy.assert_clean();
    }
}

/// One change of the document, the exchange that belies it, and a piece of the violation.
struct Lie {
    honest: &'static str,
    lie: &'static str,
    exchange: Exchange,
    side: Side,
    finding: &'static str,
}

const fn lie(
    honest: &'static str,
    lie: &'static str,
    exchange: Exchange,
    side: Side,
    finding: &'static str,
) -> Lie {
    Lie {
        honest,
        lie,
        exchange,
        side,
        finding,
    }
}

#[rustfmt::skip]
const LIES: [Lie; 27] = [
    // Statuses, headers, content types.
    lie("404: {$ref", "410: {$ref", GET, Reply, "status 404 is not documented"),
    lie("5XX: {$ref", "503: {$ref", PANIC, Reply, "status 500 is not documented"),
    lie("204: {description: Gone.}", "202: {description: Gone.}", DELETE, Reply, "status 204 is not documented"),
    lie("{application/octet-stream: {", "{image/png: {", DOWNLOAD, Reply, "\"application/octet-stream\" is not documented"),
    lie("{text/plain: {", "{application/json: {", HEALTH, Reply, "\"text/plain\" is not documented"),
    lie("X-Total:", "X-Count:", LIST, Reply, "header X-Count is missing"),
    lie("X-Total: {required: true, schema: {type: integer}}", "X-Total: {schema: {type: boolean}}", LIST, Reply, "header X-Total"),
    lie("201:\n          description: Created.\n          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}",
        "201: {description: Created.}", CREATE, Reply, "a body, where none is documented"),
    lie("204: {description: Gone.}", "204: {description: Gone., content: {application/json: {}}}", DELETE, Reply, "no body, where application/json"),
    // Schemas of replies.
    lie("properties: {id: {type: integer}}", "properties: {id: {type: string}}", LIST, Reply, "is not of type \"string\""),
    lie("required: [id]", "required: [id, name]", LIST, Reply, "\"name\" is a required property"),
    lie("{nullable: true, allOf: [{$ref: '#/components/schemas/Owner'}]}", "{$ref: '#/components/schemas/Owner'}", LIST, Reply, "null is not of type"),
    lie("enum: [cat, dog]", "enum: [cow, dog]", LIST, Reply, "\"cat\" is not one of"),
    lie("enum: [cat, dog]", "enum: [cat, cow]", CREATE, Request, "\"dog\" is not one of"),
    lie("            born: {type: string, format: date-time}\n", "", LIST, Reply, "'born' was unexpected"),
    lie("format: date-time", "maxLength: 3", LIST, Reply, "longer than 3"),
    lie("{message: {type: string}}", "{text: {type: string}}", UPLOAD, Reply, "'message' was unexpected"),
    // Requests.
    lie("  /pets:\n", "  /animals:\n", LIST, Request, "undocumented route GET /api/pets"),
    lie("    delete:\n", "    put:\n", DELETE, Request, "undocumented route DELETE /api/pets/7"),
    lie("name: tag, in: query", "name: label, in: query", LIST, Request, "query parameter tag is not documented"),
    lie("name: limit, in: query, schema: {type: integer, maximum: 100}", "name: limit, in: query, schema: {type: integer, maximum: 4}", LIST, Request, "query parameter limit"),
    lie("in: query, schema: {type: array", "in: query, required: true, schema: {type: array", PANIC, Request, "query parameter tag is missing"),
    lie("name: X-Trace", "name: X-Span", GET, Request, "header X-Span is missing"),
    lie("required: [kind]", "required: [kind, name]", CREATE, Request, "\"name\" is a required property"),
    lie("additionalProperties: {type: string}", "additionalProperties: {type: integer}", CREATE, Request, "at /labels/a"),
    lie("multipart/form-data:", "application/octet-stream:", UPLOAD, Request, "content type \"multipart/form-data; boundary=B\" is not documented"),
    lie("        path: {type: string}", "        place: {type: string}", UPLOAD, Request, "part path is not documented"),
];

#[tokio::test]
async fn a_lie_in_the_document_is_found() {
    for Lie {
        honest,
        lie,
        exchange,
        side,
        finding,
    } in LIES
    {
        assert!(DOCUMENT.contains(honest), "{honest} is not in the document");
        let document = DOCUMENT.replacen(honest, lie, 1);
        let found = violations(&document, exchange.request, exchange.reply).await;
        let matched = found
            .iter()
            .find(|violation| violation.side == side && violation.what.contains(finding));
        let violation =
            matched.unwrap_or_else(|| panic!("{lie}: expected {finding}, got {found:#?}"));
        let is_unrouted = finding.starts_with("undocumented route");
        let operation = (!is_unrouted).then_some(exchange.operation);
        assert_eq!(violation.operation.as_deref(), operation, "{lie}");
    }
}

/// A text of nothing is one, of a type that is stated and documented; JSON of nothing is none.
#[tokio::test]
async fn only_a_text_may_be_empty() {
    let reply = |media: &str| format!("HTTP/1.1 200 OK{media}\ncontent-length: 0");
    for (media, finding) in [
        ("\ncontent-type: application/octet-stream", None),
        (
            "\ncontent-type: text/plain",
            Some("no body, where application/octet-stream is documented"),
        ),
        (
            "\ncontent-type: application/json",
            Some("no body, where application/octet-stream is documented"),
        ),
        (
            "",
            Some("no body, where application/octet-stream is documented"),
        ),
    ] {
        let found = violations(DOCUMENT, DOWNLOAD.request, &reply(media)).await;
        let found: Vec<_> = found.iter().map(|one| one.what.as_str()).collect();
        let expected: Vec<_> = finding
            .map(|text| format!("status 200: {text}"))
            .into_iter()
            .collect();
        assert_eq!(found, expected, "{media}");
    }
}
