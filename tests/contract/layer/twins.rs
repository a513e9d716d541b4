//! One route that answers as a whole or with an event stream.

use super::exchange::{run, violations};
use crate::support::contract::{ContractProxy, Document, Side};

const DOCUMENT: &str = include_str!("twins.yaml");

const REQUEST: &str = "POST /api/run/1?tag=a HTTP/1.1\nhost: x\nx-token: t\ncontent-type: application/json\n\
                       content-length: LENGTH\n\n{\"calls\":[]}";

const DONE: &str = "{\"job\":\"1\"}";
const FAILED: &str = "{\"detail\":\"no\"}";
const EVENTS: &str = "data: {\"job\":\"1\"}\n\n";
const STREAM: &str = "text/event-stream";
const JSON: &str = "application/json";

fn reply(status: u16, media: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\ncontent-type: {media}\ncontent-length: LENGTH\n\n{body}")
}

/// The twins that a proxy has seen a reply of, under a status.
fn covered(proxy: &ContractProxy, status: &str) -> Vec<&'static str> {
    let mut twins = vec!["run", "run_stream"];
    twins.retain(|twin| proxy.coverage().contains(twin, status));
    twins
}

#[tokio::test]
async fn a_reply_is_that_of_the_twin_that_documents_it() {
    for (status, media, body, twins) in [
        (200, JSON, DONE, vec!["run"]),
        (200, STREAM, EVENTS, vec!["run_stream"]),
        (
            200,
            "Text/Event-Stream; charset=utf-8",
            EVENTS,
            vec!["run_stream"],
        ),
        (404, JSON, FAILED, vec!["run", "run_stream"]),
        (409, JSON, FAILED, vec!["run_stream"]),
    ] {
        let proxy = run(DOCUMENT, REQUEST, &reply(status, media, body)).await;
        proxy.assert_clean();
        assert_eq!(
            covered(&proxy, &status.to_string()),
            twins,
            "{status} {media}"
        );
        assert_eq!(Document::parse(DOCUMENT).expected().len(), 7);
    }
    // A handler that panics answers without a body, whichever it is.
    let panic = "HTTP/1.1 500 X\ncontent-length: 0";
    let proxy = run(DOCUMENT, REQUEST, panic).await;
    proxy.assert_clean();
    assert_eq!(covered(&proxy, "500"), ["run", "run_stream"]);
}

#[tokio::test]
async fn a_status_under_which_a_twin_streams_is_covered_by_a_stream_alone() {
    let document = DOCUMENT.replace(
        "content: {text/event-stream: {schema: {type: string}}}",
        "content: {text/event-stream: {schema: {type: string}}, application/json: {schema: {type: object}}}",
    );
    let proxy = run(&document, REQUEST, &reply(200, JSON, DONE)).await;
    proxy.assert_clean();
    assert_eq!(covered(&proxy, "200"), ["run"]);
    let proxy = run(&document, REQUEST, &reply(200, STREAM, EVENTS)).await;
    proxy.assert_clean();
    assert_eq!(covered(&proxy, "200"), ["run_stream"]);
}

#[tokio::test]
async fn a_reply_that_lies_is_found_once() {
    for (reply, finding) in [
        (
            reply(200, STREAM, DONE),
            "run_stream, reply: status 200: body has a line that begins with \"{\\\"job\\\"\"",
        ),
        (
            reply(200, STREAM, "<html>\n"),
            "run_stream, reply: status 200: body has a line",
        ),
        (
            reply(200, JSON, EVENTS),
            "run, reply: status 200: body is not JSON",
        ),
        (
            reply(200, JSON, FAILED),
            "run, reply: status 200: body at /: ",
        ),
        (
            reply(409, JSON, DONE),
            "run_stream, reply: status 409: body at /: ",
        ),
        (
            reply(200, "text/html", DONE),
            "run or run_stream, reply: status 200: content type \"text/html\" is not documented (application/json); \
             status 200: content type \"text/html\" is not documented (text/event-stream)",
        ),
        (
            reply(404, STREAM, EVENTS),
            "run or run_stream, reply: status 404: content type \"text/event-stream\" is not documented (application/json)",
        ),
        (
            reply(418, JSON, FAILED),
            "run or run_stream, reply: status 418 is not documented",
        ),
        (
            reply(200, "", "").replace("content-type: \n", ""),
            "run or run_stream, reply: status 200: no body, where application/json is documented; \
             status 200: no body, where text/event-stream is documented",
        ),
    ] {
        let found = violations(DOCUMENT, REQUEST, &reply).await;
        // An object lacks one property and has another: two findings of one schema.
        let found: Vec<String> = found.iter().map(|one| one.to_string()).collect();
        assert!(found[0].starts_with(finding), "{reply}: {found:#?}");
        let is_schema = finding.ends_with("at /: ");
        assert!(found.len() == 1 || is_schema, "{reply}: {found:#?}");
    }
}

