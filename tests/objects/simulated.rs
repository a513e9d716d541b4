//! The way of a file through the simulated gateway and its store. Contract: §4.

use futures_util::StreamExt;
use quintet::gateway::Client;
use quintet::sim::Fault;
use quintet::sim::gateway::Simulator;
use quintet::{ErrorKind, Upload};

use super::FILE;
use crate::support::raw_gateway::bare;

async fn stage() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.base_url()).token(simulator.token());
    (simulator, builder.build().unwrap())
}

#[tokio::test]
async fn there_and_through_a_run_and_back() {
    let (simulator, client) = stage().await;
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("input.mp4");
    std::fs::write(&source, "moving pictures").unwrap();
    let files = client.files();
    let upload = Upload::file(&source).await.unwrap().media_type("video/mp4");
    let stored = files.upload_input_file(upload).await.unwrap();
    let result = client
        .run("video-processor", "1.0.0", "extract_audio")
        .file("video", &stored)
        .await
        .unwrap();
    let target = folder.path().join("audio");
    let [audio] = result.file_urls()[..] else {
        panic!("{result:?}");
    };
    files.download_file(audio, &target).await.unwrap();
    assert_eq!(std::fs::read(&target).unwrap(), b"audio:moving pictures");
    // Its bytes went past the gateway.
    assert_eq!(simulator.store_request_count("PUT", "/"), 1);
    assert!(
        simulator
            .requests()
            .iter()
            .all(|request| !request.body().starts_with(b"moving"))
    );
}

/// Wherever it breaks off, also at the very start and more often than once.
#[tokio::test]
async fn a_download_goes_on_wherever_it_breaks_off() {
    let (simulator, client) = stage().await;
    let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    simulator.put_object(FILE, content.clone());
    for ranges in [true, false] {
        simulator.set_ranges(ranges);
        for cuts in [
            &[0][..],
            &[1],
            &[65_536],
            &[299_999],
            &[100_000, 100_000],
            &[0, 0, 7],
        ] {
            for &cut in cuts {
                simulator.inject_store(Fault::truncate(cut));
            }
            simulator.clear_store_requests();
            let download = client.files().download(FILE).await.unwrap();
            let received = download.bytes().await.unwrap();
            assert!(received == content, "{cuts:?} ranges {ranges}");
            assert_eq!(simulator.store_requests().len(), 1 + cuts.len());
        }
    }
}

/// Links last as long as they last, so each request for the rest has one of its own.
#[tokio::test]
async fn each_link_is_a_new_one() {
    let (simulator, client) = stage().await;
    simulator.put_object(FILE, "0123456789");
    simulator.inject_store(Fault::truncate(4));
    let download = client.files().download(FILE).await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), "0123456789");
    assert_eq!(
        simulator.request_count("GET", "/internal/files/download"),
        2
    );
    let requests = simulator.store_requests();
    assert_eq!(requests[1].headers()["range"], "bytes=4-");
    assert!(requests[1].headers().contains_key("if-range"));
}

#[tokio::test]
async fn an_object_that_changes_between_is_an_error() {
    for ranges in [true, false] {
        let (simulator, client) = stage().await;
        simulator.set_ranges(ranges);
        simulator.put_object(FILE, "0123456789");
        simulator.inject_store(Fault::truncate(4));
        let mut download = client.files().download(FILE).await.unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "0123");
        simulator.put_object(FILE, "abcdefghij");
        let error = download.next().await.unwrap().unwrap_err();
        assert!(error.message().contains("changed"), "{error}");
        assert!(download.next().await.is_none());
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_simulator, client) = stage().await;
    let error = client
        .files()
        .download("s3://bucket/none")
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("NoSuchKey"))
    );
    assert_eq!(error.operation(), Some("get_object"));
}
