use serde_json::json;

use super::*;

fn result(output: &Value) -> RunResult {
    let result = json!({"job_id": "j", "status": "SUCCESS", "output": output, "error": null});
    serde_json::from_value(result).unwrap()
}

fn failed(status: &Value, error: &Value) -> RunResult {
    serde_json::from_value(json!({"job_id": "j", "status": status, "error": error})).unwrap()
}

#[test]
fn the_whole_output_is_the_result() {
    // What the published client's own test expects is what it did before outputs were nested.
    let old = result(&json!({"result": {"data": "test"}}));
    assert!(old.is_success());
    assert_eq!(
        old.result(),
        json!({"result": {"data": "test"}}).as_object()
    );
    assert_eq!(old.get("result"), Some(&json!({"data": "test"})));
    assert_eq!(old.legacy_result(), Some(&json!({"data": "test"})));
    assert_eq!(old.get("other"), None);
    assert_eq!(old.function_result(), &json!({}));
}

#[test]
fn what_is_null_or_absent_is_empty() {
    let none: RunResult = serde_json::from_value(json!({"status": "SUCCESS"})).unwrap();
    let empty = [
        none,
        result(&Value::Null),
        result(&json!({})),
        result(&json!({"status": "SUCCESS", "output": null})),
        result(&json!({"output": null, "files": null})),
        result(&json!({"output": {}, "files": {}})),
    ];
    for result in empty {
        assert!(result.is_success());
        assert_eq!(result.function_result(), &json!({}), "{result:?}");
        assert!(!result.business_success());
        assert_eq!(result.business_message(), "");
        assert_eq!(result.business_error(), None);
        assert_eq!(result.business_error_code(), None);
        assert!(result.files().is_empty() && result.file_urls().is_empty());
        assert_eq!(result.legacy_result(), None);
        assert_eq!(result.error_message(), None);
        assert_eq!(
            result.function_result_as::<Map<_, _>>().unwrap(),
            Map::new()
        );
    }
}

#[test]
fn the_inner_output_speaks_for_the_function() {
    let good = result(&json!({
        "status": "SUCCESS",
        "output": {"success": true, "message": "done", "n": 3},
        "files": {"b": ["s3://b/2", "s3://b/3"], "a": ["s3://b/1"]}
    }));
    assert!(good.business_success());
    assert_eq!(good.business_message(), "done");
    assert_eq!(good.file_urls(), ["s3://b/1", "s3://b/2", "s3://b/3"]);
    assert_eq!(good.files()["b"], ["s3://b/2", "s3://b/3"]);
    let bad = result(&json!({
        "output": {"success": false, "message": "no", "error": "too large", "error_code": "TOO_LARGE"}
    }));
    assert!(bad.is_success() && !bad.business_success());
    assert_eq!(bad.business_error(), Some("too large"));
    assert_eq!(bad.business_error_code(), Some("TOO_LARGE"));
}

#[test]
fn odd_shapes_break_nothing() {
    let odd = result(&json!({
        "output": ["a", 1],
        "files": {"one": "s3://b/1", "mixed": ["s3://b/2", 5, null], "none": null, "number": 7}
    }));
    assert_eq!(odd.function_result(), &json!(["a", 1]));
    assert!(!odd.business_success());
    assert_eq!(odd.business_message(), "");
    assert_eq!(odd.files()["one"], ["s3://b/1"]);
    assert_eq!(odd.files()["mixed"], ["s3://b/2"]);
    assert_eq!(
        (odd.files()["none"].len(), odd.files()["number"].len()),
        (0, 0)
    );
    let text = result(&json!({"output": {"success": "yes", "message": 5}, "files": "x"}));
    assert!(!text.business_success() && text.business_message().is_empty());
    assert!(text.files().is_empty());
}

#[test]
fn types_of_the_callers_own() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Weather {
        celsius: f64,
    }
    let weather = result(&json!({"output": {"celsius": 21.5, "success": true}}));
    assert_eq!(
        weather.function_result_as::<Weather>().unwrap(),
        Weather { celsius: 21.5 }
    );
    let error = result(&json!({"output": {"fahrenheit": 70}})).function_result_as::<Weather>();
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error.message().contains("missing field `celsius`"),
        "{error}"
    );
    let error = failed(&json!("FAILED"), &json!({"message": "boom"})).function_result_as::<Value>();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Failed);
}

#[test]
fn a_failure_keeps_message_and_type() {
    let full = json!({"message": "division\n by zero", "type": "ZeroDivisionError"});
    let result = failed(&json!("FAILED"), &full);
    assert!(!result.is_success());
    assert_eq!(result.error_message(), Some("division\n by zero"));
    assert_eq!(result.error_type(), Some("ZeroDivisionError"));
    let error = result.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert_eq!(
        error.to_string(),
        "division by zero, job j (code ZeroDivisionError)"
    );
    assert!(!error.is_retryable());
    assert!(self::result(&json!({})).into_result().is_ok());
}

#[test]
fn whatever_is_no_success_is_a_failure() {
    let cases = [
        (
            json!("FAILED"),
            json!({"reason": 5}),
            "{\"reason\":5}, job j",
        ),
        (
            json!("FAILED"),
            Value::Null,
            "the call ended as FAILED and gives no reason, job j",
        ),
        (
            json!("CANCELLED"),
            Value::Null,
            "the call ended as CANCELLED and gives no reason, job j",
        ),
        (
            Value::Null,
            Value::Null,
            "the reply does not say how the call ended, job j",
        ),
    ];
    for (status, error, message) in cases {
        let result = failed(&status, &error);
        assert_eq!(result.into_result().unwrap_err().message(), message);
    }
}

#[test]
fn a_result_survives_being_stored() {
    let result = failed(&json!("ODD"), &json!({"message": "m"}));
    let text = serde_json::to_string(&result).unwrap();
    assert_eq!(serde_json::from_str::<RunResult>(&text).unwrap(), result);
}
