//! What becomes of every shape of a refusal, whichever way a function is run. Contract: §5.

mod rows;

use futures_util::StreamExt as _;
use quintet::gateway::{Client, PrefabCall, Refusal};
use quintet::sim::Fault;
use quintet::{Error, ErrorKind};

use super::stage::Stage;
use crate::support::gateway::said;

/// A way of running a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Run,
    Prefab,
    Batch,
    Many,
    Stream,
    PrefabStream,
}

const WAYS: [Way; 6] = [
    Way::Run,
    Way::Prefab,
    Way::Batch,
    Way::Many,
    Way::Stream,
    Way::PrefabStream,
];

impl Way {
    fn operation(self, is_legacy: bool) -> &'static str {
        match (matches!(self, Self::Stream | Self::PrefabStream), is_legacy) {
            (false, false) => "run",
            (false, true) => "run_legacy",
            (true, false) => "run_stream",
            (true, true) => "run_legacy_stream",
        }
    }

    async fn refused(self, client: &Client) -> Error {
        let prefab = client.prefab("weather", "1.2.0");
        let error = match self {
            Self::Run => client.run("weather", "1.2.0", "current").await.err(),
            Self::Prefab => prefab.call("current").await.err(),
            Self::Batch => {
                let call = PrefabCall::new("weather", "1.2.0", "current");
                client.run_batch([call]).await.err()
            }
            Self::Many => {
                let call = PrefabCall::new("weather", "1.2.0", "current");
                let mut items = client.run_many([call]).items().unwrap();
                items.next().await.unwrap().outcome.err()
            }
            Self::Stream => client.run_stream("weather", "1.2.0", "current").await.err(),
            Self::PrefabStream => prefab.stream("current").await.err(),
        };
        error.expect("a refusal")
    }
}

#[tokio::test]
async fn every_shape_of_a_refusal_is_read_the_same_way_in_every_way_of_running() {
    let stage = Stage::start().await;
    let key = stage.simulator.api_key();
    let clients = [
        stage.unwatched(|builder| builder.token(stage.simulator.token())),
        stage.unwatched(|builder| builder.legacy_api_key(key)),
    ];
    for row in rows::ALL {
        for (client, is_legacy) in clients.iter().zip([false, true]) {
            for way in WAYS {
                let fault = Fault::status(row.status).body(row.media, row.body);
                stage.simulator.inject(fault);
                let error = way.refused(client).await;
                let refusal = format!("{:?}", Refusal::of(&error));
                row.check(&error, way.operation(is_legacy), &refusal);
                assert_eq!((error.attempts(), error.is_retryable()), (1, false));
            }
        }
    }
    let ways = WAYS.len() * clients.len();
    assert_eq!(stage.sent(), rows::ALL.len() * ways, "each was sent once");
    println!(
        "gateway: {} refusals in {ways} ways of running",
        rows::ALL.len()
    );
}

#[tokio::test]
async fn a_redirect_is_an_error_that_names_its_target() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    for status in [301, 302, 303, 307, 308] {
        for way in WAYS {
            let fault =
                Fault::redirect("https://elsewhere.test/v1/internal/run").with_status(status);
            stage.simulator.inject(fault);
            let error = way.refused(&client).await;
            assert_eq!(
                said(&error),
                (ErrorKind::Redirect, Some(status), None),
                "{error}"
            );
            assert!(error.message().contains("elsewhere.test"), "{error}");
            assert_eq!(error.operation(), Some(way.operation(false)));
            assert_eq!((error.attempts(), Refusal::of(&error)), (1, None));
        }
    }
    // One that goes nowhere.
    stage.simulator.inject(Fault::status(304));
    let error = Way::Run.refused(&client).await;
    assert_eq!(
        said(&error),
        (ErrorKind::Redirect, Some(304), None),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_leaves_open_whether_it_ran() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    for way in WAYS {
        for fault in [Fault::reset(), Fault::reset_after_handling()] {
            let before = stage.sent();
            stage.simulator.inject(fault);
            let error = way.refused(&client).await;
            assert_eq!(said(&error), (ErrorKind::Transport, None, None), "{error}");
            assert_eq!((error.attempts(), error.is_retryable()), (1, false));
            assert_eq!(stage.sent(), before + 1);
        }
    }
}
