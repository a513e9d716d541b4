//! What a request has besides its body: of every call, to both servers. Contract: §1.0, §2, §6.

use std::time::Duration;

use quintet::Builder;
use quintet::loopai::{Client, EdgeClient, Loopai};
use quintet::sim::loopai::Access;
use quintet::sim::{Fault, Recorded};
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use super::calls::Facade;
use super::stage::{Clients, Stage, TASK, attempts, drive};

/// Makes clients with everything that other tests do not set.
pub(super) async fn drive_all(stage: &Stage) {
    let client = stage.client(|builder| {
        let limit = Duration::from_secs(100);
        let builder = drive!(stage, Builder<Loopai>, execute_timeout, builder, limit);
        drive!(stage, Builder<Loopai>, retry_everything, builder)
    });
    client.execute(TASK, 1).await.unwrap();
}

/// The headers, without those that every HTTP client sends, sorted.
fn headers(request: &Recorded) -> Vec<(&str, &str)> {
    let all = request.headers().iter();
    let all = all.map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    let mut all: Vec<_> = all.collect();
    all.retain(|(name, _)| !["accept", "host", "user-agent"].contains(name));
    all.sort_unstable();
    all
}

/// The path below whatever stands before it, the key and nothing but it, and a body that says what it is. The edge runtime is
/// never told a key.
#[tokio::test]
async fn every_request_has_its_key_and_nothing_else() {
    let stage = Stage::start().await;
    let token = stage.simulator.token();
    let bearer = format!("Bearer {token}");
    let keyed = stage.client(|builder| builder.token(token));
    for (cloud, key) in [(stage.client.clone(), None), (keyed, Some(&*bearer))] {
        let edge = stage.edge.clone();
        let clients = Clients { cloud, edge };
        for call in Facade::ALL {
            let subject = call.subject();
            let _ = call.call(&stage, &clients, subject).await;
            let last = stage.requests(call).pop().unwrap();
            let line = (last.method(), last.path());
            let documented = call.documented();
            assert_eq!(line, (&*documented.method, &*call.target(subject)));
            let length = last.body().len().to_string();
            let mut expected = Vec::new();
            if !call.is_edge() {
                expected.extend(key.map(|key| ("authorization", key)));
            }
            if documented.method == "POST" {
                expected.push(("content-length", &*length));
            }
            if !last.body().is_empty() {
                expected.push(("content-type", "application/json"));
            }
            expected.sort_unstable();
            assert_eq!(headers(&last), expected, "{call:?}");
        }
    }
    stage.proxy.assert_clean();
}

/// What stands before the server may know keys: with the right one, a wrong one and none.
#[tokio::test]
async fn keys_are_for_what_stands_before_the_server() {
    let stage = Stage::start().await;
    let unwatched = |token: Option<&'static str>| {
        let set = |builder: Builder<Loopai>| match token {
            Some(token) => builder.token(token),
            None => builder,
        };
        stage.unwatched_with(RetryPolicy::never(), set).cloud
    };
    for (access, none, wrong) in [
        (Access::Open, true, true),
        (Access::Checked, true, false),
        (Access::KeyRequired, false, false),
    ] {
        stage.simulator.set_access(access);
        for (token, welcome) in [
            (None, none),
            (Some("wrong"), wrong),
            (Some(stage.simulator.token()), true),
        ] {
            match unwatched(token).tasks().get(TASK).await {
                Ok(_) => assert!(welcome, "{access:?} {token:?}"),
                Err(error) => {
                    assert!(!welcome, "{access:?} {token:?}: {error}");
                    assert_eq!(error.kind(), ErrorKind::Unauthorized);
                }
            }
        }
    }
    stage.simulator.set_forbidden(true);
    let client = unwatched(Some(stage.simulator.token()));
    let error = client.tasks().get(TASK).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("FORBIDDEN"))
    );
}

/// Whatever the server repeats of what it was sent, nobody sees a credential in an error.
#[tokio::test]
async fn no_error_shows_a_credential_that_comes_back() {
    let stage = Stage::start().await;
    let secret = "canary-key-0123";
    let clients = stage.unwatched_with(attempts(1), |builder| builder.token(secret));
    let echo = format!("Bearer {secret}");
    let body = json!({ "code": echo, "message": echo, "details": echo, "trace_id": echo });
    for call in Facade::ALL.into_iter().filter(|call| !call.is_edge()) {
        let fault = Fault::status(403).header("x-echo", &echo);
        let fault = fault.body("application/json", body.to_string());
        stage.inject(call, fault);
        let error = call
            .call(&stage, &clients, call.subject())
            .await
            .unwrap_err();
        let refusal = quintet::loopai::Refusal::of(&error);
        let shown = format!(
            "{error} {error:?} {:?} {:?} {refusal:?}",
            error.body(),
            error.headers()
        );
        assert!(!shown.contains(secret), "{call:?}: {shown}");
        assert_eq!(error.status().unwrap(), 403);
    }
}

/// What a subscription is given in confidence is not shown either, whatever becomes of it.
#[tokio::test]
async fn no_error_shows_the_secret_of_a_subscription() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(attempts(1));
    let secrets = ["canary-secret", "canary-header"];
    for status in [400, 500, 201] {
        let echo = format!(r#"{{"message":"no {}, no {}"}}"#, secrets[0], secrets[1]);
        let fault = Fault::status(status).body("application/json", echo);
        stage.simulator.inject(fault);
        let all = clients.cloud.webhooks();
        let events = [quintet::loopai::WebhookEventType::CanaryRollback];
        let call = all
            .subscribe("http://127.0.0.1:9/", events)
            .secret(secrets[0]);
        let error = call.delivery_header("X-Own", secrets[1]).await.unwrap_err();
        let shown = format!("{error} {error:?} {:?}", error.body());
        for secret in secrets {
            assert!(!shown.contains(secret), "{status}: {shown}");
        }
    }
}

/// A path before that of the API is kept, and an API path that is there already is not put in twice.
#[tokio::test]
async fn base_urls_keep_their_paths() {
    let stage = Stage::start().await;
    let root = stage.simulator.base_url();
    for (base, path) in [
        ("", "/api/v1/health"),
        ("/", "/api/v1/health"),
        ("/api/v1", "/api/v1/health"),
        ("/api/v1/", "/api/v1/health"),
        ("/loopai", "/loopai/api/v1/health"),
        ("/loopai/api/v1", "/loopai/api/v1/health"),
    ] {
        let builder = Client::builder().base_url(format!("{root}{base}"));
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        let _ = client.health().await;
        assert_eq!(stage.last().path(), path, "{base}");
    }
    let builder = EdgeClient::builder().base_url(format!("{}/edge/", stage.runtime.base_url()));
    let _ = builder.build().unwrap().health().await;
    assert_eq!(
        stage.runtime.requests().pop().unwrap().path(),
        "/edge/health"
    );
}
