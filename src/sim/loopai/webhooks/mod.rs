//! `/webhooks`: who wants to know what happens, and telling them.

mod deliver;
mod event;
mod post;
mod subscribe;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use tokio::sync::mpsc;

pub(super) use deliver::dispatch;
pub(super) use event::Event;
pub use event::WebhookEvent;
use subscribe::{Delivery, Subscription};
pub(super) use subscribe::{history, list, subscribe, unsubscribe};

use crate::sim::random;

/// Deliveries that are kept of a subscription.
const KEPT: usize = 1000;

/// An event on its way to a subscriber.
#[derive(Debug)]
pub(super) struct Parcel {
    subscription: Subscription,
    event: String,
    kind: WebhookEvent,
    body: Bytes,
}

/// Subscriptions, and what was delivered.
#[derive(Debug)]
pub(super) struct Webhooks {
    /// Whether what happens is told. Upstream never does.
    pub(super) published: bool,
    subscriptions: Vec<Subscription>,
    deliveries: BTreeMap<String, VecDeque<Delivery>>,
    post: mpsc::UnboundedSender<Parcel>,
    parcels: Option<mpsc::UnboundedReceiver<Parcel>>,
}

impl Default for Webhooks {
    fn default() -> Self {
        let (post, parcels) = mpsc::unbounded_channel();
        Self {
            published: false,
            subscriptions: Vec::new(),
            deliveries: BTreeMap::new(),
            post,
            parcels: Some(parcels),
        }
    }
}

impl Webhooks {
    /// What is to be delivered; once.
    pub(super) fn parcels(&mut self) -> Option<mpsc::UnboundedReceiver<Parcel>> {
        self.parcels.take()
    }

    /// Sends an event to everyone who wants it.
    pub(super) fn publish(&self, event: &Event, timestamp: &str) {
        let id = random::uuid();
        let body = Bytes::from(event.body(&id, timestamp));
        let wanted = self.subscriptions.iter();
        for subscription in wanted.filter(|one| one.is_active && one.kinds.contains(&event.kind)) {
            // The receiver ends with the simulator.
            let _ = self.post.send(Parcel {
                subscription: subscription.clone(),
                event: id.clone(),
                kind: event.kind,
                body: body.clone(),
            });
        }
    }

    fn keep(&mut self, delivery: Delivery) {
        let known = self.subscriptions.iter();
        if !known
            .map(|known| &known.id)
            .any(|id| *id == delivery.subscription)
        {
            return;
        }
        let deliveries = self.deliveries.entry(delivery.subscription.clone());
        let deliveries = deliveries.or_default();
        deliveries.push_front(delivery);
        deliveries.truncate(KEPT);
    }

    /// How many deliveries were tried, to everyone.
    pub(super) fn attempts(&self) -> usize {
        self.deliveries.values().map(VecDeque::len).sum()
    }
}
