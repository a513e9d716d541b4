//! Downloads into local files: whole under their name, or not at all. Contract: §4, §8 (6).

use std::path::{Path, PathBuf};
use std::process::Command;

use quintet::ErrorKind;
use quintet::sim::gateway::Simulator;
use tempfile::TempDir;

use super::{FILE, cuts, files, gateway, gives, gives_rest, xml};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::bare;
use crate::support::raw_server::Step::{Request, Wait};
use crate::support::raw_server::{RawServer, Script, head, send, signal};

const V1: &str = "\"v1\"";

/// A folder, and a path in it.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.bin");
    (folder, path)
}

/// The names in a folder.
fn inside(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

async fn saved(path: &Path, scripts: impl IntoIterator<Item = Script>) -> quintet::Result<u64> {
    let _frozen = Frozen::new();
    let store = RawServer::start(scripts).await;
    let gateway = gateway(&store).await;
    files(&gateway).download_file(FILE, path).await
}

#[tokio::test(start_paused = true)]
async fn a_download_becomes_a_file_in_folders_that_are_made() {
    let (folder, _) = folder();
    let path = folder.path().join("a/b c/out.bin");
    assert_eq!(saved(&path, [gives(V1, "0123")]).await.unwrap(), 4);
    assert_eq!(std::fs::read(&path).unwrap(), b"0123");
    assert_eq!(inside(path.parent().unwrap()), ["out.bin"]);
    // In the place of one that is there.
    assert_eq!(saved(&path, [gives(V1, "")]).await.unwrap(), 0);
    assert_eq!(std::fs::read(&path).unwrap(), b"");
}

#[tokio::test(start_paused = true)]
async fn a_download_that_broke_off_becomes_a_file_all_the_same() {
    let (folder, path) = folder();
    let scripts = [cuts(V1, 10, "0123"), gives_rest(V1, 4, "456789")];
    assert_eq!(saved(&path, scripts).await.unwrap(), 10);
    assert_eq!(std::fs::read(&path).unwrap(), b"0123456789");
    assert_eq!(inside(folder.path()), ["out.bin"]);
}

/// Before its first byte, half-way, and at once for good.
#[tokio::test(start_paused = true)]
async fn a_download_that_fails_leaves_nothing_and_takes_nothing() {
    let failures: [(Script, ErrorKind); 3] = [
        (
            xml("404 Not Found", "NoSuchKey", "Gone"),
            ErrorKind::NotFound,
        ),
        (
            xml("403 Forbidden", "AccessDenied", "Expired"),
            ErrorKind::Forbidden,
        ),
        (cuts("W/\"v1\"", 10, "0123"), ErrorKind::Transport),
    ];
    for (script, kind) in failures {
        let (folder, path) = folder();
        let error = saved(&path, [script.clone()]).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("get_object")),
            "{error}"
        );
        assert!(inside(folder.path()).is_empty());
        std::fs::write(&path, "before").unwrap();
        saved(&path, [script.clone()]).await.unwrap_err();
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
        assert_eq!(inside(folder.path()), ["out.bin"]);
        if kind == ErrorKind::NotFound {
            // Not even a folder for what is not there.
            let missing = folder.path().join("new/out.bin");
            saved(&missing, [script]).await.unwrap_err();
            assert_eq!(inside(folder.path()), ["out.bin"]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_file_is_there_when_it_is_whole() {
    let _frozen = Frozen::new();
    let (folder, path) = folder();
    std::fs::write(&path, "before").unwrap();
    let go = signal();
    let start = head("200 OK\ncontent-length: 10") + "0123";
    let store =
        RawServer::start([vec![Request, send(start), Wait(go.clone()), send("456789")]]).await;
    let gateway = gateway(&store).await;
    let look = async {
        // Until what came is on the disk, under whatever name.
        let has_come = |name: &String| {
            std::fs::read(folder.path().join(name)).is_ok_and(|content| content == b"0123")
        };
        while !inside(folder.path()).iter().any(has_come) {
            tokio::task::yield_now().await;
        }
        assert_eq!(std::fs::read(&path).unwrap(), b"before");
        go.notify_one();
    };
    let call = files(&gateway).download_file(FILE, &path).into_future();
    let (saved, ()) = tokio::join!(call, look);
    assert_eq!(saved.unwrap(), 10);
    assert_eq!(std::fs::read(&path).unwrap(), b"0123456789");
    assert_eq!(inside(folder.path()), ["out.bin"]);
}

#[tokio::test(start_paused = true)]
async fn a_path_without_a_name_is_refused_before_anything_is_sent() {
    let _frozen = Frozen::new();
    let gateway = RawServer::start([vec![Request]]).await;
    let files = files(&gateway);
    for path in ["", "/", "..", "a/.."] {
        let error = files.download_file(FILE, path).await.unwrap_err();
        assert!(
            error.is_invalid_input() && error.attempts() == 0,
            "{path}: {error}"
        );
    }
    for url in ["", "/tmp/a", "https://store/k?signature=x", "s3://bucket"] {
        let error = files.download_file(url, "out.bin").await.unwrap_err();
        assert!(
            error.is_invalid_input() && !error.message().contains("signature"),
            "{error}"
        );
    }
    drop(files);
    assert!(gateway.finish().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_folder_in_the_way_is_an_error_that_names_it() {
    let (folder, path) = folder();
    std::fs::create_dir(&path).unwrap();
    let error = saved(&path, [gives(V1, "0123")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert!(error.message().contains("out.bin"), "{error}");
    assert_eq!(inside(folder.path()), ["out.bin"]);
}

const CHILD: &str = "objects::save::child";
/// Tells the child that it is one.
const MARK: &str = "QUINTET_TEST_SAVE_CHILD";

/// Not a test of its own: without the mark it does nothing.
#[tokio::test]
async fn child() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    let simulator = Simulator::start().await.unwrap();
    simulator.put_object(FILE, "0123");
    let client = bare(&simulator.base_url())
        .token(simulator.token())
        .build()
        .unwrap();
    let files = client.files();
    assert_eq!(files.download_file(FILE, "out.bin").await.unwrap(), 4);
    assert_eq!(files.download_file(FILE, "./other.bin").await.unwrap(), 4);
    let missing = files.download_file("s3://bucket/none", "none.bin").await;
    assert!(missing.unwrap_err().is_not_found());
}

/// A name alone is a file of the working folder, of which a process has only one: so it is another process.
#[test]
fn a_name_alone_is_a_file_of_the_working_folder() {
    let (folder, path) = folder();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--nocapture", "--test-threads=1"])
        .env(MARK, "1")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"0123");
    let mut names = inside(folder.path());
    names.sort_unstable();
    assert_eq!(names, ["other.bin", "out.bin"]);
}
