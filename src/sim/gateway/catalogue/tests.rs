use serde_json::{Value, json};

use super::super::testing::{Answer, Server};

fn names(answer: &Answer) -> Vec<String> {
    let listed = answer.json().as_array().cloned().unwrap_or_default();
    let name = |prefab: &Value| {
        let text = |field: &str| prefab[field].as_str().unwrap_or_default().to_owned();
        format!("{}@{}", text("id"), text("version"))
    };
    listed.iter().map(name).collect()
}

#[tokio::test(start_paused = true)]
async fn prefabs_are_listed_latest_update_first() {
    let server = Server::new();
    let all = server.get("/v1/prefabs").await;
    assert_eq!(
        names(&all),
        [
            "test-kit@1.0.0",
            "weather-api@1.0.0",
            "video-processor@1.0.0",
            "translator@1.0.0",
            "llm-client@1.0.0",
            "video-processor@2.0.0-beta",
            "translator@0.9.0",
        ]
    );
    let all = all.json();
    let updates: Vec<&str> = (0..7)
        .filter_map(|at| all[at]["updated_at"].as_str())
        .collect();
    assert!(updates.len() == 7 && updates.is_sorted_by(|a, b| a > b));

    let weather = &all[1];
    assert_eq!(weather["requires_secrets"], true);
    assert_eq!(weather["secrets"][0]["name"], "WEATHER_API_KEY");
    assert_eq!(weather["deployed_at"], weather["updated_at"]);
    assert!(weather.get("deployment_error").is_none());
    let stream = &all[4]["functions"][1];
    assert_eq!(
        (&stream["name"], &stream["streaming"]),
        (&json!("chat_stream"), &json!(true))
    );
    assert!(all[4]["functions"][0].get("streaming").is_none());
}

#[tokio::test(start_paused = true)]
async fn lists_are_filtered_by_status() {
    let server = Server::new();
    let failed = server.get("/v1/prefabs?status=failed").await;
    assert_eq!(names(&failed), ["video-processor@2.0.0-beta"]);
    let failed = &failed.json()[0];
    assert_eq!(failed["deployed_at"], json!(null));
    assert_eq!(failed["knative_service_url"], json!(null));
    assert!(failed["deployment_error"].is_string());
    assert_eq!(
        names(&server.get("/v1/prefabs?status=deployed").await).len(),
        6
    );
    let unknown = server.get("/v1/prefabs?status=deploying").await;
    assert_eq!(unknown.status, 500);
    assert_eq!(unknown.text, "Internal Server Error");
    assert_eq!(unknown.header("content-type"), "text/plain; charset=utf-8");
}

#[tokio::test(start_paused = true)]
async fn a_specification_is_of_one_version() {
    let server = Server::new();
    let spec = server
        .get("/v1/prefabs/video-processor/1.0.0/spec")
        .await
        .json();
    let fields: Vec<&String> = spec.as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        ["description", "functions", "id", "name", "version"]
    );
    let files = &spec["functions"][0]["files"];
    assert_eq!(files["video"]["items"]["type"], "InputFile");
    assert_eq!(files["audio"]["items"]["type"], "OutputFile");
    assert_eq!(spec["functions"][0]["parameters"][0]["type"], "string");
    let missing = server.get("/v1/prefabs/video-processor/9.9.9/spec").await;
    let text = json!("Prefab video-processor@9.9.9 not found");
    assert_eq!((missing.status, missing.detail()), (404, text));
}

fn secret(prefab: &str, name: &str) -> Value {
    json!({ "prefab_id": prefab, "secret_name": name, "secret_value": "v" })
}

#[tokio::test(start_paused = true)]
async fn secrets_are_kept_by_prefab_and_name() {
    let server = Server::new();
    for (prefab, name) in [("a", "X"), ("a", "Y"), ("b", "X"), ("a", "X")] {
        let stored = server
            .call("POST", "/v1/secrets", &secret(prefab, name))
            .await;
        assert_eq!((stored.status, stored.text.as_str()), (204, ""));
    }
    let of = |answer: Answer| answer.json()["secret_names"].clone();
    assert_eq!(of(server.get("/v1/secrets/a").await), json!(["X", "Y"]));
    assert_eq!(of(server.get("/v1/secrets/none").await), json!([]));
    let delete = server.call("DELETE", "/v1/secrets/a/X", &json!(null)).await;
    assert_eq!(delete.status, 204);
    let again = server.call("DELETE", "/v1/secrets/a/X", &json!(null)).await;
    assert_eq!(again.status, 204);
    let list = server.get("/v1/secrets").await.json();
    let left = json!([
        { "prefab_id": "a", "secret_name": "Y" },
        { "prefab_id": "b", "secret_name": "X" },
    ]);
    assert_eq!(list, json!({ "secrets": left }));
    let headers = [("authorization", "Bearer quintet-sim")];
    let same = server.send("GET", "/v1/secrets", &headers, "").await;
    assert_eq!(same.json(), list);
}

#[tokio::test(start_paused = true)]
async fn a_secret_has_three_parts() {
    let server = Server::new();
    let half = server
        .call("POST", "/v1/secrets", &json!({ "prefab_id": 1 }))
        .await;
    assert_eq!(half.status, 422);
    assert_eq!(
        half.places(),
        [
            json!(["body", "prefab_id"]),
            json!(["body", "secret_name"]),
            json!(["body", "secret_value"]),
        ]
    );
    assert_eq!(
        server.get("/v1/secrets").await.json(),
        json!({ "secrets": [] })
    );
}
