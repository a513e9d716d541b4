//! The methods and promises of the Gateway's document, in its order. Names that begin with `get_` have lost it, as is usual
//! in Rust, but for the one that reads a specification. Contract: §2, §6, §9.

use futures_util::{StreamExt, TryStreamExt};
use quintet::Upload;
use quintet::gateway::{
    CLUSTER_URL, Client, DeploymentStatus, LEGACY_URL, PRODUCTION_URL, PrefabCall, Refusal,
    RunResult, StreamEventKind, TEST_URL,
};
use quintet::sim::gateway::Simulator;
use serde_json::json;

use crate::support::raw_gateway::bare;

const KIT: (&str, &str) = ("test-kit", "1.0.0");

async fn stage() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.base_url()).token(simulator.token());
    (simulator, builder.build().unwrap())
}

/// `GatewayClient(internal_token)`, `from_api_key`, `GatewayClient()`, and those of the API reference: `jwt_token` and
/// `api_key`.
#[tokio::test]
async fn clients() {
    let (simulator, client) = stage().await;
    let builder = || bare(&simulator.base_url());
    let by_key = builder().api_key(simulator.api_key()).build().unwrap();
    let by_jwt = builder().legacy_jwt(simulator.token()).build().unwrap();
    let by_legacy_key = builder()
        .legacy_api_key(simulator.api_key())
        .build()
        .unwrap();
    simulator.set_whitelisted(true);
    let by_address = builder().whitelist().build().unwrap();
    for client in [client, by_key, by_address, by_jwt, by_legacy_key] {
        let result = client.run(KIT.0, KIT.1, "echo").await.unwrap();
        assert!(result.is_success());
    }
    assert_eq!(simulator.request_count("POST", "/v1/internal/run"), 3);
    assert_eq!(simulator.request_count("POST", "/v1/run"), 2);
}

#[test]
fn addresses_and_times() {
    assert_eq!(PRODUCTION_URL, "http://agent-builder-gateway.sensedeal.vip");
    assert_eq!(TEST_URL, "http://agent-builder-gateway-test.sensedeal.vip");
    assert_eq!(LEGACY_URL, "http://nodeport.sensedeal.vip:30566");
    assert_eq!(
        CLUSTER_URL,
        "http://agent-builder-gateway.default.svc.cluster.local"
    );
    let client = Client::builder().token("it-1").build().unwrap();
    let shown = format!("{client:?}");
    assert!(
        shown.contains(PRODUCTION_URL) && shown.contains("1200s"),
        "{shown}"
    );
}

/// `run`, `run_batch`, and `prefab(id, version)` with `call` and `stream`.
#[tokio::test]
async fn runs() {
    let (_simulator, client) = stage().await;
    let input = "s3://bucket/input.mp4";
    let run = client.run("video-processor", "1.0.0", "extract_audio");
    let result = run
        .parameters(json!({ "format": "mp3" }))
        .files("video", [input])
        .await
        .unwrap();
    assert_eq!(result.files()["audio"].len(), 1);
    let calls = ["echo", "fail"].map(|function| PrefabCall::new(KIT.0, KIT.1, function));
    let batch = client.run_batch(calls).await.unwrap();
    assert!(!batch.all_success() && batch.job_id.is_some() && batch.status.is_some());
    let failed: Vec<_> = batch.failed().collect();
    assert_eq!((failed.len(), failed[0].0), (1, 1));
    let prefab = client.prefab("llm-client", "1.0.0");
    let messages = json!([{ "role": "user", "content": "Hello" }]);
    let answer = prefab
        .call("chat")
        .parameter("messages", &messages)
        .await
        .unwrap();
    let text = prefab
        .stream("chat_stream")
        .parameter("messages", &messages)
        .await
        .unwrap();
    assert_eq!(
        answer.function_result()["content"],
        text.text().await.unwrap()
    );
}

/// `run(…, stream=True)`, whose loop may be left at any time.
#[tokio::test]
async fn streams() {
    let (simulator, client) = stage().await;
    let mut stream = client
        .run_stream(KIT.0, KIT.1, "stream_error")
        .await
        .unwrap();
    let mut kinds = Vec::new();
    while let Some(event) = stream.try_next().await.unwrap() {
        kinds.push(event.kind.clone());
        if event.kind == StreamEventKind::Error {
            assert_eq!(
                (event.data, event.error_code.as_deref()),
                (json!("boom"), Some("LLM_ERROR"))
            );
        }
    }
    use StreamEventKind::{Content, Error, Start};
    assert_eq!(kinds, [Start, Content, Error]);
    let mut stream = client
        .run_stream(KIT.0, KIT.1, "stream_endless")
        .await
        .unwrap();
    while let Some(event) = stream.next().await {
        if event.unwrap().text() == Some("1 ") {
            break;
        }
    }
    drop(stream);
    simulator.until_streams_dropped(1).await;
}

