//! Operations that hand requests on to an application.

use super::exchange::{run, violations};

const DOCUMENT: &str = "
openapi: 3.0.3
servers: [{url: 'http://localhost/api'}]
components:
  securitySchemes:
    token: {type: apiKey, in: header, name: X-Token}
paths:
  /port/{port}/{path}:
    parameters:
      - {name: port, in: path, required: true, schema: {type: integer, maximum: 9}}
      - {name: path, in: path, required: true, schema: {type: string}}
    get:
      operationId: forward
      x-handwritten: the application decides
      security: [{token: []}]
      responses:
        '101': {description: A WebSocket.}
        '2XX': {description: Its reply., content: {'*/*': {schema: {type: string, format: binary}}}}
        '404': {description: Nobody there., content: {application/json: {schema: {type: object, required: [error]}}}}
";

const REPLY: &str = "HTTP/1.1 200 OK\ncontent-type: text/plain\ncontent-length: LENGTH\n\nwell";

fn request(target: &str) -> String {
    format!("GET {target} HTTP/1.1\nhost: x\nx-token: t")
}

#[tokio::test]
async fn the_rest_of_the_path_and_the_query_are_the_applications() {
    for tail in ["", "a", "a/b/../c//", "a%2Fb%zz", "?q=%zz&r", "a?port=x"] {
        let proxy = run(DOCUMENT, &request(&format!("/api/port/7/{tail}")), REPLY).await;
        proxy.assert_clean();
        assert!(proxy.coverage().contains("forward", "2XX"), "{tail}");
    }
    for (target, finding) in [
        ("/api/port/7", "undocumented route"),
        ("/api/port//x", "undocumented route"),
        ("/api/port/10/x", "path parameter port"),
    ] {
        let found = violations(DOCUMENT, &request(target), REPLY).await;
        assert!(found[0].what.contains(finding), "{target}: {found:#?}");
    }
}

#[tokio::test]
async fn a_reply_that_is_not_the_documented_one_is_the_applications() {
    let own = "HTTP/1.1 404 Not Found\ncontent-type: application/json\ncontent-length: LENGTH\n\n{\"error\":\"gone\"}";
    for (reply, covered) in [
        (own.to_owned(), true),
        (own.replace("error", "reason"), false),
        (own.replace("application/json", "text/html"), false),
        (own.replace("404", "418"), false),
    ] {
        let proxy = run(DOCUMENT, &request("/api/port/7/x"), &reply).await;
        proxy.assert_clean();
        let seen = proxy.coverage().contains("forward", "404");
        assert_eq!(seen, covered, "{reply}");
    }
}

#[tokio::test]
async fn json_is_bytes_as_well() {
    let reply = REPLY.replace("text/plain", "application/json");
    for body in ["{}", "{"] {
        let reply = reply.replace("well", body);
        let proxy = run(DOCUMENT, &request("/api/port/7/x"), &reply).await;
        proxy.assert_clean();
        assert!(proxy.coverage().contains("forward", "2XX"), "{body}");
    }
}

#[tokio::test]
async fn the_credential_is_still_asked_for() {
    let request = request("/api/port/7/x").replace("\nx-token: t", "");
    let found = violations(DOCUMENT, &request, REPLY).await;
    assert!(
        found[0].what.contains("carries no credential"),
        "{found:#?}"
    );
}

#[tokio::test]
async fn the_handshake_of_a_websocket_is_checked() {
    let request = format!(
        "{}\nconnection: keep-alive, Upgrade\nupgrade: websocket\nsec-websocket-version: 13\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        request("/api/port/7/x")
    );
    let reply = "HTTP/1.1 101 Switching Protocols\nconnection: Upgrade\nupgrade: websocket\n\
                 sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    let proxy = run(DOCUMENT, &request, reply).await;
    proxy.assert_clean();
    assert!(proxy.coverage().contains("forward", "101"));
    for (right, wrong) in [
        ("websocket-version: 13", "websocket-version: 8"),
        ("sec-websocket-key", "x-key"),
        ("keep-alive, Upgrade", "keep-alive"),
    ] {
        let found = violations(DOCUMENT, &request.replace(right, wrong), reply).await;
        assert_eq!(found.len(), 1, "{wrong}: {found:#?}");
    }
    for (right, wrong) in [
        ("sec-websocket-accept", "x-accept"),
        ("upgrade: websocket", "upgrade: h2c"),
    ] {
        let found = violations(DOCUMENT, &request, &reply.replace(right, wrong)).await;
        assert_eq!(found.len(), 1, "{wrong}: {found:#?}");
    }
}
