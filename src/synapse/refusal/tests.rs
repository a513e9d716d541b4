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

#[test]
fn a_lack_of_gpus_keeps_its_numbers() {
    let said = json!({
        "error_type": "gpu_unavailable", "message": "All GPUs are busy", "max_utilization": 97.5, "threshold": 90,
        "node": "worker-1"
    });
    let expected = Refusal::GpuUnavailable {
        message: "All GPUs are busy".to_owned(),
        max_utilization: Some(97.5),
        threshold: Some(90.0),
        details: Map::from_iter([("node".to_owned(), json!("worker-1"))]),
    };
    assert_eq!(of(503, &said), Some(expected.clone()));
    assert_eq!(of(503, &json!({"detail": said})), Some(expected.clone()));
    assert_eq!(
        expected.to_string(),
        "no GPU is available: All GPUs are busy, utilization 97.5 %, threshold 90 %"
    );
}

#[test]
fn what_is_left_out_is_not_made_up() {
    let bare = of(
        503,
        &json!({"error_type": "gpu_unavailable", "threshold": "90"}),
    );
    let expected = Refusal::GpuUnavailable {
        message: "gpu_unavailable".to_owned(),
        max_utilization: None,
        threshold: None,
        details: Map::from_iter([("threshold".to_owned(), json!("90"))]),
    };
    assert_eq!(bare, Some(expected));
}

#[test]
fn faults_of_a_request_have_their_places() {
    let refusal = of(
        422,
        &json!({"detail": [
            {"loc": ["body", "num_cpus"], "msg": "must be 0 or more", "type": "greater_than_equal", "input": -1},
            {"loc": ["body", 0], "msg": "is missing", "type": "missing"},
            "odd"
        ]}),
    );
    let Some(Refusal::InvalidInput(faults)) = &refusal else {
        panic!("{refusal:?}");
    };
    assert_eq!(faults[0].location, ["body", "num_cpus"]);
    assert_eq!(faults[0].kind.as_deref(), Some("greater_than_equal"));
    assert_eq!(faults[0].input, Some(json!(-1)));
    assert_eq!(
        (faults[1].location[1].as_str(), &faults[1].input),
        ("0", &None)
    );
    assert_eq!(
        refusal.unwrap().to_string(),
        "body.num_cpus: must be 0 or more; body.0: is missing; odd"
    );
    let plain = of(422, &json!({"detail": "no"})).unwrap();
    assert_eq!(plain.to_string(), "no");
}

#[test]
fn other_errors_say_no_more() {
    for (status, body) in [
        (503, r#"{"detail":"Ray is not available"}"#),
        (404, r#"{"detail":"no such release"}"#),
        (500, "Internal Server Error"),
        (502, "<html></html>"),
        (200, r#"{"error_type":"gpu_unavailable"}"#),
    ] {
        assert_eq!(Refusal::of(&error(status, body)), None, "{body}");
    }
    assert_eq!(Refusal::of(&Error::invalid("no id")), None);
}
