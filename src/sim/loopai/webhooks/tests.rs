use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::super::Simulator;
use super::super::testing::{Server, TASK};
use super::WebhookEvent;

const WEBHOOKS: &str = "/api/v1/webhooks";
const SUBSCRIBE: &str = "/api/v1/webhooks/subscribe";

#[tokio::test(start_paused = true)]
async fn subscriptions_come_and_go() {
    let server = Server::new();
    let body = json!({
        "url": "http://127.0.0.1:9/hook",
        "event_types": ["programExecutionFailed", "ABTestCompleted", 4],
        "secret": "s3cret",
        "headers": { "X-Own": "1" },
    });
    let made = server.post(SUBSCRIBE, &body).await;
    let subscription = made.json();
    let id = subscription["id"].as_str().unwrap();
    assert_eq!(made.status, 201);
    assert_eq!(
        made.header("location"),
        format!("http://localhost/api/v1/Webhooks?id={id}")
    );
    let kinds = json!([
        "programExecutionFailed",
        "abTestCompleted",
        "canaryCompleted"
    ]);
    assert_eq!(subscription["event_types"], kinds);
    for (field, value) in [
        ("secret", json!("s3cret")),
        ("is_active", json!(true)),
        ("max_retries", json!(3)),
        ("timeout_seconds", json!(30)),
        ("headers", json!({ "X-Own": "1" })),
    ] {
        assert_eq!(subscription[field], value, "{field}");
    }
    assert_eq!(server.get(WEBHOOKS).await.json(), json!([subscription]));
    let history = server.get(&format!("{WEBHOOKS}/{id}/history")).await;
    assert_eq!(history.text, "[]");
    let path = format!("{WEBHOOKS}/{id}");
    let gone = server.send("DELETE", &path, &[], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    let gone = server.send("DELETE", &path, &[], "").await;
    assert_eq!(gone.code(), (404, "SUBSCRIPTION_NOT_FOUND".to_owned()));
    assert_eq!(server.get(WEBHOOKS).await.text, "[]");
}

#[tokio::test(start_paused = true)]
async fn what_is_no_subscription_is_refused() {
    let server = Server::new();
    let send = async |body: Value| server.post(SUBSCRIBE, &body).await;
    let invalid = (400, "INVALID_SUBSCRIPTION".to_owned());
    let kinds = json!(["validationFailed"]);
    assert_eq!(
        send(json!({ "url": "/hook", "event_types": kinds }))
            .await
            .code(),
        invalid
    );
    let body = json!({ "url": "http://127.0.0.1/", "event_types": [] });
    assert_eq!(send(body).await.code(), invalid);
    let body = json!({ "url": "http://127.0.0.1/", "event_types": ["other"] });
    assert!(send(body).await.json()["errors"]["$.event_types[0]"].is_array());
    let camel = json!({ "url": "http://127.0.0.1/", "eventTypes": kinds });
    let text = send(camel).await.json()["errors"]["$"][0]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(text.ends_with(": event_types"), "{text}");
    let refused = server
        .get(&format!("{WEBHOOKS}/{TASK}/history?limit=many"))
        .await;
    assert!(refused.json()["errors"]["limit"].is_array());
}

/// Answers requests with these statuses, one after the other; what came is returned.
fn listen(listener: TcpListener, statuses: &'static [u16]) -> JoinHandle<Vec<String>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it is awaited, or ends with the test"
    )]
    tokio::spawn(async move {
        let mut received = Vec::new();
        for status in statuses {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            // The body of an event is an object, and nothing comes after it.
            while !request.ends_with(b"\"}") {
                let mut piece = [0; 4096];
                let read = stream.read(&mut piece).await.unwrap();
                assert!(read > 0, "{}", String::from_utf8_lossy(&request));
                request.extend_from_slice(&piece[..read]);
            }
            let body = "x".repeat(2000);
            let reply = format!("HTTP/1.1 {status} Said\r\ncontent-length: 2000\r\n\r\n{body}");
            stream.write_all(reply.as_bytes()).await.unwrap();
            received.push(String::from_utf8(request).unwrap());
        }
        received
    })
}

/// A simulator that is asked without a socket, and somebody who listens to it.
async fn stage(
    statuses: &'static [u16],
    more: Value,
) -> (Simulator, Server, JoinHandle<Vec<String>>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?a=b", listener.local_addr().unwrap());
    let listening = listen(listener, statuses);
    let simulator = Simulator::builder().time_scale(1e6).start().await.unwrap();
    let server = Server(super::super::backend::Cloud {
        shared: Arc::clone(&simulator.served.backend.shared),
    });
    let mut body = json!({
        "url": url,
        "event_types": [0, 1, 2, 3, 4, 5],
        "secret": "s3cret",
        "headers": { "X-Own": "1" },
    });
    let more = more.as_object().cloned().unwrap_or_default();
    body.as_object_mut().unwrap().extend(more);
    let made = server.post(SUBSCRIBE, &body).await.json();
    let id = made["id"].as_str().unwrap().to_owned();
    (simulator, server, listening, id)
}

