//! What becomes of every shape of a refusal, whichever call it comes to. Contract: §1.1, §5.

mod rows;

use quintet::ErrorKind;
use quintet::gt8004::DropCause;
use quintet::sim::Fault;

use super::calls::Facade;
use super::stage::{Stage, attempts, entry, patient};
use crate::support::error::said;

#[tokio::test]
async fn every_shape_of_a_refusal_is_read_the_same_way() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.retry(attempts(1)));
    for row in rows::ALL {
        for call in Facade::CALLS {
            let fault = Fault::status(row.status).body(row.media, row.body);
            stage.simulator.inject(fault);
            let error = call.call(&stage, &clients).await.unwrap_err();
            row.check(&error, call.operation(), "");
        }
    }
    println!(
        "gt8004: {} shapes of refusals in {} calls",
        rows::ALL.len(),
        Facade::CALLS.len()
    );
}

/// The logger's errors say the same, behind what it means for the entries.
#[tokio::test]
async fn flushes_tell_the_services_words() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder).client;
    for row in rows::ALL {
        let logger = patient(&client).start().unwrap();
        let fault = Fault::status(row.status).body(row.media, row.body);
        stage.simulator.inject(fault);
        let direct = client.ingest([entry("/")]).await.unwrap_err();
        let fault = Fault::status(row.status).body(row.media, row.body);
        stage.simulator.inject(fault);
        logger.log(entry("/"));
        let error = logger.flush().await.unwrap_err();
        assert_eq!(said(&error), said(&direct), "{error}");
        assert_eq!((error.operation(), error.attempts()), (Some("ingest"), 1));
        assert_eq!(error.body(), direct.body());
        let (_, words) = error.message().split_once(": ").unwrap();
        assert_eq!(words, direct.message());
    }
}

/// No POST follows a redirect; where it led is said. The ledger counts it as refused for good.
#[tokio::test]
async fn a_redirect_of_a_batch_is_an_error_that_names_its_target() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder);
    for status in [301, 302, 303, 307, 308] {
        for call in [
            Facade::Ingest,
            Facade::Verify,
            Facade::VerifyLogger,
            Facade::Ship,
        ] {
            stage.simulator.clear_requests();
            let fault = Fault::redirect("https://elsewhere.test/x?key=canary");
            stage.simulator.inject(fault.with_status(status));
            let error = call.call(&stage, &clients).await.unwrap_err();
            assert_eq!(said(&error), (ErrorKind::Redirect, Some(status), None));
            let message = error.message();
            assert!(message.contains("https://elsewhere.test/x;"), "{error}");
            assert!(!message.contains("canary"), "{error}");
            assert_eq!((error.attempts(), stage.count()), (1, 1), "{call:?}");
        }
    }
    let ledger = clients.logger.ledger();
    assert_eq!(ledger.dropped(DropCause::Rejected), 5, "{ledger}");
}

/// A connection that breaks, and one that is never made, have no status; nothing of a reply is made up.
#[tokio::test]
async fn without_a_reply_there_is_no_status() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.retry(attempts(1)));
    for call in Facade::ALL {
        stage.simulator.inject(Fault::reset());
        let error = call.call(&stage, &clients).await.unwrap_err();
        assert_eq!(said(&error), (ErrorKind::Transport, None, None), "{call:?}");
        assert_eq!((error.body(), error.headers()), (None, None));
        assert_eq!(error.operation(), Some(call.operation()));
    }
}
