use super::super::Simulator;
use super::super::testing::{body, raw};
use crate::sim::Fault;

fn get(path: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Internal-Token: quintet-sim\r\n\r\n"
    )
    .into_bytes()
}

/// A request without any credential.
fn bare(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").into_bytes()
}

fn status(reply: &str) -> &str {
    reply.split(' ').nth(1).unwrap_or_default()
}

/// The presigned URL of the seeded video, without its root.
async fn presigned(simulator: &Simulator) -> (String, String) {
    let path = "/internal/files/download?s3_url=s3%3A%2F%2Fbucket%2Finput.mp4&mode=presigned";
    let reply = raw(&simulator.base_url(), &get(path)).await;
    let url = body(&reply)["presigned_url"].as_str().unwrap().to_owned();
    let at = url.find("/bucket/").unwrap();
    (url[..at].to_owned(), url[at..].to_owned())
}

#[tokio::test]
async fn credentials_come_and_go() {
    let simulator = Simulator::builder()
        .allow_whitelist()
        .start()
        .await
        .unwrap();
    let root = simulator.base_url();
    let path = "/v1/secrets";
    assert_eq!(status(&raw(&root, &bare(path)).await), "200");
    simulator.set_whitelisted(false);
    assert_eq!(status(&raw(&root, &bare(path)).await), "401");
    assert_eq!(status(&raw(&root, &get(path)).await), "200");
    simulator.set_forbidden(true);
    assert_eq!(status(&raw(&root, &get(path)).await), "403");
    simulator.revoke_token();
    assert_eq!(status(&raw(&root, &get(path)).await), "401");
}

#[tokio::test]
async fn presigned_urls_lead_where_they_are_told_to() {
    let builder = Simulator::builder().public_store_url("http://127.0.0.1:9/");
    let simulator = builder.start().await.unwrap();
    let (root, path) = presigned(&simulator).await;
    assert_eq!(root, "http://127.0.0.1:9");
    let reply = raw(&simulator.store_url(), &bare(&path)).await;
    assert_eq!(status(&reply), "200");
    simulator.set_public_store_url(&simulator.store_url());
    assert_eq!(presigned(&simulator).await.0, simulator.store_url());
}

#[tokio::test]
async fn the_store_is_spoilt_and_recorded_by_itself() {
    let simulator = Simulator::start().await.unwrap();
    let (root, path) = presigned(&simulator).await;
    simulator.inject_store(Fault::status(503));
    simulator.inject_store(Fault::truncate(3));
    let busy = raw(&root, &bare(&path)).await;
    assert_eq!(status(&busy), "503");
    assert!(busy.contains("<Code>SlowDown</Code>"), "{busy}");
    let short = raw(&root, &bare(&path)).await;
    assert!(
        short.contains("content-length: 7\r\n") && short.ends_with("\r\n\r\na v"),
        "{short}"
    );
    let with_token = raw(&root, &get(&path)).await;
    assert_eq!(status(&with_token), "400");
    assert_eq!(simulator.store_request_count("GET", "/bucket/input.mp4"), 3);
    assert_eq!(simulator.request_count("GET", "/bucket"), 0);
    simulator.clear_store_requests();
    assert!(simulator.store_requests().is_empty() && !simulator.requests().is_empty());
}

#[tokio::test]
async fn objects_are_put_and_removed() {
    let simulator = Simulator::start().await.unwrap();
    simulator.put_object("s3://bucket/a/b", "content");
    simulator.put_object("no S3 URL", "content");
    assert_eq!(
        simulator.object("s3://bucket/a/b").as_deref(),
        Some(&b"content"[..])
    );
    assert_eq!(simulator.objects().len(), 5);
    simulator.remove_object("s3://bucket/a/b");
    assert_eq!(simulator.object("s3://bucket/a/b"), None);
}

#[tokio::test]
async fn a_prefab_goes_down_and_comes_back() {
    let simulator = Simulator::start().await.unwrap();
    let body = r#"{"calls":[{"prefab_id":"test-kit","version":"1.0.0","function_name":"echo","inputs":{"parameters":{}}}]}"#;
    let request = format!(
        "POST /v1/run HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: sk-quintet-sim\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let run = async || {
        let reply = raw(&simulator.base_url(), request.as_bytes()).await;
        status(&reply).to_owned()
    };
    simulator.set_prefab_down("test-kit", true);
    assert_eq!(run().await, "503");
    simulator.set_prefab_down("test-kit", false);
    assert_eq!(run().await, "200");
    simulator.set_quota(Some(0));
    assert_eq!(run().await, "429");
    simulator.set_quota(None);
    assert_eq!(
        (
            run().await.as_str(),
            simulator.executions("test-kit", "echo")
        ),
        ("200", 2)
    );
    assert_eq!(simulator.most_runs_at_once(), 1);
    simulator.revoke_api_key();
    assert_eq!(run().await, "401");
}

#[tokio::test]
async fn stopping_closes_both_ports() {
    let simulator = Simulator::start().await.unwrap();
    let roots = [simulator.base_url(), simulator.store_url()];
    simulator.stop().await;
    for root in roots {
        let address = root.trim_start_matches("http://").to_owned();
        assert!(tokio::net::TcpStream::connect(address).await.is_err());
    }
}
