//! Downloads that break off go on where they stopped, over a new link. Contract: §4.

use std::time::Duration;

use futures_util::StreamExt;
use quintet::{Download, ErrorKind};
use tokio::time::advance;

use super::{FILE, LINK, cuts, files, gateway, gives, gives_rest, xml};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::builder;
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::{Close, Request, Reset, Silence};
use crate::support::raw_server::{RawServer, Script, head, reply, send};

const V1: &str = "\"v1\"";

/// What a store that plays these scripts was asked, and what became of the download.
async fn downloaded(
    scripts: impl IntoIterator<Item = Script>,
) -> (quintet::Result<String>, Vec<Received>) {
    let _frozen = Frozen::new();
    let store = RawServer::start(scripts).await;
    let gateway = gateway(&store).await;
    let files = files(&gateway);
    let download = files.download(FILE).await.unwrap();
    let content = download.bytes().await;
    drop(files);
    let content = content.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
    (content, store.finish().await)
}

/// What a request asked for: the number of its link, the range and its condition.
fn asked(request: &Received) -> (String, Option<&str>, Option<&str>) {
    let number = request.target.strip_prefix(LINK).unwrap().to_owned();
    (number, request.header("range"), request.header("if-range"))
}

#[tokio::test(start_paused = true)]
async fn a_whole_download_asks_once_and_for_all() {
    let (content, received) = downloaded([gives(V1, "0123456789")]).await;
    assert_eq!(content.unwrap(), "0123456789");
    assert_eq!(received.len(), 1);
    assert_eq!(asked(&received[0]), ("&n=1".to_owned(), None, None));
}

#[tokio::test(start_paused = true)]
async fn the_rest_is_asked_for_over_a_new_link() {
    let (content, received) = downloaded([cuts(V1, 10, "0123"), gives_rest(V1, 4, "456789")]).await;
    assert_eq!(content.unwrap(), "0123456789");
    assert_eq!(received.len(), 2);
    let expected = ("&n=2".to_owned(), Some("bytes=4-"), Some(V1));
    assert_eq!(asked(&received[1]), expected);
}

/// The rest of ten bytes from there, cut off again after `sent`.
fn cuts_rest(from: usize, sent: &str) -> Script {
    let lines = format!(
        "206 Partial Content\netag: {V1}\ncontent-range: bytes {from}-9/10\ncontent-length: {}",
        10 - from
    );
    vec![Request, send(head(&lines) + sent), Close]
}

#[tokio::test(start_paused = true)]
async fn it_may_break_off_more_than_once() {
    let scripts = [
        cuts(V1, 10, "0123"),
        cuts_rest(4, "4"),
        cuts_rest(5, ""),
        cuts_rest(5, "56"),
        gives_rest(V1, 7, "789"),
    ];
    let (content, received) = downloaded(scripts).await;
    assert_eq!(content.unwrap(), "0123456789");
    let ranges: Vec<_> = received
        .iter()
        .map(|one| one.header("range").unwrap_or("all"))
        .collect();
    assert_eq!(
        ranges,
        ["all", "bytes=4-", "bytes=5-", "bytes=5-", "bytes=7-"]
    );
}

/// A server may send less than the rest that it was asked for, and say so.
#[tokio::test(start_paused = true)]
async fn a_rest_that_comes_in_parts_is_put_together() {
    let part = |range: &str, bytes: &str| {
        let lines = format!("206 Partial Content\netag: {V1}\ncontent-range: bytes {range}");
        vec![Request, send(reply(&lines, bytes))]
    };
    for (first, second) in [("4-6/10", "7-9/10"), ("4-6/*", "7-9/*")] {
        let scripts = [
            cuts(V1, 10, "0123"),
            part(first, "456"),
            part(second, "789"),
        ];
        let (content, received) = downloaded(scripts).await;
        assert_eq!(content.unwrap(), "0123456789");
        assert_eq!(received[2].header("range"), Some("bytes=7-"));
    }
    // Nor does it go on for ever.
    let none = part("4-3/10", "");
    let (content, received) = downloaded([cuts(V1, 10, "0123"), none]).await;
    let error = content.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Transport, Some("get_object"))
    );
    assert!(error.message().contains("4 of 10 bytes"), "{error}");
    assert_eq!((error.request_id(), received.len()), (Some("req-7"), 1 + 4));
}

