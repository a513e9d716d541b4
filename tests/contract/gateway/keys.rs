//! How an API key becomes an internal token, and what becomes of tokens that are refused. Contract: §1.1, §2.

use futures_util::future::join_all;
use quintet::gateway::Client;
use quintet::sim::Fault;
use quintet::{ErrorKind, Upload};

use super::stage::Stage;
use crate::support::gateway::said;

const EXCHANGE: &str = "/v1/auth/convert_to_internal_token";
const RUN: &str = "/v1/internal/run";

/// A stage, and a client of it that has an API key.
async fn with_key() -> (Stage, Client) {
    let stage = Stage::start().await;
    let key = stage.simulator.api_key();
    let client = stage.client(|builder| builder.api_key(key));
    (stage, client)
}

#[tokio::test]
async fn a_key_is_exchanged_when_it_is_needed_and_then_no_more() {
    let (stage, client) = with_key().await;
    client.health().await.unwrap();
    assert_eq!(stage.exchanges(), 0, "health is for anybody");
    for _ in 0..2 {
        let reply = client.run("test-kit", "1.0.0", "echo").response().await;
        assert_eq!(reply.unwrap().attempts(), 1);
    }
    client.clone().catalogue().list_prefabs().await.unwrap();
    assert_eq!(stage.exchanges(), 1);
    // Another client has a token of its own.
    let key = stage.simulator.api_key();
    let other = stage.client(|builder| builder.api_key(key));
    other.secrets().list().await.unwrap();
    assert_eq!(stage.exchanges(), 2);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn calls_at_once_share_one_exchange() {
    let (stage, client) = with_key().await;
    let runs = || join_all((0..8).map(|_| client.run("test-kit", "1.0.0", "echo").into_future()));
    assert!(runs().await.iter().all(|result| result.is_ok()));
    assert_eq!(stage.exchanges(), 1);
    stage.simulator.expire_tokens();
    assert!(runs().await.iter().all(|result| result.is_ok()));
    assert_eq!(stage.exchanges(), 2, "they all had the same token");
    assert_eq!(stage.simulator.executions("test-kit", "echo"), 16);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_token_that_expired_is_replaced_once() {
    let (stage, client) = with_key().await;
    client.secrets().list().await.unwrap();
    stage.simulator.expire_tokens();
    let reply = client.run("test-kit", "1.0.0", "echo").response().await;
    assert_eq!(reply.unwrap().attempts(), 2);
    assert_eq!(
        (
            stage.exchanges(),
            stage.simulator.executions("test-kit", "echo")
        ),
        (2, 1)
    );
    stage.simulator.expire_tokens();
    let events = client.run_stream("test-kit", "1.0.0", "stream_unfinished");
    let reply = events.response().await.unwrap();
    assert_eq!((reply.attempts(), stage.exchanges()), (2, 3));
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_second_refusal_is_the_error() {
    let (stage, client) = with_key().await;
    client.secrets().list().await.unwrap();
    let refused = Fault::status(401).on("POST", RUN).times(2);
    stage.simulator.inject(refused);
    let error = client.run("test-kit", "1.0.0", "echo").await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::Unauthorized, Some(401), None));
    assert_eq!((error.operation(), error.attempts()), (Some("run"), 2));
    assert_eq!(stage.exchanges(), 2);
    assert_eq!(stage.simulator.request_count("POST", RUN), 2);
    client.run("test-kit", "1.0.0", "echo").await.unwrap();
    stage.proxy.assert_clean();
}

/// A token that was given cannot be replaced.
#[tokio::test]
async fn only_an_api_key_gets_other_tokens() {
    let stage = Stage::start().await;
    stage.simulator.revoke_token();
    let error = stage.client.secrets().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 1)
    );
    assert_eq!((stage.sent(), stage.exchanges()), (1, 0));
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn an_exchange_that_is_refused_is_an_error_that_names_it() {
    let json = "application/json";
    for (status, media, body, kind, code, message, attempts) in [
        (
            401,
            json,
            r#"{"detail":"Invalid or expired API Key"}"#,
            ErrorKind::Unauthorized,
            None,
            "Invalid or expired API Key",
            1,
        ),
        (
            403,
            json,
            r#"{"detail":"Permission denied"}"#,
            ErrorKind::Forbidden,
            None,
            "Permission denied",
            1,
        ),
        (
            404,
            json,
            r#"{"detail":"Not Found"}"#,
            ErrorKind::NotFound,
            None,
            "Not Found",
            1,
        ),
        (
            429,
            json,
            r#"{"detail":{"error_code":"QUOTA_EXCEEDED","message":"slow down"}}"#,
            ErrorKind::RateLimited,
            Some("QUOTA_EXCEEDED"),
            "slow down",
            2,
        ),
        (
            429,
            "text/plain",
            "slow down",
            ErrorKind::RateLimited,
            None,
            "slow down",
            2,
        ),
        (
            500,
            "text/plain",
            "Internal Server Error",
            ErrorKind::Server,
            None,
            "Internal Server Error",
            2,
        ),
        (
            502,
            "text/html",
            "<html>nginx</html>",
            ErrorKind::Server,
            None,
            "Bad Gateway (an HTML page)",
            2,
        ),
        (
            503,
            json,
            r#"{"detail":"Downstream service timeout"}"#,
            ErrorKind::Unavailable,
            None,
            "Downstream service timeout",
            2,
        ),
        (
            200,
            json,
            r#"{"token":"it-1"}"#,
            ErrorKind::Decode,
            None,
            "the reply (application/json) ",
            1,
        ),
        (
            200,
            json,
            "not JSON",
            ErrorKind::Decode,
            None,
            "the reply (application/json) ",
            1,
        ),
        (
            200,
            json,
            r#"{"internal_token":""}"#,
            ErrorKind::Decode,
            None,
            "the server issued a token that no header can carry",
            1,
        ),
        (
            200,
            json,
            r#"{"internal_token":"a\nb"}"#,
            ErrorKind::Decode,
            None,
            "the server issued a token that no header can carry",
            1,
        ),
    ] {
        let stage = Stage::start().await;
        let key = stage.simulator.api_key();
        let client = stage.unwatched(|builder| builder.api_key(key));
        let fault = Fault::status(status).body(media, body).on("POST", EXCHANGE);
        stage.simulator.inject(fault.times(attempts));
        // All that wait for it are told.
        let calls = (0..4).map(|_| client.run("test-kit", "1.0.0", "echo").into_future());
        for result in join_all(calls).await {
            let error = result.unwrap_err();
            assert_eq!(said(&error), (kind, Some(status), code), "{error}");
            assert!(error.message().starts_with(message), "{error}");
            assert_eq!(
                error.operation(),
                Some("convert_to_internal_token"),
                "{error}"
            );
            assert_eq!(error.attempts() as usize, attempts, "{error}");
            // A token that was issued, be it unusable, is not shown.
            let kept = if body.contains("internal_token") {
                ""
            } else {
                body
            };
            assert_eq!(&**error.body().unwrap(), kept.as_bytes());
            assert!(!format!("{error} {error:?}").contains(key), "{error:?}");
        }
        assert_eq!(
            (stage.exchanges(), stage.sent()),
            (attempts, attempts),
            "{status}"
        );
        // A refusal is not kept.
        client.run("test-kit", "1.0.0", "echo").await.unwrap();
        assert_eq!(stage.exchanges(), attempts + 1);
    }
}

