//! How media types travel through the generator.

/// The media type without parameters, in lower case.
pub(crate) fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether the body is decoded as JSON.
pub(crate) fn is_json(name: &str) -> bool {
    essence(name) == "application/json"
}

/// Whether the compiler sends a request body of this type as bytes with its own
/// `Content-Type`, so that its schema does not matter to the generator.
pub(crate) fn travels_raw(name: &str) -> bool {
    const RAW: [&str; 4] = [
        "multipart/form-data",
        "application/x-yaml",
        "application/yaml",
        "text/yaml",
    ];
    RAW.contains(&essence(name).as_str())
}

/// Whether the generator itself can send a request body of this type.
pub(crate) fn is_native(name: &str) -> bool {
    const NATIVE: [&str; 5] = [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
        "text/plain",
        "text/x-markdown",
    ];
    NATIVE.contains(&essence(name).as_str())
}

/// Whether a reply of this type goes on until the server ends it.
pub(crate) fn is_endless(name: &str) -> bool {
    const ENDLESS: [&str; 3] = [
        "text/event-stream",
        "application/x-ndjson",
        "application/jsonl",
    ];
    ENDLESS.contains(&essence(name).as_str())
}
