//! Loopai's API key and the secrets of subscriptions, with a server that echoes all it has heard.

mod debugged;
mod echoed;

use quintet::loopai::{Client, SubscribeWebhook, WebhookEventType};
use quintet::{Call, RetryPolicy};

use super::{CALL_HEADER, CLIENT_HEADER};
use crate::support::raw_loopai::bare;

/// The API key.
const KEY: &str = "canary-7f3a-key";
/// What signs the deliveries of a subscription.
const SIGNS: &str = "canary-7f3a-whsec";
/// The value of a header of its deliveries.
const DELIVERED: &str = "canary-7f3a-delivered";

/// A client with secrets everywhere that a caller can put one.
fn client(url: &str) -> Client {
    bare(url)
        .token(KEY)
        .header("x-client-secret", CLIENT_HEADER)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// A subscription with both of its secrets.
fn subscribe(client: &Client) -> Call<SubscribeWebhook> {
    let events = [WebhookEventType::CanaryCompleted];
    let call = client.webhooks().subscribe("http://127.0.0.1:9/", events);
    let call = call.secret(SIGNS).delivery_header("x-secret", DELIVERED);
    call.header("x-call-secret", CALL_HEADER)
}
