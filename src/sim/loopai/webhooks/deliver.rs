//! Telling subscribers, as often as they want to be tried.

use std::sync::{Mutex, Weak};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::super::lock;
use super::super::world::World;
use super::Parcel;
use super::post::{self, Letter};
use super::subscribe::Delivery;
use crate::sim::clock::Clock;
use crate::sim::random;

/// Delivers until the simulator ends.
pub(in super::super) async fn dispatch(
    world: Weak<Mutex<World>>,
    clock: Clock,
    mut parcels: UnboundedReceiver<Parcel>,
) {
    // Dropping the set ends every delivery at once.
    let mut deliveries = JoinSet::new();
    loop {
        tokio::select! {
            parcel = parcels.recv() => match parcel {
                Some(parcel) => {
                    deliveries.spawn(deliver(Weak::clone(&world), clock, parcel));
                }
                None => return,
            },
            Some(_) = deliveries.join_next() => {}
        }
    }
}

/// Tries until it succeeds; waits 1, 2, 4 … simulated seconds in between.
async fn deliver(world: Weak<Mutex<World>>, clock: Clock, parcel: Parcel) {
    let subscription = &parcel.subscription;
    for attempt in 1..=subscription.attempts {
        if attempt > 1 {
            let exponent = u32::try_from(attempt - 2).unwrap_or(0).min(20);
            clock.sleep(Duration::from_secs(1 << exponent)).await;
        }
        let at = clock.now();
        let begun = Instant::now();
        let letter = Letter {
            url: &subscription.url,
            secret: subscription.secret.as_deref(),
            headers: subscription.headers.as_deref().unwrap_or_default(),
            event: &parcel.event,
            kind: parcel.kind,
            attempt,
            body: parcel.body.clone(),
        };
        let seconds = u64::try_from(subscription.timeout_seconds).unwrap_or(0);
        let answer = post::send(&letter, Duration::from_secs(seconds)).await;
        let delivery = Delivery {
            id: random::uuid(),
            subscription: subscription.id.clone(),
            event: parcel.event.clone(),
            url: subscription.url.clone(),
            status: answer.status,
            body: answer.body,
            error: answer.error,
            attempt,
            at,
            took: begun.elapsed(),
        };
        let is_success = delivery.is_success();
        let Some(world) = world.upgrade() else {
            return;
        };
        let mut world = lock(&world);
        world.webhooks.keep(delivery);
        world.changes.send_replace(());
        if is_success {
            return;
        }
    }
}
