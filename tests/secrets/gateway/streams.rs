//! Streams of a server that echoes the credential: what the function says is the caller's, errors are not.

use futures_util::StreamExt;
use quintet::gateway::StreamEnd;
use quintet::sim::gateway::Simulator;
use quintet::sim::{Ending, Fault};

use super::{TOKEN, assert_hidden, shown, with_token};
use crate::secrets::capture;

fn event(json: &str) -> String {
    format!("data: {json}\n\n")
}

/// Streams that tell it, and then fail in some way.
fn faults() -> Vec<Fault> {
    let media = "text/event-stream";
    let content = event(&format!(r#"{{"type":"content","data":"{TOKEN}"}}"#));
    let with = |last: String| Fault::chunks(media, [content.clone(), last]);
    let result = |status: &str| {
        let error = format!(r#"{{"message":"{TOKEN}","type":"{TOKEN}"}}"#);
        format!(
            r#"{{"job_id":"{TOKEN}","status":"x","results":[{{"status":"{status}","error":{error}}}]}}"#
        )
    };
    vec![
        with(event(&format!(
            r#"{{"type":"error","data":"{TOKEN}","error_code":"{TOKEN}"}}"#
        ))),
        with(event(&format!(
            r#"{{"type":"error","data":{{"said":"{TOKEN}"}}}}"#
        ))),
        with(event(&format!(
            r#"{{"type":"content","data":{{"said":"{TOKEN}"}}}}"#
        ))),
        with(event(TOKEN)),
        with(String::new()),
        with(format!("data: {TOKEN}")).ending(Ending::Cut),
        Fault::chunks("text/html", [TOKEN]),
        Fault::chunks("application/json", [TOKEN]),
        Fault::chunks("application/json", [format!("[\"{TOKEN}\"]")]),
        Fault::chunks("application/json", [result("FAILED")]),
        Fault::chunks(media, ["x".repeat(300)]),
    ]
}

#[test]
fn no_error_of_a_stream_shows_a_credential() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = with_token(&simulator);
        for fault in faults() {
            let fault = fault.header("x-echo", TOKEN).header("x-request-id", TOKEN);
            simulator.inject(fault.clone().times(2));
            let open = || client.run_stream("p", "1", "f").max_event(200);
            let error = match open().await {
                Ok(stream) => {
                    assert_hidden("a stream", &format!("{stream:?} {stream:#?}"));
                    stream.text().await.unwrap_err()
                }
                Err(error) => error,
            };
            assert_hidden(&format!("{fault:?}"), &shown(&error));
            // Read as events, it is what the function said, and the caller may have it.
            if let Ok(mut stream) = open().await {
                while let Some(item) = stream.next().await {
                    if let Err(error) = item {
                        assert_hidden("an item", &shown(&error));
                    }
                }
                assert!(stream.end().is_some_and(|end| end != StreamEnd::Done));
            }
        }
    });
    assert_hidden("the trace", &traced);
    assert!(traced.contains("run_stream"));
}

/// A run that does not stream, and whose call failed: made an error it shows nothing.
#[tokio::test]
async fn no_error_of_a_result_shows_a_credential() {
    let simulator = Simulator::start().await.unwrap();
    let client = with_token(&simulator);
    for said in [TOKEN.to_owned(), super::escaped(TOKEN)] {
        let body = format!(
            r#"{{"job_id":"{said}","status":"x","results":[{{"status":"FAILED","error":{{"message":"{said}","type":"{said}"}}}}]}}"#
        );
        simulator.inject(Fault::status(200).body("application/json", body));
        let error = client.run("p", "1", "f").must_succeed().await.unwrap_err();
        assert_hidden("a failed call", &shown(&error));
    }
}