#[tokio::test]
async fn events_are_delivered_and_signed() {
    let (simulator, server, listening, id) = stage(&[200], json!({})).await;
    simulator.publish(
        WebhookEvent::CanaryRollback,
        TASK,
        None,
        "back",
        json!({ "b": 1 }),
    );
    simulator.until_deliveries(1).await;
    let request = listening.await.unwrap().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{head}");
    let has = |line: &str| assert!(head.contains(line), "{line}: {head}");
    has("content-type: application/json; charset=utf-8");
    has("x-loopai-event-type: CanaryRollback");
    has("x-loopai-delivery-attempt: 1");
    has("x-loopai-signature: sha256=");
    has("x-own: 1");
    let names: Vec<usize> = [
        "id",
        "event_type",
        "task_id",
        "program_id",
        "message",
        "data",
        "timestamp",
        "severity",
    ]
    .iter()
    .map(|name| body.find(&format!("\"{name}\":")).unwrap())
    .collect();
    assert!(names.is_sorted(), "{body}");
    let event: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        (&event["event_type"], &event["program_id"]),
        (&json!(3), &Value::Null)
    );
    assert!(body.contains("\"program_id\":null"));
    has(&format!(
        "x-loopai-event-id: {}",
        event["id"].as_str().unwrap()
    ));
    let history = server.get(&format!("{WEBHOOKS}/{id}/history")).await.json();
    let delivery = &history[0];
    assert_eq!(
        (
            &delivery["success"],
            &delivery["status_code"],
            &delivery["attempt_number"]
        ),
        (&json!(true), &json!(200), &json!(1))
    );
    assert_eq!(delivery["response_body"].as_str().unwrap().len(), 1000);
    assert_eq!(delivery["event_id"], event["id"]);
}

#[tokio::test]
async fn failed_deliveries_are_tried_again() {
    let (simulator, server, listening, id) =
        stage(&[500, 404, 204], json!({ "secret": null })).await;
    simulator.publish(WebhookEvent::ProgramImproved, "", None, "new", Value::Null);
    simulator.until_deliveries(3).await;
    let received = listening.await.unwrap();
    assert!(
        received
            .iter()
            .all(|request| !request.contains("x-loopai-signature"))
    );
    assert!(received[2].contains("x-loopai-delivery-attempt: 3"));
    let path = format!("{WEBHOOKS}/{id}/history?limit=2");
    let history = server.get(&path).await.json();
    let tried: Vec<&Value> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["attempt_number"])
        .collect();
    assert_eq!(tried, [&json!(3), &json!(2)]);
    assert_eq!(history[1]["error_message"], "HTTP 404");
}

#[tokio::test]
async fn what_cannot_be_reached_is_told() {
    let (simulator, server, _listening, id) =
        stage(&[200], json!({ "timeout_seconds": 0, "max_retries": 1 })).await;
    let elsewhere = json!({ "url": "http://192.0.2.1/", "event_types": [0], "max_retries": 1 });
    let elsewhere = server.post(SUBSCRIBE, &elsewhere).await.json();
    let never = json!({ "url": "http://127.0.0.1:1/", "event_types": [0], "max_retries": 0 });
    let never = server.post(SUBSCRIBE, &never).await.json();
    simulator.publish(
        WebhookEvent::ProgramExecutionFailed,
        TASK,
        None,
        "x",
        Value::Null,
    );
    simulator.until_deliveries(2).await;
    let error = async |id: &str| {
        let history = server.get(&format!("{WEBHOOKS}/{id}/history")).await.json();
        (
            history.as_array().unwrap().len(),
            history[0]["error_message"]
                .as_str()
                .unwrap_or("")
                .to_owned(),
        )
    };
    let canceled = "The request was canceled after 0 seconds".to_owned();
    assert_eq!(error(&id).await, (1, canceled));
    let elsewhere = error(elsewhere["id"].as_str().unwrap()).await;
    assert!(elsewhere.1.contains("this machine only"), "{elsewhere:?}");
    assert_eq!(error(never["id"].as_str().unwrap()).await.0, 0);
}

#[tokio::test(start_paused = true)]
async fn who_does_not_answer_is_not_waited_for() {
    let (simulator, server, listening, id) = stage(&[], json!({ "max_retries": 1 })).await;
    listening.await.unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let body = json!({ "url": url, "event_types": [5], "max_retries": 2, "timeout_seconds": 7 });
    let made = server.post(SUBSCRIBE, &body).await.json();
    let path = format!("{WEBHOOKS}/{id}");
    assert_eq!(server.send("DELETE", &path, &[], "").await.status, 204);
    let begun = tokio::time::Instant::now();
    simulator.publish(WebhookEvent::AbTestCompleted, TASK, None, "x", Value::Null);
    simulator.until_deliveries(2).await;
    assert_eq!(begun.elapsed().as_secs(), 14);
    let path = format!("{WEBHOOKS}/{}/history", made["id"].as_str().unwrap());
    let history = server.get(&path).await.json();
    let canceled = "The request was canceled after 7 seconds";
    assert_eq!(history[0]["error_message"], canceled);
    assert_eq!(history[0].get("status_code"), None);
}

#[tokio::test]
async fn what_happens_is_told_when_that_is_wanted() {
    let (simulator, server, listening, _) = stage(&[200, 200], json!({})).await;
    server.execute(TASK, json!({})).await;
    simulator.set_webhooks_published(true);
    let body = json!({ "task_id": TASK, "input": {}, "force_validation": true });
    let run = server
        .post(&format!("/api/v1/tasks/{TASK}/execute"), &body)
        .await
        .json();
    simulator.until_deliveries(2).await;
    let received = listening.await.unwrap().join("\n");
    let failed =
        received.contains("ProgramExecutionFailed") && received.contains("ValidationFailed");
    assert!(failed, "{received}");
    let id = run["execution_id"].as_str().unwrap();
    assert_eq!(
        received
            .matches(&format!("\"execution_id\":\"{id}\""))
            .count(),
        2
    );
}
