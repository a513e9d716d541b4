use bytes::Bytes;
use serde_json::{Value, json};

use super::body::{self, Form};
use super::issues::Issues;
use crate::sim::exchange::Request;
use crate::sim::testing::request;

fn posted(body: impl Into<Bytes>) -> Request {
    request(
        "POST",
        "/",
        &[("content-type", "application/json")],
        body.into(),
    )
}

/// What is wrong with a body that is read with these steps.
fn wrong<T>(body: &str, steps: impl FnOnce(&mut Form<'_>) -> T) -> Value {
    let request = posted(body.to_owned());
    match Form::read(&request, "ExecuteRequest", |form| drop(steps(form))) {
        Ok(()) => Value::Null,
        Err(issues) => serde_json::to_value(issues).unwrap(),
    }
}

fn read<T>(body: &Value, steps: impl FnOnce(&mut Form<'_>) -> T) -> T {
    let request = posted(body.to_string());
    Form::read(&request, "ExecuteRequest", steps).unwrap()
}

#[test]
fn names_are_read_whatever_their_capitals() {
    let body =
        json!({ "Task_ID": "550E8400-E29B-41D4-A716-446655440000", "taskId": 1, "other": [] });
    let guid = read(&body, |form| form.guid("task_id"));
    assert_eq!(guid, "550e8400-e29b-41d4-a716-446655440000");
    let issues = wrong(
        r#"{"taskId": "550e8400-e29b-41d4-a716-446655440000"}"#,
        |form| form.guid("task_id"),
    );
    assert!(issues["$"][0].as_str().unwrap().ends_with(": task_id"));
}

#[test]
fn numbers_may_be_texts() {
    let body = json!({ "a": "7", "b": -7, "c": "0.5", "d": 1e3, "e": true, "f": null });
    let numbers = read(&body, |form| {
        let ints = (form.int("a", 0), form.int("b", 0));
        (ints, form.double("c", 0.0), form.double("d", 0.0))
    });
    assert_eq!(numbers, ((7, -7), 0.5, 1000.0));
    let rest = read(&body, |form| {
        (form.flag("e"), form.optional_int("f"), form.int("g", 10))
    });
    assert_eq!(rest, (true, None, 10));
    for (value, path) in [
        ("1.5", "$.a"),
        ("\"x\"", "$.a"),
        ("true", "$.a"),
        ("null", "$.a"),
        ("99999999999", "$.a"),
    ] {
        let issues = wrong(&format!("{{\"a\": {value}}}"), |form| form.int("a", 0));
        let text = issues[path][0].as_str().unwrap();
        assert!(text.contains("System.Int32. Path: $.a"), "{text}");
        assert_eq!(issues["request"][0], "The request field is required.");
    }
    assert!(wrong(r#"{"a": "true"}"#, |form| form.flag("a"))["$.a"].is_array());
}

#[test]
fn the_first_wrong_type_ends_the_reading() {
    let body = r#"{"a": {}, "b": [], "items": [{"id": 1}]}"#;
    let issues = wrong(body, |form| {
        form.text("a");
        form.guid("b");
        form.text("c");
    });
    assert_eq!(issues.as_object().unwrap().len(), 2, "{issues}");
    assert!(issues["$.a"].is_array());
    let issues = wrong(body, |form| {
        let items = form.list("items");
        form.object("items", 0, "Item", items[0], |item| item.text("id"))
    });
    assert!(issues["$.items[0].id"].is_array(), "{issues}");
    let issues = wrong(body, |form| {
        let items = form.list("items");
        form.object("items", 0, "Item", items[0], |item| item.any("input"))
    });
    let text = issues["$.items[0]"][0].as_str().unwrap();
    assert!(
        text.contains("DTOs.Item") && text.ends_with(": input"),
        "{text}"
    );
    assert!(wrong("[]", |form| form.any("a"))["$"].is_array());
}

#[test]
fn nulls_are_found_afterwards_under_other_names() {
    let body =
        r#"{"name": null, "input_schema": null, "examples": null, "items": [{"input": null}]}"#;
    let issues = wrong(body, |form| {
        form.text("name");
        form.any("input_schema");
        form.optional_list("examples");
        let items = form.list("items");
        form.object("items", 0, "Item", items[0], |item| item.any("input"));
    });
    let expected = json!({
        "Name": ["The Name field is required."],
        "InputSchema": ["The InputSchema field is required."],
        "Examples": ["The Examples field is required."],
        "Items[0].Input": ["The Input field is required."],
    });
    assert_eq!(issues, expected);
}

#[test]
fn what_is_no_json_is_said() {
    assert_eq!(
        wrong("", |_| ())[""],
        json!(["A non-empty request body is required."])
    );
    assert!(wrong("{", |_| ())["$"].is_array());
    assert!(wrong("{\"a\": 1,}", |_| ())["$"].is_array());
    let invalid = posted(&b"{\"a\": \"\xff\"}"[..]);
    assert!(Form::read(&invalid, "ExecuteRequest", |_| ()).is_err());
    for (media, json) in [
        ("application/json; charset=utf-8", true),
        ("text/json", true),
        ("application/x+json", true),
        ("text/plain", false),
    ] {
        let request = request("POST", "/", &[("content-type", media)], Bytes::new());
        assert_eq!(body::is_json(&request), json, "{media}");
    }
    assert!(!body::is_json(&Request::for_test("POST", "/")));
}

#[test]
fn payloads_stay_as_they_were_sent() {
    let request = posted(r#"{"input": {"b" : 1.0, "a": 12345678901234567890123}}"#);
    let input = Form::read(&request, "ExecuteRequest", |form| form.any("input")).unwrap();
    assert_eq!(input.text(), r#"{"b" : 1.0, "a": 12345678901234567890123}"#);
    assert_eq!(serde_json::to_string(&input).unwrap(), input.text());
}

#[test]
fn maps_hold_texts() {
    let headers = read(&json!({ "headers": { "b": "1", "a": "2" } }), |form| {
        form.text_map("headers")
    });
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(headers, Some(vec![pair("a", "2"), pair("b", "1")]));
    assert!(
        wrong(r#"{"headers": {"a": 1}}"#, |form| form.text_map("headers"))["$.headers"].is_array()
    );
    assert_eq!(
        serde_json::to_value(Issues::in_path("taskId", "x")).unwrap(),
        json!({ "taskId": ["The value 'x' is not valid."] })
    );
}
