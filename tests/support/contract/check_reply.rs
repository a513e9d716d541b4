//! Checks a reply against its operation.

use super::body::Body;
use super::check_request;
use super::head::Head;
use super::media;
use super::operation::{Operation, Reply};

/// What a reply is judged by.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) head: &'a Head,
    /// `None` when the body has not come, or does not belong to the message (HEAD, 304).
    pub(super) body: Option<&'a Body>,
}

/// The documented status that `answer` falls under, and what is wrong with it.
pub(super) fn check<'a>(
    operation: &'a Operation,
    answer: &Answer<'_>,
) -> (Option<&'a str>, Vec<String>) {
    let (key, findings) = by_status(operation, answer);
    if operation.forwarding && answer.status != 101 && !findings.is_empty() {
        // Not what the document says: the application's own.
        return (None, Vec::new());
    }
    (key, findings)
}

fn by_status<'a>(operation: &'a Operation, answer: &Answer<'_>) -> (Option<&'a str>, Vec<String>) {
    let status = answer.status;
    let Some((key, reply)) = operation.reply(status) else {
        return (None, vec![format!("status {status} is not documented")]);
    };
    let at_status = |finding| format!("status {status}: {finding}");
    let findings = against(reply, answer).into_iter().map(at_status);
    (Some(key), findings.collect())
}

fn against(documented: &Reply, answer: &Answer<'_>) -> Vec<String> {
    let Answer { status, head, body } = answer;
    let mut findings = headers(documented, head);
    match body {
        Some(body) if body.is_empty() => findings.extend(empty(documented, *status)),
        Some(body) => findings.extend(content(documented, head, body)),
        None => findings.extend(content_type(documented, head)),
    }
    findings
}

/// What is wrong with the answer to a request that matched no operation.
///
/// A router's own 404 is the one reply that needs no documentation.
pub(super) fn check_unmatched(answer: &Answer<'_>) -> Vec<String> {
    let essence = answer.head.header("content-type").map(media::essence);
    if answer.status == 404 && essence.is_none_or(|essence| essence == "text/plain") {
        return Vec::new();
    }
    let status = answer.status;
    vec![format!("an undocumented route answers {status}")]
}

fn headers(documented: &Reply, head: &Head) -> Vec<String> {
    let documented = documented.headers.iter();
    documented
        .filter(|header| !header.is_ignored())
        .flat_map(|header| header.check(&head.header_values(&header.name)))
        .collect()
}

/// A handler that panics answers without a body, whatever is documented.
fn empty(documented: &Reply, status: u16) -> Option<String> {
    let may_be_empty = documented.content.is_empty() || status >= 500;
    (!may_be_empty).then(|| {
        format!(
            "no body, where {} is documented",
            documented.content.names()
        )
    })
}

fn content(documented: &Reply, head: &Head, body: &Body) -> Vec<String> {
    if documented.content.is_empty() {
        return vec!["a body, where none is documented".to_owned()];
    }
    let content_type = head.header("content-type").unwrap_or_default();
    match documented.content.find(&media::essence(content_type)) {
        Some(schema) => check_request::content(schema, body),
        None => vec![undocumented_type(documented, content_type)],
    }
}

/// Checks the content type alone, when there is no body to check.
fn content_type(documented: &Reply, head: &Head) -> Option<String> {
    let content_type = head.header("content-type")?;
    let found = documented.content.find(&media::essence(content_type));
    (found.is_none()).then(|| undocumented_type(documented, content_type))
}

fn undocumented_type(documented: &Reply, content_type: &str) -> String {
    let names = documented.content.names();
    format!("content type {content_type:?} is not documented ({names})")
}
