//! Servers that echo a secret: no error shows it, whatever the call and whatever the secret.

use futures_util::StreamExt;
use quintet::loopai::{BatchItem, Client, Refusal};
use quintet::sim::Fault;
use quintet::sim::loopai::Simulator;
use quintet::{Call, Invoke};

use super::{DELIVERED, KEY, SIGNS, client, subscribe};
use crate::secrets::echo::{escaped, refusals};
use crate::secrets::failures::shown;
use crate::secrets::{CALL_HEADER, assert_hidden, capture};
use crate::support::raw_loopai::{OTHER, TASK};

/// The server's own error, and a problem of its framework, that tell it in every place.
fn errors(told: &str) -> [Fault; 3] {
    let error = format!(
        r#"{{"code":"{told}","message":"{told}","details":[{{"property_name":"{told}","error_message":"{told}"}}],
        "trace_id":"{told}"}}"#
    );
    let details = format!(r#"{{"code":"E","message":"m","details":"{told}"}}"#);
    let problem = format!(
        r#"{{"title":"{told}","detail":"{told}","errors":{{"{told}":["{told}"]}},"traceId":"{told}"}}"#
    );
    let media = "application/json";
    [
        Fault::status(400).body(media, error),
        Fault::status(500).body(media, details),
        Fault::status(400).body("application/problem+json", problem),
    ]
}

/// Has a call fail in all these ways, none of which shows a secret.
async fn fail<I: Invoke>(simulator: &Simulator, secret: &str, call: impl Fn() -> Call<I>) {
    let faults = refusals(secret).into_iter().chain(errors(secret));
    for fault in faults.chain(errors(&escaped(secret))) {
        simulator.inject(fault.clone());
        let call = call().header("x-call-secret", CALL_HEADER);
        let error = call.await.map(drop).unwrap_err();
        assert!(error.status().is_some(), "{}: {error}", I::OPERATION);
        let what = format!("{} {fault:?}", I::OPERATION);
        assert_hidden(&what, &shown(&error));
        assert_hidden(&what, &format!("{:?}", Refusal::of(&error)));
    }
}

async fn fail_all(s: &Simulator, client: &Client, secret: &str) {
    let (tasks, validation) = (client.tasks(), client.validation());
    let (canary, webhooks) = (client.canary(), client.webhooks());
    let create = || {
        let call = tasks.create("t").description("d");
        call.input_schema("x").output_schema("x")
    };
    fail(s, secret, create).await;
    fail(s, secret, || tasks.get(TASK)).await;
    fail(s, secret, || tasks.artifacts(TASK)).await;
    fail(s, secret, || client.execute(TASK, 1)).await;
    fail(s, secret, || client.execute(TASK, 1).must_succeed()).await;
    fail(s, secret, || client.batch_execute(TASK, [])).await;
    fail(s, secret, || client.batch_validate(TASK, [])).await;
    fail(s, secret, || validation.summary(OTHER)).await;
    fail(s, secret, || validation.improve(OTHER)).await;
    fail(s, secret, || validation.compare(OTHER, TASK)).await;
    fail(s, secret, || canary.start(TASK, OTHER)).await;
    fail(s, secret, || canary.current(TASK)).await;
    fail(s, secret, || webhooks.list()).await;
    fail(s, secret, || webhooks.delete(OTHER)).await;
    fail(s, secret, || client.health()).await;
    fail(s, secret, || client.probe_health()).await;
}

#[test]
fn no_error_and_no_trace_shows_a_secret() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = client(&simulator.base_url());
        fail_all(&simulator, &client, KEY).await;
        // Those of a subscription are known to the call that sends them.
        for secret in [KEY, SIGNS, DELIVERED] {
            fail(&simulator, secret, || subscribe(&client)).await;
        }
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    // Otherwise nothing was proved.
    for operation in ["create_task", "subscribe_webhook", "quintet.attempt"] {
        assert!(traced.contains(operation), "{operation}");
    }
}

/// The results of many inputs are errors as well.
#[tokio::test]
async fn no_result_of_many_shows_a_secret() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for chunks in [None, Some(2)] {
        for fault in errors(KEY).into_iter().chain(errors(&escaped(KEY))) {
            simulator.inject(fault.times(3));
            let inputs = BatchItem::numbered(["a", "b", "c"]);
            let many = client.execute_many(TASK, inputs);
            let many = match chunks {
                Some(size) => many.in_chunks(size),
                None => many,
            };
            let mut results = many.results().unwrap();
            while let Some(result) = results.next().await {
                assert_hidden("a result", &format!("{result:?}"));
                if let Err(error) = result.outcome {
                    assert_hidden("a result", &shown(&error));
                }
            }
        }
    }
}
