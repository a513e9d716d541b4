//! Redirects: followed without credentials, or refused.

mod gt8004;
mod loopai;
mod synapse;

use quintet::liteboxd::Client;
use quintet::{ErrorKind, RetryPolicy};

use crate::support::frozen::Frozen;
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{self, RawServer, Script, reply, send};

const TOKEN: &str = "lbxk_canary";

/// What may go to the server's own origin only.
const OWN: [&str; 4] = ["authorization", "cookie", "x-client", "x-call"];

const SANDBOX: &str = r#"{"id":"a1b2c3d4","image":"i","cpu":"1","memory":"1Gi","ttl":0,"status":"running",
"created_at":"2026-04-03T10:00:00Z","expires_at":"2026-04-03T11:00:00Z"}"#;

fn to(location: &str) -> Script {
    vec![
        Request,
        send(reply(
            &format!("307 Temporary Redirect\nlocation: {location}"),
            "",
        )),
    ]
}

fn answer() -> Script {
    answered(SANDBOX)
}

fn answered(body: &str) -> Script {
    vec![Request, send(reply("200 OK", body))]
}

fn client(server: &RawServer) -> Client {
    raw_server::builder(server.url())
        .token(TOKEN)
        .header("cookie", "session=1")
        .header("x-client", "1")
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

async fn get(server: &RawServer) -> quintet::Result<quintet::Response<quintet::liteboxd::Sandbox>> {
    client(server)
        .sandboxes()
        .get("a1b2c3d4")
        .header("x-call", "1")
        .response()
        .await
}

/// Whether a request carried all or none of what is the server's own.
fn is_dressed(request: &Received) -> bool {
    let carried: Vec<_> = OWN
        .iter()
        .filter(|name| request.header(name).is_some())
        .collect();
    assert!(
        carried.is_empty() || carried.len() == OWN.len(),
        "{} carries only {carried:?}",
        request.target
    );
    !carried.is_empty()
}

#[tokio::test(start_paused = true)]
async fn to_the_same_origin_everything_goes_along() {
    let _frozen = Frozen::new();
    let server = RawServer::start([to("../elsewhere?page=2"), to("/last"), answer()]).await;
    let response = get(&server).await.unwrap();
    assert_eq!(
        (response.attempts(), response.value().id.as_str()),
        (1, "a1b2c3d4")
    );
    let received = server.finish().await;
    let targets: Vec<_> = received
        .iter()
        .map(|request| request.target.as_str())
        .collect();
    assert_eq!(
        targets,
        [
            "/api/v1/sandboxes/a1b2c3d4",
            "/api/v1/elsewhere?page=2",
            "/last"
        ]
    );
    for request in &received {
        assert!(is_dressed(request), "{}", request.target);
        assert_eq!(request.header("authorization"), Some("Bearer lbxk_canary"));
    }
}

#[tokio::test(start_paused = true)]
async fn to_another_origin_nothing_goes_along() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answer()]).await;
    let server = RawServer::start([to(&format!("{}/elsewhere", other.url()))]).await;
    get(&server).await.unwrap();
    let received = other.finish().await;
    assert_eq!((received.len(), received[0].method.as_str()), (1, "GET"));
    assert!(!is_dressed(&received[0]));
    assert_eq!(received[0].header("referer"), None);
    assert!(is_dressed(&server.finish().await[0]));
}

#[tokio::test(start_paused = true)]
async fn within_another_origin_nothing_goes_along_either() {
    let _frozen = Frozen::new();
    let other = RawServer::start([to("/second"), to("/third"), answer()]).await;
    let server = RawServer::start([to(&format!("{}/first", other.url()))]).await;
    get(&server).await.unwrap();
    let received = other.finish().await;
    assert_eq!(received.len(), 3);
    for request in &received {
        assert!(
            !is_dressed(request),
            "{} has the credential",
            request.target
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_read_is_never_sent_on() {
    let _frozen = Frozen::new();
    let other = RawServer::start([answer()]).await;
    let server = RawServer::start([to(&format!("{}/elsewhere", other.url()))]).await;
    let sandboxes = client(&server).sandboxes();
    let id = "a1b2c3d4";
    let refused = [
        sandboxes.create("python").await.unwrap_err(),
        sandboxes.execute(id, ["true"]).await.unwrap_err(),
        sandboxes.upload(id, "/x", "content").await.unwrap_err(),
        sandboxes.stop(id).await.unwrap_err(),
        sandboxes.delete(id).await.unwrap_err(),
    ];
    drop(sandboxes);
    for error in &refused {
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Redirect, 1),
            "{error}"
        );
        assert!(error.message().contains(other.url()), "where to: {error}");
    }
    assert_eq!(server.finish().await.len(), refused.len());
    assert!(other.finish().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn ten_redirects_are_followed_and_no_more() {
    let _frozen = Frozen::new();
    for (redirects, works) in [(10, true), (11, false)] {
        let mut scripts = vec![to("/next"); redirects];
        scripts.push(answer());
        let server = RawServer::start(scripts).await;
        match get(&server).await {
            Ok(response) => assert!(works && response.attempts() == 1),
            Err(error) => assert!(!works && error.kind() == ErrorKind::Redirect, "{error}"),
        }
        assert_eq!(server.finish().await.len(), 11);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_begins_at_the_servers_own_origin() {
    let _frozen = Frozen::new();
    let unavailable = vec![
        Request,
        send(reply("503 Service Unavailable\nretry-after: 0", "")),
    ];
    let other = RawServer::start([unavailable, answer()]).await;
    let server = RawServer::start([to(&format!("{}/elsewhere", other.url()))]).await;
    let policy = RetryPolicy::default().max_delay(std::time::Duration::ZERO);
    let sandboxes = client(&server).sandboxes();
    let response = sandboxes
        .get("a1b2c3d4")
        .retry(policy)
        .response()
        .await
        .unwrap();
    assert_eq!(response.attempts(), 2);
    drop(sandboxes);
    assert_eq!(
        (server.finish().await.len(), other.finish().await.len()),
        (2, 2)
    );
}

#[tokio::test(start_paused = true)]
async fn a_download_is_followed_like_any_read() {
    let _frozen = Frozen::new();
    let other = RawServer::start([vec![Request, send(reply("200 OK", "content"))]]).await;
    let server = RawServer::start([to(&format!("{}/elsewhere", other.url()))]).await;
    let download = client(&server)
        .sandboxes()
        .download("a1b2c3d4", "/x")
        .await
        .unwrap();
    assert_eq!(download.bytes().await.unwrap(), "content");
    assert!(!is_dressed(&other.finish().await[0]));
}
