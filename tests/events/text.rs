//! The text of a stream, in all the ways in which it can end. Contract: §3.

use quintet::{Error, ErrorKind};

use super::{opened, run, streams};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{TOKEN, answers};
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, Script, send};

const HE_LLO: &str = "data: {\"type\":\"start\",\"data\":{}}\n\ndata: {\"type\":\"content\",\"data\":\" He\"}\n\n\
    data: {\"type\":\"progress\",\"data\":{\"percentage\":50}}\n\ndata: {\"data\":\"llo \\n\"}\n\n";
const DONE: &str = "data: {\"type\":\"done\",\"data\":{}}\n\n";

async fn text_by(script: Script) -> Result<String, Error> {
    let _frozen = Frozen::new();
    let server = RawServer::start([script]).await;
    let text = run(&server).await.unwrap().text().await;
    assert_eq!(server.received().len(), 1);
    text
}

async fn text(bytes: impl AsRef<str>) -> Result<String, Error> {
    text_by(streams(bytes.as_ref())).await
}

/// The error of a text that is not whole, which keeps what there is.
async fn part(bytes: impl AsRef<str>) -> Error {
    let error = text(bytes).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Failed, Some("run_stream")),
        "{error}"
    );
    assert_eq!(error.request_id(), Some("req-7"), "{error}");
    assert_eq!(error.body().unwrap(), " Hello \n", "{error}");
    error
}

#[tokio::test(start_paused = true)]
async fn the_pieces_are_put_together_as_they_are() {
    assert_eq!(text(format!("{HE_LLO}{DONE}")).await.unwrap(), " Hello \n");
    assert_eq!(text(DONE).await.unwrap(), "");
    let files = "data: {\"type\":\"files\",\"data\":{\"out\":[]}}\n\n";
    assert_eq!(
        text(format!("{HE_LLO}{DONE}{files}")).await.unwrap(),
        " Hello \n"
    );
}

/// How others end their streams; everything was received before.
#[tokio::test(start_paused = true)]
async fn marks_without_meaning_do_not_spoil_a_text() {
    for mark in ["data: [DONE]\n\n", "data: [DONE]", "data:\n\n", "data\n\n"] {
        let whole = text(format!("{HE_LLO}{DONE}{mark}")).await;
        assert_eq!(whole.unwrap(), " Hello \n", "{mark:?}");
    }
    let beats = format!("data:\n\n{HE_LLO}data: \n\n{DONE}");
    assert_eq!(text(beats).await.unwrap(), " Hello \n");
}

#[tokio::test(start_paused = true)]
async fn an_error_of_the_function_is_an_error() {
    let error = part(format!(
        "{HE_LLO}data: {{\"type\":\"error\",\"data\":\"boom\",\"error_code\":\"LLM_ERROR\"}}\n\n"
    ))
    .await;
    assert_eq!((error.message(), error.code()), ("boom", Some("LLM_ERROR")));
    let error = part(format!(
        "{HE_LLO}data: {{\"type\":\"error\",\"data\":{{\"why\":1}}}}\n\n{DONE}"
    ))
    .await;
    assert_eq!((error.message(), error.code()), ("{\"why\":1}", None));
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_an_end_is_an_error() {
    let error = part(HE_LLO).await;
    assert!(error.message().contains("`done`"), "{error}");
    let error = text("").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_json_is_an_error() {
    let error = part(format!("{HE_LLO}data: oops\n\n{DONE}")).await;
    assert!(error.message().contains("oops"), "{error}");
}

/// A piece that is no text would be lost.
#[tokio::test(start_paused = true)]
async fn content_that_is_no_text_is_an_error() {
    for data in ["{\"parts\":[1]}", "7", "[\"x\"]"] {
        let error = part(format!(
            "{HE_LLO}data: {{\"type\":\"content\",\"data\":{data}}}\n\n{DONE}"
        ))
        .await;
        assert!(error.message().contains(data), "{error}");
    }
    // Nothing is no piece.
    let nothing = format!("{HE_LLO}data: {{\"type\":\"content\",\"data\":null}}\n\n{DONE}");
    assert_eq!(text(nothing).await.unwrap(), " Hello \n");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_breaks_is_an_error() {
    let cut = (opened() + HE_LLO).replace("x-marker", "content-length: 999\r\nx-marker");
    let error = text_by(vec![Request, send(cut), Close]).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Transport, Some("run_stream"))
    );
    assert_eq!(error.request_id(), Some("req-7"));
}

#[tokio::test(start_paused = true)]
async fn a_function_that_does_not_stream_is_an_error_with_its_result() {
    let body = r#"{"job_id":"j","status":"COMPLETED","results":[{"status":"SUCCESS","output":{"output":{"n":1}}}]}"#;
    let error = text_by(answers("200 OK", body)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains("`run`"), "{error}");
    assert_eq!(error.body().unwrap(), r#"{"output":{"n":1}}"#);
}

/// Whatever the function says, an error shows no credential.
#[tokio::test(start_paused = true)]
async fn no_error_shows_the_token() {
    let says = |json: &str| format!("data: {{\"data\":\"{TOKEN}\"}}\n\ndata: {json}\n\n");
    for bytes in [
        says(&format!(
            "{{\"type\":\"error\",\"data\":\"{TOKEN}\",\"error_code\":\"{TOKEN}\"}}"
        )),
        says(&format!(
            "{{\"type\":\"error\",\"data\":{{\"t\":\"{TOKEN}\"}}}}"
        )),
        says(TOKEN),
        says("{}"),
        says("{\"type\":\"error\",\"data\":\"\\u0069t-1\"}"),
    ] {
        let error = text(bytes).await.unwrap_err();
        let body = String::from_utf8_lossy(error.body().unwrap());
        let shown = format!("{error} {error:?} {body} {:?}", error.code());
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}
