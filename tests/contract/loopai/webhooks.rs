//! Subscriptions, and the events that come of them: every documented success. Contract: §1.7.

use std::time::Duration;

use quintet::loopai::{
    Client, GetWebhookHistory, SubscribeWebhook, WebhookEvent, WebhookEventType, WebhookVerifier,
    Webhooks,
};
use quintet::sim::Fault;
use quintet::sim::loopai::{Simulator, WebhookEvent as Told};
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{NOTHING, PROGRAM, Stage, TASK, drive, payload, wire};

const SECRET: &str = "whsec-0123";

/// What is told, and how it is called.
const EVENTS: [(Told, WebhookEventType); 6] = [
    (
        Told::ProgramExecutionFailed,
        WebhookEventType::ProgramExecutionFailed,
    ),
    (Told::ValidationFailed, WebhookEventType::ValidationFailed),
    (Told::ProgramImproved, WebhookEventType::ProgramImproved),
    (Told::CanaryRollback, WebhookEventType::CanaryRollback),
    (Told::CanaryCompleted, WebhookEventType::CanaryCompleted),
    (Told::AbTestCompleted, WebhookEventType::AbTestCompleted),
];

/// Makes every call with success, and reads what is delivered.
pub(super) async fn drive_all(stage: &Stage) {
    let all = drive!(stage, Client, webhooks, &stage.client);
    let receiver = Simulator::start().await.unwrap();
    receiver.inject(Fault::status(503));
    receiver.inject(Fault::status(200).times(EVENTS.len()));
    let id = subscribe(stage, &all, &format!("{}/hook", receiver.base_url())).await;
    deliveries(stage, &receiver).await;
    history(stage, &all, &id).await;
    stage.done(drive!(stage, Webhooks, delete, &all, &id)).await;
    assert_eq!(stage.line(), format!("DELETE /api/v1/webhooks/{id}"));
}

async fn subscribe(stage: &Stage, all: &Webhooks, url: &str) -> String {
    let events = EVENTS.map(|(_, event)| event);
    let call = drive!(stage, Webhooks, subscribe, all, url, events);
    let call = drive!(stage, Call<SubscribeWebhook>, secret, call, SECRET);
    let call = drive!(stage, Call<SubscribeWebhook>, delivery_attempts, call, 2);
    let limit = Duration::from_millis(59_001);
    let call = drive!(stage, Call<SubscribeWebhook>, delivery_timeout, call, limit);
    let call = drive!(
        stage,
        Call<SubscribeWebhook>,
        delivery_header,
        call,
        "X-Own",
        "x-1"
    );
    let reply = stage.settle(call).await.unwrap();
    assert_eq!(
        (reply.status().as_u16(), stage.line()),
        (201, "POST /api/v1/webhooks/subscribe".to_owned())
    );
    let sent = json!({
        "url": url, "secret": SECRET, "max_retries": 2, "timeout_seconds": 60, "headers": { "X-Own": "x-1" },
        "event_types": [
            "programExecutionFailed", "validationFailed", "programImproved", "canaryRollback", "canaryCompleted",
            "abTestCompleted",
        ],
    });
    assert_eq!(stage.sent(), sent);
    let made = reply.into_value();
    // Its secrets come back, and are never shown.
    let shown = format!("{made:?}");
    assert!(!shown.contains(SECRET) && !shown.contains("x-1"), "{shown}");
    let list = stage.done(drive!(stage, Webhooks, list, all)).await;
    let raw = stage.look("/api/v1/webhooks").await;
    assert_eq!(list.len(), 1);
    assert_eq!(
        list[0].secret.as_ref().map(|secret| secret.expose()),
        Some(SECRET)
    );
    assert_eq!(list[0].headers["X-Own"].expose(), "x-1");
    assert_eq!(
        (
            list[0].is_active,
            list[0].max_retries,
            list[0].timeout_seconds
        ),
        (true, 2, 60)
    );
    assert_eq!(raw[0]["event_types"], sent["event_types"]);
    assert_eq!(list[0].event_types, EVENTS.map(|(_, event)| event));
    assert_eq!(
        raw[0]["created_at"]
            .as_str()
            .unwrap()
            .parse::<quintet::Timestamp>()
            .unwrap(),
        list[0].created_at
    );
    assert_eq!((&list[0].id, &list[0].url), (&made.id, &made.url));
    made.id
}

