//! Streaming runs: every row of the contract's table of streams, and whatever breaks one. Contract: §3.

mod cuts;
mod endings;
mod framing;
mod limits;
mod once;
mod payload;
mod refusals;
mod replies;
mod simulated;
mod text;

use bytes::Bytes;
use futures_util::StreamExt;
use quintet::gateway::{RunStream, StreamEnd, StreamEvent, StreamEvents};
use quintet::{Call, Error};

use crate::support::frozen::Frozen;
use crate::support::raw_gateway::client;
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, Script, Step, head, send};

/// All that a stream told.
struct Told {
    /// As [`shown`] shows them.
    events: Vec<String>,
    error: Option<Error>,
    end: Option<StreamEnd>,
}

/// An event in one line: its type, its data, and whatever else there is.
fn shown(event: &StreamEvent) -> String {
    let mut line = format!("{} {}", event.kind, event.data);
    if let Some(code) = &event.error_code {
        line += &format!(" code={code}");
    }
    for (name, value) in &event.extra {
        line += &format!(" {name}={value}");
    }
    line
}

/// Reads a stream to its end, and a little further.
async fn read(mut stream: StreamEvents) -> Told {
    let mut told = Told {
        events: Vec::new(),
        error: None,
        end: None,
    };
    while let Some(item) = stream.next().await {
        match item {
            Ok(event) => {
                assert!(told.error.is_none(), "an event after an error");
                assert_eq!(stream.end(), None, "the end was not read yet");
                told.events.push(shown(&event));
            }
            Err(error) => assert!(told.error.replace(error).is_none(), "two errors"),
        }
    }
    assert!(stream.next().await.is_none(), "fused");
    told.end = stream.end();
    told
}

/// The head of a reply of events, which ends with the connection.
fn opened() -> String {
    head("200 OK\ncontent-type: text/event-stream; charset=utf-8")
}

/// Answers with these bytes, then ends the connection.
fn streams(bytes: impl AsRef<[u8]>) -> Script {
    let reply = [opened().as_bytes(), bytes.as_ref()].concat();
    vec![Request, send(reply), Close]
}

fn run(server: &RawServer) -> Call<RunStream> {
    client(server.url()).run_stream("p", "1", "f")
}

/// What a stream of these bytes tells, and that it was asked for once.
async fn told(bytes: impl AsRef<[u8]>) -> Told {
    told_by(streams(bytes)).await
}

/// The same, with each byte on its own.
async fn told_piecemeal(bytes: &[u8]) -> Told {
    let bytes = Bytes::copy_from_slice(bytes);
    let script = vec![Request, send(opened()), Step::Pieces(bytes, 1), Close];
    told_by(script).await
}

async fn told_by(script: Script) -> Told {
    let _frozen = Frozen::new();
    let server = RawServer::start([script]).await;
    let stream = run(&server).await.unwrap();
    let told = read(stream).await;
    assert_eq!(server.received().len(), 1, "sent twice");
    told
}
