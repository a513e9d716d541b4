//! What goes over the wire, held against the bytes that were captured of the published client. Contract: §1.1, §1.2, §4.

use std::time::Duration;

use quintet::Upload;
use quintet::gateway::{DeploymentStatus, PrefabCall};
use quintet::sim::Recorded;
use serde_json::{Value, json};

use crate::support::gateway::Stage;

/// The captured body of a run, 129 bytes long.
const RUN: &str = r#"{"calls":[{"prefab_id":"p","version":"1","function_name":"f","inputs":{"parameters":{},"files":{"video":["s3://b/input.mp4"]}}}]}"#;

/// The names of the headers, sorted, without those that every HTTP client sends.
fn headers(request: &Recorded) -> Vec<&str> {
    let names = request.headers().keys().map(|name| name.as_str());
    let mut names: Vec<&str> = names.collect();
    names.retain(|name| !["accept", "host", "user-agent"].contains(name));
    names.sort_unstable();
    names
}

fn header<'a>(request: &'a Recorded, name: &str) -> &'a str {
    request.headers()[name].to_str().unwrap()
}

fn text(request: &Recorded) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

#[tokio::test]
async fn a_run_is_the_captured_one_whether_it_streams_or_not() {
    let stage = Stage::start().await;
    let client = &stage.client;
    let file = "s3://b/input.mp4";
    let call = || PrefabCall::new("p", "1", "f").file("video", file);
    client.call(call()).await.unwrap_err();
    let whole = stage.request();
    client.run_batch([call()]).await.unwrap_err();
    let batch = stage.request();
    let streaming = client.run_stream("p", "1", "f").file("video", file);
    streaming.await.unwrap_err();
    for request in [&whole, &batch, &stage.request()] {
        assert_eq!(
            (request.method(), request.path()),
            ("POST", "/v1/internal/run")
        );
        let sent: Value = serde_json::from_str(text(request)).unwrap();
        let captured: Value = serde_json::from_str(RUN).unwrap();
        assert_eq!(sent, captured);
        assert_eq!(request.body().len(), RUN.len(), "compact");
        assert_eq!(
            headers(request),
            ["content-length", "content-type", "x-internal-token"]
        );
        assert_eq!(header(request, "content-length"), "129");
        assert_eq!(header(request, "content-type"), "application/json");
        assert_eq!(header(request, "x-internal-token"), stage.simulator.token());
        assert_eq!(text(request), text(&whole));
    }
    // Texts are UTF-8, not escaped; no files are no `files`, an empty list is one.
    client
        .run("p", "1", "f")
        .parameter("text", "你好")
        .await
        .unwrap_err();
    let sent = stage.request();
    assert!(text(&sent).contains("\"你好\"") && !text(&sent).contains("files"));
    client
        .run("p", "1", "f")
        .files("video", [""; 0])
        .await
        .unwrap_err();
    assert!(text(&stage.request()).contains(r#""files":{"video":[]}"#));
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn the_exchange_has_no_body_and_no_type_but_a_length() {
    let stage = Stage::start().await;
    let key = stage.simulator.api_key();
    let client = stage.client_with(|builder| builder.api_key(key));
    client.secrets().list().await.unwrap();
    let requests = stage.simulator.requests();
    let [exchange, call] = requests.as_slice() else {
        panic!("{requests:#?}");
    };
    assert_eq!(exchange.path(), "/v1/auth/convert_to_internal_token");
    assert_eq!((exchange.method(), text(exchange)), ("POST", ""));
    assert_eq!(headers(exchange), ["authorization", "content-length"]);
    assert_eq!(header(exchange, "authorization"), format!("Bearer {key}"));
    assert_eq!(header(exchange, "content-length"), "0");
    assert_eq!(headers(call), ["x-internal-token"]);
    assert!(header(call, "x-internal-token").starts_with("it-"));
    stage.proxy.assert_clean();
}

/// The link is asked for with the type or with `null`, and the bytes go with that type or with none.
#[tokio::test]
async fn an_input_file_is_put_with_its_length_and_without_a_type_unless_given() {
    let stage = Stage::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b.txt");
    std::fs::write(&path, "abc").unwrap();
    let file = async || Upload::file(&path).await.unwrap();
    let reader = || Upload::reader(&b"abc"[..]).named("a b.txt").with_length(3);
    let memory = |text: &'static str| Upload::from(text).named("a b.txt");
    for (upload, media, content) in [
        (memory("abc"), None, "abc"),
        (
            memory("abc").media_type("text/plain"),
            Some("text/plain"),
            "abc",
        ),
        (memory(""), None, ""),
        (memory("").media_type("text/plain"), Some("text/plain"), ""),
        (file().await, None, "abc"),
        (
            file().await.media_type("text/plain"),
            Some("text/plain"),
            "abc",
        ),
        (reader(), None, "abc"),
        (reader().media_type("text/plain"), Some("text/plain"), "abc"),
    ] {
        let shown = format!("{upload:?} {media:?}");
        let url = stage.client.files().upload_input_file(upload).await;
        let stored = stage.simulator.object(&url.unwrap()).unwrap();
        assert_eq!(stored, content, "{shown}");

        let asked = stage.request();
        assert_eq!(
            (asked.method(), asked.path()),
            ("POST", "/internal/files/generate_upload_url")
        );
        assert_eq!(
            headers(&asked),
            ["content-length", "content-type", "x-internal-token"]
        );
        let expected = json!({ "filename": "a b.txt", "content_type": media });
        assert_eq!(
            serde_json::from_str::<Value>(text(&asked)).unwrap(),
            expected
        );

        let put = stage.store_request();
        assert_eq!((put.method(), text(&put)), ("PUT", content), "{shown}");
        let types = put.headers().get("content-type");
        assert_eq!(types.map(|media| media.to_str().unwrap()), media, "{shown}");
        let mut rest = headers(&put);
        rest.retain(|name| *name != "content-type");
        assert_eq!(rest, ["content-length"], "{shown}");
        assert_eq!(
            header(&put, "content-length"),
            content.len().to_string(),
            "{shown}"
        );
    }
    stage.proxy.assert_clean();
}

/// The form of an upload with one file, after `fields`.
fn form(request: &Recorded, fields: &str, name: &str, media: &str) -> String {
    let media_type = header(request, "content-type");
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert_eq!(boundary.len(), 32, "{boundary}");
    assert!(
        boundary.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{boundary}"
    );
    let form = format!(
        "{fields}--B\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\nContent-Type: {media}\n\nabc\n--B--\n"
    );
    form.replace('\n', "\r\n")
        .replace("--B", &format!("--{boundary}"))
}

#[tokio::test]
async fn a_file_is_a_form_of_known_length() {
    let stage = Stage::start().await;
    let files = stage.client.files();
    for (name, written, media) in [
        ("a b.txt", "a b.txt", "text/plain"),
        ("é.unheard-of", "é.unheard-of", "application/octet-stream"),
        ("say \"hi\".json", "say %22hi%22.json", "application/json"),
        ("noend", "noend", "application/octet-stream"),
    ] {
        for upload in [
            Upload::from("abc").named(name),
            Upload::reader(&b"abc"[..]).named(name).with_length(3),
        ] {
            files.upload_file(upload).await.unwrap();
            let sent = stage.request();
            assert_eq!(
                (sent.method(), sent.path()),
                ("POST", "/internal/files/upload")
            );
            assert_eq!(text(&sent), form(&sent, "", written, media));
            assert_eq!(
                headers(&sent),
                ["content-length", "content-type", "x-internal-token"]
            );
            assert_eq!(
                header(&sent, "content-length"),
                sent.body().len().to_string()
            );
        }
    }
    let typed = Upload::from("abc").named("a").media_type("video/mp4");
    files.upload_file(typed).await.unwrap();
    let sent = stage.request();
    assert_eq!(text(&sent), form(&sent, "", "a", "video/mp4"));
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_temporary_file_has_its_time_and_its_session_before_it() {
    let stage = Stage::start().await;
    let file = || Upload::from("abc").named("a b.txt");
    let part = |name: &str, value: &str| {
        format!("--B\nContent-Disposition: form-data; name=\"{name}\"\n\n{value}\n")
    };
    let files = stage.client.files();
    for (call, fields) in [
        (files.upload_temp_file(file()), part("ttl", "86400")),
        (
            files
                .upload_temp_file(file())
                .ttl(Duration::from_secs(5))
                .session("s é"),
            part("ttl", "5") + &part("session_id", "s é"),
        ),
        (
            files.session("s-1").upload(file()),
            part("ttl", "86400") + &part("session_id", "s-1"),
        ),
    ] {
        call.await.unwrap();
        let sent = stage.request();
        assert_eq!(
            (sent.method(), sent.path()),
            ("POST", "/internal/files/upload_temp")
        );
        assert_eq!(text(&sent), form(&sent, &fields, "a b.txt", "text/plain"));
        assert_eq!(
            header(&sent, "content-length"),
            sent.body().len().to_string()
        );
    }
    stage.proxy.assert_clean();
}

/// Queries are written as forms write them; the order of their parts is free.
#[tokio::test]
async fn queries_have_what_the_published_client_sends() {
    let stage = Stage::start().await;
    let files = stage.client.files();
    files.presigned_url("s3://b/k é.txt").await.unwrap();
    let path = "/internal/files/download?expires_in=3600&mode=presigned&s3_url=s3%3A%2F%2Fb%2Fk+%C3%A9.txt";
    assert_eq!(stage.request().path(), path);
    let short = files
        .presigned_url("s3://b/k")
        .expires_in(Duration::from_secs(60));
    short.await.unwrap();
    let sent = stage.request();
    assert_eq!(
        sent.path(),
        "/internal/files/download?expires_in=60&mode=presigned&s3_url=s3%3A%2F%2Fb%2Fk"
    );
    assert_eq!(headers(&sent), ["x-internal-token"]);

    files.list_files().await.unwrap();
    assert_eq!(stage.request().path(), "/internal/files/list?limit=100");
    files.list_temp_files().await.unwrap();
    assert_eq!(
        stage.request().path(),
        "/internal/files/list_temp?limit=100"
    );
    let page = files
        .list_temp_files()
        .limit(3)
        .session("a b&c")
        .after("1+/=%");
    page.await.unwrap();
    let path =
        "/internal/files/list_temp?continuation_token=1%2B%2F%3D%25&limit=3&session_id=a+b%26c";
    assert_eq!(stage.request().path(), path);
    files.cleanup_temp_files("a b&c").await.unwrap();
    let sent = stage.request();
    assert_eq!(
        (sent.method(), sent.path()),
        ("DELETE", "/internal/files/cleanup_temp?session_id=a+b%26c")
    );
    assert_eq!(
        (headers(&sent), text(&sent)),
        (vec!["x-internal-token"], "")
    );

    let catalogue = stage.client.catalogue();
    catalogue.list_prefabs().await.unwrap();
    assert_eq!(stage.request().path(), "/v1/prefabs");
    catalogue
        .list_prefabs()
        .status(DeploymentStatus::Failed)
        .await
        .unwrap();
    assert_eq!(stage.request().path(), "/v1/prefabs?status=failed");
    catalogue
        .get_prefab_spec("a b")
        .version("1?")
        .await
        .unwrap_err();
    assert_eq!(stage.request().path(), "/v1/prefabs/a%20b/1%3F/spec");
    stage.client.secrets().delete("a b", "K#é").await.unwrap();
    assert_eq!(stage.request().path(), "/v1/secrets/a%20b/K%23%C3%A9");
    stage.proxy.assert_clean();
}

/// The store gets the link as it was made, and no header of the gateway's.
#[tokio::test]
async fn a_link_is_followed_as_it_is() {
    let stage = Stage::start().await;
    stage.simulator.put_object("s3://bucket/k é+%.txt", "abc");
    let files = stage.client.files();
    let call = files
        .download("s3://bucket/k é+%.txt")
        .header("x-trace", "1");
    assert_eq!(call.await.unwrap().bytes().await.unwrap(), "abc");
    let read = stage.store_request();
    assert!(
        read.path()
            .starts_with("/bucket/k%20%C3%A9%2B%25.txt?X-Amz-Algorithm="),
        "{}",
        read.path()
    );
    assert_eq!((read.method(), headers(&read)), ("GET", vec![]));
    stage.proxy.assert_clean();
}
