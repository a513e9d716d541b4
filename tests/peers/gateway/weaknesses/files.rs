//! Files. Contract: §8 (5, 6).

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use quintet::Upload;
use quintet::sim::Fault;
use serde_json::json;

use crate::peers::gateway::stage::Stage;
use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::Step::{Request, Tell, Until, Wait};
use crate::support::raw_server::{RawServer, given, head, reply, send, signal};

/// A gateway whose links lead to this store.
async fn gateway(store: &RawServer) -> RawServer {
    let link = format!("{}/bucket/k?signature=0123456789abcdef", store.url());
    let both = json!({ "presigned_url": link, "upload_url": link, "s3_url": "s3://bucket/k" });
    RawServer::start([answers("200 OK", &both.to_string())]).await
}

/// Neither way does the whole file have to be in memory: each piece is on its way before there is a next one.
#[tokio::test]
async fn w05_files_are_sent_and_received_while_they_are_read_and_written() {
    let (arrived, seen) = (signal(), signal());
    let store = RawServer::start([
        vec![
            Until("first"),
            Tell(arrived.clone()),
            Request,
            send(reply("200 OK", "")),
        ],
        vec![
            Request,
            send(head("200 OK\ncontent-length: 6") + "one"),
            Wait(seen.clone()),
            send("two"),
        ],
    ])
    .await;
    let gateway = gateway(&store).await;
    let files = client(gateway.url()).files();
    let pieces = stream::once(async { "first" }).chain(stream::once(async move {
        given(&arrived).await;
        "second"
    }));
    let pieces = pieces.map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
    let upload = Upload::stream(pieces).named("x").with_length(11);
    files.upload_input_file(upload).await.unwrap();
    let mut download = files.download("s3://bucket/k").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "one");
    seen.notify_one();
    assert_eq!(download.next().await.unwrap().unwrap(), "two");
    assert_eq!(store.received()[0].body, b"firstsecond");
}

/// A name alone is a path, too: `objects/save.rs` has it, in a process with a working folder of its own.
#[tokio::test]
async fn w06_a_file_is_there_whole_or_not_at_all() {
    let stage = Stage::start().await;
    stage.simulator.put_object("s3://bucket/k", "0123456789");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new folder/out.bin");
    let files = stage.client.files();
    // The store breaks off whenever it is asked.
    stage.simulator.inject_store(Fault::truncate(0).times(100));
    files
        .download_file("s3://bucket/k", &path)
        .await
        .unwrap_err();
    let left = std::fs::read_dir(path.parent().unwrap()).unwrap();
    assert_eq!(left.count(), 0);
    let stage = Stage::start().await;
    stage.simulator.put_object("s3://bucket/k", "0123456789");
    let size = stage
        .client
        .files()
        .download_file("s3://bucket/k", &path)
        .await
        .unwrap();
    assert_eq!(
        (size, std::fs::read(&path).unwrap()),
        (10, b"0123456789".to_vec())
    );
}
