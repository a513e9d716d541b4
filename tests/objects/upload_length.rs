//! Uploads whose length turns out to be another one: no store must take half a file for a whole one. Contract: §4.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use quintet::{Error, ErrorKind, Upload};

use super::{files, signs_upload};
use crate::support::frozen::Frozen;
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::{Amount, Request, Tell, Wait};
use crate::support::raw_server::{RawServer, Script, given, reply, send, signal};

/// What became of an upload while a store plays this, and what the store received.
async fn uploaded(upload: Upload, script: Script) -> (Error, Vec<Received>) {
    let store = RawServer::start([script]).await;
    let gateway = RawServer::start([signs_upload(&store)]).await;
    let files = files(&gateway);
    let error = files.upload_input_file(upload).await.unwrap_err();
    drop(files);
    (error, store.finish().await)
}

fn stores() -> Script {
    vec![Request, send(reply("200 OK", ""))]
}

#[track_caller]
fn check(error: &Error, received: &[Received], how: &str) {
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::File, Some("put_object")),
        "{error}"
    );
    assert!(error.message().contains(how), "{error}");
    assert!(!error.is_retryable(), "{error}");
    assert!(received.len() <= 1, "sent twice");
    assert!(
        received.iter().all(|one| !one.whole),
        "half a file must not look whole"
    );
}

fn write(path: &Path, bytes: usize) {
    std::fs::write(path, vec![b'x'; bytes]).unwrap();
}

fn grow(path: &Path) {
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(b"more").unwrap();
}

fn shrink(path: &Path, bytes: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(bytes).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_file_that_changed_before_it_is_sent_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    for (change, how) in [(-1, "fewer"), (4, "more")] {
        let _frozen = Frozen::new();
        write(&path, 300_000);
        let upload = Upload::file(&path).await.unwrap();
        if change < 0 {
            shrink(&path, 299_999);
        } else {
            grow(&path);
        }
        let (error, received) = uploaded(upload, stores()).await;
        check(&error, &received, how);
        assert!(error.message().contains("data"), "which file: {error}");
    }
}

/// More than the sockets hold, so that the store says when it goes on.
#[tokio::test(start_paused = true)]
async fn a_file_that_changes_while_it_is_sent_is_an_error() {
    const SIZE: usize = 24 * 1024 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    for (shrinks, how) in [(true, "fewer"), (false, "more")] {
        let _frozen = Frozen::new();
        write(&path, SIZE);
        let upload = Upload::file(&path).await.unwrap();
        let (arrived, go) = (signal(), signal());
        let script = vec![
            Amount(64 * 1024),
            Tell(arrived.clone()),
            Wait(go.clone()),
            Request,
            send(reply("200 OK", "")),
        ];
        let change = async {
            given(&arrived).await;
            if shrinks {
                shrink(&path, (SIZE - 1) as u64);
            } else {
                grow(&path);
            }
            go.notify_one();
        };
        let ((error, received), ()) = tokio::join!(uploaded(upload, script), change);
        check(&error, &received, how);
    }
}

#[tokio::test(start_paused = true)]
async fn a_length_that_was_promised_is_kept_to() {
    for (promised, how) in [(2, "more"), (4, "fewer")] {
        let _frozen = Frozen::new();
        let reader = Upload::reader(&b"abc"[..]).named("x").with_length(promised);
        let (error, received) = uploaded(reader, stores()).await;
        check(&error, &received, how);
    }
}
