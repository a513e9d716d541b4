//! What the facade makes of the server's replies, beyond the reply itself.

use std::time::Duration;

use quintet::sim::Fault;
use quintet::{Error, ErrorKind, RetryPolicy};
use serde_json::Value;

use super::stage::Stage;

const SANDBOXES: &str = "/api/v1/sandboxes";

/// A policy that would try often, were it allowed to.
fn eager() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(50)
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(1))
}

/// What a refused call says: kind and status.
fn said(error: &Error) -> (ErrorKind, Option<u16>) {
    let status = error.status().map(|status| status.as_u16());
    (error.kind(), status)
}

async fn how_many(stage: &Stage) -> usize {
    let list = stage.look(SANDBOXES).await;
    list["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_500_that_means_not_found_is_that_and_is_sent_once() {
    let stage = Stage::frozen().await;
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    let before = stage.sent();
    let errors = [
        all.create("missing").retry(eager()).await.unwrap_err(),
        all.create("python-data-science")
            .version(9)
            .retry(eager())
            .await
            .unwrap_err(),
        all.delete("00000000").retry(eager()).await.unwrap_err(),
        all.execute("00000000", ["true"]).await.unwrap_err(),
        all.upload("00000000", "/tmp/x", "x").await.unwrap_err(),
        all.download("00000000", "/tmp/x")
            .retry(eager())
            .await
            .unwrap_err(),
        // A missing file, and a directory.
        all.download(&id, "/tmp/x")
            .retry(eager())
            .await
            .unwrap_err(),
        all.download(&id, "/tmp").retry(eager()).await.unwrap_err(),
    ];
    assert_eq!(stage.sent() - before, errors.len());
    for error in errors {
        assert!(error.is_not_found() && !error.is_retryable(), "{error}");
        assert_eq!(error.status().unwrap(), 500, "{error}");
    }
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_500_that_blames_the_request_is_a_bad_request() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    let call = all.create("python-data-science").persistence_size("2Gi");
    let error = call.await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::BadRequest, Some(500)), "{error}");
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_directory_that_is_missing_is_no_missing_sandbox() {
    let stage = Stage::frozen().await;
    let id = stage.running().await;
    let all = stage.client.sandboxes();
    let error = all.upload(&id, "/no/such/x", "x").await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::Server, Some(500)));
    assert!(error.message().contains("/no/such"), "{error}");
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_command_that_outlives_the_server_is_refused_before_it_is_sent() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    for (seconds, hint) in [(61, "WRITE_TIMEOUT"), (0, "one or more whole seconds")] {
        let call = all.execute("a1b2c3d4", ["true"]);
        let limit = Duration::from_secs(seconds);
        let error = call.command_timeout(limit).await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        assert!(error.message().contains(hint), "{error}");
    }
    assert_eq!(stage.sent(), 0);
}

#[tokio::test]
async fn a_command_that_is_cut_off_is_a_result() {
    let stage = Stage::fast().await;
    let all = stage.client.sandboxes();
    let id = stage.created("python-data-science").await;
    let interval = Duration::from_millis(1);
    all.wait_for_ready(&id).interval(interval).await.unwrap();

    let cut = all.execute(&id, ["sleep", "5"]);
    let cut = cut.command_timeout(Duration::from_secs(1)).await.unwrap();
    assert!(cut.timed_out() && !cut.success(), "{cut:?}");
    assert_eq!(cut.exit_code, 1);

    let missing = all.execute(&id, ["nonsense"]).await.unwrap();
    assert!(!missing.timed_out() && !missing.success(), "{missing:?}");
    assert!(missing.stderr.contains("not found"), "{missing:?}");
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn expiry_is_told_by_the_ttl() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    let mortal = all
        .create("python-data-science")
        .ttl(Duration::from_secs(60));
    let mortal = mortal.await.unwrap();
    assert_eq!(mortal.expires(), Some(mortal.expires_at));
    let immortal = all.create("python-data-science").never_expires();
    let immortal = immortal.await.unwrap();
    assert_eq!(
        immortal.expires_at.to_rfc3339(),
        "9999-12-31T23:59:59+00:00"
    );
    assert_eq!(immortal.expires(), None);
    let inherited = all.create("python-data-science").await.unwrap();
    let lifetime = inherited.expires().unwrap() - inherited.created_at;
    assert_eq!(lifetime.num_seconds(), 3600);
    stage.proxy.assert_clean();
}

