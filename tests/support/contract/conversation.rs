//! Follows the exchanges of one connection and has each one checked.
//!
//! A finding is recorded before the bytes that complete its message are handed on, so that whoever has
//! read a reply can ask for the violations at once.

use std::collections::VecDeque;
use std::sync::Arc;

use super::body::Body;
use super::check_reply::{self, Answer};
use super::check_request;
use super::document::Document;
use super::framing::{Messages, Splitter};
use super::head::{Framing, Head};
use super::ledger::Ledger;
use super::media;
use super::percent;
use super::route::Route;
use super::upgrade;
use super::{Side, Violation};

/// The two directions of one connection.
#[derive(Debug)]
pub(super) struct Conversation {
    from_client: Splitter,
    from_server: Splitter,
    exchanges: Exchanges,
}

impl Conversation {
    pub(super) fn new(document: Document, ledger: Arc<Ledger>) -> Self {
        Self {
            from_client: Splitter::new(),
            from_server: Splitter::new(),
            exchanges: Exchanges {
                document,
                ledger,
                unanswered: VecDeque::new(),
                request: None,
                reply: None,
                is_tunnel: false,
            },
        }
    }

    /// Bytes that the client sent; none when it closed its direction.
    pub(super) fn client_sent(&mut self, bytes: &[u8]) {
        let mut requests = Requests(&mut self.exchanges);
        match bytes {
            _ if requests.0.is_tunnel => {}
            [] => self.from_client.close(&mut requests),
            bytes => self.from_client.feed(bytes, &mut requests),
        }
    }

    /// Bytes that the server sent; none when it closed its direction.
    pub(super) fn server_sent(&mut self, bytes: &[u8]) {
        let mut replies = Replies(&mut self.exchanges);
        match bytes {
            [] => self.from_server.close(&mut replies),
            bytes => self.from_server.feed(bytes, &mut replies),
        }
    }
}

#[derive(Debug)]
struct Exchanges {
    document: Document,
    ledger: Arc<Ledger>,
    /// Requests whose reply has not begun, oldest first.
    unanswered: VecDeque<Question>,
    request: Option<(Question, Body)>,
    reply: Option<OpenReply>,
    /// The connection was upgraded.
    is_tunnel: bool,
}

/// A request as the check of its body and of its reply needs it.
#[derive(Debug, Clone)]
struct Question {
    head: Arc<Head>,
    method: String,
    route: Option<Arc<Route>>,
    has_credential: bool,
}

#[derive(Debug)]
struct OpenReply {
    question: Question,
    head: Head,
    status: u16,
    body: Body,
    /// Already judged by its head.
    is_judged: bool,
    /// The operation whose event stream the body is, until something is wrong with it.
    stream: Option<String>,
}

impl Exchanges {
    fn report(&self, operation: Option<&str>, side: Side, findings: Vec<String>) {
        for what in findings {
            self.ledger.report(Violation {
                operation: operation.map(str::to_owned),
                side,
                what,
            });
        }
    }

    fn question(&self, head: Head, method: &str, target: &str) -> Question {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let found = self.document.find(method, path);
        let Some((route, path)) = found else {
            let finding = format!("undocumented route {method} {path}");
            self.report(None, Side::Request, vec![finding]);
            return Question {
                head: Arc::new(head),
                method: method.to_owned(),
                route: None,
                has_credential: true,
            };
        };
        let operation = route.request();
        let pairs = percent::query(query);
        let mut findings = Vec::new();
        if pairs.is_none() && !operation.forwarding {
            findings.push(format!("query {query:?} cannot be decoded"));
        }
        let pairs = pairs.unwrap_or_default();
        findings.extend(check_request::head(operation, &head, &path, &pairs));
        self.report(Some(&route.name()), Side::Request, findings);
        Question {
            has_credential: operation.security.is_met(&head, &pairs),
            head: Arc::new(head),
            method: method.to_owned(),
            route: Some(route),
        }
    }

    fn judge_request(&self, question: &Question, body: &Body) {
        if let Some(route) = &question.route {
            let findings = check_request::body(route.request(), &question.head, body);
            self.report(Some(&route.name()), Side::Request, findings);
        }
    }

