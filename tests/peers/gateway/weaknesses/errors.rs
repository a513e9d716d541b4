//! What is told when something goes wrong. Contract: §8 (1 to 4, 7, 12, 13).

use std::error::Error as _;

use quintet::gateway::{Client, Refusal};
use quintet::sim::Fault;
use quintet::{Error, ErrorKind, Upload};

use crate::peers::gateway::stage::{KIT, Stage};
use crate::support::raw_gateway::{answers, bare, client};
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, Script, reply, send};

/// The errors of a run that streams and of one that does not, on servers that play the same.
async fn both(script: impl Fn() -> Script) -> [Error; 2] {
    let server = RawServer::start([script()]).await;
    let client = client(server.url());
    [
        client.run("p", "1", "f").await.unwrap_err(),
        client.run_stream("p", "1", "f").await.unwrap_err(),
    ]
}

#[tokio::test]
async fn w01_an_error_of_a_stream_loses_nothing() {
    let stage = Stage::start().await;
    let weather = stage
        .client
        .run_stream("weather-api", "1.0.0", "get_current_weather");
    let error = weather.parameter("city", "Bonn").await.unwrap_err();
    assert_eq!(error.code(), Some("MISSING_SECRET"));
    let Some(Refusal::MissingSecret { secret_name, .. }) = Refusal::of(&error) else {
        panic!("{error}");
    };
    assert_eq!(secret_name.as_deref(), Some("WEATHER_API_KEY"));
    assert!(!error.message().contains('{'), "no raw JSON: {error}");

    let body = r#"{"detail":{"error_code":"MISSING_AGENT_CONTEXT","message":"No agent"}}"#;
    for error in both(|| answers("400 Bad Request", body)).await {
        assert_eq!(Refusal::of(&error), Some(Refusal::MissingAgentContext));
        assert_eq!(error.message(), "No agent");
    }
}

#[tokio::test]
async fn w02_a_used_up_quota_is_an_error_and_no_crash() {
    for body in [
        "",
        "slow down",
        "{",
        "[]",
        "null",
        r#"{"detail":null}"#,
        r#"{"detail":"Used up"}"#,
    ] {
        for error in both(|| answers("429 Too Many Requests", body)).await {
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{body}");
            let Some(Refusal::QuotaExceeded {
                limit,
                used,
                quota_type,
                ..
            }) = Refusal::of(&error)
            else {
                panic!("{body}");
            };
            assert_eq!(
                (limit, used, quota_type),
                (None, None, None),
                "nothing is made up"
            );
        }
    }
    let stage = Stage::start().await;
    stage.simulator.set_quota(Some(1));
    stage.client.run(KIT.0, KIT.1, "echo").await.unwrap();
    let error = stage
        .client
        .run_stream(KIT.0, KIT.1, "stream_error")
        .await
        .unwrap_err();
    let Some(Refusal::QuotaExceeded { limit, used, .. }) = Refusal::of(&error) else {
        panic!("{error}");
    };
    assert_eq!((limit, used), (Some(1), Some(1)));
}