/// `is_success`, `get`, `get_result`, `get_function_result`, `get_business_…` and `get_files`.
#[test]
fn results() {
    let result: RunResult = serde_json::from_value(json!({
        "job_id": "j", "status": "SUCCESS", "output": {
            "status": "SUCCESS",
            "output": { "success": false, "message": "m", "error": "e", "error_code": "E" },
            "files": { "out": ["s3://b/k"] },
            "result": 7,
        },
    }))
    .unwrap();
    assert!(result.is_success());
    assert_eq!(result.get("status"), Some(&json!("SUCCESS")));
    assert_eq!(result.result(), result.output.as_ref());
    assert_eq!(result.function_result()["message"], "m");
    assert!(!result.business_success());
    assert_eq!(
        (result.business_message(), result.business_error()),
        ("m", Some("e"))
    );
    assert_eq!(result.business_error_code(), Some("E"));
    assert_eq!(result.files()["out"], ["s3://b/k"]);
    assert_eq!(result.legacy_result(), Some(&json!(7)));
    assert_eq!(
        (result.error.as_ref(), result.job_id.as_deref()),
        (None, Some("j"))
    );
}

/// `list_prefabs(status)` and `get_prefab_spec(id, version)`, whose version may be left out.
#[tokio::test]
async fn the_catalogue() {
    let (_simulator, client) = stage().await;
    let catalogue = client.catalogue();
    let all = catalogue.list_prefabs().await.unwrap();
    let deployed = catalogue
        .list_prefabs()
        .status(DeploymentStatus::Deployed)
        .await
        .unwrap();
    assert!(deployed.len() < all.len());
    assert!(all.iter().any(|info| info.prefab() == Some("translator")));
    let spec = catalogue
        .get_prefab_spec("translator")
        .version("0.9.0")
        .await
        .unwrap();
    assert_eq!(
        (spec.id.as_deref(), spec.version.as_deref()),
        (Some("translator"), Some("0.9.0"))
    );
    let latest = catalogue.get_prefab_spec("translator").await.unwrap();
    assert_eq!(latest.version.as_deref(), Some("1.0.0"));
    assert!(!latest.functions.is_empty());
}

/// `upload_input_file`, `upload_file`, `upload_temp_file`, `get_presigned_url`, `download_file`, `list_files`,
/// `list_temp_files` and `cleanup_temp_files`.
#[tokio::test]
async fn files() {
    let (_simulator, client) = stage().await;
    let files = client.files();
    let upload = || Upload::from("abc").named("a.txt");
    let input = files.upload_input_file(upload()).await.unwrap();
    assert!(input.starts_with("s3://"), "{input}");
    let kept = files.upload_file(upload()).await.unwrap();
    assert_eq!(
        (kept.success, kept.size, kept.filename.as_deref()),
        (Some(true), Some(3), Some("a.txt"))
    );
    let temporary = files
        .upload_temp_file(upload())
        .session("s-1")
        .await
        .unwrap();
    let link = files.presigned_url(&temporary.s3_url).await.unwrap();
    assert!(link.expose().starts_with("http://"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    files.download_file(&kept.s3_url, &path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"abc");
    let listed = files.list_files().limit(100).await.unwrap();
    assert!(listed.files.iter().any(|file| file.s3_url == kept.s3_url));
    assert_eq!(
        files
            .list_temp_files()
            .session("s-1")
            .await
            .unwrap()
            .files
            .len(),
        1
    );
    assert_eq!(files.cleanup_temp_files("s-1").await.unwrap(), 1);
    assert_eq!(files.list_temp_files().all().await.unwrap().len(), 0);
}

/// `MissingSecretError.secret_name` and `QuotaExceededError.used` and `.limit`.
#[tokio::test]
async fn errors() {
    let (simulator, client) = stage().await;
    let weather = client.run("weather-api", "1.0.0", "get_current_weather");
    let error = weather.parameter("city", "Bonn").await.unwrap_err();
    match Refusal::of(&error) {
        Some(Refusal::MissingSecret {
            secret_name,
            instructions,
            ..
        }) => {
            assert_eq!(secret_name.as_deref(), Some("WEATHER_API_KEY"));
            assert!(instructions.is_some());
        }
        other => panic!("{other:?}"),
    }
    simulator.set_quota(Some(0));
    let error = client.run(KIT.0, KIT.1, "echo").await.unwrap_err();
    match Refusal::of(&error) {
        Some(Refusal::QuotaExceeded { used, limit, .. }) => {
            assert_eq!((used, limit), (Some(0), Some(0)))
        }
        other => panic!("{other:?}"),
    }
}
