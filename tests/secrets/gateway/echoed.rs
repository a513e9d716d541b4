//! Servers that echo the credential: no error shows it, whatever the call and whatever the credential.

use quintet::gateway::{Client, PrefabCall};
use quintet::sim::Fault;
use quintet::sim::gateway::Simulator;
use quintet::{ErrorKind, Upload};

use super::{ISSUED, KEY, TOKEN, dressed, echoes, fail, issue, shown, with_issued, with_token};
use crate::secrets::{assert_hidden, capture};
use crate::support::raw_gateway::bare;

/// Every call that carries the credential fails in every way.
async fn fail_all(simulator: &Simulator, client: &Client, secret: &str) -> usize {
    let (files, catalogue, secrets) = (client.files(), client.catalogue(), client.secrets());
    let upload = || Upload::from("abc").named("a.txt");
    let mut count = 0;
    count += fail(simulator, secret, || client.run("p", "1", "f")).await;
    count += fail(simulator, secret, || {
        client.run("p", "1", "f").must_succeed()
    })
    .await;
    count += fail(simulator, secret, || client.run_stream("p", "1", "f")).await;
    count += fail(simulator, secret, || {
        client.run_batch([PrefabCall::new("p", "1", "f")])
    })
    .await;
    count += fail(simulator, secret, || files.upload_input_file(upload())).await;
    count += fail(simulator, secret, || files.upload_file(upload())).await;
    count += fail(simulator, secret, || files.upload_temp_file(upload())).await;
    count += fail(simulator, secret, || files.presigned_url("s3://b/k")).await;
    count += fail(simulator, secret, || files.download("s3://b/k")).await;
    count += fail(simulator, secret, || {
        files.download_file("s3://b/k", "none")
    })
    .await;
    count += fail(simulator, secret, || files.list_files()).await;
    count += fail(simulator, secret, || files.list_temp_files()).await;
    count += fail(simulator, secret, || files.cleanup_temp_files("s")).await;
    count += fail(simulator, secret, || catalogue.list_prefabs()).await;
    count += fail(simulator, secret, || {
        catalogue.get_prefab_spec("p").version("1")
    })
    .await;
    count += fail(simulator, secret, || secrets.list()).await;
    count += fail(simulator, secret, || secrets.list_for("p")).await;
    count += fail(simulator, secret, || secrets.delete("p", "K")).await;
    count += fail(simulator, secret, || secrets.store("p", "K", "v")).await;
    count
}

const CALLS: usize = 19;

#[test]
fn no_error_and_no_trace_shows_a_credential() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let all = CALLS * echoes("x").len();
        let url = simulator.base_url();
        for (client, secret) in [
            (with_token(&simulator), TOKEN),
            (
                dressed(bare(&url).legacy_jwt(format!("Bearer {TOKEN}"))),
                TOKEN,
            ),
            (dressed(bare(&url).legacy_api_key(KEY)), KEY),
        ] {
            assert_eq!(fail_all(&simulator, &client, secret).await, all);
        }
        // With a token that was issued for a key, both may come back.
        let client = with_issued(&simulator).await;
        for secret in [ISSUED, KEY] {
            assert_eq!(fail_all(&simulator, &client, secret).await, all);
        }
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    // Otherwise nothing was proved.
    for operation in [
        "run_stream",
        "run_legacy",
        "convert_to_internal_token",
        "quintet.attempt",
    ] {
        assert!(traced.contains(operation), "{operation}");
    }
}

/// A refused credential is renewed, and what comes back then may be either.
#[tokio::test]
async fn a_refusal_after_a_renewal_shows_nothing() {
    let simulator = Simulator::start().await.unwrap();
    let client = with_issued(&simulator).await;
    for secret in [ISSUED, KEY] {
        issue(&simulator, 1);
        let refusal =
            Fault::status(401).body("application/json", format!(r#"{{"detail":"{secret}"}}"#));
        let refusal = refusal.header("www-authenticate", secret).times(2);
        simulator.inject(refusal.on("POST", "/v1/internal/run"));
        let error = client.run("p", "1", "f").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Unauthorized, 2)
        );
        assert_hidden("a second refusal", &shown(&error));
    }
}

/// The exchange itself, whose refusals are those of the first call, and of all that wait for it.
#[test]
fn an_exchange_that_fails_shows_no_key() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        for fault in echoes(KEY) {
            let client = dressed(bare(&simulator.base_url()).api_key(KEY));
            simulator.inject(fault.on("POST", "/v1/auth/").times(2));
            let run = client.run("p", "1", "f").into_future();
            let stream = client.run_stream("p", "1", "f").into_future();
            let (run, stream) = tokio::join!(run, stream);
            for error in [run.map(drop), stream.map(drop)].map(Result::unwrap_err) {
                assert_hidden("an exchange", &shown(&error));
            }
            // One of them has used up both, or each one.
            simulator.inject(Fault::status(401).on("POST", "/v1/auth/"));
            client.run("p", "1", "f").await.unwrap_err();
        }
    });
    assert_hidden("the trace", &traced);
}

/// It was meant as one.
#[tokio::test]
async fn an_issued_token_that_is_none_is_not_shown_either() {
    let simulator = Simulator::start().await.unwrap();
    for bad in [format!("{ISSUED} {ISSUED}"), format!("{ISSUED}\\n{ISSUED}")] {
        let body = format!(r#"{{"internal_token":"{bad}"}}"#);
        simulator.inject(Fault::status(200).body("application/json", body));
        let client = dressed(bare(&simulator.base_url()).api_key(KEY));
        let error = client.run("p", "1", "f").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_hidden("a token that is none", &shown(&error));
    }
}
