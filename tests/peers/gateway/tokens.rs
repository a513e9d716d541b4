//! Internal tokens that are issued for an API key: asked for when needed, shared, and renewed once. Contract: §1.1, §2, §7.

use quintet::ErrorKind;
use quintet::gateway::PrefabCall;

use super::stage::{KIT, Stage};

const EXCHANGE: &str = "/v1/auth/";

#[tokio::test]
async fn a_key_is_exchanged_when_a_token_is_needed_and_only_then() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    assert!(stage.simulator.requests().is_empty());
    for _ in 0..3 {
        client.run(KIT.0, KIT.1, "echo").await.unwrap();
    }
    client
        .clone()
        .files()
        .presigned_url("s3://bucket/input.mp4")
        .await
        .unwrap();
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 1);
}

#[tokio::test]
async fn many_calls_at_once_share_one_exchange() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    let calls = (0..20).map(|number| PrefabCall::new(KIT.0, KIT.1, "echo").parameter("n", number));
    let calls: Vec<_> = calls.collect();
    let results = client
        .run_many(calls.clone())
        .concurrency(20)
        .results()
        .await
        .unwrap();
    assert!(
        results
            .into_iter()
            .all(|result| result.unwrap().is_success())
    );
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 1);
    // And one renewal.
    stage.simulator.expire_tokens();
    let results = client
        .run_many(calls)
        .concurrency(20)
        .results()
        .await
        .unwrap();
    assert!(
        results
            .into_iter()
            .all(|result| result.unwrap().is_success())
    );
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 2);
    assert_eq!(stage.simulator.executions(KIT.0, "echo"), 40);
}

#[tokio::test]
async fn a_token_that_has_expired_is_renewed() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    client.run(KIT.0, KIT.1, "echo").await.unwrap();
    stage.simulator.expire_tokens();
    let response = client.run(KIT.0, KIT.1, "echo").response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 2);
    // Runs that stream, too.
    stage.simulator.expire_tokens();
    let stream = client
        .run_stream("test-kit", "1.0.0", "stream_unfinished")
        .await
        .unwrap();
    drop(stream);
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 3);
}

#[tokio::test]
async fn a_key_that_is_revoked_is_told_and_asked_about_once() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    client.run(KIT.0, KIT.1, "echo").await.unwrap();
    stage.simulator.expire_tokens();
    stage.simulator.revoke_api_key();
    let error = client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.message().contains("API Key"), "{error}");
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 2);
}

/// A user without permission gets no new token for that.
#[tokio::test]
async fn what_is_forbidden_renews_nothing() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    client.run(KIT.0, KIT.1, "echo").await.unwrap();
    stage.simulator.set_forbidden(true);
    let error = client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(stage.simulator.request_count("POST", EXCHANGE), 1);
}

/// An internal token is what it is: nothing renews it, and nothing is sent again.
#[tokio::test]
async fn an_internal_token_that_is_refused_is_told() {
    let stage = Stage::start().await;
    stage.simulator.revoke_token();
    let error = stage.client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 1)
    );
    assert_eq!(stage.simulator.requests().len(), 1);
}

/// A token that belongs to no agent.
#[tokio::test]
async fn a_third_party_has_no_files_of_an_agent() {
    use quintet::Upload;
    use quintet::gateway::Refusal;

    let stage = Stage::start().await;
    let files = stage.third_party().files();
    let upload = || Upload::from("abc").named("a.txt");
    let errors = [
        files.upload_file(upload()).await.unwrap_err(),
        files.upload_temp_file(upload()).await.unwrap_err(),
        files.list_files().await.unwrap_err(),
        files.cleanup_temp_files("s").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), Some("MISSING_AGENT_CONTEXT"), "{error}");
        assert_eq!(Refusal::of(&error), Some(Refusal::MissingAgentContext));
    }
    // But what goes into runs.
    files.upload_input_file(upload()).await.unwrap();
}
