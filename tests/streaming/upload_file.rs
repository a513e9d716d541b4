//! Files that are uploaded: their length is announced, and kept or the upload fails.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use quintet::{ErrorKind, Upload};
use tempfile::TempDir;

use super::{ID, alongside, sandboxes};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Amount, Request, Tell, Wait};
use crate::support::raw_server::{RawServer, given, reply, send, signal};

const PATH: &str = "/workspace/data.bin";

/// More than the sockets hold, so that the file is still being read while the server waits.
const LARGE: u64 = 16 * 1024 * 1024;

fn file(content: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.bin");
    std::fs::write(&path, content).unwrap();
    (folder, path)
}

fn accepted() -> bytes::Bytes {
    reply("200 OK", r#"{"message":"file uploaded successfully"}"#)
}

fn open(path: &Path) -> std::fs::File {
    OpenOptions::new().append(true).open(path).unwrap()
}

#[tokio::test(start_paused = true)]
async fn files_and_streams_of_known_length_are_not_sent_in_chunks() {
    let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let (_folder, path) = file(&content);
    let file = Upload::file(&path).await.unwrap();
    let stream = Upload::reader(std::io::Cursor::new(content.clone())).with_length(300_000);
    for upload in [file, stream] {
        let _frozen = Frozen::new();
        let server = RawServer::start([vec![Request, send(accepted())]]).await;
        let sandboxes = sandboxes(server.url());
        sandboxes.upload(ID, PATH, upload).await.unwrap();
        drop(sandboxes);
        let request = server.finish().await.remove(0);
        let length = request.body.len().to_string();
        assert_eq!(request.header("content-length"), Some(length.as_str()));
        assert_eq!(request.header("transfer-encoding"), None);
        assert!(
            request.whole
                && request
                    .body
                    .windows(content.len())
                    .any(|part| part == content)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_changes_while_it_is_sent_is_an_error_and_half_a_request() {
    let changes: [fn(&Path); 2] = [
        |path| open(path).write_all(b"one more line").unwrap(),
        |path| open(path).set_len(LARGE - 1).unwrap(),
    ];
    for change in changes {
        let _frozen = Frozen::new();
        let (_folder, path) = file(b"");
        open(&path).set_len(LARGE).unwrap();
        let (arrived, go) = (signal(), signal());
        let script = vec![
            Amount(64 * 1024),
            Tell(arrived.clone()),
            Wait(go.clone()),
            Request,
            send(accepted()),
        ];
        let server = RawServer::start([script]).await;
        let sandboxes = sandboxes(server.url());
        let upload = Upload::file(&path).await.unwrap();
        let changing = async {
            given(&arrived).await;
            change(&path);
            go.notify_one();
        };
        let call = sandboxes.upload(ID, PATH, upload).into_future();
        let error = alongside(call, changing).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), error.operation()),
            (ErrorKind::File, 1, Some("upload_file"))
        );
        let message = error.message();
        assert!(
            message.contains("data.bin changed while it was uploaded"),
            "{message}"
        );
        assert!(!error.is_retryable());
        drop(sandboxes);
        let received = server.finish().await;
        assert!(received.iter().all(|request| !request.whole));
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_length_is_refused_before_anything_is_sent() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, send(accepted())]]).await;
    let upload = Upload::from("content").with_length(3);
    let error = sandboxes(server.url())
        .upload(ID, PATH, upload)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidInput, 0)
    );
    assert!(error.message().contains("3 bytes but has 7"), "{error}");
    assert_eq!(server.received().len(), 0);
}
