//! The handshake of a WebSocket, once the server has agreed to it.

use super::head::Head;

/// What is wrong with a request that was answered with 101.
pub(super) fn request(head: &Head) -> Vec<String> {
    let mut findings = common(head);
    if head.header_values("sec-websocket-key").len() != 1 {
        findings.push("opens a WebSocket without one sec-websocket-key".to_owned());
    }
    if head.header("sec-websocket-version") != Some("13") {
        findings.push("opens a WebSocket of another version than 13".to_owned());
    }
    findings
}

/// What is wrong with a reply of 101.
pub(super) fn reply(head: &Head) -> Vec<String> {
    let mut findings = common(head);
    // SHA-1 in base64.
    let is_hash = |value: &str| value.len() == 28 && value.ends_with('=');
    if !head.header("sec-websocket-accept").is_some_and(is_hash) {
        findings.push("opens a WebSocket without sec-websocket-accept".to_owned());
    }
    findings
}

fn common(head: &Head) -> Vec<String> {
    let has = |name: &str, word: &str| {
        let values = head.header_values(name).into_iter();
        let mut words = values.flat_map(|value| value.split(','));
        words.any(|value| value.trim().eq_ignore_ascii_case(word))
    };
    [("connection", "upgrade"), ("upgrade", "websocket")]
        .into_iter()
        .filter(|(name, word)| !has(name, word))
        .map(|(name, word)| format!("opens a WebSocket without {name}: {word}"))
        .collect()
}
