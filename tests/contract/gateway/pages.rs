//! Lists in pages. Contract: §1.5, §4.

use futures_util::{StreamExt as _, TryStreamExt as _};
use quintet::gateway::{Client, FileInfo};
use quintet::sim::Fault;
use quintet::sim::gateway::LastPage;
use quintet::{Error, ErrorKind};
use serde_json::{Value, json};

use super::stage::Stage;

const LIST: &str = "/internal/files/list";
const SESSION: &str = "s3://bucket/agent-workspace/user123/agent456/s-1";

/// Five temporary files of one session, and one of another.
async fn stocked() -> Stage {
    let stage = Stage::start().await;
    for name in ["a", "b é", "c%", "d+", "e"] {
        stage
            .simulator
            .put_object(&format!("{SESSION}/{name}"), "abc");
    }
    stage.simulator.put_object(&format!("{SESSION}0/f"), "abc");
    stage
}

fn names(files: &[FileInfo]) -> Vec<&str> {
    let name = |file: &'_ FileInfo| file.s3_url.rfind('/').unwrap() + 1;
    files
        .iter()
        .map(|file| &file.s3_url[name(file)..])
        .collect()
}

#[tokio::test]
async fn a_list_ends_however_the_last_page_says_so() {
    let stage = stocked().await;
    let files = stage.client.files();
    for last in [LastPage::Absent, LastPage::Null, LastPage::Empty] {
        stage.simulator.set_last_page(last);
        for (limit, sizes) in [(2, vec![2, 2, 1]), (5, vec![5]), (100, vec![5])] {
            stage.simulator.clear_requests();
            let call = files.list_temp_files().session("s-1").limit(limit);
            let pages: Vec<_> = call.clone().pages().try_collect().await.unwrap();
            assert_eq!(
                pages
                    .iter()
                    .map(|page| page.files.len())
                    .collect::<Vec<_>>(),
                sizes
            );
            let tokens = pages.iter().filter(|page| page.next_token.is_some());
            assert_eq!(tokens.count(), sizes.len() - 1, "{last:?}");
            // Each page is asked for once, within the session.
            let requests = stage.simulator.requests();
            assert_eq!(requests.len(), sizes.len());
            let asked = format!("limit={limit}&session_id=s-1");
            assert!(
                requests
                    .iter()
                    .all(|request| request.path().ends_with(&asked)),
                "{requests:#?}"
            );

            let all = call.clone().all().await.unwrap();
            assert_eq!(names(&all), ["a", "b é", "c%", "d+", "e"]);
            let items: Vec<_> = call.items().try_collect().await.unwrap();
            assert_eq!(names(&items), names(&all));
        }
        let none = files.list_temp_files().session("unheard-of").all().await;
        assert_eq!(none.unwrap().len(), 0);
    }
    stage.proxy.assert_clean();
}

/// Has the server answer so, page by page.
async fn canned(pages: &[Value]) -> (Stage, Client) {
    let stage = Stage::start().await;
    for page in pages {
        let fault = Fault::status(200).body("application/json", page.to_string());
        stage.simulator.inject(fault.on("GET", LIST));
    }
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    (stage, client)
}

fn page(name: &str, token: impl Into<Value>) -> Value {
    let token: Value = token.into();
    json!({ "files": [{ "s3_url": format!("s3://b/{name}") }], "next_token": token })
}

#[tokio::test]
async fn an_empty_page_with_a_token_is_not_the_last() {
    let empty = json!({ "files": [], "next_token": "1" });
    let (stage, client) = canned(&[empty, page("a", Value::Null)]).await;
    let all = client.files().list_files().all().await.unwrap();
    assert_eq!(names(&all), ["a"]);
    assert_eq!(
        stage.last().path(),
        "/internal/files/list?continuation_token=1&limit=100"
    );
}

/// What a list gives until it fails, and the failure.
async fn until_it_fails(client: &Client) -> (Vec<FileInfo>, Error) {
    let mut items = std::pin::pin!(client.files().list_files().items());
    let mut read = Vec::new();
    loop {
        match items.next().await.unwrap() {
            Ok(item) => read.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "it ends");
                return (read, error);
            }
        }
    }
}

#[tokio::test]
async fn a_list_that_goes_in_circles_is_an_error() {
    let page = |token: &str| page(token, token);
    let (stage, client) = canned(&[page("1"), page("1"), page("1")]).await;
    let (read, error) = until_it_fails(&client).await;
    assert_eq!(
        (names(&read), error.kind()),
        (vec!["1", "1"], ErrorKind::Decode)
    );
    assert_eq!(error.operation(), Some("list_files"));
    assert!(error.message().contains("the token \"1\" again"), "{error}");
    assert_eq!(stage.sent(), 2);

    let circle: Vec<_> = (0..12).map(|at| page(["1", "2", "3"][at % 3])).collect();
    let (stage, client) = canned(&circle).await;
    let (read, error) = until_it_fails(&client).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(stage.sent() < 12 && read.len() == stage.sent(), "{error}");
}

#[tokio::test]
async fn a_page_that_fails_ends_the_list_after_what_was_read() {
    let (stage, client) = canned(&[page("a", "1")]).await;
    stage.simulator.inject(Fault::status(403).on("GET", LIST));
    let (read, error) = until_it_fails(&client).await;
    assert_eq!(
        (names(&read), error.kind()),
        (vec!["a"], ErrorKind::Forbidden)
    );
    // A page that fails for a passing reason is asked for again, and only that page.
    let (stage, client) = canned(&[page("a", "1")]).await;
    stage.simulator.inject(Fault::reset().on("GET", LIST));
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", page("b", "").to_string()));
    let all = client.files().list_files().all().await.unwrap();
    assert_eq!((names(&all), stage.sent()), (vec!["a", "b"], 3));
}

#[tokio::test]
async fn a_file_may_be_nothing_but_its_url() {
    let (_stage, client) = canned(&[json!({ "files": [{ "s3_url": "s3://b/k" }] })]).await;
    let listed = client.files().list_files().await.unwrap();
    let file = &listed.files[0];
    assert_eq!(
        (&*file.s3_url, &file.key, file.size),
        ("s3://b/k", &None, None)
    );
    for wrong in [json!({}), json!({ "files": null }), json!([])] {
        let (_stage, client) = canned(std::slice::from_ref(&wrong)).await;
        let error = client.files().list_files().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{wrong}");
        assert_eq!(error.operation(), Some("list_files"));
    }
}
