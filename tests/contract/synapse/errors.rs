//! What becomes of every shape of a refusal, whichever call it comes to. Contract: §3.

mod rows;

use quintet::ErrorKind;
use quintet::sim::Fault;
use quintet::synapse::{Client, Refusal};

use super::calls::Facade::{self, CreateContainer, GetJob, Run, StopJob, TailHttp, TailWebSocket};
use super::stage::Stage;
use crate::support::error::said;

/// Calls that read, change, run, upload and follow.
const CALLS: [Facade; 6] = [
    GetJob,
    StopJob,
    Run,
    CreateContainer,
    TailWebSocket,
    TailHttp,
];

#[tokio::test]
async fn every_shape_of_a_refusal_is_read_the_same_way() {
    let stage = Stage::start().await;
    let client = stage.unwatched();
    for row in rows::ALL {
        for call in CALLS {
            let fault = Fault::status(row.status).body(row.media, row.body);
            stage.simulator.inject(fault.times(2));
            let error = call
                .call(&stage, &client, call.subject())
                .await
                .unwrap_err();
            let refusal = format!("{:?}", Refusal::of(&error));
            row.check(&error, call.operation(), &refusal);
            // What was left of them.
            let left = 2 - error.attempts() as usize;
            for _ in 0..left {
                client.jobs().stop("x").await.unwrap_err();
            }
        }
    }
    println!(
        "synapse: {} shapes of refusals in {} calls",
        rows::ALL.len(),
        CALLS.len()
    );
}

#[tokio::test]
async fn a_redirect_of_a_change_is_an_error_that_names_its_target() {
    let stage = Stage::start().await;
    let client = stage.unwatched();
    for status in [301, 302, 303, 307, 308] {
        for call in [StopJob, Run, CreateContainer] {
            let fault = Fault::redirect("https://elsewhere.test/x").with_status(status);
            stage.simulator.inject(fault);
            let error = call
                .call(&stage, &client, call.subject())
                .await
                .unwrap_err();
            assert_eq!(
                said(&error),
                (ErrorKind::Redirect, Some(status), None),
                "{error}"
            );
            assert!(error.message().contains("elsewhere.test"), "{error}");
            assert_eq!(
                (error.operation(), error.attempts()),
                (Some(call.operation()), 1)
            );
            assert_eq!(Refusal::of(&error), None);
        }
    }
}

/// A read that is led elsewhere goes there without credentials; a tail is not led anywhere.
#[tokio::test]
async fn no_credential_follows_a_redirect_to_another_server() {
    let stage = Stage::start().await;
    let other = Stage::start().await;
    let client = Client::builder()
        .base_url(stage.simulator.base_url())
        .token(stage.simulator.token())
        .user_token("user-1")
        .tenant("tenant-1")
        .build()
        .unwrap();
    for call in Facade::ALL {
        let target = format!(
            "{}{}",
            other.simulator.base_url(),
            call.target(call.subject())
        );
        stage.simulator.inject(Fault::redirect(target));
        let error = call
            .call(&stage, &client, call.subject())
            .await
            .unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Redirect | ErrorKind::Unauthorized),
            "{call:?}: {error}"
        );
    }
    for request in other.simulator.requests() {
        assert_eq!(request.method(), "GET");
        for name in ["authorization", "synapse-user", "synapse-tenant"] {
            assert!(!request.headers().contains_key(name), "{}", request.path());
        }
    }
}
