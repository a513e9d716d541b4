//! Every reply that is not 202. Contract: §1.1, §1.3.

use quintet::sim::Fault;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use super::raw::Connection;
use super::{GOOD, call, entry, ingest, post, post_as, start};

/// A batch of one entry that is so many bytes long.
fn batch_of(bytes: usize) -> String {
    let batch = |body: String| {
        json!({ "entries": [entry("r", &[("responseBody", body.into())])] }).to_string()
    };
    let around = batch(String::new()).len();
    batch("x".repeat(bytes - around))
}

#[tokio::test]
async fn who_has_no_key_is_told_what_is_wrong() {
    let simulator = start().await;
    let batch = json!({ "entries": [entry("r", &[])] }).to_string();
    for (value, text) in [
        (None, "missing authorization header"),
        (Some(""), "missing authorization header"),
        (Some(" "), "missing authorization header"),
        (Some("quintet-sim"), "invalid authorization format"),
        (Some("Bearer"), "invalid authorization format"),
        (Some("Bearer "), "invalid authorization format"),
        (Some("Bearer\tquintet-sim"), "invalid authorization format"),
        (Some("Basic quintet-sim"), "invalid authorization format"),
        (Some("Token quintet-sim"), "invalid authorization format"),
        (Some("Bearer key-1"), "invalid api key"),
        (Some("Bearer QUINTET-SIM"), "invalid api key"),
        (Some("Bearer quintet-sim2"), "invalid api key"),
        (Some("Bearer  quintet-sim"), "invalid api key"),
        (Some("Bearer quintet-sim x"), "invalid api key"),
        (Some("Bearer sch\u{fc}ssel"), "invalid api key"),
    ] {
        let headers = value.map_or_else(String::new, |value| format!("Authorization: {value}\r\n"));
        let answer = post_as(&simulator, &headers, &batch).await;
        assert_eq!(answer.refusal(), (401, text.to_owned()), "{value:?}");
        // The key is looked at before the body.
        for body in ["no batch".to_owned(), batch_of(60_000)] {
            let answer = post_as(&simulator, &headers, body).await;
            assert_eq!(answer.refusal(), (401, text.to_owned()), "{value:?}");
        }
    }
    for scheme in ["Bearer", "bearer", "BEARER", "bEARER"] {
        let headers = format!("Authorization: {scheme} quintet-sim\r\n");
        assert_eq!(post_as(&simulator, &headers, &batch).await.accepted(), 1);
    }
    assert_eq!((simulator.batches(), simulator.rows().len()), (4, 4));
    // What the service says when somebody was let in without an agent.
    let nobody = r#"{"error":"unauthorized"}"#;
    simulator.inject(Fault::status(401).body("application/json; charset=utf-8", nobody));
    assert_eq!(
        post(&simulator, &batch).await.refusal(),
        (401, "unauthorized".to_owned())
    );
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_until_it_is_good_again() {
    let simulator = start().await;
    simulator.set_revoked(true);
    let refused = ingest(&simulator, [entry("r", &[])]).await;
    assert_eq!(refused.refusal(), (401, "invalid api key".to_owned()));
    for path in ["/healthz", "/readyz"] {
        assert_eq!(call(&simulator, "GET", path).await.status, 200);
    }
    simulator.set_revoked(false);
    assert_eq!(ingest(&simulator, [entry("r", &[])]).await.accepted(), 1);
    assert_eq!(simulator.rows().len(), 1);
}

#[tokio::test]
async fn what_is_no_batch_is_refused_whole() {
    let simulator = start().await;
    let bodies = [
        "",
        " ",
        "x",
        "5",
        "[]",
        "{}",
        "null",
        "\"\"",
        "{\"entries\":null}",
        "{\"entries\":[]}",
        "{\"entries\":{}}",
        "{\"entries\":5}",
        "{\"entries\":[5]}",
        "{\"entries\":[[]]}",
        "{\"entries\":[\"\"]}",
        "{\"entries\":[{}]",
        "{\"entries\":[{}]}}",
        "{\"entries\":[{}],}",
        "{\"entries\":[{\"responseMs\":NaN}]}",
        "\u{feff}{\"entries\":[{}]}",
    ];
    for body in bodies {
        let refused = post(&simulator, body).await.refusal();
        assert_eq!(refused, (400, "invalid batch format".to_owned()), "{body}");
    }
    for name in ["agent_id", "sdk_version", "batch_id"] {
        for value in [json!(5), json!(true), json!([]), json!({})] {
            let mut batch = json!({ "entries": [entry("r", &[])] });
            batch[name] = value;
            let refused = post(&simulator, batch.to_string()).await.refusal();
            assert_eq!(refused, (400, "invalid batch format".to_owned()), "{batch}");
        }
    }
    assert_eq!((simulator.batches(), simulator.rows().len()), (0, 0));
}

/// Go reads them into fields that have a type.
#[tokio::test]
async fn a_value_of_another_type_spoils_the_batch() {
    let simulator = start().await;
    let texts = [
        "requestId",
        "method",
        "path",
        "toolName",
        "errorType",
        "x402TxHash",
        "x402Token",
        "x402Payer",
        "requestBody",
        "responseBody",
        "ipAddress",
        "userAgent",
        "referer",
        "contentType",
        "acceptLanguage",
        "protocol",
        "source",
        "country",
        "city",
        "timestamp",
    ];
    let mut wrong: Vec<(&str, String)> = Vec::new();
    for name in texts {
        for value in ["5", "true", "[]", "{}"] {
            wrong.push((name, value.to_owned()));
        }
    }
    for name in ["statusCode", "requestBodySize", "responseBodySize"] {
        for value in [
            "200.0",
            "2e2",
            "\"200\"",
            "true",
            "[]",
            "9223372036854775808",
        ] {
            wrong.push((name, value.to_owned()));
        }
    }
    for name in ["responseMs", "x402Amount"] {
        for value in ["\"5\"", "true", "[]", "1e400"] {
            wrong.push((name, value.to_owned()));
        }
    }
    // Larger than the largest number of 32 bits.
    wrong.push(("responseMs", "3.5e38".to_owned()));
    for (name, value) in wrong {
        let good = entry("r", &[]);
        let batch = format!(r#"{{"entries":[{good},{{"{name}":{value}}},{good}]}}"#);
        let refused = post(&simulator, batch).await.refusal();
        assert_eq!(
            refused,
            (400, "invalid batch format".to_owned()),
            "{name}: {value}"
        );
    }
    assert_eq!(simulator.batches(), 0);
    // Nothing is nothing, whole numbers are numbers, and what is not known is not looked at.
    let fine: Value = serde_json::from_str(
        r#"{"requestId":null,"statusCode":null,"responseMs":5,"x402Amount":1,"toolName":null,"headers":null,
            "customerId":5,"timestamp":"yesterday","other":[{}],"requestBodySize":0}"#,
    )
    .unwrap();
    assert_eq!(ingest(&simulator, [fine]).await.accepted(), 1);
    for headers in [
        json!("text"),
        json!(5),
        json!([1, { "a": null }]),
        json!({ "a": { "b": 5 } }),
    ] {
        let any = entry("r", &[("headers", headers)]);
        assert_eq!(ingest(&simulator, [any]).await.accepted(), 1);
    }
    assert_eq!(simulator.rows().len(), 5);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_replaced() {
    let simulator = start().await;
    let body =
        b"{\"entries\":[{\"requestId\":\"r\",\"path\":\"/\xff\",\"requestBody\":\"caf\xe9\"}]}";
    assert_eq!(post(&simulator, body).await.accepted(), 1);
    let row = &simulator.rows()[0];
    assert_eq!(
        (&row.path[..], row.request_body.as_deref()),
        ("/\u{fffd}", Some("caf\u{fffd}"))
    );
}

#[tokio::test]
async fn a_body_has_its_limit_to_the_byte() {
    let simulator = start().await;
    for (bytes, status) in [(51_199, 202), (51_200, 202), (51_201, 413), (200_000, 413)] {
        let batch = batch_of(bytes);
        assert_eq!(batch.len(), bytes);
        let answer = post(&simulator, batch).await;
        assert_eq!(answer.status, status, "{bytes}");
        if status == 413 {
            assert_eq!(answer.refusal(), (413, "request body too large".to_owned()));
        }
    }
    // The limit comes before the form, and counts what is sent.
    let spaces = " ".repeat(51_201);
    assert_eq!(post(&simulator, &spaces).await.status, 413);
    assert_eq!(post(&simulator, &spaces[1..]).await.status, 400);
    assert_eq!(simulator.rows().len(), 2);
    simulator.set_body_limit(1000);
    assert_eq!(post(&simulator, batch_of(1001)).await.status, 413);
    assert_eq!(post(&simulator, " ".repeat(1000)).await.status, 400);
}

#[tokio::test]
async fn a_body_that_breaks_off_was_not_read() {
    let simulator = start().await;
    let mut connection = Connection::open(&simulator).await;
    let head = format!("POST /v1/ingest HTTP/1.1\r\n{GOOD}Transfer-Encoding: chunked\r\n\r\n");
    let bytes = [head.as_bytes(), b"4\r\n{\"en\r\nno chunk\r\n"].concat();
    let refused = connection.ask(bytes).await.refusal();
    assert_eq!(refused, (400, "failed to read body".to_owned()));
    // Nor one whose client goes away.
    let mut gone = Connection::open(&simulator).await;
    let head = format!("POST /v1/ingest HTTP/1.1\r\n{GOOD}Content-Length: 500\r\n\r\n{{");
    gone.0.write_all(head.as_bytes()).await.unwrap();
    gone.0.shutdown().await.unwrap();
    gone.answer().await;
    assert_eq!(simulator.batches(), 0);
    assert_eq!(ingest(&simulator, [entry("r", &[])]).await.accepted(), 1);
}

#[tokio::test]
async fn health_needs_no_key() {
    let simulator = start().await;
    for (path, status) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = call(&simulator, "GET", path).await;
        assert_eq!(
            (answer.status, answer.json()),
            (200, json!({ "status": status }))
        );
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8"
        );
    }
    simulator.set_not_ready(true);
    assert_eq!(call(&simulator, "GET", "/readyz").await.status, 503);
    assert_eq!(call(&simulator, "GET", "/healthz").await.status, 200);
    // It says so, and takes batches nevertheless.
    assert_eq!(ingest(&simulator, [entry("r", &[])]).await.accepted(), 1);
    simulator.set_not_ready(false);
    assert_eq!(call(&simulator, "GET", "/readyz").await.status, 200);
}

