//! Lists in pages, sessions and their end, and the latest version of a prefab. Contract: §1.5, §1.6, §4.

use futures_util::{StreamExt as _, TryStreamExt as _};
use quintet::gateway::{Client, FileInfo};
use quintet::sim::Fault;
use quintet::sim::gateway::LastPage;
use quintet::{Error, ErrorKind, Upload};
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

fn page(name: &str, token: Value) -> Value {
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
    let page = |token: &str| page(token, json!(token));
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
    let (stage, client) = canned(&[page("a", json!("1"))]).await;
    stage.simulator.inject(Fault::status(403).on("GET", LIST));
    let (read, error) = until_it_fails(&client).await;
    assert_eq!(
        (names(&read), error.kind()),
        (vec!["a"], ErrorKind::Forbidden)
    );
    // A page that fails for a passing reason is asked for again, and only that page.
    let (stage, client) = canned(&[page("a", json!("1"))]).await;
    stage.simulator.inject(Fault::reset().on("GET", LIST));
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", page("b", json!("")).to_string()));
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

#[tokio::test]
async fn the_end_of_a_session_is_that_of_its_files_and_of_no_others() {
    let stage = stocked().await;
    let files = stage.client.files();
    let session = files.session("s-1");
    let uploaded = session
        .upload(Upload::from("abc").named("g"))
        .await
        .unwrap();
    assert_eq!(session.finish().await.unwrap(), 6);
    assert_eq!(stage.simulator.object(&uploaded.s3_url), None);
    assert_eq!(session.finish().await.unwrap(), 0);
    let rest = files.list_temp_files().all().await.unwrap();
    assert_eq!(names(&rest), ["f"]);
    // A session goes on after its end.
    session
        .upload(Upload::from("abc").named("h"))
        .await
        .unwrap();
    assert_eq!(session.list().await.unwrap().files.len(), 1);
    // A cleanup that got no reply is made again; the second time there is nothing to remove.
    let lost = Fault::reset_after_handling().on("DELETE", "/");
    stage.simulator.inject(lost);
    let reply = session.finish().response().await.unwrap();
    assert_eq!((reply.attempts(), reply.into_value()), (2, 0));
    assert_eq!(session.list().await.unwrap().files.len(), 0);
    stage.proxy.assert_clean();
}

/// A failure leaves the session as it is, and a count that cannot be is no count.
#[tokio::test]
async fn a_cleanup_that_fails_can_be_made_again() {
    let stage = stocked().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let session = client.files().session("s-1");
    for (fault, kind) in [
        (Fault::status(403), ErrorKind::Forbidden),
        (
            Fault::status(200).body("application/json", r#"{"deleted_count":-1}"#),
            ErrorKind::Decode,
        ),
        (
            Fault::status(200).body("application/json", "{}"),
            ErrorKind::Decode,
        ),
    ] {
        stage.simulator.inject(fault);
        let error = session.finish().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("cleanup_temp_files"))
        );
    }
    assert_eq!(session.finish().await.unwrap(), 5);
}

#[tokio::test]
async fn the_latest_version_is_the_first_of_the_list() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let catalogue = client.catalogue();
    let list = |list: Value| {
        let fault = Fault::status(200).body("application/json", list.to_string());
        stage.simulator.inject(fault.on("GET", "/v1/prefabs"));
    };
    // Two names of the id, statuses and fields that nobody has heard of.
    list(json!([
        { "id": "other", "version": "9" },
        { "prefab_id": "translator", "version": "0.9.0", "deployment_status": "paused", "is_official": true },
        { "id": "translator", "version": "1.0.0" },
    ]));
    let spec = catalogue.get_prefab_spec("translator").await.unwrap();
    assert_eq!(spec.version.as_deref(), Some("0.9.0"));

    for (listed, kind, words) in [
        (
            json!([]),
            ErrorKind::NotFound,
            "prefab translator is not in the list",
        ),
        (
            json!([{ "id": "translator" }]),
            ErrorKind::Decode,
            "no version of prefab translator; name one",
        ),
        (
            json!({}),
            ErrorKind::Decode,
            "the reply (application/json) ",
        ),
    ] {
        stage.simulator.clear_requests();
        list(listed);
        let error = catalogue.get_prefab_spec("translator").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some("list_prefabs")),
            "{error}"
        );
        assert!(error.message().contains(words), "{error}");
        assert_eq!((stage.sent(), error.status().unwrap().as_u16()), (1, 200));
    }
    // It may be gone in between.
    list(json!([{ "id": "gone", "version": "1" }]));
    let error = catalogue.get_prefab_spec("gone").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::NotFound, Some("get_prefab_spec"))
    );
}

#[tokio::test]
async fn what_the_catalogue_says_more_is_kept() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    let listed = json!([{ "prefab_id": "p", "deployment_status": "paused", "is_official": true, "secrets": [{ "name": "K", "rotates": 1 }] }]);
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", listed.to_string()));
    let prefabs = client.catalogue().list_prefabs().await.unwrap();
    let info = &prefabs[0];
    assert_eq!((info.prefab(), &info.version), (Some("p"), &None));
    assert_eq!(
        info.deployment_status.as_ref().unwrap().to_string(),
        "paused"
    );
    assert_eq!(info.extra["is_official"], true);
    assert_eq!(info.secrets[0].extra["rotates"], 1);
}