#[tokio::test]
async fn an_error_that_both_document_is_held_to_both() {
    let document = DOCUMENT.replacen(
        "        404: {$ref: '#/components/responses/Failure'}",
        "        404: {description: Other., content: {application/json: {schema: {type: array}}}}",
        1,
    );
    let found = violations(&document, REQUEST, &reply(404, JSON, FAILED)).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].operation.as_deref(), Some("run"));
}

#[tokio::test]
async fn a_request_is_checked_once_for_both() {
    for (right, wrong, finding) in [
        ("\"calls\"", "\"runs\"", "body at /: "),
        ("/run/1", "/run/one", "path parameter id"),
        (
            "tag=a",
            "label=a",
            "query parameter label is not documented",
        ),
        ("\nx-token: t", "", "carries no credential"),
    ] {
        let request = REQUEST.replace(right, wrong);
        let found = violations(DOCUMENT, &request, &reply(200, STREAM, EVENTS)).await;
        assert!(found[0].what.contains(finding), "{wrong}: {found:#?}");
        for one in &found {
            assert_eq!(one.operation.as_deref(), Some("run or run_stream"), "{one}");
            assert_eq!(one.side, Side::Request, "{one}");
        }
        assert!(found.len() == 1 || right == "\"calls\"", "{found:#?}");
    }
}

#[test]
fn twins_are_two_operations_of_one_path() {
    let operations = Document::parse(DOCUMENT).operations();
    let ids: Vec<&str> = operations.iter().map(|one| &*one.id).collect();
    assert_eq!(ids, ["run", "run_stream"]);
    assert_eq!(operations[0].path, "/api/run/{id}");
    assert_eq!(operations[1].path, "/api/run/{key}");
}

/// What parsing a document says before it gives up.
fn refusal(document: &str) -> String {
    let parsed = std::panic::catch_unwind(|| Document::parse(document));
    let refusal = parsed.expect_err(document);
    match refusal.downcast::<String>() {
        Ok(message) => *message,
        Err(other) => (*other.downcast::<&str>().unwrap()).to_owned(),
    }
}

#[test]
fn twins_that_do_not_match_are_refused() {
    let differ = |part: &str| format!("run and run_stream are one route, but their {part} differ");
    let second = |right: &str, wrong: &str| {
        let at = DOCUMENT.find("#stream").unwrap();
        let (first, rest) = DOCUMENT.split_at(at);
        assert!(rest.contains(right), "{right}");
        format!("{first}{}", rest.replacen(right, wrong, 1))
    };
    for (document, finding) in [
        (
            second("#stream", "#events"),
            "`#events` means nothing".to_owned(),
        ),
        (second("#stream", ""), "route is taken".to_owned()),
        (
            second("    post:", "    put:"),
            "put /run/{}: only as `#stream`".to_owned(),
        ),
        (
            DOCUMENT.replacen("/run/{id}:", "/runs/{id}:", 1),
            "only as `#stream`".to_owned(),
        ),
        (
            second("schema: {type: string}}", "schema: {type: integer}}"),
            differ("parameters"),
        ),
        (second("name: tag", "name: label"), differ("parameters")),
        (
            second(
                "required: true\n        content",
                "required: false\n        content",
            ),
            differ("bodies"),
        ),
        (second("schemas/Calls", "schemas/Call"), differ("bodies")),
        (
            second("x-streaming: true", "security: [{key: []}]"),
            differ("credentials"),
        ),
        (
            second("text/event-stream", "text/plain"),
            "run_stream: no event stream".to_owned(),
        ),
        (
            DOCUMENT.replacen(
                "application/json:\n          schema: {type: object, required: [job]",
                "text/event-stream:\n          schema: {type: object, required: [job]",
                1,
            ),
            "run: an event stream beside run_stream".to_owned(),
        ),
        (
            second("operationId: run_stream", "operationId: run"),
            "run: id is taken".to_owned(),
        ),
    ] {
        let message = refusal(&document);
        assert!(message.contains(&finding), "{message}, not {finding}");
    }
}
