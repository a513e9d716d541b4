//! Events that arrive.

use hmac::{Hmac, KeyInit as _, Mac as _};
use quintet::sim::Fault;
use quintet::sim::loopai::{Simulator, WebhookEvent};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Asker, TASK};

/// The signature of a body under a secret.
fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    let digits = mac.finalize().into_bytes();
    let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

#[tokio::test]
async fn webhooks_arrive_signed_and_again_after_failures() {
    let simulator = Simulator::builder()
        .time_scale(1000.0)
        .start()
        .await
        .unwrap();
    let asker = Asker::new(simulator.base_url());
    // A server that keeps what it received, and says 503 and 422 and 200 to it.
    let receiver = Simulator::start().await.unwrap();
    receiver.inject(Fault::status(503));
    receiver.inject(Fault::status(422));
    receiver.inject(Fault::status(200));
    let body = json!({
        "url": format!("{}/hook", receiver.base_url()),
        "event_types": ["canaryCompleted"],
        "secret": "s3cret",
        "headers": { "X-Own": "1" },
    });
    let subscription = asker.post("/api/v1/webhooks/subscribe", &body).await.json();
    simulator.publish(
        WebhookEvent::ValidationFailed,
        TASK,
        None,
        "nobody asked",
        Value::Null,
    );
    simulator.publish(
        WebhookEvent::CanaryCompleted,
        TASK,
        None,
        "done",
        json!({ "a": [1] }),
    );
    simulator.until_deliveries(3).await;
    let received = receiver.requests();
    assert_eq!(received.len(), 3);
    for (request, attempt) in received.iter().zip(["1", "2", "3"]) {
        let header = |name: &str| request.headers()[name].to_str().unwrap();
        assert_eq!(header("x-loopai-delivery-attempt"), attempt);
        assert_eq!(header("x-loopai-event-type"), "CanaryCompleted");
        assert_eq!(
            header("x-loopai-signature"),
            signature("s3cret", request.body())
        );
        assert_eq!(header("x-own"), "1");
        let event: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(
            (&event["event_type"], &event["message"]),
            (&json!(4), &json!("done"))
        );
        assert_eq!(event["id"], header("x-loopai-event-id"));
    }
    let path = format!(
        "/api/v1/webhooks/{}/history",
        subscription["id"].as_str().unwrap()
    );
    let history = asker.get(&path).await.json();
    let statuses: Vec<&Value> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["status_code"])
        .collect();
    assert_eq!(statuses, [&json!(200), &json!(422), &json!(503)]);
    let path = format!("/api/v1/webhooks/{}", subscription["id"].as_str().unwrap());
    let gone = asker
        .send(asker.http.delete(format!("{}{path}", asker.root)))
        .await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
}
