//! The tests of the early open server, from the client's side. Contract: §1.6, §7.

use quintet::ErrorKind;
use quintet::gateway::PrefabCall;

use super::stage::Stage;

const NONE: [PrefabCall; 0] = [];

/// Whoever may not call may still ask whether the server lives.
#[tokio::test]
async fn test_health_without_auth() {
    let stage = Stage::start().await;
    for client in [stage.client.clone(), stage.client_with("wrong")] {
        assert_eq!(client.health().await.unwrap().status, "healthy");
        assert_eq!(client.info().response().await.unwrap().status(), 200);
    }
    for request in stage.simulator.requests() {
        assert!(!request.headers().contains_key("x-internal-token"));
    }
    // Nor is an API key changed into a token for it.
    stage.third_party().health().await.unwrap();
    assert_eq!(stage.simulator.request_count("POST", "/"), 0);
}

#[tokio::test]
async fn test_run_without_token() {
    let stage = Stage::start().await;
    let builder = crate::support::raw_gateway::bare(&stage.simulator.base_url());
    let nobody = builder.whitelist().build().unwrap();
    let error = nobody.run_batch(NONE).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let requests = stage.simulator.requests();
    for name in ["x-internal-token", "x-api-key", "authorization"] {
        assert!(!requests[0].headers().contains_key(name), "{name}");
    }
    // Unless the server knows the address.
    stage.simulator.set_whitelisted(true);
    assert!(nobody.run_batch(NONE).await.unwrap().results.is_empty());
}

#[tokio::test]
async fn test_run_with_invalid_token() {
    let stage = Stage::start().await;
    let error = stage
        .client_with("wrong")
        .run_batch(NONE)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.is_auth() && !error.is_retryable());
    assert_eq!(stage.simulator.requests().len(), 1);
}

#[tokio::test]
async fn test_run_with_valid_token_and_no_calls() {
    let stage = Stage::start().await;
    let batch = stage.client.run_batch(NONE).await.unwrap();
    assert!(batch.results.is_empty() && batch.all_success());
    assert_eq!(batch.failed().count(), 0);
    assert!(batch.job_id.is_some());
}

#[tokio::test]
async fn test_store_list_and_delete_a_secret() {
    let stage = Stage::start().await;
    let secrets = stage.client.secrets();
    let stored = secrets.store("weather-api", "WEATHER_API_KEY", "value");
    assert_eq!(stored.response().await.unwrap().status(), 204);
    let listed = secrets.list().await.unwrap();
    let names: Vec<_> = listed
        .iter()
        .map(|one| (&*one.prefab_id, &*one.secret_name))
        .collect();
    assert_eq!(names, [("weather-api", "WEATHER_API_KEY")]);
    assert_eq!(
        secrets.list_for("weather-api").await.unwrap(),
        ["WEATHER_API_KEY"]
    );
    let deleted = secrets.delete("weather-api", "WEATHER_API_KEY");
    assert_eq!(deleted.response().await.unwrap().status(), 204);
    assert!(secrets.list().await.unwrap().is_empty());
    assert!(secrets.list_for("weather-api").await.unwrap().is_empty());
}