/// Every event, told in the forms that the server has for it, is read and its signature checked.
async fn deliveries(stage: &Stage, receiver: &Simulator) {
    for (at, (told, _)) in EVENTS.into_iter().enumerate() {
        let program = (at > 0).then_some(PROGRAM);
        stage
            .simulator
            .publish(told, TASK, program, "it is \"so\"", payload());
        stage.simulator.until_deliveries(at + 2).await;
    }
    let verifier = WebhookVerifier::new(SECRET).unwrap();
    let received = receiver.requests();
    assert_eq!(received.len(), EVENTS.len() + 1);
    // The first was tried twice.
    let ids = received
        .iter()
        .map(|one| &one.headers()["x-loopai-event-id"]);
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids[0], ids[1]);
    for (delivery, (_, expected)) in received[1..].iter().zip(&EVENTS) {
        assert_eq!(delivery.headers()["x-own"], "x-1");
        let (headers, body) = (delivery.headers(), delivery.body());
        let event = drive!(stage, WebhookVerifier, event, &verifier, headers, body).unwrap();
        assert_eq!(&event.event_type, expected);
        assert_eq!(event, WebhookEvent::read(body).unwrap());
        assert_eq!(headers["x-loopai-event-id"], *event.id);
        assert_eq!(
            (event.task_id.as_deref(), &event.data),
            (Some(TASK), &Some(payload()))
        );
        assert_eq!(event.message.as_deref(), Some("it is \"so\""));
        assert!(event.timestamp.is_some());
        let signature = headers["x-loopai-signature"].to_str().unwrap();
        assert_eq!(
            drive!(stage, WebhookVerifier, sign, &verifier, body),
            signature
        );
        drive!(stage, WebhookVerifier, verify, &verifier, signature, body).unwrap();
        forged(headers, body, signature);
    }
}

/// One byte or one key more or less is somebody else's.
fn forged(headers: &http::HeaderMap, body: &[u8], signature: &str) {
    let other = WebhookVerifier::new("whsec-0124").unwrap();
    assert_eq!(
        other.event(headers, body).unwrap_err().kind(),
        ErrorKind::Unauthorized
    );
    let verifier = WebhookVerifier::new(SECRET).unwrap();
    let mut longer = body.to_vec();
    longer.push(b'\n');
    for changed in [&longer[..], &body[1..], b""] {
        let error = verifier.verify(signature, changed).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
    }
}

async fn history(stage: &Stage, all: &Webhooks, id: &str) {
    let deliveries = stage.done(drive!(stage, Webhooks, history, all, id)).await;
    let path = format!("/api/v1/webhooks/{id}/history");
    assert_eq!(stage.line(), format!("GET {path}"));
    assert_eq!(wire(&deliveries), wire(&stage.look(&path).await));
    assert_eq!(deliveries.len(), EVENTS.len() + 1);
    let first = deliveries.last().unwrap();
    assert_eq!(
        (first.success, first.status_code, first.attempt_number),
        (false, Some(503), 1)
    );
    assert!(deliveries.iter().filter(|one| one.success).count() == EVENTS.len());
    let call = drive!(stage, Call<GetWebhookHistory>, limit, all.history(id), 2);
    let newest = stage.done(call).await;
    assert_eq!(stage.line(), format!("GET {path}?limit=2"));
    assert_eq!(json!(newest), json!(deliveries[..2]));
    assert!(stage.done(all.history(NOTHING)).await.is_empty());
}

/// Nothing that was not asked for is sent, and what the server puts in is read.
#[tokio::test]
async fn the_least_subscription_has_the_defaults_of_the_server() {
    let stage = Stage::start().await;
    let all = stage.client.webhooks();
    let call = all.subscribe("http://127.0.0.1:9/", [WebhookEventType::CanaryRollback]);
    let made = call.await.unwrap();
    let sent = json!({ "url": "http://127.0.0.1:9/", "event_types": ["canaryRollback"] });
    assert_eq!(stage.sent(), sent);
    assert!(made.secret.is_none() && made.headers.is_empty());
    assert_eq!(
        (made.max_retries, made.timeout_seconds, made.is_active),
        (3, 30, true)
    );
    // Another for the same URL is another one.
    let other = all.subscribe("http://127.0.0.1:9/", [WebhookEventType::CanaryRollback]);
    assert_ne!(other.await.unwrap().id, made.id);
    // A delivery that reached nobody has no status.
    stage
        .simulator
        .publish(Told::CanaryRollback, TASK, None, "m", Value::Null);
    stage.simulator.until_deliveries(6).await;
    let history = all.history(&made.id).await.unwrap();
    assert_eq!(history.len(), 3);
    for delivery in history {
        assert_eq!((delivery.success, delivery.status_code), (false, None));
        assert!(delivery.error_message.is_some());
    }
    stage.proxy.assert_clean();
}
