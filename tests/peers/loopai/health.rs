//! How the server is, in every shape. Contract: §1.6, §7.

use quintet::ErrorKind;
use serde_json::json;

use super::stage::Stage;
use crate::support::raw_loopai::{answers, client};
use crate::support::raw_server::{RawServer, Step::Request, reply, send};

/// The published clients ask at `/health` for JSON, which the real server has at `/api/v1/health`.
#[tokio::test]
async fn c04_the_health_is_told() {
    let stage = Stage::start().await;
    let health = stage.client.health().await.unwrap();
    assert_eq!(health.status, "healthy");
    assert!(health.version.is_some() && health.timestamp.is_some());
    let probe = stage.client.probe_health().await.unwrap();
    assert!(probe.is_healthy && probe.status == "Healthy");

    let mocked = json!({
        "status": "healthy", "version": "1.0.0", "timestamp": "2025-10-27T01:02:03Z", "checks": { "db": "ok" },
    });
    let server = RawServer::start([answers("200 OK", &mocked.to_string())]).await;
    let probe = client(server.url()).probe_health().await.unwrap();
    assert_eq!(
        (&*probe.status, probe.version.as_deref()),
        ("healthy", Some("1.0.0"))
    );
    let moment = "2025-10-27T01:02:03Z".parse().unwrap();
    assert_eq!(
        (probe.timestamp, &*probe.checks["db"]),
        (Some(moment), "ok")
    );
    assert_eq!(server.received()[0].target, "/health");
}

/// What does not work is an answer where it is asked for, and no answer is a failure.
#[tokio::test]
async fn c04_what_is_not_healthy_is_told_too() {
    let stage = Stage::start().await;
    stage.simulator.set_database_down(true);
    let probe = stage.client.probe_health().await.unwrap();
    assert_eq!((probe.is_healthy, &*probe.status), (false, "Unhealthy"));
    let html = "<html><body>502</body></html>";
    let lines = "502 Bad Gateway\ncontent-type: text/html";
    let server = RawServer::start([vec![Request, send(reply(lines, html))]]).await;
    let client = client(server.url());
    for error in [
        client.probe_health().await.map(drop).unwrap_err(),
        client.health().await.map(drop).unwrap_err(),
        client.detailed_health().await.map(drop).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Server, "{error}");
        assert_eq!(error.body().unwrap(), html);
    }
}

#[tokio::test]
async fn c44_four_endpoints_tell_it() {
    let stage = Stage::start().await;
    let (client, simulator) = (&stage.client, &stage.simulator);
    let health = client.health().response().await.unwrap();
    assert_eq!(health.status(), 200);
    let health = health.into_value();
    assert_eq!(health.version.as_deref(), Some("1.0.0.0"));
    assert!(health.environment.is_some() && health.timestamp.is_some());
    let detailed = client.detailed_health().await.unwrap();
    assert_eq!(
        (&*detailed.status, detailed.version),
        ("healthy", health.version)
    );
    let components: Vec<&str> = detailed.components.keys().map(String::as_str).collect();
    assert_eq!(components, ["api", "database", "redis"]);
    assert!(
        detailed
            .components
            .values()
            .all(|one| one.status == "healthy")
    );
    let ready = client.readiness().await.unwrap();
    let both = (ready.database, ready.redis);
    assert_eq!((&*ready.status, both), ("ready", (Some(true), Some(true))));
    assert_eq!(client.liveness().await.unwrap().status, "alive");

    // A 503 that says what is wrong is an answer.
    simulator.set_redis_down(true);
    let detailed = client.detailed_health().response().await.unwrap();
    assert_eq!(detailed.status(), 503);
    assert_eq!(detailed.value().components["redis"].status, "unhealthy");
    simulator.set_readiness_error(Some("no database"));
    let ready = client.readiness().await.unwrap();
    assert_eq!(ready.error.as_deref(), Some("no database"));
}
