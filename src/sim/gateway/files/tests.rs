use serde_json::{Value, json};

use super::super::testing::{Answer, Server, pass};
use super::super::{LastPage, lock};

const TOKEN: (&str, &str) = ("x-internal-token", "quintet-sim");
const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=b0");

/// A part of a form.
fn part(head: &str, content: &str) -> String {
    format!("--b0\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

fn file(name: &str, content: &str) -> String {
    let head = format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain");
    part(&head, content)
}

async fn post(server: &Server, path: &str, parts: &[String]) -> Answer {
    let body = format!("{}--b0--\r\n", parts.concat());
    let path = format!("/internal/files/{path}");
    server.send("POST", &path, &[TOKEN, FORM], body).await
}

async fn temp(server: &Server, session: &str, ttl: &str) -> String {
    let parts = [
        part("name=\"ttl\"", ttl),
        part("name=\"session_id\"", session),
        file("a.txt", "abc"),
    ];
    let answer = post(server, "upload_temp", &parts).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["s3_url"].as_str().unwrap().to_owned()
}

fn urls(list: &Value) -> Vec<String> {
    let files = list["files"].as_array().cloned().unwrap_or_default();
    let urls = files.iter().filter_map(|file| file["s3_url"].as_str());
    urls.map(str::to_owned).collect()
}

#[tokio::test(start_paused = true)]
async fn files_of_agents_stay() {
    let server = Server::new();
    let first = post(&server, "upload", &[file("a \u{e9}.txt", "abc")])
        .await
        .json();
    assert_eq!(first["success"], true);
    assert_eq!(
        (&first["filename"], &first["size"]),
        (&json!("a \u{e9}.txt"), &json!(3))
    );
    let url = first["s3_url"].as_str().unwrap();
    assert!(
        url.starts_with("s3://bucket/agent-outputs/user123/agent456/"),
        "{url}"
    );
    assert!(url.ends_with("-a \u{e9}.txt"), "{url}");
    let second = post(&server, "upload", &[file("a \u{e9}.txt", "d")])
        .await
        .json();
    assert_ne!(first["s3_url"], second["s3_url"]);
    pass(1e7).await;
    let list = server.get("/internal/files/list").await.json();
    assert_eq!(list["files"].as_array().map(Vec::len), Some(3));
    let item = &list["files"][0];
    assert_eq!(item["s3_url"], first["s3_url"]);
    assert_eq!(item["size"], 3);
    assert_eq!(item["key"], json!(url.trim_start_matches("s3://bucket/")));
    assert!(
        item["last_modified"]
            .as_str()
            .is_some_and(|at| at.ends_with("+00:00"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_form_has_a_file() {
    let server = Server::new();
    let none = post(&server, "upload", &[part("name=\"file\"", "abc")]).await;
    assert_eq!(
        (none.status, none.places()),
        (422, vec![json!(["body", "file"])])
    );
    let other = server
        .send("POST", "/internal/files/upload", &[TOKEN], "abc")
        .await;
    assert_eq!(other.status, 422);
    let broken = server
        .send(
            "POST",
            "/internal/files/upload",
            &[TOKEN, FORM],
            "--b0\r\nabc",
        )
        .await;
    let text = json!("There was an error parsing the body");
    assert_eq!((broken.status, broken.detail()), (400, text));
    let ttl = [part("name=\"ttl\"", "soon"), file("a", "b")];
    let ttl = post(&server, "upload_temp", &ttl).await;
    assert_eq!(
        (ttl.status, ttl.places()),
        (422, vec![json!(["body", "ttl"])])
    );
}

#[tokio::test(start_paused = true)]
async fn temporary_files_vanish_in_their_time() {
    let server = Server::new();
    let url = temp(&server, "s1", "60").await;
    assert!(
        url.starts_with("s3://bucket/agent-workspace/user123/agent456/s1/"),
        "{url}"
    );
    let unlimited = post(&server, "upload_temp", &[file("day.txt", "x")]).await;
    assert_eq!(unlimited.status, 200);
    let count = async |path: &str| urls(&server.get(path).await.json()).len();
    pass(59.0).await;
    assert_eq!(count("/internal/files/list_temp").await, 2);
    assert_eq!(count("/internal/files/list_temp?session_id=s1").await, 1);
    pass(1.0).await;
    assert_eq!(count("/internal/files/list_temp?session_id=s1").await, 0);
    pass(86_300.0).await;
    assert_eq!(count("/internal/files/list_temp").await, 1);
    pass(100.0).await;
    assert_eq!(count("/internal/files/list_temp").await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_cleaned_up_at_once() {
    let server = Server::new();
    for session in ["s1", "s1", "s12"] {
        temp(&server, session, "60").await;
    }
    let clean = async |query: &str| {
        let path = format!("/internal/files/cleanup_temp{query}");
        server.call("DELETE", &path, &json!(null)).await
    };
    assert_eq!(
        clean("?session_id=s1").await.json(),
        json!({ "deleted_count": 2 })
    );
    assert_eq!(
        clean("?session_id=s1").await.json(),
        json!({ "deleted_count": 0 })
    );
    let left = server.get("/internal/files/list_temp").await.json();
    assert!(urls(&left)[0].contains("/s12/"));
    let missing = clean("").await;
    assert_eq!(
        (missing.status, missing.places()),
        (422, vec![json!(["query", "session_id"])])
    );
    assert_eq!(clean("?session_id=").await.status, 400);
    assert_eq!(
        urls(&server.get("/internal/files/list_temp").await.json()).len(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn lists_come_in_pages() {
    let server = Server::new();
    for _ in 0..5 {
        temp(&server, "s", "60").await;
    }
    let all = urls(&server.get("/internal/files/list_temp").await.json());
    assert!(all.len() == 5 && all.is_sorted());
    for last in [LastPage::Absent, LastPage::Null, LastPage::Empty] {
        lock(&server.gateway.shared).last_page = last;
        let (mut found, mut token) = (Vec::new(), String::new());
        let end = loop {
            let encoded = crate::sim::percent::encode(&token, "");
            let path = format!("/internal/files/list_temp?limit=2&continuation_token={encoded}");
            let page = server.get(&path).await.json();
            found.extend(urls(&page));
            match page.get("next_token") {
                Some(Value::String(next)) if !next.is_empty() => token.clone_from(next),
                end => break end.cloned(),
            }
        };
        assert_eq!(found, all);
        let expected = match last {
            LastPage::Absent => None,
            LastPage::Null => Some(json!(null)),
            LastPage::Empty => Some(json!("")),
        };
        assert_eq!(end, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn odd_pages_are_refused() {
    let server = Server::new();
    let get = async |query: &str| {
        let answer = server.get(&format!("/internal/files/list?{query}")).await;
        (answer.status, answer.detail()[0]["type"].clone())
    };
    assert_eq!(get("limit=0").await, (422, json!("greater_than_equal")));
    assert_eq!(get("limit=-1").await, (422, json!("greater_than_equal")));
    assert_eq!(get("limit=ten").await, (422, json!("int_parsing")));
    assert_eq!(get("limit=5000").await.0, 200);
    assert_eq!(get("continuation_token=forged").await.0, 400);
}

#[tokio::test(start_paused = true)]
async fn tokens_without_an_agent_may_only_presign() {
    let server = Server::new();
    let key = [("authorization", "Bearer sk-quintet-sim")];
    let token = server
        .send("POST", "/v1/auth/convert_to_internal_token", &key, "")
        .await;
    let token = token.json()["internal_token"].as_str().unwrap().to_owned();
    let headers = [("x-internal-token", token.as_str()), FORM];
    let body = format!("{}--b0--\r\n", file("a", "b"));
    for (method, path) in [
        ("POST", "upload"),
        ("POST", "upload_temp"),
        ("GET", "list"),
        ("GET", "list_temp"),
        ("DELETE", "cleanup_temp?session_id=s"),
    ] {
        let path = format!("/internal/files/{path}");
        let answer = server.send(method, &path, &headers, body.clone()).await;
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.detail()["error_code"], "MISSING_AGENT_CONTEXT");
    }
    let headers = &headers[..1];
    let path = "/internal/files/download?s3_url=s3%3A%2F%2Fbucket%2Finput.mp4&mode=presigned";
    assert_eq!(server.send("GET", path, headers, "").await.status, 200);
    let body = r#"{"filename":"a","content_type":null}"#;
    let path = "/internal/files/generate_upload_url";
    assert_eq!(server.send("POST", path, headers, body).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_presigned_is_refused() {
    let server = Server::new();
    let get = async |query: &str| {
        let answer = server
            .get(&format!("/internal/files/download?{query}"))
            .await;
        (answer.status, answer.detail())
    };
    assert_eq!(get("").await.0, 422);
    assert_eq!(get("s3_url=s3://b/k&expires_in=0").await.0, 422);
    assert_eq!(
        get("s3_url=/tmp/x").await,
        (400, json!("Invalid S3 URL: /tmp/x"))
    );
    assert_eq!(get("s3_url=s3://b/k&mode=stream").await.0, 400);
    let post = async |body: Value| {
        let path = "/internal/files/generate_upload_url";
        server.call("POST", path, &body).await.places()
    };
    assert_eq!(post(json!({})).await, [json!(["body", "filename"])]);
    assert_eq!(
        post(json!({ "filename": "" })).await,
        [json!(["body", "filename"])]
    );
    let both = json!({ "filename": null, "content_type": 1 });
    let places = [json!(["body", "content_type"]), json!(["body", "filename"])];
    assert_eq!(post(both).await, places);
}
