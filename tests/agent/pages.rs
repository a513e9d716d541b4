//! Lists in pages: followed at the list's own URL, and nowhere else.

use futures_util::StreamExt;
use quintet::ErrorKind;
use quintet::synapse::Client;

use super::{client, json, lines};
use crate::support::raw_server::RawServer;
use crate::support::resolver::{self, Places};

fn page(next: &str, ids: &[i64]) -> String {
    let results: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    let results = results.join(",");
    format!(r#"{{"count":3,"next":{next},"previous":null,"results":[{results}]}}"#)
}

#[tokio::test]
async fn each_page_names_the_next() {
    // The URL of the server is known when it listens, so the pages name theirs without it.
    let server = RawServer::start([
        json(
            "200 OK",
            &page(r#""/containers/?cursor=b%2Fc&status=running""#, &[1, 2]),
        ),
        json("200 OK", &page(r#""?cursor=d""#, &[])),
        json("200 OK", &page("null", &[3])),
    ])
    .await;
    let containers = client(&server).containers();
    let all = containers.list().status("running").all().await.unwrap();
    let ids: Vec<_> = all.iter().map(|container| container.id).collect();
    assert_eq!(ids, [Some(1), Some(2), Some(3)]);
    assert_eq!(
        lines(&server),
        [
            "GET /containers/?page_size=100&status=running",
            "GET /containers/?cursor=b%2Fc&status=running",
            "GET /containers/?cursor=d"
        ]
    );
    for request in server.received() {
        assert_eq!(request.header("authorization"), Some("canary-agent"));
    }
}

#[tokio::test]
async fn a_whole_url_is_followed_to_the_same_server_only() {
    for (server, requests) in [
        (resolver::URL, 2),
        ("http://user:pass@sandboxes.localhost", 2),
        ("http://elsewhere.localhost", 1),
        ("https://sandboxes.localhost", 1),
        ("http://sandboxes.localhost:8100", 1),
    ] {
        let first = page(&format!(r#""{server}/plugin_releases/?page=2""#), &[1]);
        let last = page("null", &[2]);
        let server = RawServer::start([json("200 OK", &first), json("200 OK", &last)]).await;
        // Every name leads to this server, so that a request to another origin would be seen.
        let places = Places::new([server.address()]);
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]);
        let client = Client::builder()
            .base_url(resolver::URL)
            .token("canary-agent")
            .http_client(http.dns_resolver(places));
        let all = client.build().unwrap().plugins().list().all().await;
        assert_eq!(all.map(|all| all.len()).ok(), (requests == 2).then_some(2));
        let received = server.received();
        assert_eq!(received.len(), requests);
        for request in received {
            assert_eq!(request.header("authorization"), Some("canary-agent"));
        }
    }
}

#[tokio::test]
async fn nothing_is_followed_to_another_path() {
    for next in [
        "/system/restart/",
        "../jobs/",
        "//elsewhere.example/plugin_releases/",
    ] {
        let server = RawServer::start([json("200 OK", &page(&format!(r#""{next}""#), &[1]))]).await;
        let items = client(&server).plugins().list().items();
        let items: Vec<_> = items.collect().await;
        let [Ok(first), Err(error)] = &items[..] else {
            panic!("{items:?}");
        };
        assert_eq!(first.lookup().as_deref(), Some("1"));
        assert_eq!(error.kind(), ErrorKind::Redirect, "{next}");
        assert_eq!(error.operation(), Some("list_plugin_releases"));
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn a_list_that_goes_in_circles_ends() {
    let server = RawServer::start([json("200 OK", &page(r#""?page=2""#, &[1]))]).await;
    let error = client(&server).plugins().list().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(server.received().len() < 4);
}
