//! Nothing that is documented goes unexercised.

use std::collections::BTreeSet;

use super::facade::Facade;
use super::stage::Stage;
use super::{
    accounts, oversight, plain, ports, records, refusals, sources, templates, transfer, values,
};
use crate::support::contract::Document;

/// What the facade has, but makes of other operations; plain requests drive the server's own.
const COMPOSED: [&str; 1] = ["export_templates"];

/// The operations in the table of calls.
fn tabled() -> BTreeSet<String> {
    let calls = Facade::all().into_iter();
    let ids = calls.map(Facade::operation).chain(COMPOSED);
    names(ids)
}

fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Panics with what the one set has and the other has not.
#[track_caller]
fn same(one: (&str, &BTreeSet<String>), other: (&str, &BTreeSet<String>)) {
    for ((owner, set), (lacking, rest)) in [(one, other), (other, one)] {
        let excess: Vec<_> = set.difference(rest).collect();
        assert!(excess.is_empty(), "{owner}, but not {lacking}: {excess:?}");
    }
}

#[test]
fn every_operation_has_a_facade() {
    let operations = Document::load("liteboxd").operations();
    let documented = names(operations.iter().map(|operation| &*operation.id));
    let facade = sources::operations(&documented);
    same(("documented", &documented), ("in the facade", &facade));
    same(
        ("in the facade", &facade),
        ("in the table of calls", &tabled()),
    );
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

    let methods: BTreeSet<String> = [&frozen, &fast]
        .into_iter()
        .flat_map(|stage| stage.driven().methods.clone())
        .collect();
    same(
        ("in the facade", &sources::methods()),
        ("exercised", &methods),
    );
    let operations = frozen.driven().operations.clone();
    same(
        ("in the table of calls", &tabled()),
        ("called", &operations),
    );

    let mut coverage = frozen.proxy.coverage();
    coverage.merge(&fast.proxy.coverage());
    coverage.merge(&misused.proxy.coverage());
    let mut expected = Document::load("liteboxd").expected();
    expected.retain(|(id, _)| operations.contains(id));
    let missing = coverage.missing(&expected);
    assert!(missing.is_empty(), "never seen: {missing:?}");
    println!(
        "liteboxd: {} operations of the facade, {} documented replies, {} methods, {refusals} refusals",
        operations.len(),
        expected.len(),
        methods.len(),
    );
}
