//! Nothing that is documented goes unexercised.

use super::super::completeness::{Backend, names};
use super::calls::Facade;
use super::stage::Stage;
use super::{cluster, containers, credentials, jobs, plugins, refusals, resources, system, tails};

fn backend() -> Backend {
    Backend {
        name: "synapse",
        tabled: names(Facade::ALL.map(Facade::operation)),
    }
}

#[test]
fn every_operation_has_a_facade() {
    backend().assert_tabled();
}

/// Drives everything, and only then asks what is missing: tests may run in processes of their own.
#[tokio::test]
async fn every_documented_reply_and_every_method_is_exercised() {
    let stage = Stage::start().await;
    credentials::drive_all(&stage);
    jobs::drive_all(&stage).await;
    tails::drive_all(&stage).await;
    cluster::drive_all(&stage).await;
    resources::drive_all(&stage).await;
    plugins::drive_all(&stage).await;
    containers::drive_all(&stage).await;
    let refusals = refusals::drive(&stage).await;
    // Last, since the agent goes away.
    system::drive_all(&stage).await;
    stage.proxy.assert_clean();
    backend().assert_exercised(&[&stage.driven], &stage.proxy.coverage(), refusals);
}
