//! Downloads that become files: whole under their name, or not at all.

use std::path::{Path, PathBuf};

use futures_util::FutureExt;
use quintet::{Download, ErrorKind};
use tempfile::TempDir;

use super::{ID, MAX_BODY, alongside, sandboxes};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Close, Request, Silence, Tell, Wait};
use crate::support::raw_server::{RawServer, Script, given, head, reply, send, signal};

async fn download(server: &RawServer) -> Download {
    sandboxes(server.url())
        .download(ID, "/workspace/report")
        .await
        .unwrap()
}

fn whole() -> Script {
    vec![Request, send(reply("200 OK", "some text"))]
}

/// A head that announces nine bytes, and the first four.
fn part() -> String {
    head("200 OK\ncontent-length: 9") + "some"
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    (folder, path)
}

/// The files in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

/// Waits until a file with the first bytes of the download is there, under whatever name.
async fn begun(folder: &Path) {
    let has_bytes = |path: &PathBuf| std::fs::read(path).is_ok_and(|content| content == b"some");
    while !files(folder).iter().any(has_bytes) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_becomes_a_file() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    let server = RawServer::start([whole()]).await;
    assert_eq!(download(&server).await.save_to(&path).await.unwrap(), 9);
    assert_eq!(std::fs::read(&path).unwrap(), b"some text");
    assert_eq!(files(folder.path()), [path]);
}

#[tokio::test(start_paused = true)]
async fn a_file_may_be_larger_than_what_fits_into_memory() {
    let _frozen = Frozen::new();
    let (_folder, path) = folder();
    let body: Vec<u8> = (0..=255).cycle().take(MAX_BODY * 300).collect();
    let server = RawServer::start([vec![Request, send(reply("200 OK", &body))]]).await;
    assert_eq!(
        download(&server).await.save_to(&path).await.unwrap(),
        body.len() as u64
    );
    assert!(std::fs::read(&path).unwrap() == body);
}

#[tokio::test(start_paused = true)]
async fn missing_folders_are_made() {
    let _frozen = Frozen::new();
    let (folder, _) = folder();
    let path = folder.path().join("a/b/report.txt");
    let server = RawServer::start([whole()]).await;
    download(&server).await.save_to(&path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"some text");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_there_is_replaced_when_the_new_one_is_whole() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    std::fs::write(&path, "a longer text from before").unwrap();
    let go = signal();
    let server =
        RawServer::start([vec![Request, send(part()), Wait(go.clone()), send(" text")]]).await;
    let look = async {
        begun(folder.path()).await;
        assert_eq!(std::fs::read(&path).unwrap(), b"a longer text from before");
        go.notify_one();
    };
    let size = alongside(download(&server).await.save_to(&path), look)
        .await
        .unwrap();
    assert_eq!(
        (size, std::fs::read(&path).unwrap()),
        (9, b"some text".to_vec())
    );
    assert_eq!(files(folder.path()), [path]);
}

#[tokio::test(start_paused = true)]
async fn half_a_download_is_no_file() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    let server = RawServer::start([vec![Request, send(part()), Close]]).await;
    let error = download(&server).await.save_to(&path).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Transport, Some("download_file"))
    );
    assert!(files(folder.path()).is_empty());
    std::fs::write(&path, "before").unwrap();
    let server = RawServer::start([vec![Request, send(part()), Close]]).await;
    download(&server).await.save_to(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap(), b"before");
    assert_eq!(files(folder.path()), [path]);
}

#[tokio::test(start_paused = true)]
async fn a_download_that_is_given_up_is_no_file() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    let closed = signal();
    let server =
        RawServer::start([vec![Request, send(part()), Silence, Tell(closed.clone())]]).await;
    let download = download(&server).await;
    tokio::select! {
        ended = download.save_to(&path) => panic!("{ended:?}"),
        () = begun(folder.path()) => {}
    }
    assert!(files(folder.path()).is_empty());
    given(&closed).await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_a_file_is_told_and_leaves_nothing() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    let server = RawServer::start([whole()]).await;
    for nameless in ["", "/", ".."] {
        let error = download(&server).await.save_to(nameless).await.unwrap_err();
        assert!(error.is_invalid_input(), "{nameless:?}: {error}");
    }
    std::fs::create_dir(&path).unwrap();
    let error = download(&server).await.save_to(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.message().contains("report.txt"), "{error}");
    assert_eq!(files(folder.path()), std::slice::from_ref(&path));
    std::fs::remove_dir(&path).unwrap();
    std::fs::write(&path, "a file").unwrap();
    let error = download(&server)
        .await
        .save_to(path.join("below"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
}

/// The file is made by another thread, which does not notice that nobody wants it any more.
#[test]
fn a_download_that_is_given_up_while_its_file_is_made_is_no_file() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime
        .enable_all()
        .max_blocking_threads(1)
        .build()
        .unwrap();
    let (folder, path) = folder();
    runtime.block_on(async {
        let server = RawServer::start([whole()]).await;
        let mut save = Box::pin(download(&server).await.save_to(&path));
        assert!(
            save.as_mut().now_or_never().is_none(),
            "the folder is being made"
        );
        let busy = signal();
        let started = busy.clone();
        let (release, released) = std::sync::mpsc::channel::<()>();
        let blocker = tokio::task::spawn_blocking(move || {
            started.notify_one();
            released.recv()
        });
        given(&busy).await;
        assert!(
            save.as_mut().now_or_never().is_none(),
            "the file waits to be made"
        );
        drop(save);
        drop(release);
        blocker.await.unwrap().unwrap_err();
        // The only thread is free when all before has run.
        tokio::task::spawn_blocking(|| ()).await.unwrap();
    });
    assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
}
