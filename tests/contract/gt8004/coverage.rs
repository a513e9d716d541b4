//! Nothing that is documented goes unexercised.

use super::super::completeness::{Backend, names};
use super::calls::Facade;
use super::stage::Stage;
use super::{batches, credentials, entries, health, layer, refusals, shipping};

fn backend() -> Backend {
    Backend {
        name: "gt8004",
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
    credentials::drive_all(&stage).await;
    entries::drive_all(&stage).await;
    batches::drive_all(&stage).await;
    health::drive_all(&stage).await;
    shipping::drive_all(&stage).await;
    layer::drive_all(&stage).await;
    let refusals = refusals::drive(&stage).await;
    stage.proxy.assert_clean();
    backend().assert_exercised(&[&stage.driven], &stage.proxy.coverage(), refusals);
}
