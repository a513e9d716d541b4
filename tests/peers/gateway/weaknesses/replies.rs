//! What replies may be. Contract: §8 (8, 9, 10, 15).

use quintet::gateway::{
    BatchResult, CallStatus, FileList, PrefabCall, RunResult, StreamEnd, StreamEvents, UploadedFile,
};
use quintet::{Call, ErrorKind, Invoke, Upload};
use serde_json::{Value, json};

use crate::peers::gateway::stage::{KIT, Stage};
use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, head, send};

/// What becomes of a run whose reply is this.
async fn run(reply: &Value) -> quintet::Result<RunResult> {
    let server = RawServer::start([answers("200 OK", &reply.to_string())]).await;
    client(server.url()).run("p", "1", "f").await
}

#[tokio::test]
async fn w08_what_is_not_known_loses_nothing() {
    let odd = json!({ "status": "TIMED_OUT", "output": { "n": 1 }, "error": { "message": "late" }, "new": 1 });
    let result = run(&json!({ "job_id": "j", "status": "ODD", "results": [odd] }))
        .await
        .unwrap();
    assert_eq!(
        result.status,
        Some(CallStatus::Other("TIMED_OUT".to_owned()))
    );
    assert!(!result.is_success());
    assert_eq!(
        (result.get("n"), result.error_message()),
        (Some(&json!(1)), Some("late"))
    );
    // What is not there is not there.
    let bare = run(&json!({ "results": [{ "status": "SUCCESS" }] }))
        .await
        .unwrap();
    assert!(bare.job_id.is_none() && bare.is_success());
    // No result is an error that keeps what the server said.
    let none = json!({ "job_id": "j", "status": "COMPLETED", "results": [] });
    let error = run(&none).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body().unwrap(), &*none.to_string());
    for text in ["", "<html>", "[]", "{}", "null"] {
        let server = RawServer::start([answers("200 OK", text)]).await;
        let error = client(server.url()).run("p", "1", "f").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Decode, 1),
            "{text}"
        );
        assert_eq!(error.body().unwrap(), text);
    }
}

/// One call of a batch that is odd does not spoil the others.
#[tokio::test]
async fn w08_nor_in_a_batch() {
    let results = json!([{ "status": "SUCCESS", "output": { "n": 1 } }, { "status": "ODD" }, {}]);
    let reply = json!({ "status": "COMPLETED", "results": results }).to_string();
    let server = RawServer::start([answers("200 OK", &reply)]).await;
    let calls = (0..3).map(|_| PrefabCall::new("p", "1", "f"));
    let batch = client(server.url()).run_batch(calls).await.unwrap();
    let failed: Vec<_> = batch.failed().map(|(index, _)| index).collect();
    assert_eq!((batch.results.len(), failed), (3, vec![1, 2]));
    assert_eq!(batch.results[0].get("n"), Some(&json!(1)));
}

#[tokio::test]
async fn w09_a_stream_is_read_whatever_it_looks_like() {
    // Each row of the contract has its test in `events/`; these are those that lost events without a word.
    let bytes = "\u{feff}data:{\"type\":\"start\"}\r\rdata: {\"type\":\ndata: \"content\",\"data\":\"He\"}\n\n\
                 data: {\"type\":\"error\",\"data\":\"boom\",\"error_code\":\"LLM_ERROR\"}";
    let bytes = head("200 OK\ncontent-type: text/event-stream") + bytes;
    let server = RawServer::start([vec![Request, send(bytes), Close]]).await;
    let stream = client(server.url())
        .run_stream("p", "1", "f")
        .await
        .unwrap();
    let error = stream.text().await.unwrap_err();
    assert_eq!((error.message(), error.code()), ("boom", Some("LLM_ERROR")));
    assert_eq!(error.body().unwrap(), "He");
}

#[tokio::test]
async fn w09_an_answer_that_is_no_stream_is_not_lost() {
    use futures_util::StreamExt;

    let stage = Stage::start().await;
    let mut stream = stage.client.run_stream(KIT.0, KIT.1, "echo").await.unwrap();
    let event = stream.next().await.unwrap().unwrap();
    assert!(event.result().unwrap().business_success());
    assert!(stream.next().await.is_none());
    assert_eq!(stream.end(), Some(StreamEnd::Result));
}

#[tokio::test]
async fn w10_no_stream_takes_memory_without_end() {
    let endless = format!("data: {}", "x".repeat(4096));
    let bytes = head("200 OK\ncontent-type: text/event-stream") + &endless;
    let server = RawServer::start([vec![Request, send(bytes), Close]]).await;
    let call = client(server.url())
        .run_stream("p", "1", "f")
        .max_event(1024);
    let error = call.await.unwrap().text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    // What is one piece on the wire is as many events as it holds.
    let many = "data: {\"data\":\"x\"}\n\n".repeat(20_000) + "data: {\"type\":\"done\"}\n\n";
    let bytes = head("200 OK\ncontent-type: text/event-stream") + &many;
    let server = RawServer::start([vec![Request, send(bytes), Close]]).await;
    let stream = client(server.url())
        .run_stream("p", "1", "f")
        .await
        .unwrap();
    assert_eq!(stream.text().await.unwrap().len(), 20_000);
}

/// What a call gives is a matter of its name, and not of an argument: this compiles.
#[tokio::test]
async fn w15_every_call_gives_one_type() {
    fn gives<T>(_: &Call<impl Invoke<Output = T>>) {}

    let stage = Stage::start().await;
    let (client, files) = (&stage.client, stage.client.files());
    gives::<RunResult>(&client.run("p", "1", "f"));
    gives::<StreamEvents>(&client.run_stream("p", "1", "f"));
    gives::<BatchResult>(&client.run_batch([]));
    gives::<UploadedFile>(&files.upload_file(Upload::from("x").named("x")));
    gives::<FileList>(&files.list_files());
    gives::<String>(&files.upload_input_file(Upload::from("x").named("x")));
    gives::<u64>(&files.cleanup_temp_files("s"));
    assert!(stage.simulator.requests().is_empty());
}