    /// Judges a reply: with its body when it came whole, else by its head. Gives the operation whose event stream it is.
    fn judge_reply(&self, reply: &OpenReply, is_whole: bool) -> Option<String> {
        let OpenReply {
            question,
            head,
            status,
            body,
            ..
        } = reply;
        let has_body = is_whole && question.method != "HEAD" && *status != 304;
        let answer = Answer {
            status: *status,
            head,
            body: has_body.then_some(body),
        };
        let Some(route) = &question.route else {
            let findings = check_reply::check_unmatched(&answer);
            self.report(None, Side::Reply, findings);
            return None;
        };
        let name = route.name();
        if !question.has_credential && !matches!(*status, 401 | 403) {
            let finding = format!("carries no credential, and the reply is {status}");
            self.report(Some(&name), Side::Request, vec![finding]);
        }
        let verdict = check_reply::check(route, &answer);
        for (operation, finding) in verdict.findings {
            self.report(Some(&operation), Side::Reply, vec![finding]);
        }
        if *status == 101 {
            self.report(Some(&name), Side::Request, upgrade::request(&question.head));
            self.report(Some(&name), Side::Reply, upgrade::reply(head));
        }
        for (operation, status) in verdict.covered {
            self.ledger.cover(&operation, &status);
        }
        verdict.stream
    }

    /// Looks at the event stream of a reply that was judged by its head.
    fn judge_stream(&self, reply: &mut OpenReply, is_whole: bool) {
        if let Some(finding) = reply.body.events(is_whole)
            && let Some(operation) = reply.stream.take()
        {
            let finding = format!("status {}: body {finding}", reply.status);
            self.report(Some(&operation), Side::Reply, vec![finding]);
        }
    }
}

/// The client's direction.
struct Requests<'a>(&'a mut Exchanges);

impl Messages for Requests<'_> {
    fn head(&mut self, head: Option<Head>) -> Framing {
        let line = head.as_ref().and_then(|head| {
            let (method, target) = head.request_line()?;
            Some((method.to_owned(), target.to_owned()))
        });
        let (Some(head), Some((method, target))) = (head, line) else {
            let finding = "not a request of HTTP/1.1".to_owned();
            self.0.report(None, Side::Request, vec![finding]);
            return Framing::Opaque;
        };
        let framing = head.request_framing();
        let body = Body::new(&head);
        let question = self.0.question(head, &method, &target);
        self.0.unanswered.push_back(question.clone());
        self.0.request = Some((question, body));
        framing
    }

    fn data(&mut self, bytes: &[u8]) {
        if let Some((_, body)) = &mut self.0.request {
            body.push(bytes);
        }
    }

    fn end(&mut self) {
        if let Some((question, body)) = self.0.request.take() {
            self.0.judge_request(&question, &body);
        }
    }
}

/// The server's direction.
struct Replies<'a>(&'a mut Exchanges);

impl Messages for Replies<'_> {
    /// A reply that is not HTTP is passed on like any other failure of a connection: it never came whole.
    fn head(&mut self, head: Option<Head>) -> Framing {
        let status = head.as_ref().and_then(Head::status);
        let (Some(head), Some(status)) = (head, status) else {
            return Framing::Opaque;
        };
        if matches!(status, 100..=199) && status != 101 {
            return Framing::Length(0);
        }
        let Some(question) = self.0.unanswered.pop_front() else {
            return Framing::Opaque;
        };
        let framing = head.reply_framing(&question.method);
        let mut reply = OpenReply {
            is_judged: is_judged_by_head(&question, &head, status),
            body: Body::new(&head),
            question,
            head,
            status,
            stream: None,
        };
        self.0.is_tunnel = status == 101;
        if reply.is_judged {
            reply.stream = self.0.judge_reply(&reply, false);
        }
        self.0.reply = Some(reply);
        framing
    }

    fn data(&mut self, bytes: &[u8]) {
        if let Some(mut reply) = self.0.reply.take() {
            reply.body.push(bytes);
            self.0.judge_stream(&mut reply, false);
            self.0.reply = Some(reply);
        }
    }

    fn end(&mut self) {
        if let Some(mut reply) = self.0.reply.take() {
            if reply.is_judged {
                self.0.judge_stream(&mut reply, true);
            } else {
                self.0.judge_reply(&reply, true);
            }
        }
    }
}

/// Whether waiting for the end would be waiting for ever: an upgrade, or a stream.
///
/// JSON and XML are always read to their end, also where the operation can stream.
fn is_judged_by_head(question: &Question, head: &Head, status: u16) -> bool {
    let essence = media::essence(head.header("content-type").unwrap_or_default());
    let route = question.route.as_ref();
    let is_streaming = route.is_some_and(|route| route.streams());
    let is_bytes = !essence.is_empty() && !media::is_json(&essence) && !media::is_xml(&essence);
    status == 101 || essence == media::EVENT_STREAM || (is_streaming && is_bytes)
}