/// It must end some time, with the reason why it broke off.
#[tokio::test(start_paused = true)]
async fn a_store_that_always_breaks_off_is_given_up() {
    let (content, received) = downloaded([cuts(V1, 10, "0123"), cuts_rest(4, "")]).await;
    let error = content.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Transport, Some("get_object"))
    );
    assert_eq!(received.len(), 1 + 4);
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stands_still_goes_on_too() {
    let idle = Duration::from_secs(5);
    let _frozen = Frozen::new();
    let stalls = cuts(V1, 10, "0123")
        .into_iter()
        .take(2)
        .chain([Silence])
        .collect();
    let store = RawServer::start([stalls, gives_rest(V1, 4, "456789")]).await;
    let gateway = gateway(&store).await;
    let client = builder(gateway.url()).idle_timeout(idle).build().unwrap();
    let mut download = client.files().download(FILE).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "0123");
    let next = tokio::join!(download.next(), advance(idle)).0;
    assert_eq!(next.unwrap().unwrap(), "456789");
    assert!(download.next().await.is_none());
    assert_eq!(store.received().len(), 2);
}

/// Without a tag, or with one that says only that it is much the same, nobody knows whether the rest belongs to it.
#[tokio::test(start_paused = true)]
async fn without_a_strong_tag_nothing_is_put_together() {
    let length = "200 OK\ncontent-length: 10";
    for lines in [
        length.to_owned(),
        format!("{length}\netag: W/\"v1\""),
        format!("{length}\netag: v1"),
        format!("{length}\netag: {V1}\naccept-ranges: none"),
    ] {
        let cut = vec![Request, send(head(&lines) + "0123"), Close];
        let (content, received) = downloaded([cut, gives_rest(V1, 4, "456789")]).await;
        assert_eq!(content.unwrap_err().kind(), ErrorKind::Transport, "{lines}");
        assert_eq!(received.len(), 1, "{lines}");
    }
}

/// A store that knows no ranges sends all again, and what is there already is left out.
#[tokio::test(start_paused = true)]
async fn a_store_without_ranges_sends_all_again() {
    let (content, received) = downloaded([cuts(V1, 10, "0123"), gives(V1, "0123456789")]).await;
    assert_eq!(content.unwrap(), "0123456789");
    assert_eq!(received.len(), 2);
    // Also when that breaks off before it is as far, and goes on behind it.
    let scripts = [
        cuts(V1, 10, "0123"),
        cuts(V1, 10, "01"),
        gives(V1, "0123456789"),
    ];
    let (content, _) = downloaded(scripts).await;
    assert_eq!(content.unwrap(), "0123456789");
}

/// The store that holds the object may be another one than the link says; its redirect asks for all of it.
#[tokio::test(start_paused = true)]
async fn a_redirect_on_the_way_to_the_rest_is_followed() {
    let _frozen = Frozen::new();
    let third = RawServer::start([gives(V1, "0123456789")]).await;
    let lines = format!("307 Temporary Redirect\nlocation: {}/moved", third.url());
    let leads = vec![Request, send(reply(&lines, ""))];
    let store = RawServer::start([cuts(V1, 10, "0123"), leads]).await;
    let gateway = gateway(&store).await;
    let download = files(&gateway).download(FILE).await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), "0123456789");
}

/// What keeps it from going on explains less than why it broke off.
#[tokio::test(start_paused = true)]
async fn when_it_cannot_go_on_the_first_reason_is_told() {
    let refusals: [Script; 4] = [
        xml("403 Forbidden", "AccessDenied", "Request has expired"),
        xml("404 Not Found", "NoSuchKey", "Gone"),
        xml("416 Range Not Satisfiable", "InvalidRange", "Shorter"),
        vec![Request, Reset],
    ];
    for refusal in refusals {
        let (content, _) = downloaded([cuts(V1, 10, "0123"), refusal]).await;
        let error = content.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Transport, Some("get_object"))
        );
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    }
}

/// Nothing is sent when nobody reads, and nothing after it is dropped.
#[tokio::test(start_paused = true)]
async fn only_who_reads_makes_it_go_on() {
    let _frozen = Frozen::new();
    let store = RawServer::start([cuts(V1, 10, "0123"), gives_rest(V1, 4, "456789")]).await;
    let gateway = gateway(&store).await;
    let files = files(&gateway);
    let mut download: Download = files.download(FILE).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "0123");
    drop((download, files));
    assert_eq!(store.finish().await.len(), 1);
    assert_eq!(gateway.finish().await.len(), 1);
}
