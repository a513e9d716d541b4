//! Every documented success of a call for files: the value, what was stored, and what became of the bytes.

use std::time::Duration;

use quintet::gateway::{
    CleanupTempFiles, Client, FileInfo, Files, ListFiles, ListTempFiles, PresignUrl, Session,
    UploadTempFile,
};
use quintet::sim::Fault;
use quintet::{Call, Upload};

use super::stage::{Stage, drive};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    input(stage).await;
    permanent(stage).await;
    temporary(stage).await;
    session(stage).await;
    lists(stage).await;
    downloads(stage).await;
    resumed(stage).await;
    beyond(stage).await;
}

fn all(stage: &Stage) -> Files {
    drive!(stage, Client, files, &stage.client)
}

fn text() -> Upload {
    Upload::from("abc").named("a b.txt")
}

async fn input(stage: &Stage) {
    let call = drive!(stage, Files, upload_input_file, &all(stage), text());
    stage.driven.operation("put_object");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 2));
    let url = reply.into_value();
    assert!(
        url.starts_with("s3://bucket/prefab-inputs/user123/") && url.ends_with("-a b.txt"),
        "{url}"
    );
    assert_eq!(stage.simulator.object(&url).unwrap(), "abc");
}

async fn permanent(stage: &Stage) {
    let call = drive!(stage, Files, upload_file, &all(stage), text());
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let file = reply.into_value();
    assert!(
        file.s3_url
            .starts_with("s3://bucket/agent-outputs/user123/agent456/"),
        "{file:?}"
    );
    assert_eq!((file.success, file.size), (Some(true), Some(3)));
    assert_eq!(file.filename.as_deref(), Some("a b.txt"));
    assert_eq!(stage.simulator.object(&file.s3_url).unwrap(), "abc");
}

async fn temporary(stage: &Stage) {
    let call = drive!(stage, Files, upload_temp_file, &all(stage), text());
    let call = drive!(
        stage,
        Call<UploadTempFile>,
        ttl,
        call,
        Duration::from_secs(600)
    );
    let call = drive!(stage, Call<UploadTempFile>, session, call, "s-1");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let file = reply.into_value();
    let folder = "s3://bucket/agent-workspace/user123/agent456/";
    assert!(
        file.s3_url.starts_with(&format!("{folder}s-1/")),
        "{file:?}"
    );

    let call = drive!(stage, Files, list_temp_files, &all(stage));
    let call = drive!(stage, Call<ListTempFiles>, session, call, "s-1");
    let listed = stage.settle(call).await.unwrap().into_value();
    assert_eq!(listed.files[0].s3_url, file.s3_url);
    let call = drive!(stage, Files, cleanup_temp_files, &all(stage), "s-1");
    let call: Call<CleanupTempFiles> = call;
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.into_value()), (200, 1));
    assert_eq!(stage.simulator.object(&file.s3_url), None);
}

async fn session(stage: &Stage) {
    let fresh = drive!(stage, Files, new_session, &all(stage));
    let id = drive!(stage, Session, id, &fresh).to_owned();
    let file = stage.settle(drive!(stage, Session, upload, &fresh, text()));
    let file = file.await.unwrap().into_value();
    let same = drive!(stage, Files, session, &all(stage), &id);
    let listed = stage.settle(drive!(stage, Session, list, &same));
    let listed = listed.await.unwrap().into_value();
    let urls: Vec<_> = listed.files.iter().map(|file| &file.s3_url).collect();
    assert_eq!(urls, [&file.s3_url]);
    for removed in [1, 0] {
        let finished = stage.settle(drive!(stage, Session, finish, &fresh)).await;
        assert_eq!(finished.unwrap().into_value(), removed);
    }
}