#[tokio::test]
async fn w03_an_exchange_that_fails_is_an_error_like_any_other() {
    for (status, body, kind) in [
        (
            "401 Unauthorized",
            r#"{"detail":"no such key"}"#,
            ErrorKind::Unauthorized,
        ),
        (
            "403 Forbidden",
            r#"{"detail":"blocked"}"#,
            ErrorKind::Forbidden,
        ),
        ("429 Too Many Requests", "", ErrorKind::RateLimited),
        ("500 Oops", "oops", ErrorKind::Server),
        ("503 Unavailable", "", ErrorKind::Unavailable),
        (
            "307 Redirect\nlocation: /elsewhere",
            "",
            ErrorKind::Redirect,
        ),
        ("200 OK", "{}", ErrorKind::Decode),
        ("200 OK", r#"{"internal_token":null}"#, ErrorKind::Decode),
        ("200 OK", r#"{"internal_token":""}"#, ErrorKind::Decode),
        ("200 OK", r#"{"internal_token":"a\nb"}"#, ErrorKind::Decode),
        ("200 OK", "<html>", ErrorKind::Decode),
    ] {
        let server = RawServer::start([answers(status, body)]).await;
        let client = bare(server.url()).api_key("sk-1").build().unwrap();
        let error = client.run("p", "1", "f").await.unwrap_err();
        let operation = "convert_to_internal_token";
        assert_eq!(
            (error.kind(), error.operation()),
            (kind, Some(operation)),
            "{status} {body}: {error}"
        );
        drop(client);
        let received = server.finish().await;
        assert!(
            received
                .iter()
                .all(|one| one.target.starts_with("/v1/auth/")),
            "the run was not sent"
        );
    }
}

#[tokio::test]
async fn w04_an_error_of_the_store_is_an_error_like_any_other() {
    let stage = Stage::start().await;
    let files = stage.client.files();
    let error = files.download("s3://bucket/none").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("NoSuchKey"))
    );
    stage.simulator.inject_store(Fault::status(403));
    let upload = Upload::from("abc").named("a.txt");
    let error = files.upload_input_file(upload).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Forbidden, Some("put_object"))
    );
}

#[tokio::test]
async fn w07_a_redirect_is_no_success() {
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "304 Not Modified",
        "307 Redirect",
        "308 Redirect",
    ] {
        let lines = format!("{status}\nlocation: /elsewhere");
        for error in both(|| vec![Request, send(reply(&lines, ""))]).await {
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Redirect, 1),
                "{status}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn w12_an_error_names_what_it_is_about() {
    let stage = Stage::start().await;
    let error = stage.client.run("nobody", "7", "f").await.unwrap_err();
    assert!(
        error.is_not_found() && error.message().contains("nobody@7"),
        "{error}"
    );
    // A server that says less is helped out.
    for error in both(|| answers("404 Not Found", r#"{"detail":"Not Found"}"#)).await {
        assert!(error.message().contains("function f of p@1"), "{error}");
    }
    // A file is no prefab.
    let error = stage
        .client
        .files()
        .download("s3://bucket/none")
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && !error.message().contains("refab"),
        "{error}"
    );
    // Who may not is not who is unknown.
    stage.simulator.set_forbidden(true);
    let forbidden = stage.client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(forbidden.kind(), ErrorKind::Forbidden);
    let unknown = stage
        .client_with("wrong")
        .run(KIT.0, KIT.1, "echo")
        .await
        .unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::Unauthorized);
    stage.simulator.set_forbidden(false);
    // Each fault has its place.
    let body = r#"{"detail":[{"loc":["body","calls",0,"version"],"msg":"field required","type":"missing"},
        {"loc":["body","calls",1],"msg":"bad","type":"x"}]}"#;
    for error in both(|| answers("422 Unprocessable", body)).await {
        let Some(Refusal::InvalidInput(faults)) = Refusal::of(&error) else {
            panic!("{error}");
        };
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].location, ["body", "calls", "0", "version"]);
        assert_eq!(faults[0].kind.as_deref(), Some("missing"));
    }
}

#[tokio::test]
async fn w13_an_error_is_english_and_keeps_its_cause() {
    let stage = Stage::start().await;
    stage.simulator.inject(Fault::reset_after_handling());
    let broken = stage.client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::Transport);
    stage.simulator.stop().await;
    let refused = stage.client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Connect);
    for error in [broken, refused] {
        assert!(error.to_string().is_ascii(), "{error}");
        assert!(error.source().is_some(), "{error:?}");
    }
    let client: Client = client("http://127.0.0.1:9");
    let refused = client.run("", "1", "f").await.unwrap_err();
    assert!(refused.to_string().is_ascii() && refused.is_invalid_input());
}
