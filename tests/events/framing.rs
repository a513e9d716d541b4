//! How events are parted: line ends, blank lines, fields, marks. Contract: §3.

use futures_util::StreamExt;
use quintet::gateway::StreamEnd;

use super::{opened, run, shown, told, told_piecemeal};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Close, Request, Wait};
use crate::support::raw_server::{RawServer, send, signal};

/// The bytes of a stream, and the events in it.
struct Row {
    name: &'static str,
    bytes: &'static [u8],
    events: &'static [&'static str],
}

const HE_LLO: &[&str] = &["content \"He\"", "content \"llo\""];

const ROWS: &[Row] = &[
    Row {
        name: "the literal bytes of the contract",
        bytes: b"data: {\"type\": \"start\", \"data\": {\"model\": \"gpt-4o-mini\"}}\n\n\
                 data: {\"type\": \"content\", \"data\": \"He\"}\n\n\
                 data: {\"type\": \"progress\", \"data\": {\"current\": 50, \"total\": 100, \"percentage\": 50}}\n\n\
                 data: {\"type\": \"error\", \"data\": \"boom\", \"error_code\": \"LLM_ERROR\"}\n\n\
                 data: {\"type\": \"done\", \"data\": {\"finish_reason\": \"stop\"}}\n\n",
        events: &[
            "start {\"model\":\"gpt-4o-mini\"}",
            "content \"He\"",
            "progress {\"current\":50,\"percentage\":50,\"total\":100}",
            "error \"boom\" code=LLM_ERROR",
            "done {\"finish_reason\":\"stop\"}",
        ],
    },
    Row {
        name: "CRLF",
        bytes: b"data: {\"data\":\"He\"}\r\n\r\ndata: {\"data\":\"llo\"}\r\n\r\n",
        events: HE_LLO,
    },
    Row {
        name: "CR",
        bytes: b"data: {\"data\":\"He\"}\r\rdata: {\"data\":\"llo\"}\r\r",
        events: HE_LLO,
    },
    Row {
        name: "all line ends in one stream",
        bytes: b"data: {\"data\":\"He\"}\r\n\ndata: {\"data\":\"llo\"}\n\r",
        events: HE_LLO,
    },
    Row {
        name: "no space after the colon",
        bytes: b"data:{\"data\":\"He\"}\n\ndata:{\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "several spaces after the colon",
        bytes: b"data:   {\"data\":\"He\"}\n\ndata: \t{\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "the last line has no end",
        bytes: b"data: {\"data\":\"He\"}\n\ndata: {\"data\":\"llo\"}",
        events: HE_LLO,
    },
    Row {
        name: "the last line ends without a blank one",
        bytes: b"data: {\"data\":\"He\"}\n\ndata: {\"data\":\"llo\"}\n",
        events: HE_LLO,
    },
    Row {
        name: "the last lines are one event without an end",
        bytes: b"data: {\"data\":\"He\"}\n\ndata: {\"data\":\ndata: \"llo\"}",
        events: HE_LLO,
    },
    Row {
        name: "JSON over several lines",
        bytes: b"data: {\ndata:  \"data\":\ndata:  \"He\"\ndata: }\n\ndata: {\"data\":\r\ndata: \"llo\"}\r\n\r\n",
        events: HE_LLO,
    },
    Row {
        name: "consecutive data lines",
        bytes: b"data: {\"data\":\"He\"}\ndata: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "consecutive data lines, one of them over several",
        bytes: b"data: {\"data\":\"He\"}\ndata: {\"data\":\ndata: \"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "spaces before the field",
        bytes: b"  data: {\"data\":\"He\"}\n\n    data: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "a byte order mark at the start",
        bytes: b"\xef\xbb\xbfdata: {\"data\":\"He\"}\n\ndata: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "comments and blank lines",
        bytes: b": hello\n\n\n:\ndata: {\"data\":\"He\"}\n:keep-alive\n\n: ping\n\ndata: {\"data\":\"llo\"}\n\n: bye",
        events: HE_LLO,
    },
    Row {
        name: "other fields",
        bytes: b"event: message\nid: 7\nretry: 3000\ndata: {\"type\":\"content\",\"data\":\"He\"}\n\n\
                 id\nid: a\0b\nretry: soon\nfoo: bar\nfoo\nevent: done\n\n\
                 data: {\"type\":\"content\",\"data\":\"llo\"}\nid: 8\n\n",
        events: HE_LLO,
    },
    Row {
        name: "a type that only the field names",
        bytes: b"event: content\ndata: {\"data\":\"He\"}\n\nevent:content\ndata: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "a type that both name, and one for the next event alone",
        bytes: b"event: done\ndata: {\"type\":\"content\",\"data\":\"He\"}\n\ndata: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "data that is empty",
        bytes: b"data\n\ndata:\n\ndata: {\"data\":\"He\"}\n\ndata: \n\ndata:\ndata: {\"data\":\"llo\"}\n\n",
        events: HE_LLO,
    },
    Row {
        name: "characters of several bytes",
        bytes: "data: {\"data\":\"né 你好 🦀\"}\n\ndata: {\"data\":\"\\ud83e\\udd80\"}\n\n".as_bytes(),
        events: &["content \"né 你好 🦀\"", "content \"🦀\""],
    },
    Row {
        name: "nothing",
        bytes: b"",
        events: &[],
    },
    Row {
        name: "nothing but a mark",
        bytes: b"\xef\xbb\xbf",
        events: &[],
    },
    Row {
        name: "nothing but blank lines and comments",
        bytes: b"\n\r\n\r: x\n\n",
        events: &[],
    },
];

