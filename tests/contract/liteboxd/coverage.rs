//! Nothing that is documented goes unexercised.

use super::super::completeness::{Backend, names};
use super::facade::Facade;
use super::stage::Stage;
use super::{accounts, oversight, plain, ports, records, refusals, templates, transfer, values};

/// What the facade has, but makes of other operations; plain requests drive the server's own.
const COMPOSED: [&str; 1] = ["export_templates"];

fn backend() -> Backend {
    let calls = Facade::all().into_iter();
    Backend {
        name: "liteboxd",
        tabled: names(calls.map(Facade::operation).chain(COMPOSED)),
    }
}

#[test]
fn every_operation_has_a_facade() {
    backend().assert_tabled();
}

/// Drives everything, and only then asks what is missing: tests may run in processes of their own.
#[tokio::test]
async fn every_documented_reply_and_every_method_is_exercised() {
    let (frozen, fast, misused) = (
        Stage::frozen().await,
        Stage::fast().await,
        Stage::frozen().await,
    );
    oversight::drive_all(&frozen).await;
    accounts::drive_all(&frozen).await;
    plain::drive(&frozen).await;
    values::drive_all(&frozen).await;
    records::drive_all(&frozen).await;
    templates::drive(&frozen).await;
    transfer::drive(&frozen).await;
    ports::drive(&frozen).await;
    let refusals = refusals::drive(&frozen).await;
    values::waits(&fast).await;
    transfer::waits(&fast).await;
    plain::misuse(&misused).await;
    frozen.proxy.assert_clean();
    fast.proxy.assert_clean();

    let mut coverage = frozen.proxy.coverage();
    coverage.merge(&fast.proxy.coverage());
    coverage.merge(&misused.proxy.coverage());
    backend().assert_exercised(&[&frozen.driven, &fast.driven], &coverage, refusals);
}