/// Lists in pages of one file.
async fn lists(stage: &Stage) {
    let session = all(stage).session("s-2");
    for name in ["a", "b", "c"] {
        let file = || Upload::from("abc").named(name);
        stage.settle(all(stage).upload_file(file())).await.unwrap();
        stage.settle(session.upload(file())).await.unwrap();
    }
    let call = drive!(stage, Files, list_files, &all(stage));
    let whole = stage.settle(call).await.unwrap().into_value();
    let mut stored = stage.simulator.objects();
    stored.retain(|url| url.starts_with("s3://bucket/agent-outputs/user123/agent456/"));
    assert_eq!(
        (whole.next_token.as_deref(), urls(&whole.files)),
        (None, stored.iter().map(|url| &**url).collect())
    );
    let first = drive!(stage, Call<ListFiles>, limit, all(stage).list_files(), 1);
    let first = stage.settle(first).await.unwrap().into_value();
    let token = first.next_token.unwrap();
    let rest = drive!(
        stage,
        Call<ListFiles>,
        after,
        all(stage).list_files(),
        token
    );
    let rest = stage.settle(rest).await.unwrap().into_value();
    assert_eq!(
        urls(&[first.files, rest.files].concat()),
        urls(&whole.files)
    );

    let one = drive!(stage, Call<ListTempFiles>, limit, session.list(), 1);
    let first = stage.settle(one.clone()).await.unwrap().into_value();
    let next = drive!(
        stage,
        Call<ListTempFiles>,
        after,
        one.clone(),
        first.next_token.unwrap()
    );
    let second = stage.settle(next).await.unwrap().into_value();
    let three = one.all().await.unwrap();
    assert_eq!(
        urls(&three)[..2],
        [&*first.files[0].s3_url, &*second.files[0].s3_url]
    );
    assert_eq!(three.len(), 3);
    assert!(
        three
            .iter()
            .all(|file| file.size == Some(3) && file.last_modified.is_some())
    );
    session.finish().await.unwrap();
}

fn urls(files: &[FileInfo]) -> Vec<&str> {
    files.iter().map(|file| &*file.s3_url).collect()
}

async fn downloads(stage: &Stage) {
    let url = "s3://bucket/input.mp4";
    let call = drive!(stage, Files, presigned_url, &all(stage), url);
    let limit = Duration::from_secs(60);
    let call = drive!(stage, Call<PresignUrl>, expires_in, call, limit);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let link = reply.into_value();
    assert!(
        link.expose().contains("X-Amz-Expires=60&"),
        "{}",
        link.expose()
    );
    let read = reqwest::get(link.expose()).await.unwrap();
    assert_eq!(read.bytes().await.unwrap(), "a video");

    let call = drive!(stage, Files, download, &all(stage), url);
    stage.driven.operation("get_object");
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 2));
    let download = reply.into_value();
    assert_eq!(download.content_length(), Some(7));
    assert_eq!(download.bytes().await.unwrap(), "a video");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/copy.mp4");
    let call = drive!(stage, Files, download_file, &all(stage), url, &path);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.attempts(), reply.into_value()), (2, 7));
    assert_eq!(std::fs::read(path).unwrap(), b"a video");
}

/// A download that breaks off asks for the rest.
async fn resumed(stage: &Stage) {
    stage
        .simulator
        .inject_store(Fault::truncate(2).on("GET", "/"));
    let download = stage.client.files().download("s3://bucket/input.mp4");
    let download = stage.settle(download).await.unwrap().into_value();
    assert_eq!(download.bytes().await.unwrap(), "a video");
    stage.proxy.assert_covered("get_object", "206");
}

/// What the facade never asks for: it stops at the length that it was told.
async fn beyond(stage: &Stage) {
    let link = stage.client.files().presigned_url("s3://bucket/input.mp4");
    let link = link.await.unwrap();
    let request = reqwest::Client::new().get(link.expose());
    let reply = request.header("range", "bytes=7-").send().await.unwrap();
    assert_eq!(reply.status(), 416);
    assert!(
        reply
            .text()
            .await
            .unwrap()
            .contains("<Code>InvalidRange</Code>")
    );
}
