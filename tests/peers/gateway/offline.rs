//! The offline scenarios of the published client's examples: what a function may leave out. Contract: §6, §7.

use quintet::gateway::RunResult;
use serde_json::{Value, json};

use super::stage::{KIT, Stage};

fn result(output: &Value) -> RunResult {
    let result = json!({ "job_id": "j", "status": "SUCCESS", "output": output });
    serde_json::from_value(result).unwrap()
}

#[track_caller]
fn check_empty(result: &RunResult) {
    assert!(result.is_success());
    assert_eq!(result.function_result(), &json!({}));
    assert!(!result.business_success());
    assert_eq!(result.business_message(), "");
    assert_eq!(
        (result.business_error(), result.business_error_code()),
        (None, None)
    );
    assert!(result.files().is_empty() && result.file_urls().is_empty());
}

#[test]
fn test_empty_response_without_an_output() {
    check_empty(&result(&Value::Null));
    let none: RunResult = serde_json::from_value(json!({ "status": "SUCCESS" })).unwrap();
    check_empty(&none);
}

#[test]
fn test_empty_response_with_an_empty_output() {
    check_empty(&result(&json!({ "status": "SUCCESS", "output": null })));
    check_empty(&result(
        &json!({ "status": "SUCCESS", "output": null, "files": {} }),
    ));
    check_empty(&result(&json!({})));
}

#[test]
fn test_empty_response_that_is_not_empty() {
    let output = json!({ "success": true, "message": "done", "n": 1 });
    let normal = result(&json!({
        "status": "SUCCESS", "output": output, "files": { "out": ["s3://b/1", "s3://b/2"] },
    }));
    assert!(normal.is_success() && normal.business_success());
    assert_eq!(
        (normal.business_message(), normal.business_error()),
        ("done", None)
    );
    assert_eq!(normal.function_result()["n"], 1);
    assert_eq!(normal.file_urls(), ["s3://b/1", "s3://b/2"]);
    assert_eq!(normal.files()["out"].len(), 2);
}

/// The same over the wire, from functions that return nothing.
#[tokio::test]
async fn test_empty_response_of_a_server() {
    let stage = Stage::start().await;
    let kit = stage.client.prefab(KIT.0, KIT.1);
    check_empty(&kit.call("nothing").await.unwrap());
    check_empty(&kit.call("void").await.unwrap());
    let refused = kit.call("refuse").await.unwrap();
    assert!(refused.is_success() && !refused.business_success());
    assert_eq!(refused.business_error(), Some("There is no such page"));
    assert_eq!(refused.business_error_code(), Some("NO_SUCH_PAGE"));
}
