//! Lists in pages: the token of the reply is not named as that of the request, and the last page may say that it is the last
//! in three ways. Contract: §4, §7.

use futures_util::TryStreamExt;
use quintet::sim::gateway::LastPage;
use quintet::{ErrorKind, Upload};
use serde_json::json;

use super::stage::Stage;
use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::RawServer;

#[tokio::test]
async fn every_way_to_say_that_it_is_the_last_page_ends_the_list() {
    let stage = Stage::start().await;
    let files = stage.client.files();
    // One is there already.
    for number in 0..4 {
        let upload = Upload::from("abc").named(format!("{number}.txt"));
        files.upload_file(upload).await.unwrap();
    }
    for last in [LastPage::Absent, LastPage::Null, LastPage::Empty] {
        stage.simulator.set_last_page(last);
        stage.simulator.clear_requests();
        let pages: Vec<_> = files
            .list_files()
            .limit(2)
            .pages()
            .try_collect()
            .await
            .unwrap();
        let sizes: Vec<_> = pages.iter().map(|page| page.files.len()).collect();
        assert_eq!(sizes, [2, 2, 1], "{last:?}");
        assert_eq!(pages[2].next_token, None, "{last:?}");
        let items: Vec<_> = files
            .list_files()
            .limit(2)
            .items()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(items.len(), 5);
        assert_eq!(files.list_files().all().await.unwrap().len(), 5);
        // One page that holds all, and one that is just full.
        assert_eq!(files.list_files().limit(5).all().await.unwrap().len(), 5);
        assert_eq!(files.list_temp_files().all().await.unwrap().len(), 0);
    }
}

/// The token goes back as it came, under the other name.
#[tokio::test]
async fn the_token_of_the_reply_is_the_one_of_the_next_request() {
    let page =
        |token| json!({ "files": [{ "s3_url": "s3://b/k" }], "next_token": token }).to_string();
    let server = RawServer::start([
        answers("200 OK", &page("a+b/c= &é")),
        answers("200 OK", &page("")),
    ])
    .await;
    let client = client(server.url());
    assert_eq!(client.files().list_files().all().await.unwrap().len(), 2);
    drop(client);
    let received = server.finish().await;
    let query = received[1].target.split_once('?').unwrap().1;
    assert!(
        query.contains("continuation_token=a%2Bb%2Fc%3D+%26%C3%A9"),
        "{query}"
    );
    assert!(
        query.contains("limit=100") && !query.contains("next_token"),
        "{query}"
    );
}

/// Nothing asks for ever: not for the first page again, nor round a circle.
#[tokio::test]
async fn a_list_that_leads_back_ends_with_an_error() {
    let page = |token: &str| {
        answers(
            "200 OK",
            &json!({ "files": [], "next_token": token }).to_string(),
        )
    };
    for scripts in [
        vec![page("a")],
        vec![page("a"), page("b"), page("a"), page("b"), page("a")],
    ] {
        let server = RawServer::start(scripts).await;
        let error = client(server.url())
            .files()
            .list_files()
            .all()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, Some("list_files")),
            "{error}"
        );
        assert!(server.received().len() < 10);
    }
}

/// Object stores filter after they have cut, so a page may be empty and not the last.
#[tokio::test]
async fn an_empty_page_is_not_the_last() {
    let empty = json!({ "files": [], "next_token": "t" }).to_string();
    let last = json!({ "files": [{ "s3_url": "s3://b/k", "size": 3 }] }).to_string();
    let server = RawServer::start([answers("200 OK", &empty), answers("200 OK", &last)]).await;
    let found = client(server.url())
        .files()
        .list_temp_files()
        .session("s")
        .all()
        .await
        .unwrap();
    assert_eq!((found.len(), found[0].size), (1, Some(3)));
    assert!(
        server
            .received()
            .iter()
            .all(|one| one.target.contains("session_id=s"))
    );
}
