//! Signed links lead to another origin, which must see nothing that is the gateway's. Contract: §2, §4.

use quintet::gateway::{Client, Gateway};
use quintet::sim::Fault;
use quintet::sim::gateway::Simulator;
use quintet::{Builder, ErrorKind, Upload};
use serde_json::json;

use super::{FILE, LINK, cuts, gateway, gives, gives_rest, names, signs_upload};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{answers, bare};
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, Script, reply, send};

/// In everything that only the gateway may see.
const OWN: &str = "gateways-own";

/// A client with something of its own in every place.
fn dressed(builder: Builder<Gateway>) -> Client {
    let builder = builder.header("x-client", OWN).header("cookie", OWN);
    builder.build().unwrap()
}

fn with_token(gateway: &RawServer) -> Client {
    dressed(bare(gateway.url()).token(OWN))
}

/// Fails when a request shows more than what HTTP needs.
#[track_caller]
fn check_bare(request: &Received, expected: &[&str]) {
    assert_eq!(names(&request.headers), expected, "{request:#?}");
    let shown = format!("{request:?} {}", String::from_utf8_lossy(&request.body));
    assert!(!shown.contains(OWN), "{shown}");
}

fn to(location: &str) -> Script {
    let lines = format!("307 Temporary Redirect\nlocation: {location}");
    vec![Request, send(reply(&lines, ""))]
}

