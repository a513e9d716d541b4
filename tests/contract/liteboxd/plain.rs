//! What the facade never asks for, by plain requests: the server's own export, and what breaks the document's rules.

use quintet::sim::Fault;
use serde_json::Value;

use super::stage::Stage;
use crate::support::contract::Side;

const EXPORT: &str = "/api/v1/templates/export";

/// Every documented reply of the server's own export, which the facade does without.
pub(super) async fn drive(stage: &Stage) {
    for query in ["", "?tag=seeded&names=code-interpreter"] {
        let path = format!("{EXPORT}{query}");
        let reply = stage.request("GET", &path).send().await.unwrap();
        assert_eq!(reply.status(), 200);
        assert!(reply.headers().contains_key("x-request-id"));
        let text = reply.text().await.unwrap();
        assert!(text.contains("code-interpreter"), "{text}");
        assert_eq!(text.contains("persistent-workspace"), query.is_empty());
    }
    refusals(stage).await;
}

async fn refusals(stage: &Stage) {
    let without_key = stage.http.get(format!("{}{EXPORT}", stage.proxy.url()));
    let body = refused(without_key, 401).await;
    assert_eq!(body["error"], "authentication required");
    stage.simulator.inject(Fault::status(500));
    let body = refused(stage.request("GET", EXPORT), 500).await;
    assert_eq!(body["error"]["message"], "internal server error");
    stage.simulator.set_draining(true);
    let body = refused(stage.request("GET", EXPORT), 503).await;
    stage.simulator.set_draining(false);
    assert_eq!(body["error"], "service is draining");
}

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
        let body = refused(stage.request("GET", &path), 400).await;
        assert!(body["error"].as_str().unwrap().starts_with(text), "{body}");
    }
    let violations = stage.proxy.violations();
    let sides: Vec<Side> = violations.iter().map(|one| one.side).collect();
    assert_eq!(sides, [Side::Request, Side::Request], "{violations:#?}");
}

/// Sends a request, and gives the body of its refusal.
async fn refused(request: reqwest::RequestBuilder, status: u16) -> Value {
    let reply = request.send().await.unwrap();
    assert_eq!(reply.status(), status, "{}", reply.url());
    assert!(reply.headers().contains_key("x-request-id"));
    reply.json().await.unwrap()
}
