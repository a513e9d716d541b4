//! Files that go over signed links to another server: who sees what, what breaks, and what is left of it.
//! Contract: §1.5, §4, §8 (4, 5, 6).

mod changed;
mod link;
mod origins;
mod refusals;
mod resume;
mod save;
mod simulated;
mod upload;
mod upload_length;

use http::HeaderMap;
use quintet::gateway::Files;
use serde_json::json;

use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, Script, head, reply, send};

/// The file of these tests, as runs take it.
const FILE: &str = "s3://bucket/a b.txt";

/// Path and query of its link; each test that needs several adds a number.
const LINK: &str =
    "/bucket/a%20b.txt?X-Amz-Expires=3600&X-Amz-Signature=0123456789abcdef0123456789abcdef";

/// The gateway signs a link for reading.
fn signs(store: &RawServer, number: usize) -> Script {
    let link = format!("{}{LINK}&n={number}", store.url());
    answers("200 OK", &json!({ "presigned_url": link }).to_string())
}

/// The gateway signs a link for writing.
fn signs_upload(store: &RawServer) -> Script {
    let link = format!("{}{LINK}", store.url());
    let target = json!({ "upload_url": link, "s3_url": FILE });
    answers("200 OK", &target.to_string())
}

/// A gateway whose links lead to this store; the second one is not the first.
async fn gateway(store: &RawServer) -> RawServer {
    RawServer::start((1..10).map(|number| signs(store, number))).await
}

fn files(gateway: &RawServer) -> Files {
    client(gateway.url()).files()
}

/// The store gives an object of this tag.
fn gives(tag: &str, body: &str) -> Script {
    let lines = format!("200 OK\naccept-ranges: bytes\netag: {tag}");
    vec![Request, send(reply(&lines, body))]
}

/// The same, cut off after `sent` of the object's `length` bytes.
fn cuts(tag: &str, length: usize, sent: &str) -> Script {
    let lines = format!("200 OK\naccept-ranges: bytes\netag: {tag}\ncontent-length: {length}");
    vec![Request, send(head(&lines) + sent), Close]
}

/// The store gives the rest of an object of ten bytes.
fn gives_rest(tag: &str, from: usize, rest: &str) -> Script {
    let lines = format!("206 Partial Content\netag: {tag}\ncontent-range: bytes {from}-9/10");
    vec![Request, send(reply(&lines, rest))]
}

/// An error of an object store.
fn xml(status: &str, code: &str, message: &str) -> Script {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    let lines = format!("{status}\ncontent-type: application/xml");
    vec![Request, send(reply(&lines, body))]
}

/// The names of the headers, sorted.
fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}
