//! A day with prefabs: a run, a stream, a batch, and files on their way.

use futures_util::{StreamExt as _, TryStreamExt as _};
use quintet::Upload;
use quintet::gateway::{Client, PrefabCall, StreamEventKind};
use quintet::sim::gateway::Simulator;
use serde_json::json;

use crate::{Outcome, Report};

const RUNS: usize = 50;

/// Visits the server of `GATEWAY_BASE_URL`, or a simulator.
pub(crate) async fn tour() -> Outcome {
    if let Some(url) = std::env::var_os("GATEWAY_BASE_URL") {
        return visit(&Client::from_env()?, &url.to_string_lossy()).await;
    }
    let simulator = Simulator::start().await?;
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()?;
    let place = format!("{} (simulator)", simulator.base_url());
    visit(&client, &place).await?;
    simulator.stop().await;
    Ok(())
}

async fn visit(client: &Client, place: &str) -> Outcome {
    let mut report = Report::begin("Gateway", place);
    run(client, &mut report).await?;
    stream(client, &mut report).await?;
    batch(client, &mut report).await?;
    files(client, &mut report).await?;
    report.end();
    Ok(())
}

async fn run(client: &Client, report: &mut Report) -> Outcome {
    let result = client
        .run("llm-client", "1.0.0", "chat")
        .parameter("messages", [json!({"role": "user", "content": "Hello"})])
        .await?
        .into_result()?;
    let content = &result.function_result()["content"];
    report.step("run", &format!("llm-client says {content}"));
    Ok(())
}

async fn stream(client: &Client, report: &mut Report) -> Outcome {
    let mut events = client
        .run_stream("llm-client", "1.0.0", "chat_stream")
        .parameter("messages", [json!({"role": "user", "content": "Hello"})])
        .await?;
    let mut pieces = 0;
    let mut text = String::new();
    while let Some(event) = events.try_next().await? {
        if event.kind == StreamEventKind::Content {
            pieces += 1;
            text.push_str(event.text().unwrap_or_default());
        }
    }
    let end = events.end().ok_or("the stream has no end")?;
    report.step(
        "stream",
        &format!("{text:?} in {pieces} pieces, ended: {end:?}"),
    );
    Ok(())
}

async fn batch(client: &Client, report: &mut Report) -> Outcome {
    let call = |text| {
        PrefabCall::new("translator", "1.0.0", "translate")
            .parameter("text", text)
            .parameter("target", "fr")
    };
    let batch = client.run_batch(["Hello", "World"].map(call)).await?;
    let words: Vec<_> = batch
        .results
        .iter()
        .map(|result| result.function_result()["translation"].clone())
        .collect();
    report.step(
        "batch",
        &format!("{} in one request: {}", words.len(), json!(words)),
    );

    let calls = std::iter::repeat_n(call("Hello"), RUNS);
    let mut items = client.run_many(calls).items()?;
    while let Some(item) = items.next().await {
        item.outcome?;
    }
    let summary = items.summary();
    report.step(
        "batch",
        &format!(
            "{} in requests of their own, {} failed",
            summary.succeeded, summary.failed
        ),
    );
    Ok(())
}

async fn files(client: &Client, report: &mut Report) -> Outcome {
    let files = client.files();
    let video = files
        .upload_input_file(Upload::from("a video").named("tour.mp4"))
        .await?;
    report.step(
        "upload",
        &format!("to the object store, as {}", name(&video)),
    );

    let result = client
        .run("video-processor", "1.0.0", "extract_audio")
        .file("video", video)
        .await?
        .into_result()?;
    let audio = result.file_urls();
    let audio = audio.first().ok_or("no audio came out")?;
    report.step("run", &format!("extracted {}", name(audio)));

    let folder = std::env::temp_dir().join(format!("quintet-tour-{}", std::process::id()));
    let saved = files.download_file(*audio, folder.join("audio.mp3")).await;
    std::fs::remove_dir_all(&folder)?;
    report.step("download", &format!("{} bytes, to a file", saved?));

    let session = files.new_session();
    session
        .upload(Upload::from("draft").named("draft.txt"))
        .await?;
    let there = session.list().all().await?.len();
    let cleaned = session.finish().await?;
    report.step(
        "session",
        &format!("{there} temporary file, {cleaned} cleaned up"),
    );
    Ok(())
}

/// The last part of a name in the store.
fn name(s3_url: &str) -> &str {
    s3_url.rsplit('/').next().unwrap_or(s3_url)
}