#[tokio::test]
async fn other_routes_are_none() {
    let simulator = start().await;
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/v1/ingest"),
        ("PUT", "/v1/ingest"),
        ("POST", "/v1"),
        ("POST", "/ingest"),
        ("POST", "/v1/ingest/x"),
        ("POST", "/healthz"),
        ("POST", "/V1/INGEST"),
        ("GET", "/v1/agents/1/stats"),
    ] {
        let answer = call(&simulator, method, path).await;
        assert_eq!(
            (answer.status, answer.text()),
            (404, "404 page not found"),
            "{method} {path}"
        );
        assert_eq!(answer.header("content-type"), "text/plain");
    }
    for path in ["/v1/ingest", "/healthz", "/nothing"] {
        let answer = call(&simulator, "OPTIONS", path).await;
        assert_eq!((answer.status, answer.text()), (204, ""));
    }
    let (method, path) = ("GET", "/healthz?verbose=1");
    assert_eq!(call(&simulator, method, path).await.status, 200);
    assert_eq!(simulator.request_count("OPTIONS", "/"), 3);
    assert_eq!(simulator.request_count("POST", "/v1"), 2);
}

/// Gin sends away who writes a slash too many.
#[tokio::test]
async fn a_slash_too_many_is_redirected() {
    let simulator = start().await;
    let answer = post_to_slash(&simulator).await;
    assert_eq!(
        (answer.status, answer.header("location"), answer.text()),
        (307, "/v1/ingest", "")
    );
    let answer = call(&simulator, "GET", "/healthz/").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (301, "/healthz")
    );
    assert_eq!(call(&simulator, "GET", "/v1/ingest/").await.status, 404);
    assert_eq!(simulator.batches(), 0);
}

async fn post_to_slash(simulator: &quintet::sim::gt8004::Simulator) -> super::raw::Answer {
    let batch = json!({ "entries": [entry("r", &[])] }).to_string();
    let head = format!(
        "POST /v1/ingest/ HTTP/1.1\r\n{GOOD}Content-Length: {}\r\n\r\n{batch}",
        batch.len()
    );
    super::raw::ask(simulator, head).await
}
