//! What every request passes, and the bytes that the published client sends.

use serde_json::json;
use tokio::io::AsyncReadExt as _;

use super::Simulator;
use super::testing::{Server, body, connect, raw};
use crate::sim::{Ending, Fault};

#[tokio::test(start_paused = true)]
async fn it_speaks_as_fastapi_does() {
    let server = Server::new();
    let unknown = server.send("GET", "/v1/internal/files/list", &[], "").await;
    assert_eq!(
        (unknown.status, unknown.detail()),
        (404, json!("Not Found"))
    );

    let verb = server.send("GET", "/v1/internal/run", &[], "").await;
    let detail = json!("Method Not Allowed");
    assert_eq!((verb.status, verb.detail()), (405, detail));
    assert_eq!(verb.header("allow"), "POST");

    let headers = [("host", "a.b:1")];
    let slash = server.send("GET", "/health/?x=1", &headers, "").await;
    assert_eq!((slash.status, slash.text.as_str()), (307, ""));
    assert_eq!(slash.header("location"), "http://a.b:1/health?x=1");
}

#[tokio::test(start_paused = true)]
async fn anybody_may_ask_how_it_is() {
    let server = Server::new();
    let health = server.send("GET", "/health", &[], "").await;
    assert_eq!(
        health.json(),
        json!({ "status": "healthy", "version": "1.0.0" })
    );
    let info = server.send("GET", "/", &[], "").await;
    assert_eq!(
        info.json(),
        json!({ "name": "Prefab Gateway", "version": "1.0.0", "status": "running" })
    );
}

async fn start() -> Simulator {
    Simulator::builder()
        .time_scale(1000.0)
        .start()
        .await
        .unwrap()
}

/// A request with a JSON body, as the client sends it.
fn post(path: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: gateway\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\n\
         Connection: close\r\nUser-Agent: python-httpx/0.28.1\r\nContent-Type: application/json\r\n\
         X-Internal-Token: quintet-sim\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn run(prefab: &str, function: &str, inputs: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"calls":[{{"prefab_id":"{prefab}","version":"1.0.0","function_name":"{function}","inputs":{inputs}}}]}}"#
    );
    post("/v1/internal/run", &body)
}

#[tokio::test]
async fn a_run_as_captured() {
    let simulator = start().await;
    let inputs = r#"{"parameters":{},"files":{"video":["s3://bucket/input.mp4"]}}"#;
    let request = run("video-processor", "extract_audio", inputs);
    let reply = raw(&simulator.base_url(), &request).await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(
        reply.contains("content-type: application/json\r\n"),
        "{reply}"
    );
    let audio = body(&reply)["results"][0]["output"]["files"]["audio"][0].clone();
    let content = simulator.object(audio.as_str().unwrap());
    assert_eq!(content.as_deref(), Some(&b"audio:a video"[..]));
    assert_eq!(simulator.executions("video-processor", "extract_audio"), 1);
}

#[tokio::test]
async fn an_exchange_as_captured() {
    let simulator = start().await;
    let request = "POST /v1/auth/convert_to_internal_token HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\
                   Authorization: Bearer sk-quintet-sim\r\nContent-Length: 0\r\n\r\n";
    let reply = raw(&simulator.base_url(), request.as_bytes()).await;
    assert!(body(&reply)["internal_token"].is_string(), "{reply}");
}

#[tokio::test]
async fn an_upload_as_captured() {
    let simulator = start().await;
    let form = "--b0\r\nContent-Disposition: form-data; name=\"ttl\"\r\n\r\n3600\r\n\
                --b0\r\nContent-Disposition: form-data; name=\"session_id\"\r\n\r\ns 1\r\n\
                --b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b \u{e9}.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nabc\r\n--b0--\r\n";
    let head = format!(
        "POST /internal/files/upload_temp HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\
         X-Internal-Token: quintet-sim\r\nContent-Type: multipart/form-data; boundary=b0\r\n\
         Content-Length: {}\r\n\r\n",
        form.len()
    );
    let reply = raw(&simulator.base_url(), (head + form).as_bytes()).await;
    let uploaded = body(&reply);
    assert_eq!(uploaded["filename"], "a %22b \u{e9}.txt");
    let url = uploaded["s3_url"].as_str().unwrap();
    assert!(url.contains("/user123/agent456/s 1/"), "{url}");
    assert_eq!(simulator.object(url).as_deref(), Some(&b"abc"[..]));
}

