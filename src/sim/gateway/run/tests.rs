use serde_json::{Value, json};

use super::super::lock;
use super::super::testing::{Answer, Server};

fn call(prefab: &str, function: &str, inputs: &Value) -> Value {
    json!({
        "prefab_id": prefab,
        "version": "1.0.0",
        "function_name": function,
        "inputs": inputs,
    })
}

fn kit(function: &str) -> Value {
    call("test-kit", function, &json!({ "parameters": {} }))
}

async fn run(server: &Server, calls: Value) -> Answer {
    let body = json!({ "calls": calls });
    server.call("POST", "/v1/internal/run", &body).await
}

/// How often a function of the test kit was executed.
fn executions(server: &Server, function: &str) -> usize {
    let key = ("test-kit".to_owned(), function.to_owned());
    let world = lock(&server.gateway.shared);
    world.executions.get(&key).copied().unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn results_are_nested_twice() {
    let server = Server::new();
    let parameters = json!({ "messages": [{ "role": "user", "content": "Hello" }], "model": "m" });
    let answer = server.run("llm-client", "1.0.0", "chat", parameters).await;
    assert_eq!(answer.status, 200);
    let reply = answer.json();
    assert_eq!(reply["status"], "COMPLETED");
    assert_eq!(reply["job_id"].as_str().map(str::len), Some(36));
    let output = json!({
        "success": true, "message": "Answered", "content": "You said: Hello", "model": "m",
        "usage": { "completion_tokens": 3 },
    });
    let envelope = json!({ "status": "SUCCESS", "output": output, "files": {} });
    let result = json!({ "status": "SUCCESS", "output": envelope, "error": null });
    assert_eq!(reply["results"], json!([result]));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_returned_inside_or_instead_of_the_envelope() {
    let server = Server::new();
    let answer = run(&server, json!([kit("nothing"), kit("void"), kit("refuse")])).await;
    let results = &answer.json()["results"];
    let empty = json!({ "status": "SUCCESS", "output": null, "files": {} });
    assert_eq!(results[0]["output"], empty);
    assert_eq!(
        results[1],
        json!({ "status": "SUCCESS", "output": null, "error": null })
    );
    assert_eq!(results[2]["status"], "SUCCESS");
    assert_eq!(results[2]["output"]["output"]["error_code"], "NO_SUCH_PAGE");
}

#[tokio::test(start_paused = true)]
async fn an_exception_fails_its_call_alone() {
    let server = Server::new();
    let hello = call(
        "translator",
        "translate",
        &json!({ "parameters": { "text": "Hello", "target": "zh" } }),
    );
    let answer = run(&server, json!([kit("fail"), hello])).await;
    assert_eq!(answer.status, 200);
    let reply = answer.json();
    assert_eq!(reply["status"], "PARTIAL_SUCCESS");
    let error = json!({ "message": "The function failed", "type": "RuntimeError" });
    assert_eq!(
        reply["results"][0],
        json!({ "status": "FAILED", "output": null, "error": error })
    );
    assert_eq!(
        reply["results"][1]["output"]["output"]["translation"],
        "你好"
    );
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_the_gateway_loses_everything() {
    let server = Server::new();
    let unknown = call("nobody", "x", &json!({ "parameters": {} }));
    let answer = run(&server, json!([kit("echo"), unknown, kit("echo")])).await;
    assert_eq!(
        (answer.status, answer.detail()),
        (404, json!("Prefab nobody@1.0.0 not found"))
    );
    assert_eq!(executions(&server, "echo"), 1);
    let none = run(&server, json!([])).await.json();
    assert_eq!(
        (&none["status"], &none["results"]),
        (&json!("COMPLETED"), &json!([]))
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_unknown_is_named() {
    let server = Server::new();
    let version = server.run("test-kit", "9.9.9", "echo", json!({})).await;
    let text = json!("Prefab test-kit@9.9.9 not found");
    assert_eq!((version.status, version.detail()), (404, text));
    let function = run(&server, json!([kit("sing")])).await;
    let text = json!("Function sing not found in prefab test-kit");
    assert_eq!((function.status, function.detail()), (404, text));
}

#[tokio::test(start_paused = true)]
async fn the_body_is_held_to_its_schema() {
    let server = Server::new();
    let broken = json!({ "prefab_id": 1, "version": "1", "inputs": { "files": { "a": ["s3://b/k", 2], "b": 3 } } });
    let answer = run(&server, json!([kit("echo"), broken, 7])).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.places(),
        [
            json!(["body", "calls", 1, "prefab_id"]),
            json!(["body", "calls", 1, "function_name"]),
            json!(["body", "calls", 1, "inputs", "parameters"]),
            json!(["body", "calls", 1, "inputs", "files", "a", 1]),
            json!(["body", "calls", 1, "inputs", "files", "b"]),
            json!(["body", "calls", 2]),
        ]
    );
    assert_eq!(executions(&server, "echo"), 0);
    let missing = server.call("POST", "/v1/internal/run", &json!({})).await;
    let issue = json!({ "loc": ["body", "calls"], "msg": "Field required", "type": "missing" });
    assert_eq!(missing.detail(), json!([issue]));
}

#[tokio::test(start_paused = true)]
async fn inputs_are_held_to_the_manifest() {
    let server = Server::new();
    let error = async |parameters| {
        let answer = server.run("test-kit", "1.0.0", "typed", parameters).await;
        match answer.status {
            422 => answer.detail(),
            status => json!(status),
        }
    };
    let right = json!({
        "text": "", "number": 1, "integer": 1, "flag": true, "list": [], "object": {}, "more": null,
    });
    assert_eq!(error(right).await, 200);
    assert_eq!(error(json!({})).await, "Missing required parameter: text");
    let mismatch = |name: &str, kind: &str| {
        let text = format!("Type mismatch for parameter {name}: expected {kind}");
        (json!({ "text": "", name: null }), text)
    };
    for (parameters, text) in [
        mismatch("text", "string"),
        mismatch("number", "number"),
        mismatch("integer", "integer"),
        mismatch("flag", "boolean"),
        mismatch("list", "array"),
        mismatch("object", "object"),
    ] {
        assert_eq!(error(parameters).await, json!(text));
    }
}

#[tokio::test(start_paused = true)]
async fn files_go_in_and_out() {
    let server = Server::new();
    let extract = async |files: Value| {
        let inputs = json!({ "parameters": { "format": "wav" }, "files": files });
        run(
            &server,
            json!([call("video-processor", "extract_audio", &inputs)]),
        )
        .await
    };
    let answer = extract(json!({ "video": ["s3://bucket/input.mp4"] })).await;
    let audio = answer.json()["results"][0]["output"]["files"]["audio"].clone();
    let url = audio[0].as_str().unwrap();
    assert!(
        url.starts_with("s3://bucket/prefab-outputs/user123/"),
        "{url}"
    );
    assert!(url.ends_with("-input.wav"), "{url}");
    {
        let world = lock(&server.gateway.shared);
        let stored = world.objects.get(world.clock.now(), &url["s3://".len()..]);
        assert_eq!(
            stored.map(|stored| &stored.content[..]),
            Some(&b"audio:a video"[..])
        );
    }

    let absent = extract(json!({ "video": ["s3://bucket/none.mp4"] }))
        .await
        .json();
    assert_eq!(absent["results"][0]["status"], "FAILED");
    assert_eq!(absent["results"][0]["error"]["type"], "FileNotFoundError");
    for none in [json!({}), json!({ "video": [] })] {
        let answer = extract(none).await;
        assert_eq!(
            (answer.status, answer.detail()),
            (422, json!("Missing required file: video"))
        );
    }
    let path = extract(json!({ "video": ["/tmp/input.mp4"] })).await;
    assert_eq!(
        (path.status, path.detail()),
        (422, json!("Not an S3 URL: /tmp/input.mp4"))
    );
    let private = "s3://bucket/agent-outputs/another-user/agent789/private.txt";
    let forbidden = extract(json!({ "video": [private] })).await;
    let text = json!(format!("Permission denied for file: {private}"));
    assert_eq!((forbidden.status, forbidden.detail()), (403, text));
}

#[tokio::test(start_paused = true)]
async fn a_secret_must_be_stored_first() {
    let server = Server::new();
    let weather = async || {
        server
            .run(
                "weather-api",
                "1.0.0",
                "get_current_weather",
                json!({ "city": "London" }),
            )
            .await
    };
    let missing = weather().await;
    assert_eq!(missing.status, 400);
    assert_eq!(
        missing.detail(),
        json!({
            "error_code": "MISSING_SECRET",
            "message": "Secret 'WEATHER_API_KEY' for prefab 'weather-api' is not configured",
            "prefab_id": "weather-api",
            "secret_name": "WEATHER_API_KEY",
            "instructions": "Create a key in your account of the weather service",
        })
    );
    let secret = json!({ "prefab_id": "weather-api", "secret_name": "WEATHER_API_KEY", "secret_value": "x" });
    server.call("POST", "/v1/secrets", &secret).await;
    assert_eq!(weather().await.json()["results"][0]["status"], "SUCCESS");
}

#[tokio::test(start_paused = true)]
async fn services_can_be_down_and_quotas_used_up() {
    let server = Server::new();
    let files = json!({ "parameters": {}, "files": { "video": ["s3://bucket/input.mp4"] } });
    let mut beta = call("video-processor", "extract_audio", &files);
    beta["version"] = json!("2.0.0-beta");
    let answer = run(&server, json!([beta])).await;
    assert_eq!(
        (answer.status, answer.detail()),
        (503, json!("Downstream service error: 503"))
    );

    lock(&server.gateway.shared).quota.set(Some(2));
    let two = run(&server, json!([kit("echo"), kit("echo")])).await;
    assert_eq!(two.status, 200);
    let third = run(&server, json!([kit("echo")])).await;
    assert_eq!(third.status, 429);
    let detail = third.detail();
    assert_eq!((&detail["limit"], &detail["used"]), (&json!(2), &json!(2)));
    assert_eq!(detail["error_code"], "QUOTA_EXCEEDED");
    assert_eq!(detail["quota_type"], "daily");
    lock(&server.gateway.shared).quota.set(None);
    assert_eq!(run(&server, json!([kit("echo")])).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn the_legacy_route_takes_flat_inputs_too() {
    let server = Server::new();
    let headers = [("x-api-key", "sk-quintet-sim")];
    for inputs in [
        json!({ "text": "x" }),
        json!({ "parameters": { "text": "x" } }),
    ] {
        let body = json!({ "calls": [call("test-kit", "typed", &inputs)] }).to_string();
        let answer = server.send("POST", "/v1/run", &headers, body).await.json();
        let output = &answer["results"][0]["output"]["output"];
        assert_eq!(output["parameters"], json!({ "text": "x" }));
    }
    let flat = call("test-kit", "typed", &json!({ "text": "x" }));
    assert_eq!(run(&server, json!([flat])).await.status, 422);
}

#[tokio::test(start_paused = true)]
async fn a_call_takes_simulated_time() {
    let server = Server::new();
    let begin = tokio::time::Instant::now();
    let slow = call(
        "test-kit",
        "sleep",
        &json!({ "parameters": { "seconds": 2.5 } }),
    );
    let answer = run(&server, json!([slow, slow])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(begin.elapsed().as_secs_f64(), 5.0);
}

#[tokio::test(start_paused = true)]
async fn runs_at_once_are_counted() {
    let server = Server::new();
    let slow = || server.run("test-kit", "1.0.0", "sleep", json!({ "seconds": 1 }));
    tokio::join!(slow(), slow(), slow());
    slow().await;
    assert_eq!(server.gateway.gauge.peak(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_manifest_decides_what_streams() {
    let server = Server::new();
    let parameters = json!({ "messages": [{ "role": "user", "content": "Hello" }] });
    let answer = server
        .run("llm-client", "1.0.0", "chat_stream", parameters)
        .await;
    assert_eq!(
        answer.header("content-type"),
        "text/event-stream; charset=utf-8"
    );
    assert_eq!(
        answer.text,
        "data: {\"type\": \"start\", \"data\": {\"model\": \"gpt-4o-mini\"}}\n\n\
         data: {\"type\": \"content\", \"data\": \"You \"}\n\n\
         data: {\"type\": \"progress\", \"data\": {\"current\": 1, \"percentage\": 33, \"total\": 3}}\n\n\
         data: {\"type\": \"content\", \"data\": \"said: \"}\n\n\
         data: {\"type\": \"content\", \"data\": \"Hello\"}\n\n\
         data: {\"type\": \"done\", \"data\": {\"finish_reason\": \"stop\"}}\n\n"
    );
    let two = run(&server, json!([kit("stream_error"), kit("echo")])).await;
    assert_eq!(two.status, 400);
    let headers = [("authorization", "Bearer quintet-sim")];
    let body = json!({ "calls": [kit("stream_unfinished")] }).to_string();
    let legacy = server.send("POST", "/v1/run", &headers, body).await;
    assert!(
        legacy
            .text
            .ends_with("{\"type\": \"content\", \"data\": \"He\"}\n\n")
    );
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_refused_has_the_same_error() {
    let server = Server::new();
    let missing = server
        .run("llm-client", "1.0.0", "chat_stream", json!({}))
        .await;
    let text = json!("Missing required parameter: messages");
    assert_eq!((missing.status, missing.detail()), (422, text));
    assert_eq!(missing.header("content-type"), "application/json");
    lock(&server.gateway.shared).quota.set(Some(0));
    assert_eq!(run(&server, json!([kit("stream_error")])).await.status, 429);
}

#[tokio::test(start_paused = true)]
async fn events_come_when_they_are_due() {
    let server = Server::new();
    let begin = tokio::time::Instant::now();
    let answer = server
        .run("test-kit", "1.0.0", "count_slowly", json!({ "to": 3 }))
        .await;
    assert_eq!(begin.elapsed().as_secs_f64(), 3.0);
    assert_eq!(answer.text.matches("\"content\"").count(), 3);
    assert!(
        answer
            .text
            .ends_with("data: {\"type\": \"done\", \"data\": {\"counted\": 3}}\n\n")
    );
    let error = run(&server, json!([kit("stream_error")])).await.text;
    let last = "data: {\"type\": \"error\", \"data\": \"boom\", \"error_code\": \"LLM_ERROR\"}\n\n";
    assert!(error.ends_with(last));
    let counts = server.gateway.streams.counts();
    assert_eq!((counts.begun, counts.finished, counts.dropped), (2, 2, 0));
}