/// How creating ends when the server has done the work, or may have.
#[tokio::test]
async fn creating_is_sent_once() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    let create = || all.create("python-data-science").retry(eager());
    let failures = [
        (Fault::status(500), ErrorKind::Server, Some(500), 0),
        (Fault::reset(), ErrorKind::Transport, None, 0),
        (Fault::reset_after_handling(), ErrorKind::Transport, None, 1),
        (Fault::truncate(10), ErrorKind::Transport, Some(201), 2),
    ];
    for (fault, kind, status, exist) in failures {
        stage.simulator.clear_requests();
        stage.simulator.inject(fault.clone().on("POST", SANDBOXES));
        let error = create().await.unwrap_err();
        assert_eq!(said(&error), (kind, status), "{fault:?}: {error}");
        assert!(!error.is_retryable() && error.attempts() == 1, "{error}");
        assert_eq!(stage.simulator.request_count("POST", SANDBOXES), 1);
        assert_eq!(how_many(&stage).await, exist, "{fault:?}");
    }
    // The caller may know better.
    stage.simulator.inject(Fault::reset().on("POST", SANDBOXES));
    let reply = create().assume_idempotent().response().await.unwrap();
    assert_eq!(reply.attempts(), 2);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn creating_is_sent_again_while_the_server_drains() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    stage.simulator.set_draining(true);
    let create = all.create("python-data-science").retry(eager()).response();
    let end_draining = async {
        while stage.simulator.request_count("POST", SANDBOXES) < 2 {
            tokio::task::yield_now().await;
        }
        stage.simulator.set_draining(false);
    };
    let (reply, ()) = tokio::join!(create, end_draining);
    let reply = reply.unwrap();
    let sent = stage.simulator.request_count("POST", SANDBOXES);
    assert!(sent >= 3, "two were refused");
    assert_eq!(reply.attempts() as usize, sent);
    assert_eq!(how_many(&stage).await, 1);
    stage.proxy.assert_clean();
}

/// A 503 that does not say that nothing was done is like any other failure.
#[tokio::test]
async fn creating_is_not_sent_again_after_another_503() {
    let stage = Stage::frozen().await;
    let overloaded = Fault::status(503).body("application/json", r#"{"error":"overloaded"}"#);
    stage.simulator.inject(overloaded);
    let all = stage.client.sandboxes();
    let call = all.create("python-data-science").retry(eager());
    let error = call.await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::Unavailable, Some(503)));
    assert!(!error.is_retryable());
    assert_eq!(stage.sent(), 1);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_route_that_the_server_lacks_is_not_taken_for_a_missing_sandbox() {
    let stage = Stage::frozen().await;
    let id = stage.running().await;
    let lacking = Fault::status(404).body("text/plain", "404 page not found");
    stage.simulator.inject(lacking);
    let error = stage.client.sandboxes().stop(&id).await.unwrap_err();
    assert_eq!(said(&error), (ErrorKind::NotFound, Some(404)));
    assert_eq!(error.message(), "404 page not found");
    let violations = stage.proxy.violations();
    assert_eq!(violations.len(), 1, "{violations:#?}");
    assert!(violations[0].what.contains("text/plain"), "{violations:#?}");
}

#[tokio::test]
async fn no_id_changes_the_route() {
    let stage = Stage::frozen().await;
    let all = stage.client.sandboxes();
    for id in [
        "",
        ".",
        "..",
        "a/logs",
        "../templates/victim",
        "a?b",
        "a#b",
        "a%2Flogs",
    ] {
        let result = all.get(id).await;
        let error = result.expect_err(id);
        assert!(
            error.is_invalid_input() || error.is_not_found(),
            "{id}: {error}"
        );
    }
    let paths: Vec<String> = stage
        .simulator
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    let below = format!("{SANDBOXES}/");
    let is_one_segment = |path: &String| {
        path.strip_prefix(&below)
            .is_some_and(|id| !id.contains(['/', '?']))
    };
    assert!(paths.iter().all(is_one_segment), "{paths:?}");
    for list in ["metadata", "pvcs", "reconcile"] {
        let error = all.get(list).await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidInput,
            "{list} is no sandbox"
        );
    }
    let _: Value = stage.look(SANDBOXES).await;
}
