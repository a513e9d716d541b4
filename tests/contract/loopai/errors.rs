//! What becomes of every shape of a refusal, whichever call it comes to. Contract: §5.

mod rows;

use quintet::loopai::{Refusal, RefusalKind};
use quintet::sim::Fault;
use quintet::sim::loopai::{LimitReply, RateLimits};
use quintet::{ErrorKind, RetryPolicy};

use super::calls::Facade::{
    self, BatchExecute, BatchValidate, CreateTask, EdgeMetrics, Execute, GetTask, Subscribe,
};
use super::stage::{Stage, TASK};
use crate::support::error::said;

/// Calls that read, create, execute, compare and subscribe, and one to the edge runtime.
const CALLS: [Facade; 7] = [
    GetTask,
    CreateTask,
    Execute,
    BatchExecute,
    BatchValidate,
    Subscribe,
    EdgeMetrics,
];

#[tokio::test]
async fn every_shape_of_a_refusal_is_read_the_same_way() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(RetryPolicy::never());
    for row in rows::ALL {
        for call in CALLS {
            let fault = Fault::status(row.status).body(row.media, row.body);
            stage.inject(call, fault);
            let error = call
                .call(&stage, &clients, call.subject())
                .await
                .unwrap_err();
            let refusal = rows::shown(&Refusal::of(&error));
            row.check(&error, call.operation(), &refusal);
        }
    }
    println!(
        "loopai: {} shapes of refusals in {} calls",
        rows::ALL.len(),
        CALLS.len()
    );
}

/// A 500 that is about an execution, in the server's words and in those of other clients; about anything else it is the
/// server's.
#[tokio::test]
async fn only_an_execution_can_have_failed() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(RetryPolicy::never());
    let bodies = [
        r#"{"code":"EXECUTION_ERROR","message":"m"}"#,
        r#"{"message":"m","executionId":"e-1"}"#,
        r#"{"message":"m","execution_id":"e-1"}"#,
    ];
    for body in bodies {
        for (call, status, kind) in [
            (Execute, 500, ErrorKind::Failed),
            (Execute, 502, ErrorKind::Server),
            (Execute, 503, ErrorKind::Unavailable),
            (Execute, 400, ErrorKind::BadRequest),
            (CreateTask, 500, ErrorKind::Server),
            (BatchExecute, 500, ErrorKind::Server),
            (BatchValidate, 500, ErrorKind::Server),
            (GetTask, 500, ErrorKind::Server),
        ] {
            let fault = Fault::status(status).body("application/json", body);
            stage.inject(call, fault);
            let error = call
                .call(&stage, &clients, call.subject())
                .await
                .unwrap_err();
            assert_eq!(error.kind(), kind, "{call:?} {status} {body}");
            let id = body.contains("e-1").then_some("e-1");
            let refusal = Refusal::of(&error);
            assert_eq!(
                refusal.execution_id.as_deref(),
                id,
                "{call:?} {status} {body}"
            );
            let failed = refusal.kind == RefusalKind::Execution;
            assert_eq!(
                failed,
                kind == ErrorKind::Failed,
                "{call:?} {status} {body}"
            );
        }
    }
}

/// The limits of the server itself: what is over them was not done and is told apart, with the time to wait for; a server that
/// stumbles over its own reply says only that it failed.
#[tokio::test]
async fn limits_of_requests_are_told() {
    let stage = Stage::start().await;
    let limits = RateLimits::default().executions_per_minute(1);
    stage.simulator.set_rate_limits(Some(limits));
    let execute = || stage.client.execute(TASK, 1).retry(RetryPolicy::never());
    let reply = execute().response().await.unwrap();
    assert_eq!(reply.headers()["x-rate-limit-remaining"], "499");
    let error = execute().await.unwrap_err();
    let expected = (
        ErrorKind::RateLimited,
        Some(429),
        Some("RATE_LIMIT_EXCEEDED"),
    );
    assert_eq!(said(&error), expected);
    assert!(error.retry_after().unwrap().as_secs() >= 1 && error.is_retryable());
    // Paths are counted on their own.
    stage.client.health().await.unwrap();
    stage.simulator.set_limit_reply(LimitReply::InternalError);
    let error = execute().await.unwrap_err();
    assert_eq!(
        said(&error),
        (ErrorKind::Server, Some(500), Some("INTERNAL_ERROR"))
    );
    assert_eq!((error.retry_after(), error.is_retryable()), (None, false));
    assert_eq!(stage.simulator.executions(TASK), 1);
    stage.proxy.assert_clean();
}

/// A server that also listens on https sends away what comes by http: reads follow, and changes say where to.
#[tokio::test]
async fn a_redirect_of_a_change_is_an_error_that_names_its_target() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(RetryPolicy::never());
    for status in [301, 302, 303, 307, 308] {
        for call in [CreateTask, Execute, BatchExecute, Subscribe] {
            let fault = Fault::redirect("https://elsewhere.test/x").with_status(status);
            stage.inject(call, fault);
            let error = call
                .call(&stage, &clients, call.subject())
                .await
                .unwrap_err();
            let expected = (ErrorKind::Redirect, Some(status), None);
            assert_eq!(said(&error), expected, "{call:?}: {error}");
            assert!(error.message().contains("elsewhere.test"), "{error}");
            assert_eq!(
                (error.operation(), error.attempts()),
                (Some(call.operation()), 1)
            );
            assert_eq!(Refusal::of(&error).kind, RefusalKind::Other);
        }
    }
    stage.simulator.clear_requests();
    stage.simulator.set_https_port(Some(9));
    let error = clients.cloud.execute(TASK, 1).await.unwrap_err();
    assert!(
        error.message().contains("https://127.0.0.1:9/api/v1/tasks"),
        "{error}"
    );
    assert_eq!(stage.simulator.requests().len(), 1);
}

/// No credential goes to another server than the one it was given for.
#[tokio::test]
async fn no_credential_follows_a_redirect_to_another_server() {
    let (stage, other) = (Stage::start().await, Stage::start().await);
    let never = RetryPolicy::never();
    let token = stage.simulator.token();
    let clients = stage.unwatched_with(never, |builder| builder.token(token));
    for call in Facade::ALL {
        let base = match call.is_edge() {
            true => other.runtime.base_url(),
            false => other.simulator.base_url(),
        };
        let target = format!("{base}{}", call.target(call.subject()));
        stage.inject(call, Fault::redirect(target));
        let result = call.call(&stage, &clients, call.subject()).await;
        let reads = call.documented().method == "GET";
        if let Err(error) = result {
            let may = error.kind() == ErrorKind::Redirect || reads;
            assert!(may, "{call:?}: {error}");
        } else {
            assert!(reads, "{call:?}");
        }
        for request in other.requests(call) {
            assert_eq!(request.method(), "GET", "{call:?}");
            assert!(!request.headers().contains_key("authorization"), "{call:?}");
        }
    }
    assert!(!other.simulator.requests().is_empty());
}
