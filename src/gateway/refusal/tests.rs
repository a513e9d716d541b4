use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::*;
use crate::error::{ErrorKind, Reply, reply};

/// The error that a reply becomes.
fn error(status: u16, body: &str) -> Error {
    let status = StatusCode::from_u16(status).unwrap();
    let report = reply::read(status, body.as_bytes());
    Error::new(ErrorKind::of_status(status), report.message)
        .with_code(report.code)
        .with_reply(Reply {
            status,
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
        })
}

fn of(status: u16, body: &Value) -> Option<Refusal> {
    Refusal::of(&error(status, &body.to_string()))
}

fn missing_secret(parts: [Option<&str>; 3]) -> Option<Refusal> {
    let [prefab_id, secret_name, instructions] = parts.map(|part| part.map(str::to_owned));
    Some(Refusal::MissingSecret {
        prefab_id,
        secret_name,
        instructions,
    })
}

fn quota(limit: Option<i64>, used: Option<i64>, quota_type: Option<&str>) -> Option<Refusal> {
    Some(Refusal::QuotaExceeded {
        limit,
        used,
        quota_type: quota_type.map(str::to_owned),
    })
}

#[test]
fn a_missing_secret_in_every_shape() {
    let fields = json!({"error_code": "MISSING_SECRET", "message": "m", "prefab_id": "p", "secret_name": "s", "instructions": "do"});
    let full = missing_secret([Some("p"), Some("s"), Some("do")]);
    assert_eq!(of(400, &json!({"detail": fields})), full);
    assert_eq!(of(400, &fields), full);
    let below = json!({
        "error_code": "MISSING_SECRET",
        "details": {"prefab_id": "p", "secret_name": "s", "instructions": "do"}
    });
    assert_eq!(of(400, &below), full);
    let bare = json!({"detail": {"error_code": "MISSING_SECRET", "instructions": null}});
    assert_eq!(of(400, &bare), missing_secret([None, None, None]));
    let text = json!({"detail": "Secret 'S K' for prefab 'p' is not configured"});
    assert_eq!(
        of(400, &text),
        missing_secret([Some("p"), Some("S K"), None])
    );
    assert_eq!(of(400, &json!({"detail": "Secret 'S' is missing"})), None);
}

#[test]
fn a_missing_agent() {
    let body = json!({"detail": {"error_code": "MISSING_AGENT_CONTEXT", "message": "m"}});
    assert_eq!(of(400, &body), Some(Refusal::MissingAgentContext));
}

#[test]
fn every_429_is_a_quota() {
    let body =
        json!({"detail": {"message": "m", "limit": 100, "used": 101, "quota_type": "daily"}});
    assert_eq!(of(429, &body), quota(Some(100), Some(101), Some("daily")));
    assert_eq!(
        of(429, &json!({"detail": "slow down"})),
        quota(None, None, None)
    );
    let page = error(429, "<html>Too Many Requests</html>");
    assert_eq!(Refusal::of(&page), quota(None, None, None));
    assert_eq!(Refusal::of(&error(429, "")), quota(None, None, None));
}

#[test]
fn every_422_has_its_faults() {
    let fault = |location: &[&str], message: &str, kind: Option<&str>| FieldFault {
        location: location.iter().map(|&step| step.to_owned()).collect(),
        message: message.to_owned(),
        kind: kind.map(str::to_owned),
    };
    let body = json!({"detail": [
        {"loc": ["body", "calls", 0, "version"], "msg": "field required", "type": "value_error.missing"},
        {"loc": "body", "msg": "no"},
        "odd"
    ]});
    let faults = [
        fault(
            &["body", "calls", "0", "version"],
            "field required",
            Some("value_error.missing"),
        ),
        fault(&["body"], "no", None),
        fault(&[], "odd", None),
    ];
    let refusal = of(422, &body).unwrap();
    assert_eq!(refusal, Refusal::InvalidInput(faults.to_vec()));
    assert_eq!(
        refusal.to_string(),
        "body.calls.0.version: field required; body: no; odd"
    );
    let text = Refusal::InvalidInput(vec![fault(&[], "Missing required parameter: city", None)]);
    assert_eq!(
        of(422, &json!({"detail": "Missing required parameter: city"})),
        Some(text)
    );
    let none = Refusal::InvalidInput(vec![fault(&[], "Unprocessable Entity", None)]);
    assert_eq!(Refusal::of(&error(422, "")), Some(none));
}

/// The rows of the table that have nothing but a kind, a message and a code.
#[test]
fn the_rest_is_a_kind() {
    let rows = [
        (
            400,
            json!({"detail": {"error_code": "BAD", "message": "m"}}),
            ErrorKind::BadRequest,
            Some("BAD"),
        ),
        (400, json!({"detail": "m"}), ErrorKind::BadRequest, None),
        (
            401,
            json!({"detail": {"error_code": "UNAUTHENTICATED", "message": "m"}}),
            ErrorKind::Unauthorized,
            Some("UNAUTHENTICATED"),
        ),
        (
            403,
            json!({"error_code": "PERMISSION_DENIED", "message": "m", "details": null}),
            ErrorKind::Forbidden,
            Some("PERMISSION_DENIED"),
        ),
        (404, json!({"detail": "m"}), ErrorKind::NotFound, None),
        (409, json!({"detail": "m"}), ErrorKind::Conflict, None),
        (
            418,
            json!({"detail": {"error_code": "TEA", "message": "m"}}),
            ErrorKind::Rejected,
            Some("TEA"),
        ),
        (
            500,
            json!({"detail": {"error_code": "INTERNAL_SERVER_ERROR", "message": "m"}}),
            ErrorKind::Server,
            Some("INTERNAL_SERVER_ERROR"),
        ),
        (503, json!({"detail": "m"}), ErrorKind::Unavailable, None),
    ];
    for (status, body, kind, code) in rows {
        let error = error(status, &body.to_string());
        assert_eq!(
            (error.kind(), error.message(), error.code()),
            (kind, "m", code),
            "{status}"
        );
        assert_eq!(Refusal::of(&error), None, "{status}");
    }
}

#[test]
fn what_is_no_refusal_of_the_server_says_nothing() {
    let body = json!({"detail": {"error_code": "MISSING_SECRET"}});
    assert_eq!(of(200, &body), None);
    assert_eq!(Refusal::of(&Error::invalid("x")), None);
    assert_eq!(Refusal::of(&error(400, "<html>")), None);
    for odd in [
        json!(5),
        json!([1]),
        json!({"detail": 5}),
        json!({"error_code": 5}),
        json!(null),
    ] {
        assert_eq!(of(400, &odd), None, "{odd}");
    }
}

#[test]
fn a_refusal_reads_as_one_line() {
    let cases = [
        (
            missing_secret([Some("p"), Some("S"), Some("ask for it")]),
            "a secret is not stored, name S, prefab p: ask for it",
        ),
        (missing_secret([None; 3]), "a secret is not stored"),
        (
            Some(Refusal::MissingAgentContext),
            "the credential names no agent",
        ),
        (
            quota(Some(5), Some(6), Some("daily")),
            "a quota is used up, type daily, used 6, limit 5",
        ),
    ];
    for (refusal, text) in cases {
        assert_eq!(refusal.unwrap().to_string(), text);
    }
}
