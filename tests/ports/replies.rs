//! Whatever an application answers is a reply.

use futures_util::StreamExt as _;
use quintet::ErrorKind;
use quintet::blocking::{Blocking, BlockingStream};
use serde_json::{Value, json};

use super::{Bench, HTTP};

#[tokio::test]
async fn a_reply_has_status_headers_and_body() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    let reply = port.get("/ping").response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let reply = reply.into_value();
    assert_eq!(reply.status(), 200);
    assert_eq!(
        reply.headers()["content-type"],
        "application/json; charset=utf-8"
    );
    assert_eq!(
        reply.json::<Value>().await.unwrap(),
        json!({ "status": "ok" })
    );
    let text = port.get("/ping").await.unwrap().text().await.unwrap();
    assert_eq!(text, r#"{"status":"ok"}"#);
    let error = port
        .get("/ping")
        .await
        .unwrap()
        .json::<u8>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn every_method_carries_path_query_headers_and_body() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    let calls = [
        ("GET", port.get("/echo/a%2Fb/c d//")),
        (
            "POST",
            port.post("/echo/a%2Fb/c d//")
                .body("text")
                .header("content-type", "text/x"),
        ),
        (
            "PUT",
            port.put("/echo/a%2Fb/c d//")
                .body("text")
                .header("content-type", "text/x"),
        ),
        ("PATCH", port.patch("/echo/a%2Fb/c d//").json(&["text"])),
        ("DELETE", port.delete("/echo/a%2Fb/c d//")),
    ];
    for (method, call) in calls {
        let call = call.query("q", "a&b").query("q", "").header("x-own", "yes");
        let seen: Value = call.await.unwrap().json().await.unwrap();
        assert_eq!(seen["method"], method);
        assert_eq!(seen["path"], "/echo/a%2Fb/c%20d//");
        assert_eq!(seen["query"], "q=a%26b&q=");
        assert_eq!(seen["headers"]["x-own"], "yes");
        let (media, body) = match method {
            "PATCH" => (json!("application/json"), r#"["text"]"#),
            "POST" | "PUT" => (json!("text/x"), "text"),
            _ => (Value::Null, ""),
        };
        assert_eq!(seen["headers"]["content-type"], media, "{method}");
        assert_eq!(seen["body"], body, "{method}");
    }
}

#[tokio::test]
async fn the_failures_of_an_application_are_replies_and_are_not_retried() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    for status in [204, 304, 400, 401, 403, 404, 418, 429, 500, 502, 503, 504] {
        let reply = port.get(format!("/status/{status}")).await.unwrap();
        assert_eq!(reply.status(), status);
        let text = reply.text().await.unwrap();
        let words = r#"{"error":"the application was asked for this"}"#;
        let empty = matches!(status, 204 | 304);
        assert_eq!(text, if empty { "" } else { words }, "{status}");
        assert_eq!(bench.take_passed(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_redirects_of_an_application_are_replies_and_are_not_followed() {
    let bench = Bench::start().await;
    let reply = bench.port(HTTP).get("/redirect").await.unwrap();
    assert_eq!(reply.status(), 302);
    assert_eq!(reply.headers()["location"], "/ping");
    assert_eq!(bench.passed(), 1);
}

#[tokio::test]
async fn a_body_streams() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    let reply = port.get("/stream").query("seconds", "5").await.unwrap();
    let mut body = reply.into_body();
    let first = body.next().await.unwrap().unwrap();
    assert_eq!(first, "line 1\n");
    let rest = body.bytes().await.unwrap();
    assert_eq!(rest, "line 2\nline 3\nline 4\nline 5\n");
}

#[test]
fn the_same_from_a_plain_thread() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let port = bench.port(HTTP);
    let reply = port.get("/ping").blocking().unwrap();
    assert_eq!(reply.text().blocking().unwrap(), r#"{"status":"ok"}"#);
    let reply = port
        .get("/stream")
        .query("seconds", "3")
        .blocking()
        .unwrap();
    let chunks = reply.into_body().blocking_iter().unwrap();
    let whole: Vec<u8> = chunks.flat_map(|chunk| chunk.unwrap()).collect();
    assert_eq!(whole, b"line 1\nline 2\nline 3\n");
}
