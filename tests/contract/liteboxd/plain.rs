//! Requests that break the document's own rules, and their replies that keep to it.

use serde_json::Value;

use super::stage::Stage;
use crate::support::contract::Side;

/// Breaks the rules that the facade keeps to.
pub(super) async fn misuse(stage: &Stage) {
    for (path, text) in [
        (
            "metadata?created_from=yesterday",
            "invalid created_from, expected RFC3339",
        ),
        ("pvcs?state=deleting", "invalid state, expected one of"),
    ] {
        let path = format!("/api/v1/sandboxes/{path}");
        let reply = stage.request("GET", &path).send().await.unwrap();
        assert_eq!(reply.status(), 400, "{path}");
        let body: Value = reply.json().await.unwrap();
        assert!(body["error"].as_str().unwrap().starts_with(text), "{body}");
    }
    let violations = stage.proxy.violations();
    let sides: Vec<Side> = violations.iter().map(|one| one.side).collect();
    assert_eq!(sides, [Side::Request, Side::Request], "{violations:#?}");
}
