//! How the server is, in every shape. Contract: §1.6, §1.8.

use quintet::Invoke;
use quintet::loopai::Client;
use quintet::{Call, ErrorKind};
use serde_json::json;

use super::stage::{Stage, drive, wire};

/// Asks in every way, a server that works and one that does not.
pub(super) async fn drive_all(stage: &Stage) {
    works(stage).await;
    stage.simulator.set_redis_down(true);
    does_not(stage).await;
    stage.simulator.set_redis_down(false);
}

async fn works(stage: &Stage) {
    let client = &stage.client;
    let health = stage.done(drive!(stage, Client, health, client)).await;
    assert_eq!(
        (stage.line(), &*health.status),
        ("GET /api/v1/health".to_owned(), "healthy")
    );
    assert_eq!(health.version.as_deref(), Some("1.0.0.0"));
    let detailed = stage
        .done(drive!(stage, Client, detailed_health, client))
        .await;
    assert_eq!(stage.line(), "GET /api/v1/health/detailed");
    let components = detailed.components.iter();
    let components: Vec<_> = components
        .map(|(name, one)| (&**name, &*one.status))
        .collect();
    assert_eq!(
        components,
        [
            ("api", "healthy"),
            ("database", "healthy"),
            ("redis", "healthy")
        ]
    );
    assert!(detailed.components["redis"].response_time.is_some());
    let ready = stage.done(drive!(stage, Client, readiness, client)).await;
    assert_eq!(
        wire(&ready),
        wire(&stage.look("/api/v1/health/ready").await)
    );
    let alive = stage.done(drive!(stage, Client, liveness, client)).await;
    assert_eq!(wire(&alive), json!({ "status": "alive" }));
    let probe = stage
        .done(drive!(stage, Client, probe_health, client))
        .await;
    assert_eq!(
        (stage.line(), probe.is_healthy, &*probe.status),
        ("GET /health".to_owned(), true, "Healthy")
    );
    let metrics = stage.done(drive!(stage, Client, metrics, client)).await;
    assert_eq!(stage.line(), "GET /metrics");
    assert!(metrics.contains("# TYPE http_requests_received_total counter\n"));
}

/// The answer of a server that does not work: its status, which is no error, and how often was asked.
async fn answer<I: Invoke>(stage: &Stage, call: Call<I>) -> I::Output {
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (503, 1));
    reply.into_value()
}

async fn does_not(stage: &Stage) {
    let client = &stage.client;
    let detailed = answer(stage, client.detailed_health()).await;
    assert_eq!(detailed.status, "degraded");
    let redis = &detailed.components["redis"];
    assert_eq!((&*redis.status, redis.response_time), ("unhealthy", None));
    assert!(redis.message.is_some());
    let ready = answer(stage, client.readiness()).await;
    assert_eq!(
        (&*ready.status, ready.database, ready.redis),
        ("not_ready", Some(true), Some(false))
    );
    stage.simulator.set_readiness_error(Some("no connection"));
    let ready = answer(stage, client.readiness()).await;
    assert_eq!(
        (&*ready.status, ready.error.as_deref()),
        ("not_ready", Some("no connection"))
    );
    assert_eq!((ready.database, ready.redis), (None, None));
    stage.simulator.set_readiness_error(None);
    let probe = answer(stage, client.probe_health()).await;
    assert_eq!((probe.is_healthy, &*probe.status), (false, "Unhealthy"));
    // These look at nothing else.
    stage.done(client.health()).await;
    stage.done(client.liveness()).await;
}

/// What stands before the server answers in its place, and says nothing of the server.
#[tokio::test]
async fn a_proxy_does_not_speak_for_the_server() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(super::stage::attempts(1));
    let client = &clients.cloud;
    for (media, body) in [
        (
            "text/html",
            "<html><body>503 Service Unavailable</body></html>",
        ),
        ("text/plain", "no healthy upstream"),
        (
            "application/json",
            r#"{"code":"UNAVAILABLE","message":"no"}"#,
        ),
        ("text/plain", ""),
    ] {
        let fault = quintet::sim::Fault::status(503).body(media, body);
        stage.simulator.inject(fault.times(3));
        let errors = [
            client.detailed_health().await.map(drop),
            client.readiness().await.map(drop),
            client.probe_health().await.map(drop),
        ];
        for error in errors.map(Result::unwrap_err) {
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{body}: {error}");
        }
    }
}
