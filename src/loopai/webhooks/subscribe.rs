//! Beginning a subscription.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::super::{check, wire};
use crate::Secret;
use crate::error::{Error, Result};
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::SubscribeRequest;
use crate::loopai::{Subscription, WebhookEventType};
use crate::runtime::{Call, CallOptions, Exchange, Invoke};

/// Begins a subscription; made by [`Webhooks::subscribe`](super::Webhooks::subscribe).
#[derive(Debug, Clone)]
pub struct SubscribeWebhook {
    url: String,
    event_types: Vec<WebhookEventType>,
    secret: Option<Secret>,
    max_attempts: Option<u32>,
    timeout: Option<Duration>,
    headers: BTreeMap<String, Secret>,
}

impl SubscribeWebhook {
    pub(super) fn new(url: String, event_types: Vec<WebhookEventType>) -> Self {
        Self {
            url,
            event_types,
            secret: None,
            max_attempts: None,
            timeout: None,
            headers: BTreeMap::new(),
        }
    }

    fn body(self) -> Result<SubscribeRequest> {
        if self.event_types.is_empty() {
            return Err(Error::invalid(
                "a subscription to no events; the server's rule is: at least one event type",
            ));
        }
        if self
            .secret
            .as_ref()
            .is_some_and(|secret| secret.expose().is_empty())
        {
            return Err(Error::invalid(
                "an empty secret, which signs nothing; give one, or none",
            ));
        }
        for (name, value) in &self.headers {
            let is_header =
                HeaderName::try_from(name).is_ok() && HeaderValue::try_from(value.expose()).is_ok();
            if !is_header {
                // The value may be a secret, so it is not shown.
                return Err(Error::invalid(format!(
                    "{:?} and its value make no header; give letters, digits and `-`, and a line of visible characters",
                    check::shown(name)
                )));
            }
        }
        let seconds =
            |time| check::milliseconds("a delivery timeout", time).map(|ms| (ms + 999) / 1000);
        let attempts = |attempts| check::count("delivery attempts", attempts);
        Ok(SubscribeRequest {
            url: check::absolute_url("url", &self.url)?.to_owned(),
            event_types: self.event_types,
            secret: self.secret,
            max_retries: self.max_attempts.map(attempts).transpose()?,
            timeout_seconds: self.timeout.map(seconds).transpose()?,
            headers: self.headers,
        })
    }
}

impl Call<SubscribeWebhook> {
    /// What signs the deliveries, for [`WebhookVerifier`](super::WebhookVerifier). Default: they are not signed.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.parameters.secret = Some(secret.into());
        self
    }

    /// How often a delivery is tried in all, which the server calls `max_retries`; 0 means that none is made. Default: the
    /// server's, 3.
    pub fn delivery_attempts(mut self, attempts: u32) -> Self {
        self.parameters.max_attempts = Some(attempts);
        self
    }

    /// How long a delivery may take: up to 60 s, a part of a second counted as one. Default: the server's, 30 s.
    pub fn delivery_timeout(mut self, limit: Duration) -> Self {
        self.parameters.timeout = Some(limit);
        self
    }

    /// Adds a header to the deliveries. Its value is never shown.
    pub fn delivery_header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.headers.insert(name.into(), value.into());
        self
    }
}

impl Invoke for SubscribeWebhook {
    type Output = Subscription;
    const OPERATION: &'static str = "subscribe_webhook";

    fn adjust(&self, options: &mut CallOptions) {
        options.hidden.extend(self.secret.clone());
        options.hidden.extend(self.headers.values().cloned());
    }

    async fn invoke(self, exchange: Exchange) -> Result<Subscription> {
        let body = self.body()?;
        let subscription = Raw::of(&exchange).subscribe_webhook(&body).await;
        wire::lenient(&exchange, subscription, wire::PLAIN)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::loopai::Client;

    fn subscribe(url: &str, events: &[WebhookEventType]) -> Call<SubscribeWebhook> {
        let client = Client::builder().base_url("http://127.0.0.1:9").build();
        client.unwrap().webhooks().subscribe(url, events.to_vec())
    }

    fn good() -> Call<SubscribeWebhook> {
        subscribe("https://h/x", &[WebhookEventType::AbTestCompleted])
    }

    #[test]
    fn only_what_was_given_is_sent() {
        let sent = |call: Call<SubscribeWebhook>| {
            serde_json::to_value(call.parameters.body().unwrap()).unwrap()
        };
        assert_eq!(
            sent(good()),
            json!({"url": "https://h/x", "event_types": ["abTestCompleted"]})
        );
        let call = good()
            .secret("canary")
            .delivery_attempts(0)
            .delivery_header("X-Team", "canary");
        let call = call.delivery_timeout(Duration::from_millis(1001));
        assert!(!format!("{:?}", call.parameters).contains("canary"));
        let expected = json!({
            "url": "https://h/x", "event_types": ["abTestCompleted"], "secret": "canary", "max_retries": 0,
            "timeout_seconds": 2, "headers": {"X-Team": "canary"},
        });
        assert_eq!(sent(call), expected);
    }

    #[test]
    fn what_the_server_would_refuse_is_refused() {
        for (call, expected) in [
            (
                subscribe("/x", &[WebhookEventType::ProgramImproved]),
                "absolute URL",
            ),
            (subscribe("https://h", &[]), "at least one event type"),
            (good().secret(""), "an empty secret"),
            (
                good().delivery_timeout(Duration::ZERO),
                "a delivery timeout",
            ),
            (good().delivery_header("a b", "canary"), "make no header"),
            (good().delivery_header("a", "canary\n"), "make no header"),
        ] {
            let error = call.parameters.body().unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().contains(expected),
                "{error}"
            );
            assert!(!error.message().contains("canary"));
        }
    }
}
