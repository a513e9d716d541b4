//! The server, which answers with canned JSON.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use axum::body::{Body, to_bytes};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::clock;

/// Says where it listens, and serves.
pub(crate) fn listen() {
    clock::runtime().block_on(accept());
}

async fn accept() {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .await
        .expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        stream.set_nodelay(true).expect("an open connection");
        connections.spawn(
            http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)),
        );
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let reply = match *request.method() {
        Method::GET => SANDBOX,
        _ => RESULT,
    };
    to_bytes(Body::new(request.into_body()), 64 * 1024)
        .await
        .expect("the request's body");
    let mut response = Response::new(Body::from(reply));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Ok(response)
}

const RESULT: &str = r#"{"exit_code":0,"stdout":"done\n","stderr":""}"#;

const SANDBOX: &str = r#"{"id":"a1b2c3d4","template":"python-data-science","templateVersion":3,"image":"registry.example/python:3.12-slim","cpu":"500m","memory":"512Mi","ttl":3600,"env":{"LANG":"C.UTF-8","MODE":"bench"},"status":"running","lifecycle_status":"running","desired_state":"active","status_reason":"","runtimeKind":"pod","runtimeName":"sandbox-a1b2c3d4","pod_phase":"Running","pod_ip":"10.42.0.17","created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:05:06Z","last_seen_at":"2026-01-02T03:05:06Z","expires_at":"2026-01-02T04:04:05Z","accessToken":"0123456789abcdef0123456789abcdef0123456789abcdef","accessUrl":"http://localhost:8080/sandboxes/a1b2c3d4/ports/8000"}"#;
