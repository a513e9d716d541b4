use serde_json::json;

use super::super::lock;
use super::super::testing::{Answer, Server, pass};

/// The presigned URL of an object.
async fn presign(server: &Server, s3_url: &str) -> String {
    let url = crate::sim::percent::encode(s3_url, "");
    let path = format!("/internal/files/download?s3_url={url}&mode=presigned&expires_in=60");
    let reply = server.get(&path).await.json();
    reply["presigned_url"].as_str().unwrap().to_owned()
}

async fn get(server: &Server, headers: &[(&str, &str)]) -> Answer {
    let url = presign(server, "s3://bucket/input.mp4").await;
    server.store("GET", &url, headers, "").await
}

/// The code of an error.
fn code(answer: &Answer) -> &str {
    assert_eq!(answer.header("content-type"), "application/xml");
    let rest = answer
        .text
        .split_once("<Code>")
        .map_or("", |(_, rest)| rest);
    rest.split_once("</Code>").map_or("", |(code, _)| code)
}

/// Upload URL and S3 URL of a new file.
async fn target(server: &Server, content_type: Option<&str>) -> (String, String) {
    let body = json!({ "filename": "a b \u{e9}.txt", "content_type": content_type });
    let reply = server
        .call("POST", "/internal/files/generate_upload_url", &body)
        .await
        .json();
    let text = |name: &str| reply[name].as_str().unwrap().to_owned();
    (text("upload_url"), text("s3_url"))
}

#[tokio::test(start_paused = true)]
async fn what_is_put_can_be_read() {
    let server = Server::new();
    let (upload, s3_url) = target(&server, Some("text/plain")).await;
    assert!(
        s3_url.starts_with("s3://bucket/prefab-inputs/user123/"),
        "{s3_url}"
    );
    let missing = presign(&server, &s3_url).await;
    let missing = server.store("GET", &missing, &[], "").await;
    assert_eq!((missing.status, code(&missing)), (404, "NoSuchKey"));
    let put = server
        .store("PUT", &upload, &[("content-type", "text/plain")], "abc")
        .await;
    assert_eq!((put.status, put.text.as_str()), (200, ""));
    let url = presign(&server, &s3_url).await;
    let read = server.store("GET", &url, &[], "").await;
    assert_eq!((read.status, read.text.as_str()), (200, "abc"));
    assert_eq!(read.header("content-type"), "text/plain");
    assert_eq!(read.header("etag"), put.header("etag"));
    assert_eq!(read.header("accept-ranges"), "bytes");
    assert!(read.header("last-modified").ends_with(" GMT"));
}

#[tokio::test(start_paused = true)]
async fn the_type_must_be_the_one_that_was_signed() {
    let server = Server::new();
    let typed = target(&server, Some("text/plain")).await.0;
    let plain = target(&server, None).await.0;
    let html = &[("content-type", "text/html")][..];
    for (url, headers) in [(&typed, html), (&typed, &[]), (&plain, html)] {
        let refused = server.store("PUT", url, headers, "abc").await;
        assert_eq!(
            (refused.status, code(&refused)),
            (403, "SignatureDoesNotMatch")
        );
    }
    assert_eq!(server.store("PUT", &plain, &[], "abc").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_url_allows_one_thing_for_a_while() {
    let server = Server::new();
    let url = presign(&server, "s3://bucket/input.mp4").await;
    let other = url.replace("input.mp4", "other.mp4");
    let forged = url.replace("X-Amz-Expires=60", "X-Amz-Expires=6000");
    for (method, url) in [
        ("GET", &other),
        ("PUT", &url),
        ("HEAD", &url),
        ("GET", &forged),
    ] {
        let refused = server.store(method, url, &[], "").await;
        assert_eq!(
            (refused.status, code(&refused)),
            (403, "SignatureDoesNotMatch")
        );
    }
    let bare = server.store("GET", "/bucket/input.mp4", &[], "").await;
    assert_eq!((bare.status, code(&bare)), (403, "AccessDenied"));
    pass(58.0).await;
    assert_eq!(server.store("GET", &url, &[], "").await.status, 200);
    pass(2.0).await;
    let late = server.store("GET", &url, &[], "").await;
    assert_eq!((late.status, code(&late)), (403, "AccessDenied"));
    assert!(
        late.text
            .contains("<Message>Request has expired</Message><Expires>")
    );
}

#[tokio::test(start_paused = true)]
async fn credentials_of_the_gateway_are_refused() {
    let server = Server::new();
    for header in ["authorization", "x-internal-token", "x-api-key"] {
        let refused = get(&server, &[(header, "Bearer quintet-sim")]).await;
        assert_eq!(
            (refused.status, code(&refused)),
            (400, "InvalidArgument"),
            "{header}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_states_its_length() {
    let server = Server::new();
    let url = target(&server, None).await.0;
    let chunked = [("transfer-encoding", "chunked")];
    let refused = server.store("PUT", &url, &chunked, "abc").await;
    assert_eq!((refused.status, code(&refused)), (501, "NotImplemented"));
}

#[tokio::test(start_paused = true)]
async fn parts_are_served() {
    let server = Server::new();
    let part = get(&server, &[("range", "bytes=2-")]).await;
    assert_eq!((part.status, part.text.as_str()), (206, "video"));
    assert_eq!(part.header("content-range"), "bytes 2-6/7");
    let etag = part.header("etag").to_owned();
    let same = get(&server, &[("range", "bytes=2-3"), ("if-range", &etag)]).await;
    assert_eq!((same.status, same.text.as_str()), (206, "vi"));
    let other = get(
        &server,
        &[("range", "bytes=2-3"), ("if-range", "\"other\"")],
    )
    .await;
    assert_eq!((other.status, other.text.as_str()), (200, "a video"));
    let behind = get(&server, &[("range", "bytes=7-")]).await;
    assert_eq!((behind.status, code(&behind)), (416, "InvalidRange"));
    assert!(
        behind
            .text
            .contains("<ActualObjectSize>7</ActualObjectSize>")
    );
    let changed = get(&server, &[("if-match", "\"other\"")]).await;
    assert_eq!(
        (changed.status, code(&changed)),
        (412, "PreconditionFailed")
    );

    lock(&server.gateway.shared).ranges = false;
    let whole = get(&server, &[("range", "bytes=2-")]).await;
    assert_eq!((whole.status, whole.text.as_str()), (200, "a video"));
    assert_eq!(whole.header("accept-ranges"), "");
}
