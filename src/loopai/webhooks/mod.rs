//! Subscriptions to events, and the events themselves. Contract: §1.7.

mod event;
mod signature;
mod subscribe;

use std::sync::Arc;

use super::check;
use super::wire::{self, PLAIN};
use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::loopai::{Delivery, Subscription, WebhookEventType};
use crate::runtime::{Call, Exchange, Invoke, Transport};

pub use event::WebhookEvent;
pub use signature::WebhookVerifier;
pub use subscribe::SubscribeWebhook;

/// Subscriptions to events; made by [`Client::webhooks`](super::Client::webhooks).
///
/// They live in the server's memory and are lost when it restarts. No published server sends any event yet; what receives
/// them when one does is [`WebhookVerifier`]. (Contract §1.7.)
#[derive(Debug, Clone)]
pub struct Webhooks {
    transport: Arc<Transport>,
}

impl Webhooks {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Subscribes a URL to events. (Contract §1.7.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// use quintet::loopai::WebhookEventType;
    ///
    /// let events = [WebhookEventType::ProgramImproved, WebhookEventType::CanaryRollback];
    /// let webhooks = client.webhooks();
    /// let subscription = webhooks.subscribe("https://hooks.example/loopai", events).secret("whsec-0123").await?;
    /// println!("{}", subscription.id);
    /// # Ok(()) }
    /// ```
    ///
    /// Each success is another subscription, so it is sent once: again only when no connection was made, or when the server
    /// answered 429 or 503.
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when the server does not take it;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) before any I/O for a URL that is not absolute, no events, and headers
    /// that are none.
    pub fn subscribe(
        &self,
        url: impl Into<String>,
        event_types: impl IntoIterator<Item = WebhookEventType>,
    ) -> Call<SubscribeWebhook> {
        let event_types = event_types.into_iter().collect();
        Call::new(
            &self.transport,
            SubscribeWebhook::new(url.into(), event_types),
        )
    }

    /// Lists the subscriptions, all in one reply, with their secrets. (Contract §1.7.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListWebhooks> {
        Call::new(&self.transport, ListWebhooks)
    }

    /// Ends a subscription. (Contract §1.7.)
    ///
    /// When the reply to a first attempt was lost and the server answers the second with 404, the first one ended it: that is
    /// a success.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn delete(&self, subscription_id: impl Into<String>) -> Call<DeleteWebhook> {
        let id = subscription_id.into();
        Call::new(&self.transport, DeleteWebhook { id })
    }

    /// Lists what was delivered to a subscription, the newest first. One that does not exist has nothing. (Contract §1.7.)
    ///
    /// # Errors
    /// As every call.
    pub fn history(&self, subscription_id: impl Into<String>) -> Call<GetWebhookHistory> {
        let id = subscription_id.into();
        Call::new(&self.transport, GetWebhookHistory { id, limit: None })
    }
}

/// Lists the subscriptions; made by [`Webhooks::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListWebhooks;

impl Invoke for ListWebhooks {
    type Output = Vec<Subscription>;
    const OPERATION: &'static str = "list_webhooks";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Subscription>> {
        let subscriptions = Raw::of(&exchange).list_webhooks().await;
        wire::lenient(&exchange, subscriptions, PLAIN)
    }
}

/// Ends a subscription; made by [`Webhooks::delete`].
#[derive(Debug, Clone)]
pub struct DeleteWebhook {
    id: String,
}

impl Invoke for DeleteWebhook {
    type Output = ();
    const OPERATION: &'static str = "delete_webhook";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let id = check::id("subscription id", &self.id)?;
        let deleted = Raw::of(&exchange).delete_webhook(id).await;
        exchange.deleted(exchange.done(deleted))
    }
}

/// Lists deliveries; made by [`Webhooks::history`].
#[derive(Debug, Clone)]
pub struct GetWebhookHistory {
    id: String,
    limit: Option<u32>,
}

impl Call<GetWebhookHistory> {
    /// The most deliveries to list. Default: the server's, 100.
    pub fn limit(mut self, deliveries: u32) -> Self {
        self.parameters.limit = Some(deliveries);
        self
    }
}

impl Invoke for GetWebhookHistory {
    type Output = Vec<Delivery>;
    const OPERATION: &'static str = "get_webhook_history";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Delivery>> {
        let id = check::id("subscription id", &self.id)?;
        let limit = self.limit.map(|limit| check::count("a limit of", limit));
        let history = Raw::of(&exchange)
            .get_webhook_history(id, limit.transpose()?)
            .await;
        wire::lenient(&exchange, history, PLAIN)
    }
}
