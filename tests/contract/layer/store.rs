//! An object store: another server, which sees whatever path a link has, and no credential.

use super::exchange::run_under;
use super::servers::DOCUMENT;
use crate::support::contract::{ContractProxy, Document};

const GET: &str = "GET /bucket/a%2Fb/c%20d?X-Signature=%zz&x HTTP/1.1\nhost: x";
const PUT: &str = "PUT /bucket/k HTTP/1.1\nhost: x\ncontent-type: application/json\ncontent-length: LENGTH\n\n{not";
const ALL: &str =
    "HTTP/1.1 200 OK\ncontent-type: application/xml\ncontent-length: LENGTH\n\n\x01 not <xml";
const PART: &str = "HTTP/1.1 206 X\ncontent-range: bytes 1-2/3\ncontent-type: text/event-stream\ncontent-length: LENGTH\n\n{}";
const STORED: &str = "HTTP/1.1 200 OK\ncontent-length: 0";
const MISSING: &str = "HTTP/1.1 404 X\ncontent-type: application/xml\ncontent-length: LENGTH\n\n\
                       <?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>\n";

async fn run(request: &str, reply: &str) -> ContractProxy {
    let store = Document::parse(DOCUMENT).of_server("object store");
    run_under(store, request, reply).await
}

async fn findings(request: &str, reply: &str) -> Vec<String> {
    let found = run(request, reply).await.violations();
    found.iter().map(|one| one.to_string()).collect()
}

#[tokio::test]
async fn objects_are_any_bytes_under_any_path() {
    for (request, reply, operation, status) in [
        (GET, ALL, "getObject", "200"),
        (GET, PART, "getObject", "206"),
        (GET, MISSING, "getObject", "404"),
        (PUT, STORED, "putObject", "200"),
        (PUT, MISSING, "putObject", "404"),
    ] {
        let proxy = run(request, reply).await;
        proxy.assert_clean();
        proxy.assert_covered(operation, status);
    }
}

#[tokio::test]
async fn a_reply_that_is_not_documented_is_found() {
    for (request, reply, finding) in [
        (
            GET,
            ALL.replace("200", "418"),
            "getObject, reply: status 418 is not documented",
        ),
        (
            PUT,
            ALL.to_owned(),
            "putObject, reply: status 200: a body, where none is documented",
        ),
        (
            GET,
            PART.replace("content-range", "x"),
            "getObject, reply: status 206: header Content-Range is missing",
        ),
        (
            GET,
            MISSING.replace("/xml", "/json"),
            "getObject, reply: status 404: content type \"application/json\" is not documented (application/xml)",
        ),
        (
            &GET.replace("host", "range: items=1\nhost"),
            ALL.to_owned(),
            "getObject, request: header Range at /: \"items=1\" does not match \"^bytes=\"",
        ),
    ] {
        assert_eq!(findings(request, &reply).await, [finding]);
    }
}

#[tokio::test]
async fn xml_is_a_text_that_looks_like_it() {
    let (head, _) = MISSING.split_once("\n\n").unwrap();
    let at = "getObject, reply: status 404: body";
    for (body, finding) in [
        ("{\"Code\":\"NoSuchKey\"}", format!("{at} is not XML")),
        ("<Error>, and more", format!("{at} is not XML")),
        ("NoSuchKey</Error>", format!("{at} is not XML")),
        (
            &format!("<Error>{}</Error>", "x".repeat(60)),
            format!("{at} at /: "),
        ),
    ] {
        let found = findings(GET, &format!("{head}\n\n{body}")).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&finding), "{found:?}");
    }
    let typed = DOCUMENT.replace(
        "schema: {type: string, maxLength: 60}",
        "schema: {type: object}",
    );
    let typed = Document::parse(&typed).of_server("object store");
    let found = run_under(typed, GET, MISSING).await.violations();
    assert!(
        found[0].what.contains("is not of type \"object\""),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_credential_for_another_server_is_found() {
    for (header, name) in [
        ("X-Token: t", "header X-Token"),
        ("x-token:", "header X-Token"),
        ("X-Key: k", "header X-Key"),
        ("authorization: Bearer b", "header Authorization"),
        ("Authorization: AWS4-HMAC-SHA256 x", "header Authorization"),
        ("cookie: a=b; session=s", "cookie session"),
    ] {
        let finding = format!("getObject, request: {name} is sent to a server that it is not for");
        let request = GET.replace("host: x", &format!("host: x\n{header}"));
        assert_eq!(findings(&request, ALL).await, [finding]);
    }
    let request = "GET /k?api_key=1 HTTP/1.1\nhost: x\ncookie: a=b";
    let found = findings(request, ALL).await;
    assert_eq!(
        found,
        ["getObject, request: query parameter api_key is sent to a server that it is not for"]
    );
}

#[tokio::test]
async fn the_credentials_own_server_may_see_it_anywhere() {
    let request = "GET /api/ping HTTP/1.1\nhost: x\nx-token: t\nauthorization: Bearer b";
    let main = Document::parse(DOCUMENT);
    run_under(main, request, "HTTP/1.1 204 X")
        .await
        .assert_clean();
    // Nor does it matter where an operation of another server asks for one.
    let request = "GET /v2/log HTTP/1.1\nhost: x\nx-token: t\nauthorization: Bearer b";
    let archive = Document::parse(DOCUMENT).of_server("archive");
    run_under(archive, request, "HTTP/1.1 204 X")
        .await
        .assert_clean();
}
