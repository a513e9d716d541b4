//! What goes wrong on request.

use std::time::{Duration, Instant};

use quintet::sim::{Ending, Fault};
use serde_json::json;

use super::raw::Answer;
use super::{call, entry, ingest, start};

/// Sends an entry of that id.
async fn send(simulator: &quintet::sim::gt8004::Simulator, id: &str) -> Answer {
    ingest(simulator, [entry(id, &[])]).await
}

#[tokio::test]
async fn every_status_has_the_form_that_it_would_have() {
    let simulator = start().await;
    for (status, text) in [
        (400, "invalid batch format"),
        (401, "invalid api key"),
        (413, "request body too large"),
        (403, "Forbidden"),
        (409, "Conflict"),
    ] {
        simulator.inject(Fault::status(status));
        assert_eq!(
            send(&simulator, "r").await.refusal(),
            (status, text.to_owned())
        );
    }
    // A panic that the service recovers from.
    simulator.inject(Fault::status(500));
    let failed = send(&simulator, "r").await;
    assert_eq!(
        (failed.status, failed.text(), failed.header("content-type")),
        (500, "", "")
    );
    simulator.inject(Fault::status(404));
    let nothing = send(&simulator, "r").await;
    assert_eq!(
        (nothing.status, nothing.text()),
        (404, "404 page not found")
    );
    // What stands before the service is no JSON.
    for status in [429, 502, 503, 504] {
        simulator.inject(Fault::status(status).header("retry-after", "7"));
        let page = send(&simulator, "r").await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (status, "text/html")
        );
        assert_eq!(page.header("retry-after"), "7");
        assert!(page.text().contains(&status.to_string()), "{}", page.text());
    }
    assert_eq!((simulator.batches(), simulator.rows().len()), (0, 0));
    assert_eq!(send(&simulator, "r").await.accepted(), 1);
}

#[tokio::test]
async fn a_reset_before_is_not_one_after() {
    let simulator = start().await;
    simulator.inject(Fault::reset());
    assert_eq!(send(&simulator, "before").await.status, 0);
    assert_eq!(simulator.batches(), 0);
    simulator.inject(Fault::reset_after_handling());
    assert_eq!(send(&simulator, "after").await.status, 0);
    assert_eq!(simulator.stored()["after"], 1);
    // Who sends it again has it twice.
    assert_eq!(send(&simulator, "after").await.accepted(), 1);
    assert_eq!(simulator.stored()["after"], 2);
    assert_eq!(simulator.request_count("POST", "/v1/ingest"), 3);
}

#[tokio::test]
async fn a_delay_comes_before_the_rest() {
    let simulator = start().await;
    let pause = Duration::from_millis(30);
    simulator.inject(Fault::delay(pause));
    let asked = Instant::now();
    assert_eq!(send(&simulator, "r").await.accepted(), 1);
    assert!(asked.elapsed() >= pause);
    // A client that does not wait for it: whoever has the request handles it.
    simulator.inject(Fault::delay(Duration::from_secs(3600)));
    let impatient = tokio::time::timeout(pause, send(&simulator, "s")).await;
    assert!(impatient.is_err());
    assert_eq!(simulator.rows().len(), 1);
}

#[tokio::test]
async fn replies_come_in_parts_or_in_part() {
    let simulator = start().await;
    simulator.inject(Fault::truncate(5));
    let part = send(&simulator, "a").await;
    assert_eq!((part.status, part.body.len(), part.whole), (202, 5, false));
    simulator.inject(Fault::drip(3, Duration::from_millis(1)));
    let slow = send(&simulator, "b").await;
    assert_eq!((slow.accepted(), slow.whole), (1, true));
    simulator.inject(Fault::malformed());
    let odd = send(&simulator, "c").await;
    assert!(
        (
            odd.status,
            serde_json::from_slice::<serde_json::Value>(&odd.body).is_err()
        ) == (202, true)
    );
    // All three were done.
    assert_eq!(simulator.rows().len(), 3);
    simulator.inject(
        Fault::chunks("application/json", ["{\"status\":", "\"accepted\"}"]).ending(Ending::Cut),
    );
    let cut = send(&simulator, "d").await;
    assert_eq!((cut.status, cut.whole), (200, false));
    assert!(cut.text().contains("accepted"), "{}", cut.text());
    simulator.inject(Fault::chunks("application/json", ["{}"]));
    assert!(send(&simulator, "e").await.whole);
    assert_eq!(simulator.rows().len(), 3);
}

#[tokio::test]
async fn a_redirect_leads_away() {
    let simulator = start().await;
    simulator.inject(Fault::redirect("http://127.0.0.1:9/v1/ingest"));
    let sent = send(&simulator, "r").await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (307, "http://127.0.0.1:9/v1/ingest")
    );
    simulator.inject(Fault::redirect("/elsewhere").with_status(302));
    let sent = send(&simulator, "r").await;
    assert_eq!((sent.status, sent.header("location")), (302, "/elsewhere"));
    assert_eq!(simulator.batches(), 0);
}

#[tokio::test]
async fn a_reply_can_be_any_other() {
    let simulator = start().await;
    let body = r#"{"status":"accepted","entries":7}"#;
    simulator.inject(Fault::status(200).body("application/json", body));
    let lie = send(&simulator, "r").await;
    assert_eq!((lie.status, lie.json()["entries"].clone()), (200, json!(7)));
    simulator.inject(
        Fault::delay(Duration::ZERO)
            .with_status(500)
            .body("text/plain", "sorry"),
    );
    let sorry = send(&simulator, "s").await;
    assert_eq!((sorry.status, sorry.text()), (500, "sorry"));
    // The second was handled, whatever was said.
    let ids: Vec<String> = simulator
        .rows()
        .into_iter()
        .map(|row| row.request_id)
        .collect();
    assert_eq!(ids, ["s"]);
}

#[tokio::test]
async fn faults_choose_their_requests() {
    let simulator = start().await;
    simulator.inject(Fault::status(503).on("POST", "/v1").after(1).times(2));
    simulator.inject(Fault::status(502).on("GET", "/readyz"));
    let mut statuses = Vec::new();
    for id in ["a", "b", "c", "d"] {
        statuses.push(send(&simulator, id).await.status);
        assert_eq!(call(&simulator, "GET", "/healthz").await.status, 200);
    }
    assert_eq!(statuses, [202, 503, 503, 202]);
    assert_eq!(call(&simulator, "GET", "/readyz").await.status, 502);
    assert_eq!(call(&simulator, "GET", "/readyz").await.status, 200);
    let ids: Vec<String> = simulator
        .rows()
        .into_iter()
        .map(|row| row.request_id)
        .collect();
    assert_eq!(ids, ["a", "d"]);
    // What was spoilt is among the requests nevertheless.
    assert_eq!(simulator.request_count("POST", "/v1/ingest"), 4);
    assert_eq!(simulator.request_count("*", "/"), 10);
    assert!(simulator.requests()[0].at() <= simulator.requests()[9].at());
}
