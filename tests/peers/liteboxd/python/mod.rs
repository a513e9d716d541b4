//! The 38 tests of the Python SDK, each under its own name, against this client. Contract: §6.
//!
//! They fix little, so each says here what goes over the wire as well.

mod client;
mod import_export;
mod prepull;
mod sandbox;
mod template;

use serde_json::{Value, json};

/// A test file of the Python SDK: its text here, and the names of its tests.
type Peer = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
const PEERS: [Peer; 5] = [
    (include_str!("client.rs"), &[
        "creation", "with_auth_token", "context_manager", "services_available", "get_request", "post_request",
        "delete_request",
    ]),
    (include_str!("sandbox.rs"), &[
        "create", "create_with_overrides", "list", "get", "get_not_found", "delete", "execute_command", "get_logs",
        "upload_file", "download_file",
    ]),
    (include_str!("template.rs"), &[
        "create", "create_conflict", "list", "list_with_filters", "get", "get_not_found", "update", "delete",
        "list_versions", "rollback", "export_yaml",
    ]),
    (include_str!("prepull.rs"), &[
        "create", "create_for_template", "list", "list_with_filter", "get", "delete",
    ]),
    (include_str!("import_export.rs"), &[
        "import", "import_with_string", "export_all", "export_with_filters",
    ]),
];

/// The names of the tests in a text.
fn tests(text: &str) -> Vec<&str> {
    let tests = text.split("#[tokio::test]\nasync fn ").skip(1);
    tests.map(|test| test.split('(').next().unwrap()).collect()
}

#[test]
fn all_38_are_here() {
    let mut count = 0;
    for (text, names) in PEERS {
        assert_eq!(tests(text), names);
        count += names.len();
    }
    assert_eq!(count, 38);
}

/// A sandbox with what every server sends, and nothing else.
fn sandbox(status: &str) -> Value {
    json!({
        "id": "a1b2c3d4", "image": "python:3.11-slim", "cpu": "500m", "memory": "512Mi", "ttl": 3600, "status": status,
        "created_at": "2026-02-01T10:00:00Z", "expires_at": "2026-02-01T11:00:00Z",
    })
}
