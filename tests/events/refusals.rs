//! What the server refuses before a stream begins: the same as for a run that does not stream. Contract: §5, §8 (1, 2).

use quintet::gateway::{Client, Refusal};
use quintet::{Error, ErrorKind};

use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, Script, reply, send};

/// A row of the contract's table.
struct Row {
    status: &'static str,
    body: &'static str,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
}

const SECRET: &str = r#"{"detail":{"error_code":"MISSING_SECRET","message":"Missing","prefab_id":"weather",
    "secret_name":"WEATHER_KEY","instructions":"Get one"}}"#;
const CONTEXT: &str = r#"{"detail":{"error_code":"MISSING_AGENT_CONTEXT","message":"No agent"}}"#;
const FAULTS: &str =
    r#"{"detail":[{"loc":["body","calls",0,"version"],"msg":"field required","type":"missing"}]}"#;
const QUOTA: &str = r#"{"detail":{"error_code":"QUOTA_EXCEEDED","message":"Used up","limit":100,"used":100,
    "quota_type":"daily"}}"#;

const fn row(
    status: &'static str,
    body: &'static str,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
) -> Row {
    Row {
        status,
        body,
        kind,
        code,
        message,
    }
}

const ROWS: &[Row] = &[
    row(
        "400 Bad Request",
        SECRET,
        ErrorKind::BadRequest,
        Some("MISSING_SECRET"),
        "WEATHER_KEY",
    ),
    row(
        "400 Bad Request",
        CONTEXT,
        ErrorKind::BadRequest,
        Some("MISSING_AGENT_CONTEXT"),
        "No agent",
    ),
    row(
        "400 Bad Request",
        r#"{"detail":"no"}"#,
        ErrorKind::BadRequest,
        None,
        "no",
    ),
    row(
        "401 Unauthorized",
        r#"{"detail":"who"}"#,
        ErrorKind::Unauthorized,
        None,
        "who",
    ),
    row(
        "403 Forbidden",
        r#"{"detail":"not you"}"#,
        ErrorKind::Forbidden,
        None,
        "not you",
    ),
    row(
        "404 Not Found",
        r#"{"detail":"Not Found"}"#,
        ErrorKind::NotFound,
        None,
        "f of p@1",
    ),
    row(
        "418 Teapot",
        r#"{"detail":{"error_code":"TEA","message":"hot"}}"#,
        ErrorKind::Rejected,
        Some("TEA"),
        "hot",
    ),
    row(
        "422 Unprocessable",
        FAULTS,
        ErrorKind::BadRequest,
        None,
        "body.calls.0.version: field required",
    ),
    row(
        "429 Too Many Requests",
        QUOTA,
        ErrorKind::RateLimited,
        Some("QUOTA_EXCEEDED"),
        "Used up",
    ),
    row(
        "429 Too Many Requests",
        "slow down",
        ErrorKind::RateLimited,
        None,
        "slow down",
    ),
    row(
        "429 Too Many Requests",
        "",
        ErrorKind::RateLimited,
        None,
        "Too Many Requests",
    ),
    row(
        "500 Oops",
        "Internal Server Error",
        ErrorKind::Server,
        None,
        "Internal Server Error",
    ),
    row(
        "502 Bad Gateway",
        "<html>nginx</html>",
        ErrorKind::Server,
        None,
        "Bad Gateway",
    ),
    row(
        "503 Unavailable",
        r#"{"detail":"Downstream service error"}"#,
        ErrorKind::Unavailable,
        None,
        "Downstream",
    ),
    row(
        "503 Unavailable",
        r#"{"error_code":"SERVICE_UNAVAILABLE","message":"later","details":null}"#,
        ErrorKind::Unavailable,
        Some("SERVICE_UNAVAILABLE"),
        "later",
    ),
    row(
        "400 Bad Request",
        "{oops",
        ErrorKind::BadRequest,
        None,
        "{oops",
    ),
    row(
        "400 Bad Request",
        r#"{"other":1}"#,
        ErrorKind::BadRequest,
        None,
        "other",
    ),
];

async fn refused(script: Script, streams: bool) -> Error {
    let _frozen = Frozen::new();
    let server = RawServer::start([script]).await;
    let client: Client = client(server.url());
    let error = if streams {
        client.run_stream("p", "1", "f").await.map(drop)
    } else {
        client.run("p", "1", "f").await.map(drop)
    };
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
    error.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn every_row_says_the_same_whether_it_streams_or_not() {
    for row in ROWS {
        for streams in [false, true] {
            let error = refused(answers(row.status, row.body), streams).await;
            assert_eq!(
                (error.kind(), error.code()),
                (row.kind, row.code),
                "{error}"
            );
            assert!(error.message().contains(row.message), "{error}");
            // Nothing of the reply is lost.
            let status = error.status().unwrap().as_u16().to_string();
            assert!(row.status.starts_with(&status));
            assert_eq!(error.body().unwrap(), row.body);
            assert_eq!(error.headers().unwrap()["x-marker"], "kept");
            assert_eq!(error.request_id(), Some("req-7"));
            let operation = if streams { "run_stream" } else { "run" };
            assert_eq!((error.operation(), error.attempts()), (Some(operation), 1));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_refusal_says_besides_is_there_in_both_forms() {
    for streams in [false, true] {
        let said = |error: &Error| Refusal::of(error).unwrap();
        let error = refused(answers("400 Bad Request", SECRET), streams).await;
        let Refusal::MissingSecret {
            prefab_id,
            secret_name,
            instructions,
            ..
        } = said(&error)
        else {
            panic!("{error}");
        };
        assert_eq!(prefab_id.as_deref(), Some("weather"));
        assert_eq!(secret_name.as_deref(), Some("WEATHER_KEY"));
        assert_eq!(instructions.as_deref(), Some("Get one"));

        let error = refused(answers("400 Bad Request", CONTEXT), streams).await;
        assert_eq!(said(&error), Refusal::MissingAgentContext);

        let error = refused(answers("429 Too Many Requests", QUOTA), streams).await;
        let Refusal::QuotaExceeded {
            limit,
            used,
            quota_type,
            ..
        } = said(&error)
        else {
            panic!("{error}");
        };
        assert_eq!(
            (limit, used, quota_type.as_deref()),
            (Some(100), Some(100), Some("daily"))
        );

        let error = refused(answers("422 Unprocessable", FAULTS), streams).await;
        let Refusal::InvalidInput(faults) = said(&error) else {
            panic!("{error}");
        };
        assert_eq!(faults[0].location, ["body", "calls", "0", "version"]);
        assert_eq!(faults[0].message, "field required");
    }
}

/// A refusal that says that it is a stream of events is a refusal.
#[tokio::test(start_paused = true)]
async fn a_refusal_may_have_any_type() {
    let lines = "400 Bad Request\ncontent-type: text/event-stream";
    for streams in [false, true] {
        let script = vec![Request, send(reply(lines, CONTEXT))];
        let error = refused(script, streams).await;
        assert_eq!(error.code(), Some("MISSING_AGENT_CONTEXT"));
        assert_eq!(Refusal::of(&error), Some(Refusal::MissingAgentContext));
    }
}
