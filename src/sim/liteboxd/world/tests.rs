use std::time::Duration;

use super::super::create;
use super::super::lifecycle::{Lifecycle, Startup};
use super::super::sandbox::Expiry;
use super::super::{lists, power};
use super::*;
use crate::sim::exchange::Request;

/// A world with one sandbox, created at the start of a paused clock.
fn world_with(body: &'static str) -> (World, String) {
    world_starting(body, Startup::Normal)
}

fn world_starting(body: &'static str, startup: Startup) -> (World, String) {
    let mut world = World::new(Clock::new(1.0), "http://127.0.0.1:1".to_owned());
    world.next_startup = startup;
    let mut request = Request::for_test("POST", "/api/v1/sandboxes");
    request.body = body.as_bytes().into();
    create::create(&mut world, &request);
    let id = world.sandboxes.keys().next().cloned().unwrap_or_default();
    (world, id)
}

async fn wait(world: &mut World, seconds: f64) {
    tokio::time::advance(Duration::from_secs_f64(seconds)).await;
    world.advance();
}

fn lifecycle(world: &World, id: &str) -> Option<Lifecycle> {
    world.sandboxes.get(id).map(|sandbox| sandbox.lifecycle)
}

const POD: &str = r#"{"template":"python-data-science"}"#;
const PERSISTENT: &str = r#"{"template":"persistent-workspace"}"#;

#[tokio::test(start_paused = true)]
async fn a_pod_starts_and_the_record_lags_behind() {
    let (mut world, id) = world_with(POD);
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Creating));
    wait(&mut world, 1.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Pending));
    wait(&mut world, 2.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Running));
    let observed = |world: &World| {
        world
            .sandboxes
            .get(&id)
            .and_then(|sandbox| sandbox.observed.clone())
    };
    assert!(
        observed(&world).is_some_and(|pod| pod.phase.as_str() == "Pending" && pod.ip.is_empty())
    );
    wait(&mut world, 60.0).await;
    assert!(
        observed(&world).is_some_and(|pod| pod.phase.as_str() == "Running" && !pod.ip.is_empty())
    );
}

#[tokio::test(start_paused = true)]
async fn a_deletion_takes_its_time() {
    for (body, seconds) in [(POD, 36.0), (PERSISTENT, 51.0)] {
        let (mut world, id) = world_with(body);
        wait(&mut world, 5.0).await;
        power::delete(&mut world, &id);
        assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Terminating));
        wait(&mut world, seconds - 0.1).await;
        assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Terminating));
        wait(&mut world, 0.2).await;
        assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Deleted));
        assert_eq!(lists::get(&mut world, &id).status(), 404);
        assert_eq!(power::delete(&mut world, &id).status(), 202);
        wait(&mut world, 7.0 * 24.0 * 3600.0).await;
        assert_eq!(power::delete(&mut world, &id).status(), 500);
    }
}

#[tokio::test(start_paused = true)]
async fn the_cleaner_ends_what_has_expired() {
    let (mut world, id) =
        world_with(r#"{"template":"python-data-science","overrides":{"ttl":40}}"#);
    wait(&mut world, 59.9).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Running));
    wait(&mut world, 0.2).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Terminating));
    let source = world
        .sandboxes
        .get(&id)
        .and_then(|sandbox| sandbox.history.last())
        .map(|item| item.source);
    assert_eq!(source, Some("ttl_cleaner"));
}

#[tokio::test(start_paused = true)]
async fn a_started_sandbox_waits_for_the_reconciler() {
    let (mut world, id) = world_with(PERSISTENT);
    wait(&mut world, 5.0).await;
    let expires = |world: &World| world.sandboxes.get(&id).map(|sandbox| sandbox.expires);
    let before = expires(&world);
    assert_eq!(power::stop(&mut world, &id).status(), 200);
    assert_eq!(power::stop(&mut world, &id).status(), 409);
    wait(&mut world, 65.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Stopped));
    assert_eq!(power::start(&mut world, &id).status(), 200);
    let later = before.map(|before| match before {
        Expiry::At(at) => Expiry::At(at + Duration::from_secs(65)),
        other => other,
    });
    assert_eq!(expires(&world), later);
    wait(&mut world, 40.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Pending));
    wait(&mut world, 10.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Running));
}

#[tokio::test(start_paused = true)]
async fn never_overflows_when_started_again() {
    let (mut world, id) =
        world_with(r#"{"template":"persistent-workspace","overrides":{"ttl":0}}"#);
    power::stop(&mut world, &id);
    power::start(&mut world, &id);
    assert_eq!(
        world.sandboxes.get(&id).map(|sandbox| sandbox.expires),
        Some(Expiry::Overflowed)
    );
}

#[tokio::test(start_paused = true)]
async fn a_crash_stays_failed_and_a_slow_start_does_not() {
    let (mut world, id) = world_starting(POD, Startup::Fails("boom".to_owned()));
    wait(&mut world, 200.0).await;
    assert_eq!(
        world
            .sandboxes
            .get(&id)
            .map(|sandbox| sandbox.reason.as_str()),
        Some("boom")
    );
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Failed));

    let (mut world, id) = world_starting(POD, Startup::Stalls);
    wait(&mut world, 299.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Pending));
    wait(&mut world, 200.0).await;
    let history = world
        .sandboxes
        .get(&id)
        .map(|sandbox| sandbox.history.iter().map(|item| item.to).collect());
    assert_eq!(
        history,
        Some(vec!["creating", "pending", "failed", "pending"])
    );
}

#[tokio::test(start_paused = true)]
async fn a_bad_quantity_leaves_an_orphan_that_gets_lost() {
    let (mut world, id) =
        world_with(r#"{"template":"python-data-science","overrides":{"cpu":"lots"}}"#);
    wait(&mut world, 300.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Creating));
    wait(&mut world, 400.0).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Lost));
}

#[tokio::test(start_paused = true)]
async fn a_long_silence_is_made_up_for_quickly() {
    let (mut world, id) = world_with(r#"{"template":"python-data-science","overrides":{"ttl":0}}"#);
    wait(&mut world, 1e9).await;
    assert_eq!(lifecycle(&world, &id), Some(Lifecycle::Running));
    assert!(world.runs.len() < 200);
}
