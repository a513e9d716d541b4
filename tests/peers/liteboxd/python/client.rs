//! The client. Contract: §6.

use quintet::liteboxd::{Client, SandboxStatus};
use serde_json::json;

use super::sandbox;
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, Script, builder, reply, send};

fn answers(lines: &str, body: &str) -> Script {
    let lines = format!("{lines}\ncontent-type: application/json");
    vec![Request, send(reply(&lines, body))]
}

async fn server(status: &str, body: &str) -> RawServer {
    RawServer::start([answers(status, body)]).await
}

fn client(server: &RawServer) -> Client {
    builder(server.url()).build().unwrap()
}

/// The only request, once the client is gone.
async fn only(server: RawServer) -> Received {
    let mut received = server.finish().await;
    assert_eq!(received.len(), 1, "{received:#?}");
    received.remove(0)
}

#[tokio::test]
async fn creation() {
    let server = server("200 OK", r#"{"items":[]}"#).await;
    let base = format!("{}/behind/a/proxy/api/v1", server.url());
    let client = builder(&base).build().unwrap();
    client.sandboxes().list().await.unwrap();
    drop(client);
    let address = server.address().to_string();
    let request = only(server).await;
    assert_eq!(request.target, "/behind/a/proxy/api/v1/sandboxes");
    assert_eq!(request.header("host"), Some(&*address));
}

#[tokio::test]
async fn with_auth_token() {
    let server = server("200 OK", r#"{"items":[]}"#).await;
    let client = builder(server.url()).token("test-token").build().unwrap();
    client.sandboxes().list().await.unwrap();
    drop(client);
    let request = only(server).await;
    assert_eq!(request.header("authorization"), Some("Bearer test-token"));
}

/// The client has no `close`: its connections end with its last clone.
#[tokio::test]
async fn context_manager() {
    let server = server("200 OK", r#"{"items":[]}"#).await;
    {
        let client = client(&server);
        let sandboxes = client.clone().sandboxes();
        sandboxes.list().await.unwrap();
    }
    // Only returns when all connections are closed.
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test]
async fn services_available() {
    let empty = r#"{"items":[],"total":0,"page":1,"pageSize":20}"#;
    let server = server("200 OK", empty).await;
    let client = client(&server);
    client.sandboxes().list().await.unwrap();
    client.templates().list().await.unwrap();
    client.prepulls().list().await.unwrap();
    client.import_export().export_all().await.unwrap();
    drop(client);
    let received = server.finish().await;
    let targets: Vec<&str> = received.iter().map(|one| &*one.target).collect();
    assert_eq!(
        targets,
        [
            "/api/v1/sandboxes",
            "/api/v1/templates?page=1&pageSize=20",
            "/api/v1/images/prepull",
            "/api/v1/templates?page=1&pageSize=100",
        ]
    );
}

#[tokio::test]
async fn get_request() {
    let server = server("200 OK", &sandbox("running").to_string()).await;
    let read = client(&server).sandboxes().get("a1b2c3d4").await.unwrap();
    assert_eq!(
        (&*read.id, read.status),
        ("a1b2c3d4", SandboxStatus::Running)
    );
    let request = only(server).await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("GET", "/api/v1/sandboxes/a1b2c3d4")
    );
    assert_eq!(request.header("authorization"), None);
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn post_request() {
    let server = server("201 Created", &sandbox("pending").to_string()).await;
    let created = client(&server).sandboxes().create("python").await.unwrap();
    assert_eq!(created.id, "a1b2c3d4");
    let request = only(server).await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/api/v1/sandboxes")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({ "template": "python", "overrides": {} }));
}

#[tokio::test]
async fn delete_request() {
    let server = RawServer::start([vec![Request, send("HTTP/1.1 204 No Content\r\n\r\n")]]).await;
    let record = client(&server).sandboxes().delete("a1b2c3d4").await;
    assert!(record.unwrap().is_none());
    let request = only(server).await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("DELETE", "/api/v1/sandboxes/a1b2c3d4")
    );
}
