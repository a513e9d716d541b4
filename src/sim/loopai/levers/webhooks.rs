//! Webhooks.

use serde_json::Value;

use super::super::webhooks::Event;
use super::super::{Simulator, WebhookEvent, lock};

/// Webhooks.
impl Simulator {
    /// Whether subscribers are told of what happens. The default is that they are not, as upstream never does.
    pub fn set_webhooks_published(&self, on: bool) {
        self.with(|world| world.webhooks.published = on);
    }

    /// Tells subscribers of an event, whether it happened or not. The task may be empty: it is null then.
    pub fn publish(
        &self,
        event: WebhookEvent,
        task_id: &str,
        program_id: Option<&str>,
        message: &str,
        data: Value,
    ) {
        let event = Event::new(event, task_id, program_id, message.to_owned()).data(data);
        self.with(|world| world.publish(&event));
    }

    /// Returns when so many deliveries, counted over all subscriptions that there are, were tried.
    pub async fn until_deliveries(&self, attempts: usize) {
        let mut changes = self.with(|world| world.changes.subscribe());
        while lock(&self.served.backend.shared).webhooks.attempts() < attempts {
            // The sender lives as long as this handle.
            let _ = changes.changed().await;
        }
    }
}