#[tokio::test(start_paused = true)]
async fn a_download_shows_the_store_nothing() {
    let _frozen = Frozen::new();
    let store = RawServer::start([
        cuts("\"v1\"", 10, "0123"),
        gives_rest("\"v1\"", 4, "456789"),
    ])
    .await;
    let gateway = gateway(&store).await;
    let client = with_token(&gateway);
    let call = client.files().download(FILE).header("x-call", OWN);
    let content = call.await.unwrap().bytes().await.unwrap();
    assert_eq!(content, "0123456789");
    drop(client);
    let received = store.finish().await;
    check_bare(&received[0], &["accept", "host"]);
    check_bare(&received[1], &["accept", "host", "if-range", "range"]);
    // While the gateway sees all of it, each time.
    for request in gateway.finish().await {
        for name in ["x-internal-token", "x-client", "x-call", "cookie"] {
            assert_eq!(request.header(name), Some(OWN), "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_shows_the_store_nothing() {
    let _frozen = Frozen::new();
    let store = RawServer::start([vec![Request, send(reply("200 OK", ""))]]).await;
    let gateway = RawServer::start([signs_upload(&store)]).await;
    let client = with_token(&gateway);
    for (upload, expected) in [
        (
            Upload::from("abc").named("a b.txt"),
            &["accept", "content-length", "host"][..],
        ),
        (
            Upload::from("abc")
                .named("a b.txt")
                .media_type("text/plain"),
            &["accept", "content-length", "content-type", "host"],
        ),
    ] {
        let call = client
            .files()
            .upload_input_file(upload)
            .header("x-call", OWN);
        assert_eq!(call.await.unwrap(), FILE);
        check_bare(store.received().last().unwrap(), expected);
    }
    assert_eq!(store.received().len(), 2);
    let received = gateway.received();
    assert!(received.iter().all(|one| one.header("x-call") == Some(OWN)));
}

/// Whichever of the five credentials it is.
#[tokio::test(start_paused = true)]
async fn no_credential_is_shown_to_the_store() {
    let _frozen = Frozen::new();
    let store = RawServer::start([gives("\"v1\"", "0123")]).await;
    let link = format!("{}{LINK}", store.url());
    // One reply for both questions.
    let both = json!({ "presigned_url": link, "internal_token": format!("issued-{OWN}") });
    let gateway = RawServer::start([answers("200 OK", &both.to_string())]).await;
    let key = format!("sk-{OWN}");
    let builder = || bare(gateway.url());
    let clients = [
        builder().token(OWN),
        builder().api_key(key.as_str()),
        builder().whitelist(),
        builder().legacy_jwt(OWN),
        builder().legacy_api_key(key.as_str()),
    ];
    for (number, client) in clients.into_iter().enumerate() {
        let client = dressed(client);
        let download = client.files().download(FILE).await.unwrap();
        assert_eq!(download.bytes().await.unwrap(), "0123");
        check_bare(&store.received()[number], &["accept", "host"]);
    }
    // They did go where they belong.
    let received = gateway.received();
    let credentials: Vec<_> = ["x-internal-token", "authorization", "x-api-key"]
        .iter()
        .map(|name| {
            received
                .iter()
                .filter(|one| one.header(name).is_some())
                .count()
        })
        .collect();
    assert_eq!(credentials, [2, 2, 1]);
}

#[tokio::test(start_paused = true)]
async fn whoever_the_store_leads_to_sees_nothing_either() {
    let _frozen = Frozen::new();
    let third = RawServer::start([to("/second"), gives("\"v1\"", "0123")]).await;
    let store = RawServer::start([to(&format!("{}/first?x=1", third.url()))]).await;
    let gateway = gateway(&store).await;
    let client = with_token(&gateway);
    let call = client.files().download(FILE).header("x-call", OWN);
    assert_eq!(call.await.unwrap().bytes().await.unwrap(), "0123");
    drop(client);
    let received = third.finish().await;
    let targets: Vec<_> = received.iter().map(|one| &*one.target).collect();
    assert_eq!(targets, ["/first?x=1", "/second"]);
    for request in &received {
        // Not even where it came from, which was signed.
        check_bare(request, &["accept", "host"]);
    }
}

async fn simulated() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    simulator.put_object(FILE, "0123");
    let builder = bare(&simulator.base_url()).token(simulator.token());
    (simulator, dressed(builder))
}

/// The last request to the gateway, which came without anything of its own.
fn check_stranger(simulator: &Simulator, path: &str) {
    let requests = simulator.requests();
    let last = requests.last().unwrap();
    assert_eq!(last.path().split('?').next(), Some(path));
    assert_eq!(names(last.headers()), ["accept", "host"]);
}

/// A store could otherwise have the client call the gateway in its own name.
#[tokio::test]
async fn a_way_back_to_the_gateway_has_no_credential() {
    let (simulator, client) = simulated().await;
    let back = format!("{}/health", simulator.base_url());
    simulator.inject_store(Fault::redirect(back));
    let download = client.files().download(FILE).await.unwrap();
    download.bytes().await.unwrap();
    check_stranger(&simulator, "/health");
}

/// Gateway and store may be behind one address; a signed link is signed all the same.
#[tokio::test]
async fn a_store_at_the_gateways_own_address_sees_nothing_either() {
    let (simulator, client) = simulated().await;
    simulator.set_public_store_url(&simulator.base_url());
    let error = client.files().download(FILE).await.unwrap_err();
    assert_eq!(error.operation(), Some("get_object"), "{error}");
    check_stranger(&simulator, "/bucket/a%20b.txt");
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_not_sent_to_where_the_store_leads() {
    let _frozen = Frozen::new();
    let third = RawServer::start([vec![Request, send(reply("200 OK", ""))]]).await;
    let store = RawServer::start([to(&format!("{}/elsewhere?key=signed", third.url()))]).await;
    let gateway = RawServer::start([signs_upload(&store)]).await;
    let client = with_token(&gateway);
    let upload = Upload::from("abc").named("a.txt");
    let error = client.files().upload_input_file(upload).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Redirect, Some("put_object"))
    );
    assert!(
        error
            .message()
            .contains(&format!("{}/elsewhere", third.url())),
        "{error}"
    );
    assert!(!error.message().contains("signed"), "{error}");
    drop(client);
    assert_eq!(store.finish().await.len(), 1);
    assert!(third.finish().await.is_empty());
}