#[tokio::test]
async fn an_input_goes_to_another_origin() {
    let simulator = start().await;
    let request = post(
        "/internal/files/generate_upload_url",
        r#"{"filename":"a b.txt","content_type":null}"#,
    );
    let target = body(&raw(&simulator.base_url(), &request).await);
    let url = target["upload_url"].as_str().unwrap();
    let path = url.strip_prefix(&simulator.store_url()).unwrap();
    assert_ne!(simulator.store_url(), simulator.base_url());
    let put = format!(
        "PUT {path} HTTP/1.1\r\nHost: store\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
    );
    let reply = raw(&simulator.store_url(), put.as_bytes()).await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    let s3_url = target["s3_url"].as_str().unwrap();
    assert_eq!(simulator.object(s3_url).as_deref(), Some(&b"abc"[..]));
    assert_eq!(
        simulator.store_request_count("PUT", "/bucket/prefab-inputs"),
        1
    );
    let seen = &simulator.store_requests()[0];
    assert!(!seen.headers().contains_key("x-internal-token"));

    let chunked = format!(
        "PUT {path} HTTP/1.1\r\nHost: store\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    );
    let refused = raw(&simulator.store_url(), chunked.as_bytes()).await;
    assert!(refused.starts_with("HTTP/1.1 501 "), "{refused}");
    let bare = format!("PUT {path} HTTP/1.1\r\nHost: store\r\nConnection: close\r\n\r\n");
    let refused = raw(&simulator.store_url(), bare.as_bytes()).await;
    assert!(refused.starts_with("HTTP/1.1 411 "), "{refused}");
}

#[tokio::test]
async fn each_event_is_a_chunk() {
    let simulator = start().await;
    let request = run("test-kit", "stream_unfinished", r#"{"parameters":{}}"#);
    let reply = raw(&simulator.base_url(), &request).await;
    assert!(reply.contains("transfer-encoding: chunked\r\n"), "{reply}");
    assert!(
        reply.ends_with(
            "\r\n\r\n25\r\ndata: {\"type\": \"start\", \"data\": {}}\n\n\r\n\
             29\r\ndata: {\"type\": \"content\", \"data\": \"He\"}\n\n\r\n0\r\n\r\n"
        ),
        "{reply:?}"
    );
}

#[tokio::test]
async fn a_stream_that_nobody_reads_is_noticed() {
    let simulator = start().await;
    let request = run("test-kit", "stream_endless", r#"{"parameters":{}}"#);
    let mut stream = connect(&simulator.base_url(), &request).await.unwrap();
    let mut received = Vec::new();
    while !String::from_utf8_lossy(&received).contains("\"2 \"") {
        assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0);
    }
    assert_eq!(simulator.streams().dropped, 0);
    drop(stream);
    simulator.until_streams_dropped(1).await;
    let counts = simulator.streams();
    assert_eq!((counts.begun, counts.finished, counts.dropped), (1, 0, 1));
}

#[tokio::test]
async fn streams_can_have_any_bytes() {
    let simulator = start().await;
    let chunks = [
        &b"\xef\xbb\xbfdata:{\"type\":\"con"[..],
        b"tent\",\"data\":\"\xc3",
        b"\xa9\"}\r\r",
    ];
    simulator.inject(Fault::chunks("text/event-stream", chunks).on("POST", "/v1/internal/run"));
    let request = run(
        "llm-client",
        "chat_stream",
        r#"{"parameters":{"messages":[]}}"#,
    );
    let reply = raw(&simulator.base_url(), &request).await;
    assert!(reply.contains("\r\n14\r\n\u{feff}data:"), "{reply:?}");
    assert!(reply.ends_with("\"}\r\r\r\n0\r\n\r\n"), "{reply:?}");
    let cut = Fault::chunks("text/event-stream", ["data: {\"type\""]).ending(Ending::Cut);
    simulator.inject(cut);
    let reply = raw(&simulator.base_url(), &request).await;
    assert!(reply.ends_with("data: {\"type\"\r\n"), "{reply:?}");
}
