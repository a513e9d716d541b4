//! Servers that send back what they got: the credential must not come out of an error.

use quintet::ErrorKind;

use super::play::{Call, TOKEN, client, sources};
use super::row::{ID, chunk};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, Script, head, reply, send};

/// Replies with the credential in a header and in the body, and what they lead to.
fn echoes() -> Vec<(&'static str, ErrorKind, Script)> {
    let body = format!(r#"{{"error":"bad key {TOKEN}","code":"{TOKEN}"}}"#);
    let echo = |lines: &str| format!("{lines}\nx-echo: Bearer {TOKEN}");
    let whole = |lines: &str| vec![Request, send(reply(&echo(lines), &body))];
    let cut = |lines: &str| vec![Request, send(head(&echo(lines)) + &body), Close];
    let large = head(&echo("200 OK\ntransfer-encoding: chunked"))
        + &chunk(&body)
        + &chunk(&"x".repeat(1 << 20)).repeat(33);
    vec![
        (
            "a refusal",
            ErrorKind::Unauthorized,
            whole("401 Unauthorized"),
        ),
        ("a failure", ErrorKind::Server, whole("500 Oops")),
        (
            "a failure that is cut",
            ErrorKind::Server,
            cut("500 Oops\ncontent-length: 999"),
        ),
        (
            "a redirect",
            ErrorKind::Redirect,
            whole(&format!("302 Found\nlocation: ftp://{TOKEN}")),
        ),
        (
            "a reply of another shape",
            ErrorKind::Decode,
            whole("200 OK"),
        ),
        (
            "a reply of another status",
            ErrorKind::Decode,
            whole("206 Partial Content"),
        ),
        (
            "a reply that is cut",
            ErrorKind::Transport,
            cut("200 OK\ncontent-length: 999"),
        ),
        (
            "a reply over the limit",
            ErrorKind::TooLarge,
            vec![Request, send(large)],
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_the_server_sends_back_is_in_no_error() {
    let mut wrong = Vec::new();
    for call in Call::ALL {
        for (name, kind, script) in echoes() {
            let _frozen = Frozen::new();
            let server = RawServer::start([script]).await;
            let error = call.make(&client(server.url())).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{name}");
            let (headers, body) = (format!("{:?}", error.headers()), error.body().unwrap());
            assert!(headers.contains("x-echo"), "{name}: {headers}");
            let body = String::from_utf8_lossy(body);
            let text = format!(
                "{error} {error:?} {:?} {:?} {:?}",
                sources(&error),
                error.message(),
                error.code()
            );
            for (place, shown) in [
                ("headers", &headers),
                ("body", &body.into_owned()),
                ("text", &text),
            ] {
                if shown.contains(TOKEN) {
                    wrong.push(format!("{name} ({call:?}): in its {place}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "shown:\n{}", wrong.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn nor_is_it_in_that_of_a_download_that_breaks() {
    let _frozen = Frozen::new();
    let part = head(&format!("200 OK\ncontent-length: 9\nx-echo: {TOKEN}")) + "some";
    let server = RawServer::start([vec![Request, send(part), Close]]).await;
    let download = client(server.url())
        .sandboxes()
        .download(ID, "/x")
        .await
        .unwrap();
    let error = download.bytes().await.unwrap_err();
    let headers = format!("{:?}", error.headers().unwrap());
    assert!(
        headers.contains("x-echo") && !headers.contains(TOKEN),
        "{headers}"
    );
}
