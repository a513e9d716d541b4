//! Streams of the simulator, whose functions are those of the contract's examples. Contract: §3.

use futures_util::StreamExt;
use quintet::gateway::{Client, StreamEnd};
use quintet::sim::gateway::Simulator;
use quintet::sim::{Ending, Fault};
use quintet::{Batch, ErrorKind};
use serde_json::json;

use super::read;

async fn stage() -> (Simulator, Client) {
    // What takes the server a second takes 100 µs.
    let simulator = Simulator::builder().time_scale(10_000.0).start().await;
    let simulator = simulator.unwrap();
    let client = crate::support::raw_gateway::bare(&simulator.base_url())
        .token(simulator.token())
        .build()
        .unwrap();
    (simulator, client)
}

fn chat(client: &Client) -> quintet::Call<quintet::gateway::RunStream> {
    let messages = json!([{ "role": "user", "content": "Hello" }]);
    client
        .run_stream("llm-client", "1.0.0", "chat_stream")
        .parameter("messages", messages)
}

#[tokio::test]
async fn a_conversation() {
    let (simulator, client) = stage().await;
    let told = read(chat(&client).await.unwrap()).await;
    assert_eq!(told.events[0], "start {\"model\":\"gpt-4o-mini\"}");
    assert!(
        told.events
            .iter()
            .any(|event| event.starts_with("progress "))
    );
    assert_eq!(
        told.events.last().unwrap(),
        "done {\"finish_reason\":\"stop\"}"
    );
    assert_eq!(told.end, Some(StreamEnd::Done));
    let text = chat(&client).await.unwrap().text().await.unwrap();
    assert_eq!(text, "You said: Hello");
    let by_prefab = client.prefab("llm-client", "1.0.0").stream("chat_stream");
    let text = by_prefab.parameter("messages", json!([])).await.unwrap();
    assert_eq!(text.text().await.unwrap(), "You said: ");
    let counts = simulator.streams();
    assert_eq!((counts.begun, counts.finished, counts.dropped), (3, 3, 0));
}

/// No flag, no query and no other header: only the server knows that a function streams.
#[tokio::test]
async fn the_request_is_that_of_a_run() {
    let (simulator, client) = stage().await;
    chat(&client).await.unwrap().text().await.unwrap();
    let messages = json!([{ "role": "user", "content": "Hello" }]);
    let plain = client.run("llm-client", "1.0.0", "chat_stream");
    plain.parameter("messages", messages).await.unwrap_err();
    let requests = simulator.requests();
    let [stream, plain] = &requests[..] else {
        panic!("{requests:#?}");
    };
    assert_eq!(stream.path(), plain.path());
    assert_eq!(stream.body(), plain.body());
    assert_eq!(stream.headers()["x-internal-token"], "quintet-sim");
}

#[tokio::test]
async fn a_function_that_fails_and_one_that_does_not_finish() {
    let (_simulator, client) = stage().await;
    let told = read(
        client
            .run_stream("test-kit", "1.0.0", "stream_error")
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(told.events.last().unwrap(), "error \"boom\" code=LLM_ERROR");
    assert_eq!(told.end, Some(StreamEnd::Failed));
    let unfinished = client.run_stream("test-kit", "1.0.0", "stream_unfinished");
    let told = read(unfinished.await.unwrap()).await;
    assert_eq!(told.events, ["start {}", "content \"He\""]);
    assert_eq!(told.end, Some(StreamEnd::Unfinished));
    let slow = client.run_stream("test-kit", "1.0.0", "count_slowly");
    let text = slow.parameter("to", 5).await.unwrap().text().await.unwrap();
    assert_eq!(text, "12345");
}

#[tokio::test]
async fn a_stream_that_is_dropped_ends_at_the_server_too() {
    let (simulator, client) = stage().await;
    let mut stream = client
        .run_stream("test-kit", "1.0.0", "stream_endless")
        .await
        .unwrap();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    simulator.until_streams_dropped(1).await;
    // Before its first event as well.
    drop(
        client
            .run_stream("test-kit", "1.0.0", "stream_endless")
            .await
            .unwrap(),
    );
    simulator.until_streams_dropped(2).await;
    assert_eq!(simulator.executions("test-kit", "stream_endless"), 2);
}

#[tokio::test]
async fn a_function_that_does_not_stream_gives_its_result() {
    let (_simulator, client) = stage().await;
    let stream = client
        .run_stream("test-kit", "1.0.0", "echo")
        .parameter("n", 1)
        .await
        .unwrap();
    let told = read(stream).await;
    assert_eq!((told.events.len(), told.end), (1, Some(StreamEnd::Result)));
    assert!(told.events[0].starts_with("result {"), "{}", told.events[0]);
}

#[tokio::test]
async fn a_stream_that_breaks_off_in_the_middle_of_an_event() {
    let (simulator, client) = stage().await;
    let chunks = [
        "data: {\"data\":\"H\u{e9}",
        "\"}\r",
        "\n\r\ndata: {\"data\":\"llo",
    ];
    simulator.inject(Fault::chunks("text/event-stream", chunks).ending(Ending::Cut));
    let told = read(chat(&client).await.unwrap()).await;
    assert_eq!(told.events, ["content \"H\u{e9}\""]);
    assert_eq!(told.error.unwrap().kind(), ErrorKind::Transport);
    assert_eq!(told.end, Some(StreamEnd::Broken));
    assert_eq!(simulator.requests().len(), 1);
}

#[tokio::test]
async fn many_streams_at_once() {
    let (simulator, client) = stage().await;
    let names: Vec<String> = (0..20).map(|number| format!("number {number}")).collect();
    let asked = names.clone();
    let batch = Batch::new(asked, move |name| {
        let messages = json!([{ "role": "user", "content": name }]);
        let call = client
            .run_stream("llm-client", "1.0.0", "chat_stream")
            .parameter("messages", messages);
        async move { call.await?.text().await }
    });
    let texts = batch.concurrency(5).results().await.unwrap();
    for (text, name) in texts.into_iter().zip(&names) {
        assert_eq!(text.unwrap(), format!("You said: {name}"));
    }
    assert_eq!(simulator.streams().finished, 20);
}
