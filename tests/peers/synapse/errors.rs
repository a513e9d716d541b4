//! What an error says: `test_exceptions`, `test_utils`, `test_redaction`. Contract: §3, §6 (13, 14, 15).

use std::error::Error as _;

use quintet::ErrorKind;

use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, reply, send};
use crate::support::raw_synapse::{TOKEN, answers, builder, client};

/// The text of an error has the operation, the status and what the server says; each can be had by itself, too.
#[tokio::test]
async fn c13_an_error_has_code_and_detail() {
    let server = RawServer::start([answers(
        "404 Not Found",
        r#"{"detail":"Job a does not exist"}"#,
    )])
    .await;
    let error = client(server.url()).jobs().get("a").await.unwrap_err();
    let text = error.to_string();
    for part in ["get_job", "404", "Job a does not exist"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains('\n'), "one line");
    assert_eq!(error.operation(), Some("get_job"));
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.message(), "Job a does not exist");
    assert_eq!(
        &**error.body().unwrap(),
        br#"{"detail":"Job a does not exist"}"#
    );
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.headers().unwrap()["x-marker"], "kept");
}

/// Which statuses are errors: none of the successes, all others. (`raise_for_status`; redirects: `weaknesses/`.)
#[tokio::test]
async fn c13_every_status_is_told_apart() {
    for (status, kind) in [
        (200, None),
        // What only reads has no other success.
        (201, Some(ErrorKind::Decode)),
        (202, Some(ErrorKind::Decode)),
        (400, Some(ErrorKind::BadRequest)),
        (401, Some(ErrorKind::Unauthorized)),
        (403, Some(ErrorKind::Forbidden)),
        (404, Some(ErrorKind::NotFound)),
        (405, Some(ErrorKind::Rejected)),
        (408, Some(ErrorKind::Timeout)),
        (409, Some(ErrorKind::Conflict)),
        (418, Some(ErrorKind::Rejected)),
        (422, Some(ErrorKind::BadRequest)),
        (429, Some(ErrorKind::RateLimited)),
        (500, Some(ErrorKind::Server)),
        (501, Some(ErrorKind::Server)),
        (502, Some(ErrorKind::Server)),
        (503, Some(ErrorKind::Unavailable)),
        (504, Some(ErrorKind::Server)),
        (599, Some(ErrorKind::Server)),
    ] {
        let server = RawServer::start([answers(&format!("{status} X"), "{}")]).await;
        let result = client(server.url()).jobs().get("a").await;
        let error = result.err();
        assert_eq!(error.as_ref().map(quintet::Error::kind), kind, "{status}");
        let kept = error.map(|error| error.status().unwrap().as_u16());
        assert_eq!(kept, kind.map(|_| status));
    }
}

/// JSON first, then the text, then what the status is called.
#[tokio::test]
async fn c14_the_detail_is_taken_from_wherever_it_is() {
    let json = "content-type: application/json";
    let text = "content-type: text/plain";
    for (status, media, body, message) in [
        ("404 X", json, r#"{"detail":"no such job"}"#, "no such job"),
        ("404 X", json, r#"{"message":"no such job"}"#, "no such job"),
        ("404 X", json, r#"{"error":"no such job"}"#, "no such job"),
        ("404 X", json, r#""no such job""#, "\"no such job\""),
        ("404 X", json, r#"{"a":1}"#, r#"{"a":1}"#),
        ("404 X", text, "no such job", "no such job"),
        ("404 X", text, r#"{"detail":"no such job"}"#, "no such job"),
        ("404 X", text, "", "Not Found"),
        ("404 X", json, "{", "{"),
        (
            "502 X",
            "content-type: text/html",
            "<html>nginx</html>",
            "Bad Gateway (an HTML page)",
        ),
        ("599 X", text, "", "status 599"),
    ] {
        let answer = send(reply(&format!("{status}\n{media}"), body));
        let server = RawServer::start([vec![Request, answer]]).await;
        let error = client(server.url()).jobs().get("a").await.unwrap_err();
        assert_eq!(error.message(), message, "{body}");
        assert_eq!(&**error.body().unwrap(), body.as_bytes());
    }
    let list = r#"{"detail":[{"loc":["body","job_id"],"msg":"too long","type":"string_too_long","input":"x"}]}"#;
    let server = RawServer::start([answers("422 X", list)]).await;
    let error = client(server.url()).jobs().stop("a").await.unwrap_err();
    assert_eq!(error.message(), "body.job_id: too long");
}

/// The secrets of the client are hidden wherever the server repeats them, as often as it does; everything else is shown.
#[tokio::test]
async fn c15_no_error_shows_a_credential() {
    let (user, tenant) = ("canary-user", "canary-tenant");
    for said in [
        format!("{TOKEN} is wrong"),
        format!("Token {user} and Token {tenant}"),
        format!("Bearer {TOKEN} twice {TOKEN}"),
        format!("http://127.0.0.1/?token={TOKEN}&user={user}"),
        format!("{{\"authorization\": \"{TOKEN}\", \"x\": [\"{tenant}\"]}}"),
    ] {
        let body = serde_json::json!({ "detail": said }).to_string();
        let lines = format!("401 Unauthorized\nx-echo: {TOKEN} {user} {tenant}");
        let server = RawServer::start([answers(&lines, &body)]).await;
        let builder = builder(server.url()).user_token(user).tenant(tenant);
        let error = builder.build().unwrap().jobs().get("a").await.unwrap_err();
        let mut shown = format!("{error} {error:?} {:?} {:?}", error.headers(), error.body());
        let mut cause = error.source();
        while let Some(error) = cause {
            shown += &format!("{error} {error:?}");
            cause = error.source();
        }
        for secret in [TOKEN, user, tenant] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        assert!(error.message().contains("***"), "{error}");
    }
}