/// What streams is sent once: the server has read it, be it with the wrong token.
#[tokio::test]
async fn an_upload_that_streams_is_not_sent_twice() {
    let (stage, client) = with_key().await;
    client.secrets().list().await.unwrap();
    let files = client.files();
    let stream = || Upload::reader(&b"abc"[..]).named("a.txt").with_length(3);
    let count = || {
        stage
            .simulator
            .request_count("POST", "/internal/files/upload")
    };

    stage.simulator.expire_tokens();
    let error = files.upload_file(stream()).await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::Unauthorized, Some(401), None));
    assert!(
        error.message().ends_with("so start the call again"),
        "{error}"
    );
    assert_eq!((error.attempts(), count(), stage.exchanges()), (1, 1, 1));
    // The next call has another token; that it names no agent is another matter.
    let error = files.upload_temp_file(stream()).await.unwrap_err();
    assert_eq!(error.code(), Some("MISSING_AGENT_CONTEXT"));
    assert_eq!((error.attempts(), stage.exchanges()), (1, 2));

    // What is in memory can be sent again.
    stage.simulator.clear_requests();
    stage.simulator.expire_tokens();
    let error = files
        .upload_file(Upload::from("abc").named("a.txt"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("MISSING_AGENT_CONTEXT"));
    assert_eq!((error.attempts(), count(), stage.exchanges()), (2, 2, 1));

    // And a link can be asked for again, before the bytes go out.
    stage.simulator.expire_tokens();
    let url = files.upload_input_file(stream()).await.unwrap();
    assert_eq!(stage.simulator.object(&url).unwrap(), "abc");
    assert_eq!(stage.simulator.store_requests().len(), 1);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_key_does_not_follow_a_redirect() {
    let (stage, client) = with_key().await;
    let elsewhere = format!("{}/bucket/input.mp4", stage.simulator.store_url());
    stage
        .simulator
        .inject(Fault::redirect(elsewhere).on("POST", EXCHANGE));
    let error = client.secrets().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Redirect, Some("convert_to_internal_token"))
    );
    assert_eq!(stage.simulator.store_requests().len(), 0);
    assert_eq!(
        stage.proxy.violations().len(),
        1,
        "redirects are not documented"
    );
}
