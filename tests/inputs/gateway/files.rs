//! Files, links and sessions.

use std::time::Duration;

use quintet::Upload;

use super::{check, refusal};

const ZERO: Duration = Duration::ZERO;
const HALF: Duration = Duration::from_millis(500);
const FRACTION: Duration = Duration::from_millis(1500);

const SEGMENT: &str = "give one non-empty path segment without `/`, `\\` and control characters";
const SECONDS: &str = "the server counts whole seconds, so give 1 s or more and no fraction";
const STORED: &str = "the server takes `s3://bucket/key`";

fn text() -> Upload {
    Upload::from("abc")
}

#[tokio::test]
async fn uploads() {
    let name = "give the name alone, without folders";
    let named = "name it with `named`, or give a file of this machine as `Upload::file`";
    let length =
        "say it `with_length`, give bytes, or give a file of this machine as `Upload::file`";
    check(async |client| {
        let files = client.files();
        let stream = || Upload::reader(&b"abc"[..]).named("a.txt");
        let input = |file: Upload| refusal(files.upload_input_file(file));
        let stored = |file: Upload| refusal(files.upload_file(file));
        let temporary = |file: Upload| refusal(files.upload_temp_file(file));
        vec![
            (
                "input without a name",
                input(text()).await,
                ["the upload has no name", named],
            ),
            (
                "without a name",
                stored(text()).await,
                ["the upload has no name", named],
            ),
            (
                "temporary without a name",
                temporary(text()).await,
                ["the upload has no name", named],
            ),
            (
                "in a session without a name",
                refusal(files.session("s").upload(text())).await,
                ["the upload has no name", named],
            ),
            (
                "a path as input",
                input(text().named("/tmp/a.txt")).await,
                ["\"/tmp/a.txt\" contains `/`", name],
            ),
            (
                "a path",
                stored(text().named("a/b")).await,
                ["\"a/b\" contains `/`", name],
            ),
            (
                "up",
                temporary(text().named("..")).await,
                ["\"..\" is a relative path", name],
            ),
            (
                "a name with a line end",
                stored(text().named("a\nb")).await,
                ["contains a control character", name],
            ),
            (
                "an empty name",
                temporary(text().named("")).await,
                ["file name \"\" is empty", name],
            ),
            (
                "an unknown length",
                input(stream()).await,
                ["the length of the upload is not known", length],
            ),
            (
                "another length",
                input(text().named("a").with_length(4)).await,
                ["is said to have 4 bytes but has 3", "leave its length out"],
            ),
            (
                "no media type",
                stored(text().named("a").media_type("text")).await,
                ["\"text\"", "media type"],
            ),
            (
                "no media type of an input",
                input(text().named("a").media_type("a/b\r\nx: y")).await,
                ["media type", "such as"],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn temporary_files() {
    check(async |client| {
        let files = client.files();
        let upload = || files.upload_temp_file(text().named("a.txt"));
        let session = |id: &str| files.session(id);
        vec![
            (
                "no time",
                refusal(upload().ttl(ZERO)).await,
                ["a time to live of 0ns", SECONDS],
            ),
            (
                "half a second",
                refusal(upload().ttl(HALF)).await,
                ["a time to live of 500ms", SECONDS],
            ),
            (
                "a fraction",
                refusal(upload().ttl(FRACTION)).await,
                ["a time to live of 1.5s", SECONDS],
            ),
            (
                "for ever",
                refusal(upload().ttl(Duration::MAX)).await,
                ["a time to live of", SECONDS],
            ),
            (
                "no session",
                refusal(upload().session("")).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "two folders",
                refusal(upload().session("a/b")).await,
                ["contains a path separator", SEGMENT],
            ),
            (
                "an upload to no session",
                refusal(session("").upload(text().named("a"))).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "a list of no session",
                refusal(session("").list()).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "the end of no session",
                refusal(session("").finish()).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "a list of none",
                refusal(files.list_temp_files().session("")).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "a cleanup of none",
                refusal(files.cleanup_temp_files("")).await,
                ["session id \"\" is empty", SEGMENT],
            ),
            (
                "a cleanup of more",
                refusal(files.cleanup_temp_files("..")).await,
                ["\"..\" is a relative path", SEGMENT],
            ),
            (
                "a cleanup of a line",
                refusal(files.cleanup_temp_files("a\nb")).await,
                ["contains a control character", SEGMENT],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn lists() {
    check(async |client| {
        let files = client.files();
        let token = "there is no page after the last, and the first is asked for without a token";
        let limit = "a page has 1 file or more";
        let all = files.list_files().limit(0).all().await.err();
        vec![
            (
                "no files",
                refusal(files.list_files().limit(0)).await,
                ["limit 0", limit],
            ),
            (
                "fewer than none",
                refusal(files.list_files().limit(-1)).await,
                ["limit -1", limit],
            ),
            (
                "no temporary files",
                refusal(files.list_temp_files().limit(0)).await,
                ["limit 0", limit],
            ),
            ("all, none at a time", all, ["limit 0", limit]),
            (
                "an empty token",
                refusal(files.list_files().after("")).await,
                ["an empty token", token],
            ),
            (
                "an empty token of temporary files",
                refusal(files.list_temp_files().after("")).await,
                ["an empty token", token],
            ),
        ]
    })
    .await;
}

#[tokio::test]
async fn downloads() {
    check(async |client| {
        let files = client.files();
        let link = |time| refusal(files.presigned_url("s3://b/k").expires_in(time));
        let save = |path: &str| refusal(files.download_file("s3://b/k", path));
        vec![
            (
                "a link to a path",
                refusal(files.presigned_url("/tmp/a")).await,
                ["\"/tmp/a\" is no stored file", STORED],
            ),
            (
                "a link to a link",
                refusal(files.presigned_url("https://s/b/k?sig=1")).await,
                ["a link is no stored file", STORED],
            ),
            (
                "a link to a bucket",
                refusal(files.presigned_url("s3://b")).await,
                ["\"s3://b\" is no stored file", STORED],
            ),
            (
                "a link for no time",
                link(ZERO).await,
                ["a link of 0ns", SECONDS],
            ),
            (
                "a link for half a second",
                link(HALF).await,
                ["a link of 500ms", SECONDS],
            ),
            (
                "a path",
                refusal(files.download("a.txt")).await,
                ["\"a.txt\" is no stored file", STORED],
            ),
            (
                "a path into a file",
                refusal(files.download_file("a.txt", "b.txt")).await,
                ["\"a.txt\" is no stored file", STORED],
            ),
            (
                "into no file",
                save("").await,
                ["names no file", "with its name"],
            ),
            (
                "into the root",
                save("/").await,
                ["/ names no file", "with its name"],
            ),
            (
                "into what is above",
                save("..").await,
                [".. names no file", "with its name"],
            ),
        ]
    })
    .await;
}
