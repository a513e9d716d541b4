//! An object that changes while it is read is never put together from two. Contract: §4.

use quintet::ErrorKind;

use super::{FILE, cuts, files, gateway, gives, gives_rest};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, Script, reply, send};

const V1: &str = "\"v1\"";

fn part(lines: &str) -> Script {
    vec![
        Request,
        send(reply(&format!("206 Partial Content\n{lines}"), "456789")),
    ]
}

/// Replies to the request for the rest that do not say that it is the rest of the same.
fn others() -> Vec<(&'static str, Script)> {
    vec![
        ("all of another one", gives("\"v2\"", "abcdefghij")),
        (
            "all of something without a tag",
            vec![Request, send(reply("200 OK", "abcdefghij"))],
        ),
        ("the rest of another one", gives_rest("\"v2\"", 4, "efghij")),
        ("the rest from elsewhere", gives_rest(V1, 5, "56789")),
        ("the rest from before", gives_rest(V1, 3, "3456789")),
        ("the rest from nowhere", part("etag: \"v1\"")),
        (
            "the rest in other units",
            part("etag: \"v1\"\ncontent-range: lines 4-9/10"),
        ),
        (
            "a range that says nothing",
            part("etag: \"v1\"\ncontent-range: bytes */10"),
        ),
        (
            "the rest of one of another length",
            part("etag: \"v1\"\ncontent-range: bytes 4-9/12"),
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn what_is_not_the_rest_of_it_is_an_error() {
    for (name, other) in others() {
        let _frozen = Frozen::new();
        let store = RawServer::start([cuts(V1, 10, "0123"), other]).await;
        let gateway = gateway(&store).await;
        let files = files(&gateway);
        let error = files
            .download(FILE)
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Transport, Some("get_object")),
            "{name}"
        );
        assert!(error.message().contains("changed"), "{name}: {error}");
        drop(files);
        assert_eq!(store.finish().await.len(), 2, "{name}");
    }
}

/// No byte of the other one is given, either.
#[tokio::test(start_paused = true)]
async fn what_was_given_before_is_all_that_is_given() {
    use futures_util::StreamExt;

    for (name, other) in others() {
        let _frozen = Frozen::new();
        let store = RawServer::start([cuts(V1, 10, "0123"), other]).await;
        let gateway = gateway(&store).await;
        let mut download = files(&gateway).download(FILE).await.unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "0123", "{name}");
        assert!(download.next().await.unwrap().is_err(), "{name}");
        assert!(download.next().await.is_none(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_file_is_made_of_two() {
    for (name, other) in others() {
        let _frozen = Frozen::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.bin");
        std::fs::write(&path, "before").unwrap();
        let store = RawServer::start([cuts(V1, 10, "0123"), other]).await;
        let gateway = gateway(&store).await;
        let saved = files(&gateway).download_file(FILE, &path).await;
        assert!(saved.is_err(), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), b"before", "{name}");
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "{name}"
        );
    }
}
