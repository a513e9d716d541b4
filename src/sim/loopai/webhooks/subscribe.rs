//! Subscriptions.

use std::time::Duration;

use http::StatusCode;
use http::Uri;
use http::header::LOCATION;
use serde::Serialize;
use serde_json::{Map, Value};

use super::super::call::Call;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::super::world::World;
use super::WebhookEvent;
use crate::sim::exchange::Reply;
use crate::sim::random;

/// Somebody who wants to be told.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) kinds: Vec<WebhookEvent>,
    pub(super) secret: Option<String>,
    pub(super) is_active: bool,
    /// Attempts, all of them.
    pub(super) attempts: i32,
    pub(super) timeout_seconds: i32,
    pub(super) created: Duration,
    pub(super) headers: Option<Vec<(String, String)>>,
}

/// An attempt to tell somebody.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) id: String,
    pub(super) subscription: String,
    pub(super) event: String,
    pub(super) url: String,
    pub(super) status: Option<u16>,
    pub(super) body: Option<String>,
    pub(super) error: Option<String>,
    pub(super) attempt: i32,
    pub(super) at: Duration,
    pub(super) took: Duration,
}

impl Delivery {
    pub(super) fn is_success(&self) -> bool {
        self.error.is_none()
    }
}

/// A subscription as JSON; the secret too.
#[derive(Debug, Serialize)]
struct View<'a> {
    id: &'a str,
    url: &'a str,
    event_types: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    is_active: bool,
    max_retries: i32,
    timeout_seconds: i32,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Map<String, Value>>,
}

impl Subscription {
    fn view<'a>(&'a self, call: &Call<'_>) -> View<'a> {
        let headers = self.headers.as_ref().map(|headers| {
            let headers = headers.iter();
            let texts = headers.map(|(name, value)| (name.clone(), Value::from(value.as_str())));
            texts.collect()
        });
        View {
            id: &self.id,
            url: &self.url,
            event_types: self.kinds.iter().map(|kind| kind.camel()).collect(),
            secret: self.secret.as_deref(),
            is_active: self.is_active,
            max_retries: self.attempts,
            timeout_seconds: self.timeout_seconds,
            created_at: call.stamps.fresh(self.created),
            headers,
        }
    }
}

/// A delivery as JSON.
#[derive(Debug, Serialize)]
struct DeliveryView<'a> {
    id: &'a str,
    subscription_id: &'a str,
    event_id: &'a str,
    url: &'a str,
    success: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    attempt_number: i32,
    attempted_at: String,
    duration_ms: Double,
}

/// `POST /api/v1/webhooks/subscribe`
pub(in super::super) fn subscribe(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let subscription = read(call)?;
    let invalid = |text: &str| {
        let refusal = call.error(StatusCode::BAD_REQUEST, "INVALID_SUBSCRIPTION", text);
        Refusal::from(refusal)
    };
    if !is_absolute(&subscription.url) {
        return Err(invalid("Webhook URL must be a valid absolute URI"));
    }
    if subscription.kinds.is_empty() {
        return Err(invalid("At least one event type must be specified"));
    }
    let mut reply = reply::json(StatusCode::CREATED, &subscription.view(call));
    let location = call.url(&format!("/api/v1/Webhooks?id={}", subscription.id));
    reply::set(&mut reply, LOCATION, &location);
    world.webhooks.subscriptions.push(subscription);
    Ok(reply)
}

fn read(call: &Call<'_>) -> Result<Subscription, Refusal> {
    call.read("WebhookSubscriptionRequest", |form| Subscription {
        id: random::uuid(),
        url: form.text("url"),
        kinds: {
            let kinds = form.list("event_types").into_iter().enumerate();
            let kind = "Loopai.Core.Models.WebhookEventType";
            let read = kinds.filter_map(|(index, raw)| {
                form.item("event_types", index, kind, raw, WebhookEvent::read)
            });
            read.collect()
        },
        secret: form.optional_text("secret"),
        is_active: true,
        attempts: form.optional_int("max_retries").unwrap_or(3),
        timeout_seconds: form.optional_int("timeout_seconds").unwrap_or(30),
        created: call.now,
        headers: form.text_map("headers"),
    })
}

fn is_absolute(url: &str) -> bool {
    let parsed = url.parse::<Uri>();
    parsed.is_ok_and(|url| url.scheme().is_some() && url.host().is_some())
}

/// `GET /api/v1/webhooks`
pub(in super::super) fn list(world: &World, call: &Call<'_>) -> Reply {
    let subscriptions = world.webhooks.subscriptions.iter();
    reply::ok(&subscriptions.map(|one| one.view(call)).collect::<Vec<_>>())
}

/// `DELETE /api/v1/webhooks/{subscription_id}`
pub(in super::super) fn unsubscribe(
    world: &mut World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("subscriptionId", id)?;
    let subscriptions = &mut world.webhooks.subscriptions;
    let Some(index) = subscriptions.iter().position(|one| one.id == id) else {
        let text = format!("Subscription {id} not found");
        let refusal = call.error(StatusCode::NOT_FOUND, "SUBSCRIPTION_NOT_FOUND", &text);
        return Err(refusal.into());
    };
    subscriptions.remove(index);
    world.webhooks.deliveries.remove(&id);
    Ok(reply::bare(StatusCode::NO_CONTENT))
}

/// `GET /api/v1/webhooks/{subscription_id}/history`
pub(in super::super) fn history(
    world: &World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("subscriptionId", id)?;
    let limit = usize::try_from(call.query("limit", 100)?).unwrap_or(0);
    let deliveries = world.webhooks.deliveries.get(&id).into_iter().flatten();
    let views = deliveries.take(limit).map(|delivery| DeliveryView {
        id: &delivery.id,
        subscription_id: &delivery.subscription,
        event_id: &delivery.event,
        url: &delivery.url,
        success: delivery.is_success(),
        status_code: delivery.status,
        response_body: delivery.body.as_deref(),
        error_message: delivery.error.as_deref(),
        attempt_number: delivery.attempt,
        attempted_at: call.stamps.fresh(delivery.at),
        duration_ms: Double::rounded(delivery.took.as_secs_f64() * 1000.0),
    });
    Ok(reply::ok(&views.collect::<Vec<_>>()))
}
