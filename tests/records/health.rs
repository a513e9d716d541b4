//! Health: draining is an answer, trouble on the way is not.

use quintet::ErrorKind;
use quintet::liteboxd::{Client, Readiness};
use quintet::sim::Fault;

use super::Bench;

#[tokio::test]
async fn draining_is_an_answer_that_is_asked_for_once() {
    let bench = Bench::start().await;
    bench.simulator.set_draining(true);
    let reply = bench.client.readiness().response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (503, 1));
    assert!(reply.request_id().is_some());
    assert_eq!(*reply.value(), Readiness::Draining);
    assert_eq!(bench.sent(), 1);
    // Elsewhere it is what it always was: a reason to try again.
    let error = bench.sandboxes.list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unavailable, 2)
    );

    bench.simulator.set_draining(false);
    assert!(bench.client.readiness().await.unwrap().is_ready());
}

#[tokio::test]
async fn another_503_is_trouble_and_tried_again() {
    let bench = Bench::start().await;
    for (media, body) in [
        ("text/html", "<html>no upstream</html>"),
        ("text/plain", "draining"),
        ("application/json", r#"{"error":"service is draining"}"#),
        ("application/json", r#"{"status":"overloaded"}"#),
    ] {
        bench.simulator.clear_requests();
        let fault = Fault::status(503).body(media, body);
        bench.simulator.inject(fault.clone());
        assert!(bench.client.readiness().await.unwrap().is_ready(), "{body}");
        assert_eq!(bench.sent(), 2, "{body}");

        bench.simulator.inject(fault.times(2));
        let error = bench.client.readiness().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{body}");
        assert!(error.is_exhausted(), "{body}");
    }
}

#[tokio::test]
async fn draining_is_an_answer_also_after_trouble() {
    let bench = Bench::start().await;
    bench.simulator.set_draining(true);
    bench.simulator.inject(Fault::reset());
    let reply = bench.client.readiness().response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (503, 2));
    assert_eq!(*reply.value(), Readiness::Draining);
}

#[tokio::test]
async fn nobody_needs_a_credential() {
    let bench = Bench::start().await;
    let nobody = Client::builder().base_url(bench.simulator.base_url());
    let nobody = nobody.build().unwrap();
    assert_eq!(nobody.health().await.unwrap().status.to_string(), "ok");
    assert!(nobody.readiness().await.unwrap().is_ready());
    let without = |one: &quintet::sim::Recorded| !one.headers().contains_key("authorization");
    assert!(bench.simulator.requests().iter().all(without));
    assert_eq!(bench.targets(), ["/health", "/readyz"]);
}
