//! Every documented success of a streaming run: its events, and how it ended.

use futures_util::TryStreamExt as _;
use quintet::gateway::{
    Client, Prefab, PrefabCall, RunStream, StreamEnd, StreamEvent, StreamEventKind, StreamEvents,
};
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{Stage, drive};
use crate::support::stage::sent;

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    events(stage).await;
    ends(stage).await;
    whole(stage).await;
    unexpected(stage).await;
    legacy(stage).await;
}

fn chat(stage: &Stage, client: &Client) -> Call<RunStream> {
    let call = drive!(
        stage,
        Client,
        run_stream,
        client,
        "llm-client",
        "1.0.0",
        "chat_stream"
    );
    let messages = json!([{ "role": "user", "content": "你好 é" }]);
    drive!(
        stage,
        Call<RunStream>,
        parameter,
        call,
        "messages",
        messages
    )
}

async fn all(events: StreamEvents) -> (Vec<StreamEvent>, Option<StreamEnd>) {
    let mut events = events;
    let mut read = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        assert_eq!(events.end(), None);
        read.push(event);
    }
    (read, events.end())
}

async fn events(stage: &Stage) {
    let call = chat(stage, &stage.client);
    let call = drive!(
        stage,
        Call<RunStream>,
        parameters,
        call,
        json!({ "model": "m" })
    );
    let call = drive!(stage, Call<RunStream>, file, call, "any", "s3://bucket/1");
    let call = drive!(
        stage,
        Call<RunStream>,
        files,
        call,
        "any",
        ["s3://bucket/2"]
    );
    let call = drive!(stage, Call<RunStream>, max_event, call, 1000);
    let call = drive!(stage, Call<RunStream>, max_stream, call, 10_000);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let inputs = json!({
        "parameters": { "messages": [{ "role": "user", "content": "你好 é" }], "model": "m" },
        "files": { "any": ["s3://bucket/1", "s3://bucket/2"] },
    });
    assert_eq!(sent(&stage.last())["calls"][0]["inputs"], inputs);

    let (events, end) = all(reply.into_value()).await;
    let seen: Vec<_> = events
        .iter()
        .map(|event| (&event.kind, &event.data))
        .collect();
    use StreamEventKind::{Content, Done, Progress, Start};
    let half = json!({ "current": 2, "total": 4, "percentage": 50 });
    assert_eq!(
        seen,
        [
            (&Start, &json!({ "model": "m" })),
            (&Content, &json!("You ")),
            (&Content, &json!("said: ")),
            (&Progress, &half),
            (&Content, &json!("你好 ")),
            (&Content, &json!("é")),
            (&Done, &json!({ "finish_reason": "stop" })),
        ]
    );
    assert_eq!(end, Some(StreamEnd::Done));
    assert_eq!(drive!(stage, StreamEvent, text, &events[1]), Some("You "));
    assert!(drive!(stage, StreamEvent, result, &events[1]).is_none());

    let events = stage.settle(chat(stage, &stage.client)).await.unwrap();
    let text = drive!(stage, StreamEvents, text, events.into_value()).await;
    assert_eq!(text.unwrap(), "You said: 你好 é");
}

async fn ends(stage: &Stage) {
    let kit = stage.client.prefab("test-kit", "1.0.0");
    let call = drive!(stage, Prefab, stream, &kit, "stream_error");
    let (events, end) = all(stage.settle(call.clone()).await.unwrap().into_value()).await;
    let last = events.last().unwrap();
    assert_eq!(
        (&last.kind, &last.data),
        (&StreamEventKind::Error, &json!("boom"))
    );
    assert_eq!(last.error_code.as_deref(), Some("LLM_ERROR"));
    assert_eq!(end, Some(StreamEnd::Failed));
    let error = call.await.unwrap().text().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Failed, Some("LLM_ERROR"))
    );
    assert_eq!(
        (error.message(), &**error.body().unwrap()),
        ("boom", &b"He"[..])
    );

    let mut events = kit.stream("stream_unfinished").await.unwrap();
    while events.try_next().await.unwrap().is_some() {}
    let end = drive!(stage, StreamEvents, end, &events);
    assert_eq!(end, Some(StreamEnd::Unfinished));
}

/// A function that does not stream gives its result.
async fn whole(stage: &Stage) {
    let call = stage.client.run_stream("test-kit", "1.0.0", "echo");
    let (events, end) = all(stage.settle(call).await.unwrap().into_value()).await;
    let [event] = events.as_slice() else {
        panic!("{events:#?}");
    };
    assert_eq!(
        (&event.kind, end),
        (&StreamEventKind::Result, Some(StreamEnd::Result))
    );
    let result = event.result().unwrap();
    assert!(result.business_success() && result.job_id.is_some());
    assert_eq!(event.data, Value::from(result.output.clone()));
}

/// A function that streams, where a result is expected: it was run, so that must not be lost.
async fn unexpected(stage: &Stage) {
    let before = stage.simulator.executions("test-kit", "stream_error");
    let call = stage.client.run("test-kit", "1.0.0", "stream_error");
    let error = stage.settle(call).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
    assert!(error.message().contains("`run_stream`"), "{error}");
    let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
    assert!(
        body.ends_with("\"error_code\": \"LLM_ERROR\"}\n\n"),
        "{body}"
    );
    assert_eq!(
        stage.simulator.executions("test-kit", "stream_error"),
        before + 1
    );

    let calls = ["echo", "stream_error"].map(|name| PrefabCall::new("test-kit", "1.0.0", name));
    let error = stage
        .settle(stage.client.run_batch(calls))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::BadRequest, 400)
    );
}

async fn legacy(stage: &Stage) {
    let key = stage.simulator.api_key();
    let client = stage.client(|builder| builder.legacy_api_key(key));
    let events = stage
        .settle_as("run_legacy_stream", chat(stage, &client))
        .await;
    assert_eq!(
        events.unwrap().into_value().text().await.unwrap(),
        "You said: 你好 é"
    );
    assert_eq!(stage.last().path(), "/v1/run");
}
