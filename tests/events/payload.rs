//! What events hold: their types and data, and what is no event at all. Contract: §3.

use futures_util::StreamExt;
use quintet::gateway::{StreamEnd, StreamEventKind};

use super::{run, streams, told};
use crate::support::frozen::Frozen;
use crate::support::raw_server::RawServer;

/// The one event that this data is.
async fn one(data: &str) -> String {
    let told = told(format!("data: {data}\n\n")).await;
    let [event] = &told.events[..] else {
        panic!("{data}: {:?} {:?}", told.events, told.error);
    };
    event.clone()
}

#[tokio::test(start_paused = true)]
async fn every_type_and_what_has_none() {
    for (data, event) in [
        (r#"{"type":"start","data":{}}"#, "start {}"),
        (r#"{"type":"content","data":" He\n"}"#, r#"content " He\n""#),
        (
            r#"{"type":"progress","data":{"percentage":50}}"#,
            r#"progress {"percentage":50}"#,
        ),
        (
            r#"{"type":"done","data":{"finish_reason":"stop"}}"#,
            r#"done {"finish_reason":"stop"}"#,
        ),
        (r#"{"type":"error","data":"boom"}"#, r#"error "boom""#),
        (
            r#"{"type":"error","data":{"why":1},"error_code":"E"}"#,
            r#"error {"why":1} code=E"#,
        ),
        (
            r#"{"type":"tool_call","data":{"name":"f"}}"#,
            r#"tool_call {"name":"f"}"#,
        ),
        (r#"{"type":"","data":1}"#, " 1"),
        (r#"{"type":"Content","data":"x"}"#, r#"Content "x""#),
        (r#"{"data":"no type"}"#, r#"content "no type""#),
        (r#"{"type":null,"data":"x"}"#, r#"content "x""#),
        (r#"{"type":7,"data":"x"}"#, r#"7 "x""#),
        (r#"{"type":"content"}"#, "content null"),
        ("{}", "content null"),
        (
            r#"{"type":"done","data":null,"files":["s3://b/k"]}"#,
            r#"done null files=["s3://b/k"]"#,
        ),
        (
            r#"{"type":"error","data":"x","error_code":7}"#,
            r#"error "x" code=7"#,
        ),
        (
            r#"{"type":"content","data":{"data":[1,{"type":"done"}]}}"#,
            r#"content {"data":[1,{"type":"done"}]}"#,
        ),
    ] {
        assert_eq!(one(data).await, event, "{data}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_type_that_is_not_known_is_no_content() {
    let _frozen = Frozen::new();
    let bytes = "data: {\"type\":\"tool_call\",\"data\":\"f\"}\n\ndata: {\"type\":\"error\",\"data\":\"boom\",\
                 \"error_code\":\"LLM_ERROR\"}\n\n";
    let server = RawServer::start([streams(bytes)]).await;
    let mut stream = run(&server).await.unwrap();
    let event = stream.next().await.unwrap().unwrap();
    assert_eq!(event.kind, StreamEventKind::Other("tool_call".to_owned()));
    assert_eq!(event.text(), None);
    let event = stream.next().await.unwrap().unwrap();
    assert_eq!(event.kind, StreamEventKind::Error);
    assert_eq!(event.data, "boom");
    assert_eq!(event.error_code.as_deref(), Some("LLM_ERROR"));
}

/// The contract's row: JSON that is no object becomes a typed event and not an exception.
#[tokio::test(start_paused = true)]
async fn json_that_is_no_object_is_content() {
    for json in ["5", "-1.5", "\"x\"", "[1]", "null", "true"] {
        assert_eq!(one(json).await, format!("content {json}"), "{json}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_json_is_told_and_does_not_end_the_stream() {
    let deep = format!("{{\"data\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    for bad in [
        "oops",
        "{\"type\": \"content\", \"data\": \"He",
        "{'type': 'content'}",
        "{\"data\": NaN}",
        "{\"data\":\"\\ud800\"}",
        "{\"data\":1}}",
        deep.as_str(),
    ] {
        let bytes = format!(
            "data: {{\"data\":\"He\"}}\n\ndata: {bad}\n\ndata: {{\"data\":\"llo\"}}\n\ndata: {{\"type\":\"done\"}}\n\n"
        );
        let told = told(bytes).await;
        let unreadable = format!("unreadable {}", serde_json::Value::from(bad));
        let expected = [
            "content \"He\"",
            &unreadable,
            "content \"llo\"",
            "done null",
        ];
        assert_eq!(told.events, expected, "{bad}");
        assert!(
            told.error.is_none() && told.end == Some(StreamEnd::Done),
            "{bad}"
        );
    }
}

/// Without a blank line between them, too.
#[tokio::test(start_paused = true)]
async fn what_is_no_json_does_not_spoil_the_lines_around_it() {
    let told = told("data: {\"data\":\"He\"}\ndata: oops\ndata: {\"data\":\"llo\"}\n\n").await;
    let expected = ["content \"He\"", "unreadable \"oops\"", "content \"llo\""];
    assert_eq!(told.events, expected);
}

#[tokio::test(start_paused = true)]
async fn bytes_that_are_no_utf_8_become_replacement_characters() {
    for (bytes, event) in [
        (
            &b"data: {\"data\":\"a\xffb\"}\n\n"[..],
            "content \"a\u{fffd}b\"",
        ),
        // A character that the end of its line cuts off.
        (
            b"data: {\"data\":\"a\xe4\xbd\"}\n\n",
            "content \"a\u{fffd}\"",
        ),
        (b"data: \xff\n\n", "unreadable \"\u{fffd}\""),
    ] {
        let told = told(bytes).await;
        assert_eq!(told.events, [event]);
        assert!(told.error.is_none());
    }
}

/// How others end their streams: no JSON, but no surprise either.
#[tokio::test(start_paused = true)]
async fn the_done_mark_of_others_does_not_undo_what_was_told() {
    let bytes = "data: {\"data\":\"He\"}\n\ndata: {\"type\":\"done\"}\n\ndata: [DONE]\n\n";
    let told = told(bytes).await;
    assert_eq!(told.events[..2], ["content \"He\"", "done null"]);
    assert_eq!(told.end, Some(StreamEnd::Done));
    assert!(told.error.is_none());
}

/// The end of a stream is the end of its connection, so nothing that follows is lost.
#[tokio::test(start_paused = true)]
async fn what_follows_the_last_event_is_given_too() {
    let bytes = "data: {\"type\":\"done\"}\n\ndata: {\"type\":\"files\",\"data\":{\"out\":[\"s3://b/k\"]}}\n\n";
    let told = told(bytes).await;
    assert_eq!(told.events, ["done null", "files {\"out\":[\"s3://b/k\"]}"]);
    assert_eq!(told.end, Some(StreamEnd::Done));
}

#[tokio::test(start_paused = true)]
async fn many_events_in_one_piece_all_come_in_order() {
    let count = 5000;
    let bytes: String = (0..count)
        .map(|n| format!("data: {{\"data\":{n}}}\n\n"))
        .collect();
    let told = told(bytes).await;
    let expected: Vec<_> = (0..count).map(|n| format!("content {n}")).collect();
    assert_eq!(told.events, expected);
}
