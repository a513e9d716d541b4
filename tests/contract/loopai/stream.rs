//! The stream of results that upstream has sketched: what is sent for it, and what is read. Contract: §3.

use futures_util::TryStreamExt as _;
use quintet::loopai::{BatchItem, Client, ExecuteStream, StreamedResult};
use quintet::sim::{Ending, Fault};
use quintet::{Call, ErrorKind};
use serde_json::json;

use super::stage::{Stage, TASK, attempts, drive, payload};

/// The bytes that the sketch implies.
const SKETCH: [&str; 2] = [
    "data: {\"id\":\"1\",\"success\":true,\"output\":\"spam\",\"duration_ms\":4.2}\n\n",
    "data: {\"id\":\"2\",\"success\":false,\"error\":\"Execution timeout\"}\n\n",
];

fn streams<C: Into<Vec<u8>>>(chunks: impl IntoIterator<Item = C>, ending: Ending) -> Fault {
    Fault::chunks("text/event-stream", chunks).ending(ending)
}

async fn results(call: Call<ExecuteStream>) -> Vec<StreamedResult> {
    let results = call.await.unwrap();
    results.try_collect().await.unwrap()
}

/// Makes the call with success, which only a scripted server gives it.
pub(super) async fn drive_all(stage: &Stage) {
    stage.simulator.inject(streams(SKETCH, Ending::Whole));
    let items = [
        BatchItem::new("1", payload()),
        BatchItem::new("2", 0).force_validation(),
    ];
    let client = &stage.client;
    let call = drive!(
        stage,
        Client,
        experimental_execute_stream,
        client,
        TASK,
        items
    );
    let call = drive!(stage, Call<ExecuteStream>, concurrency, call, 10);
    let path = "/api/v1/tasks/stream/execute";
    let call = drive!(stage, Call<ExecuteStream>, path, call, path);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!(
        (stage.line(), reply.attempts()),
        (format!("POST {path}"), 1)
    );
    let sent = json!({
        "task_id": TASK, "max_concurrency": 10,
        "items": [{ "id": "1", "input": payload() }, { "id": "2", "input": 0, "force_validation": true }],
    });
    assert_eq!(stage.sent(), sent);
    assert_eq!(stage.last().headers()["accept"], "text/event-stream");
    let results: Vec<StreamedResult> = reply.into_value().try_collect().await.unwrap();
    let [one, other] = &results[..] else {
        panic!("{results:?}")
    };
    assert_eq!((one.id.as_deref(), one.success), (Some("1"), Some(true)));
    assert_eq!(
        (&one.output, one.latency_ms),
        (&Some(json!("spam")), Some(4.2))
    );
    assert_eq!(
        (other.id.as_deref(), other.success),
        (Some("2"), Some(false))
    );
    let said = "Execution timeout";
    assert_eq!(
        (other.error_message.as_deref(), &other.output),
        (Some(said), &None)
    );
}

/// Both spellings of a result, other events, and framing of every kind.
#[tokio::test]
async fn whatever_is_streamed_is_read() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(attempts(1));
    let call = || {
        let items = [BatchItem::new("1", 1)];
        clients.cloud.experimental_execute_stream(TASK, items)
    };
    let event = json!({
        "id": "a", "executionId": "e", "success": true, "output": payload(), "latencyMs": 1, "error_message": null,
    });
    let text = format!(
        ": hello\r\n\r\nevent: result\rdata: {event}\r\rdata: [1,\ndata: 2]\n\ndata: bare\n\nid: 7\n\ndata: lost"
    );
    stage.simulator.inject(streams([text], Ending::Whole));
    let read = results(call()).await;
    assert_eq!(read.len(), 3, "{read:?}");
    assert_eq!(
        (read[0].id.as_deref(), read[0].execution_id.as_deref()),
        (Some("a"), Some("e"))
    );
    assert_eq!(
        (&read[0].output, read[0].latency_ms),
        (&Some(payload()), Some(1.0))
    );
    assert_eq!(read[0].event, event);
    assert_eq!((&read[1].event, read[1].success), (&json!([1, 2]), None));
    assert_eq!((&read[2].event, &read[2].id), (&json!("bare"), &None));

    // A connection that breaks is no end.
    stage.simulator.inject(streams(SKETCH, Ending::Cut));
    let mut broken = call().await.unwrap();
    for _ in 0..2 {
        assert!(broken.try_next().await.unwrap().is_some());
    }
    let error = broken.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(broken.try_next().await.unwrap().is_none());

    // What is no stream is told, and so is the way out.
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", "{}"));
    let error = call().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("execute_many"), "{error}");
}

/// Today's servers take the path for that of a task.
#[tokio::test]
async fn a_server_of_today_refuses_it() {
    let stage = Stage::start().await;
    let items = [BatchItem::new("1", 1)];
    let call = stage.client.experimental_execute_stream(TASK, items);
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::BadRequest, 1));
    let refusal = quintet::loopai::Refusal::of(&error);
    assert!(refusal.fields.contains_key("taskId"), "{refusal:?}");
    stage.proxy.assert_clean();
}

/// Another path is taken as it is given, below the base URL.
#[tokio::test]
async fn the_path_is_the_callers() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(attempts(1));
    for (path, sent) in [
        ("/api/v2/stream", "/api/v2/stream"),
        ("/loop-apps/stream execute", "/loop-apps/stream%20execute"),
    ] {
        stage.simulator.inject(streams(SKETCH, Ending::Whole));
        let items = [BatchItem::new("1", 1)];
        let call = clients.cloud.experimental_execute_stream(TASK, items);
        assert_eq!(results(call.path(path)).await.len(), 2);
        assert_eq!(stage.last().path(), sent);
    }
}
