//! The records of sandboxes: every filter, and page after page.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use quintet::Call;
use quintet::liteboxd::{
    DeletionPhase, DesiredState, History, LifecycleStatus, Metadata, PvcState, Pvcs, Sandboxes,
};

use super::stage::{Stage, drive};
use super::values::wire;

/// Asks for records in every way.
pub(super) async fn drive_all(stage: &Stage) {
    filters(stage).await;
    pages(stage).await;
    volumes(stage).await;
    history(stage).await;
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

async fn volumes(stage: &Stage) {
    let id = stage.persistent().await;
    let gone = stage.terminating().await;
    let all = stage.client.sandboxes();
    let call = drive!(stage, Sandboxes, pvcs, &all);
    let call = drive!(stage, Call<Pvcs>, sandbox_id, call, &id);
    let call = drive!(stage, Call<Pvcs>, storage_class, call, "standard");
    let call = drive!(stage, Call<Pvcs>, state, call, PvcState::Bound);
    let reply = stage.settle(call.clone()).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let path = format!("/api/v1/sandboxes/pvcs?sandbox_id={id}");
    assert_eq!(wire(reply.value()), wire(&stage.look(&path).await));
    assert_eq!(reply.value().total, 1);

    // Each filter alone can hold the claim back.
    let none: [Call<Pvcs>; 3] = [
        call.clone().sandbox_id(&gone),
        call.clone().storage_class("other"),
        call.clone().state(PvcState::OrphanPvc),
    ];
    for (index, call) in none.into_iter().enumerate() {
        assert_eq!(call.await.unwrap().total, 0, "filter {index}");
    }
    let listed = stage.look("/api/v1/sandboxes/pvcs?page_size=100").await;
    let call = drive!(stage, Call<Pvcs>, page_size, all.pvcs(), 2);
    let claims = call.clone().all().await.unwrap();
    assert_eq!(wire(&claims), wire(&listed["items"]));
    let call = drive!(stage, Call<Pvcs>, page, call, 2);
    assert_eq!(
        wire(&call.all().await.unwrap()),
        wire(&claims[2..].to_vec())
    );
}

async fn history(stage: &Stage) {
    let id = stage.terminating().await;
    let all = stage.client.sandboxes();
    let reply = stage.settle(drive!(stage, Sandboxes, history, &all, &id));
    let reply = reply.await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let path = format!("/api/v1/sandboxes/{id}/status-history");
    assert_eq!(wire(reply.value()), wire(&stage.look(&path).await));
    let changes = reply.into_value().items;
    let states: Vec<_> = changes
        .iter()
        .map(|one| one.to_status.to_string())
        .collect();
    assert_eq!(states, ["terminating", "running", "pending", "creating"]);

    let call = all.history(&id);
    let call = drive!(stage, Call<History>, before_id, call, changes[0].id);
    let call = drive!(stage, Call<History>, limit, call, 2);
    let page = stage.settle(call.clone()).await.unwrap().into_value();
    assert_eq!(wire(&page.items), wire(&changes[1..3].to_vec()));
    let rest = call.all().await.unwrap();
    assert_eq!(wire(&rest), wire(&changes[1..].to_vec()));
}
