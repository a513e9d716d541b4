//! Clients: what they send, how often, and with what. Contract: §8 (11, 14, 16, 17).

use std::time::Duration;

use futures_util::StreamExt;
use quintet::blocking::Blocking;
use quintet::gateway::Client;
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use crate::peers::gateway::stage::{KIT, Stage};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{answers, bare, builder, builder_to, client};
use crate::support::raw_server::RawServer;
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::resolver::Refused;

const NONE: &str = r#"{"job_id":"j","status":"COMPLETED","results":[]}"#;

/// A token that is over is replaced; the details are in `tokens.rs`.
#[tokio::test]
async fn w11_a_token_is_renewed() {
    let stage = Stage::start().await;
    let client = stage.third_party();
    client.run(KIT.0, KIT.1, "echo").await.unwrap();
    stage.simulator.expire_tokens();
    client.run(KIT.0, KIT.1, "echo").await.unwrap();
    assert_eq!(stage.simulator.executions(KIT.0, "echo"), 2);
}

/// A run may take twenty minutes, but not to find out that nobody is there.
#[tokio::test(start_paused = true)]
async fn w11_each_thing_has_a_limit_of_its_own() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Silence]]).await;
    let client = builder(server.url())
        .timeout(Duration::from_secs(7))
        .build()
        .unwrap();
    let started = tokio::time::Instant::now();
    let limits = async {
        // Lists have the limit of calls, runs their own.
        let listed = client.files().list_files().retry(RetryPolicy::never());
        let error = tokio::join!(
            listed.into_future(),
            tokio::time::advance(Duration::from_secs(7))
        )
        .0;
        assert!(error.unwrap_err().is_timeout());
        let run = client.run("p", "1", "f").into_future();
        let error = tokio::join!(run, tokio::time::advance(Duration::from_secs(1200))).0;
        assert!(error.unwrap_err().is_timeout());
    };
    limits.await;
    assert_eq!(started.elapsed().as_secs(), 1207);
}

/// What was not sent is sent again, and what does no harm; runs that were sent are not.
#[tokio::test]
async fn w11_what_can_be_tried_again_is() {
    let server = RawServer::start([answers("200 OK", NONE)]).await;
    let refused = Refused::new();
    let client = builder_to([refused.address(), server.address()])
        .build()
        .unwrap();
    let reply = client.run_batch([]).response().await.unwrap();
    assert_eq!(reply.attempts(), 2);
    let stage = Stage::start().await;
    let files = stage.client.files();
    stage.simulator.inject(Fault::status(503).times(2));
    assert_eq!(files.list_files().response().await.unwrap().attempts(), 3);
    stage.simulator.inject(Fault::reset_after_handling());
    assert_eq!(
        files
            .cleanup_temp_files("s")
            .response()
            .await
            .unwrap()
            .attempts(),
        2
    );
    stage.simulator.inject(Fault::reset_after_handling());
    let error = stage.client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(stage.simulator.executions(KIT.0, "echo"), 1);
}

#[tokio::test]
async fn w11_connections_are_used_again() {
    let server = RawServer::start([answers("200 OK", NONE)]).await;
    let client = client(server.url());
    for _ in 0..5 {
        client.clone().run_batch([]).await.unwrap();
    }
    drop(client);
    let received = server.finish().await;
    assert!(
        received.iter().all(|one| one.connection == 1),
        "{received:#?}"
    );
    assert_eq!(received.len(), 5);
}

#[test]
fn w11_async_and_not() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::start());
    let result = stage.client.run(KIT.0, KIT.1, "echo").blocking().unwrap();
    assert!(result.business_success());
}

/// The server has no way to stop a function; what can be ended is the wait for it.
#[tokio::test]
async fn w11_a_call_that_is_dropped_ends() {
    let stage = Stage::start().await;
    let mut stream = stage
        .client
        .run_stream(KIT.0, KIT.1, "stream_endless")
        .await
        .unwrap();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    stage.simulator.until_streams_dropped(1).await;
}

#[tokio::test]
async fn w14_parameters_may_be_left_out() {
    let stage = Stage::start().await;
    let kit = stage.client.prefab(KIT.0, KIT.1);
    let files = json!({ "any": ["s3://bucket/input.mp4"] });
    let result = kit
        .call("echo")
        .file("any", "s3://bucket/input.mp4")
        .await
        .unwrap();
    assert_eq!(result.function_result()["files"], files);
    assert_eq!(result.function_result()["parameters"], json!({}));
    let result = kit.call("echo").await.unwrap();
    assert_eq!(result.function_result()["files"], json!({}));
}

#[tokio::test]
async fn w16_the_version_is_the_right_one() {
    let server = RawServer::start([answers("200 OK", NONE)]).await;
    // With an HTTP client of its own making, since that of the tests says nothing of itself.
    let client = Client::builder()
        .base_url(server.url())
        .token("it-1")
        .build()
        .unwrap();
    client.run_batch([]).await.unwrap();
    let received = server.received();
    let version = concat!("quintet/", env!("CARGO_PKG_VERSION"));
    assert_eq!(received[0].header("user-agent"), Some(version));
}

/// Nobody calls without a credential by accident.
#[test]
fn w17_no_credential_has_to_be_said() {
    let url = "http://127.0.0.1:9";
    let error = bare(url).build().unwrap_err();
    assert!(
        error.is_invalid_input() && error.message().contains("`whitelist`"),
        "{error}"
    );
    for (name, builder) in [
        ("token", bare(url).token("")),
        ("token of blanks", bare(url).token("  ")),
        ("api key", bare(url).api_key("")),
        ("legacy jwt", bare(url).legacy_jwt("")),
        ("legacy jwt without one", bare(url).legacy_jwt("Bearer ")),
        ("legacy api key", bare(url).legacy_api_key("")),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_invalid_input(), "{name}: {error}");
    }
    // Variables that are empty or not set: `inputs/gateway/environment.rs`.
    assert!(bare(url).whitelist().build().is_ok());
}
