//! Volume claims: page after page, and the filter that the server lacks.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use quintet::liteboxd::{PvcMapping, PvcState};
use quintet::sim::Fault;
use quintet::{ErrorKind, Result};

use super::Bench;

const PATH: &str = "/api/v1/sandboxes/pvcs";

fn sandboxes(claims: &[PvcMapping]) -> BTreeSet<String> {
    let ids = claims.iter().map(|claim| claim.sandbox_id.clone().unwrap());
    ids.collect()
}

/// A bench with 130 claims; every third is under deletion, on all pages.
async fn bench() -> (Bench, BTreeSet<String>, BTreeSet<String>) {
    let bench = Bench::start().await;
    let ids = bench.persistent(130).await;
    let deleting: BTreeSet<String> = ids.iter().step_by(3).cloned().collect();
    for id in &deleting {
        bench.sandboxes.delete(id).await.unwrap();
    }
    bench.simulator.clear_requests();
    (bench, ids.into_iter().collect(), deleting)
}

#[tokio::test]
async fn every_claim_comes_once_and_by_name() {
    let (bench, ids, _) = bench().await;
    let call = bench.sandboxes.pvcs().page_size(30);
    let claims: Vec<PvcMapping> = call.items().try_collect().await.unwrap();
    assert_eq!((claims.len(), sandboxes(&claims)), (130, ids));
    assert!(claims.is_sorted_by_key(|claim| claim.pvc_name.clone()));
    assert_eq!(bench.sent(), 5);
}

#[tokio::test]
async fn claims_are_asked_for_when_they_are_wanted() {
    let (bench, _, _) = bench().await;
    let mut claims = std::pin::pin!(bench.sandboxes.pvcs().page_size(30).items());
    for _ in 0..31 {
        claims.try_next().await.unwrap().unwrap();
    }
    assert_eq!(bench.sent(), 2);
}

#[tokio::test]
async fn the_state_that_the_server_refuses_is_filtered_here() {
    let (bench, _, deleting) = bench().await;
    let call = bench.sandboxes.pvcs().state(PvcState::Deleting);
    let reply = call.clone().response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 2));
    let page = reply.into_value();
    assert_eq!((page.total, page.page), (44, 1));
    assert_eq!(sandboxes(&page.items), deleting);
    assert!(
        page.items
            .iter()
            .all(|claim| claim.state == PvcState::Deleting)
    );
    let asked = ["?page_size=100", "?page=2&page_size=100"];
    assert_eq!(bench.targets(), asked.map(|query| format!("{PATH}{query}")));

    // As pages it is one, whatever their size.
    let pages: Vec<_> = call.page_size(5).pages().try_collect().await.unwrap();
    assert_eq!((pages.len(), sandboxes(&pages[0].items)), (1, deleting));
}

#[tokio::test]
async fn the_other_filters_hold_beside_it() {
    let (bench, _, deleting) = bench().await;
    let one = deleting.first().unwrap();
    let call = || bench.sandboxes.pvcs().state(PvcState::Deleting);
    let claims = call().sandbox_id(one).all().await.unwrap();
    assert_eq!(sandboxes(&claims), [one.clone()].into());
    assert_eq!(call().storage_class("other").all().await.unwrap().len(), 0);
    let bound = bench.sandboxes.pvcs().state(PvcState::Bound).all();
    assert_eq!(bound.await.unwrap().len(), 130 - 44);
}

#[tokio::test]
async fn a_page_that_fails_fails_the_whole_list() {
    let (bench, _, _) = bench().await;
    let fault = Fault::status(500).on("GET", PATH).after(1).times(2);
    bench.simulator.inject(fault);
    let call = bench.sandboxes.pvcs().state(PvcState::Deleting);
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.operation(), Some("list_sandbox_pvcs"));
    assert_eq!(bench.sent(), 3, "the second page twice");
}

#[tokio::test]
async fn what_the_server_would_bend_is_refused_before_it_is_sent() {
    let bench = Bench::start().await;
    let call = || bench.sandboxes.pvcs();
    let deleting = || call().state(PvcState::Deleting);
    let refused: [(Result<_>, &str); 6] = [
        (call().page(0).await, "pages begin with 1"),
        (call().page_size(0).await, "from 1 to 100"),
        (call().page_size(101).await, "from 1 to 100"),
        (deleting().page(2).await, "all come on one page"),
        (deleting().page(0).await, "all come on one page"),
        (deleting().page_size(101).await, "from 1 to 100"),
    ];
    for (result, hint) in refused {
        let error = result.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        assert!(error.message().contains(hint), "{error}");
    }
    assert_eq!(bench.sent(), 0);
}
