//! What is logged.

use std::time::Duration;

use quintet::gt8004::RequestLogEntry;

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) agent/1.0";

/// An entry as an application writes it by hand: about 370 bytes on the wire.
pub(crate) fn entry(number: usize) -> RequestLogEntry {
    let took = Duration::from_micros(1500 + number as u64 % 100_000);
    RequestLogEntry::new("POST", "/api/tools/search", 200, took)
        .with_tool_name(["search", "translate", "summarize"][number % 3])
        .with_ip_address(["203.0.113.7", "198.51.100.23"][number % 2])
        .with_header("user-agent", AGENT)
}

/// The same with bodies, together so many bytes.
pub(crate) fn with_bodies(number: usize, bytes: usize) -> RequestLogEntry {
    let text = body(bytes / 2);
    entry(number)
        .with_request_body(text.clone())
        .with_response_body(text)
}

/// JSON of so many bytes.
pub(crate) fn body(bytes: usize) -> String {
    let mut text =
        r#"{"query":"what is the weather in Seoul tomorrow","limit":10,"text":""#.to_owned();
    while text.len() + 2 < bytes {
        text.push_str("Lorem ipsum dolor sit amet, ");
    }
    text.truncate(bytes.max(2) - 2);
    text + "\"}"
}
