//! The records of sandboxes: every filter, and page after page.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use quintet::Call;
use quintet::liteboxd::{DeletionPhase, DesiredState, LifecycleStatus, Metadata, Sandboxes};

use super::stage::{Stage, drive};
use super::values::wire;

/// Asks for records in every way.
pub(super) async fn drive_all(stage: &Stage) {
    filters(stage).await;
    pages(stage).await;
}

async fn filters(stage: &Stage) {
    let id = stage.terminating().await;
    let created = stage.client.sandboxes().get(&id).await.unwrap().created_at;
    let all = stage.client.sandboxes();
    let (before, after) = (created - TimeDelta::hours(1), created + TimeDelta::hours(1));

    let call = drive!(stage, Sandboxes, metadata, &all);
    let call = drive!(stage, Call<Metadata>, id_prefix, call, &id[..6]);
    let call = drive!(
        stage,
        Call<Metadata>,
        template,
        call,
        "persistent-workspace"
    );
    let state = DesiredState::Deleted;
    let call = drive!(stage, Call<Metadata>, desired_state, call, state);
    let status = LifecycleStatus::Terminating;
    let call = drive!(stage, Call<Metadata>, lifecycle_status, call, status);
    let phase = DeletionPhase::Requested;
    let call = drive!(stage, Call<Metadata>, deletion_phase, call, phase);
    let call = drive!(stage, Call<Metadata>, created_from, call, before);
    let call = drive!(stage, Call<Metadata>, created_to, call, after);
    let reply = stage.settle(call.clone()).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let page = reply.into_value();
    assert_eq!((page.page, page.page_size, page.total), (1, 20, 1));
    assert_eq!(page.items[0].id, id);
    let path = format!("/api/v1/sandboxes/metadata?id={id}");
    assert_eq!(wire(&page), wire(&stage.look(&path).await));

    // Each filter alone can hold the record back.
    let none: [Call<Metadata>; 7] = [
        call.clone().id_prefix("zz"),
        call.clone().template("python-data-science"),
        call.clone().desired_state(DesiredState::Active),
        call.clone().lifecycle_status(LifecycleStatus::Running),
        call.clone().deletion_phase(DeletionPhase::Verifying),
        call.clone().created_from(after),
        call.clone().created_to(before),
    ];
    for (index, call) in none.into_iter().enumerate() {
        assert_eq!(call.await.unwrap().total, 0, "filter {index}");
    }
    // Nothing is fully deleted yet.
    let call = drive!(
        stage,
        Call<Metadata>,
        deleted_from,
        call,
        DateTime::<Utc>::UNIX_EPOCH
    );
    let call = drive!(stage, Call<Metadata>, deleted_to, call, after);
    assert_eq!(stage.settle(call).await.unwrap().value().total, 0);
}

async fn pages(stage: &Stage) {
    let listed = stage.look("/api/v1/sandboxes").await;
    let count = listed["items"].as_array().unwrap().len();
    assert!(count > 4, "several pages");
    let call = stage.client.sandboxes().metadata();
    let call = drive!(stage, Call<Metadata>, page_size, call, 3);
    let before = stage.sent();
    let pages: Vec<_> = call.clone().pages().map(Result::unwrap).collect().await;
    assert_eq!(stage.sent() - before, count.div_ceil(3));
    let numbers: Vec<i64> = pages.iter().map(|page| page.page).collect();
    assert_eq!(
        numbers,
        (1..=i64::try_from(pages.len()).unwrap()).collect::<Vec<_>>()
    );
    let records = call.clone().all().await.unwrap();
    assert_eq!(wire(&records), wire(&listed["items"]));

    let call = drive!(stage, Call<Metadata>, page, call, 2);
    let rest: Vec<_> = call.items().map(Result::unwrap).collect().await;
    assert_eq!(wire(&rest), wire(&records[3..].to_vec()));
}
