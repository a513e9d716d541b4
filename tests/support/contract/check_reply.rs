//! Checks a reply against its operation.

use std::collections::BTreeSet;

use super::body::Body;
use super::check_request;
use super::head::Head;
use super::media;
use super::operation::{Operation, Reply};
use super::route::Route;

/// What a reply is judged by.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) head: &'a Head,
    /// `None` when the body has not come, or does not belong to the message (HEAD, 304).
    pub(super) body: Option<&'a Body>,
}

impl Answer<'_> {
    /// The content type without parameters; empty when there is none.
    fn essence(&self) -> String {
        media::essence(self.head.header("content-type").unwrap_or_default())
    }

    /// Whether the body is of a stated type that may hold nothing at all: a text, or bytes.
    fn may_hold_nothing(&self) -> bool {
        let essence = self.essence();
        !essence.is_empty() && !media::is_json(&essence) && !media::is_xml(&essence)
    }
}

/// What a reply to a route was found to be.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Operations, each with the documented status that it is covered under.
    pub(super) covered: Vec<(String, String)>,
    /// What is wrong, each under the name of an operation or, when it is none of two, of both.
    pub(super) findings: Vec<(String, String)>,
    /// Whose event stream the body is.
    pub(super) stream: Option<String>,
}

/// Finds out whose reply `answer` is, and what is wrong with it.
///
/// Of two twins it is that of the one that documents its content type under its status. What both document is both's, but
/// where a twin documents an event stream, nothing else covers that.
pub(super) fn check(route: &Route, answer: &Answer<'_>) -> Verdict {
    let operations: Vec<&Operation> = route.operations().collect();
    let claims = operations.iter().filter(|one| claims(one, answer));
    let claiming: Vec<&Operation> = match operations.as_slice() {
        [one] => vec![*one],
        _ => claims.copied().collect(),
    };
    let mut verdict = Verdict::default();
    if claiming.is_empty() {
        let findings = operations.iter().flat_map(|one| by_status(one, answer).1);
        let findings: BTreeSet<String> = findings.collect();
        let findings: Vec<String> = findings.into_iter().collect();
        verdict.findings.push((route.name(), findings.join("; ")));
    }
    let is_shared = claiming.len() > 1;
    for operation in claiming {
        judge(operation, answer, is_shared, &mut verdict);
    }
    verdict
}

fn judge(operation: &Operation, answer: &Answer<'_>, is_shared: bool, verdict: &mut Verdict) {
    let (documented, findings) = by_status(operation, answer);
    if operation.open && answer.status != 101 && !findings.is_empty() {
        // Not what the document says: the application's own.
        return;
    }
    let id = &operation.spec.id;
    let findings = findings.into_iter();
    verdict
        .findings
        .extend(findings.map(|what| (id.clone(), what)));
    let Some((key, reply)) = documented else {
        return;
    };
    let has_events = reply.content.has_events();
    let is_events = answer.essence() == media::EVENT_STREAM;
    if has_events && is_events {
        verdict.stream = Some(id.clone());
    }
    if !(is_shared && has_events && !is_events) {
        verdict.covered.push((id.clone(), key.to_owned()));
    }
}

/// Whether an operation documents replies of this status and type, whatever their headers and bodies.
fn claims(operation: &Operation, answer: &Answer<'_>) -> bool {
    let Some((_, reply)) = operation.reply(answer.status) else {
        return false;
    };
    let is_typed = reply.content.find(&answer.essence()).is_some();
    match answer.body {
        Some(body) if body.is_empty() => is_typed || empty(reply, answer).is_none(),
        None if answer.essence().is_empty() => true,
        _ => is_typed,
    }
}

/// The documented reply that a status falls under, with its key, and what is wrong.
fn by_status<'a>(
    operation: &'a Operation,
    answer: &Answer<'_>,
) -> (Option<(&'a str, &'a Reply)>, Vec<String>) {
    let status = answer.status;
    let Some((key, reply)) = operation.reply(status) else {
        return (None, vec![format!("status {status} is not documented")]);
    };
    let at_status = |finding| format!("status {status}: {finding}");
    let findings = against(reply, answer).into_iter().map(at_status);
    (Some((key, reply)), findings.collect())
}

fn against(documented: &Reply, answer: &Answer<'_>) -> Vec<String> {
    let Answer { head, body, .. } = answer;
    let mut findings = headers(documented, head);
    match body {
        Some(body) if body.is_empty() => findings.extend(empty(documented, answer)),
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

/// A handler that panics answers without a body, whatever is documented, and a text may be empty.
fn empty(documented: &Reply, answer: &Answer<'_>) -> Option<String> {
    let is_documented = || documented.content.find(&answer.essence()).is_some();
    let may_be_empty = documented.content.is_empty()
        || answer.status >= 500
        || answer.may_hold_nothing() && is_documented();
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