#[tokio::test(start_paused = true)]
async fn every_row() {
    for row in ROWS {
        // In one piece, and byte by byte: every character and every line end is split then.
        for told in [told(row.bytes).await, told_piecemeal(row.bytes).await] {
            assert_eq!(told.events, row.events, "{}", row.name);
            assert!(told.error.is_none(), "{}: {:?}", row.name, told.error);
            let is_done = row
                .events
                .last()
                .is_some_and(|last| last.starts_with("done"));
            let end = if is_done {
                StreamEnd::Done
            } else {
                StreamEnd::Unfinished
            };
            assert_eq!(told.end, Some(end), "{}", row.name);
        }
    }
}

/// The server sends no byte of the next event before this one was seen.
#[tokio::test(start_paused = true)]
async fn each_event_is_given_before_the_next_one_comes() {
    for (name, pieces) in [
        (
            "events with blank lines",
            [
                "data: {\"data\":1}\n\n",
                "data: {\"data\":2}\n\n",
                "data: {\"data\":3}\n\n",
            ],
        ),
        (
            "consecutive lines",
            [
                "data: {\"data\":1}\n",
                "data: {\"data\":2}\n",
                "data: {\"data\":3}\n",
            ],
        ),
        (
            "consecutive lines with CRLF",
            [
                "data: {\"data\":1}\r\n",
                "data: {\"data\":2}\r\n",
                "data: {\"data\":3}\r\n",
            ],
        ),
        (
            "a CRLF that is not there whole",
            [
                "data: {\"data\":1}\r",
                "\n\r\ndata: {\"data\":2}\r",
                "\n\r\ndata: {\"data\":3}\r",
            ],
        ),
        (
            "lines that end in CR",
            [
                "data: {\"data\":1}\r\r",
                "data: {\"data\":2}\r",
                "\rdata: {\"data\":3}\r\r",
            ],
        ),
        (
            "JSON over several lines",
            [
                "data: {\ndata: \"data\":1}\n\n",
                "data: {\ndata: \"data\":2}\n\n",
                "data: {\ndata: \"data\":3}\n\n",
            ],
        ),
    ] {
        let _frozen = Frozen::new();
        let go = signal();
        let mut script = vec![Request, send(opened())];
        for piece in pieces {
            script.extend([send(piece), Wait(go.clone())]);
        }
        script.push(Close);
        let server = RawServer::start([script]).await;
        let mut stream = run(&server).await.unwrap();
        for number in 1..=3 {
            let event = stream.next().await.unwrap_or_else(|| panic!("{name}"));
            assert_eq!(
                shown(&event.unwrap()),
                format!("content {number}"),
                "{name}"
            );
            go.notify_one();
        }
        assert!(stream.next().await.is_none(), "{name}");
    }
}

/// Nothing of a stream is needed for the call itself but its head.
#[tokio::test(start_paused = true)]
async fn the_stream_is_there_before_its_first_event() {
    let _frozen = Frozen::new();
    let go = signal();
    let script = vec![
        Request,
        send(opened()),
        Wait(go.clone()),
        send("data: {\"type\":\"done\"}\n\n"),
        Close,
    ];
    let server = RawServer::start([script]).await;
    let response = run(&server).response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!(response.request_id(), Some("req-7"));
    go.notify_one();
    let told = super::read(response.into_value()).await;
    assert_eq!(told.events, ["done null"]);
}
