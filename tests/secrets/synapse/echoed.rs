//! Agents that echo a credential: no error shows it, whatever the call and whatever the credential.

use quintet::sim::Fault;
use quintet::sim::synapse::Simulator;
use quintet::synapse::{Client, FeasibilityKind, Refusal};
use quintet::{Call, Invoke, Upload};

use super::{SECRETS, client};
use crate::secrets::echo::{escaped, refusals};
use crate::secrets::failures::shown;
use crate::secrets::{CALL_HEADER, assert_hidden, capture};

/// A lack of GPUs that tells it in every place.
fn no_gpu(secret: &str) -> Fault {
    let body = format!(
        r#"{{"error_type":"gpu_unavailable","message":"{secret}","threshold":90,"said":"{secret}","{secret}":1}}"#
    );
    Fault::status(503).body("application/json", body)
}

/// Has a call fail in all these ways, none of which shows a secret.
async fn fail<I: Invoke>(simulator: &Simulator, secret: &str, call: impl Fn() -> Call<I>) {
    let faults = refusals(secret).into_iter();
    let faults = faults.chain([no_gpu(secret), no_gpu(&escaped(secret))]);
    for fault in faults {
        simulator.inject(fault.clone());
        let call = call().header("x-call-secret", CALL_HEADER);
        let error = call.await.map(drop).unwrap_err();
        assert!(error.status().is_some(), "{}: {error}", I::OPERATION);
        assert_hidden(&format!("{} {fault:?}", I::OPERATION), &shown(&error));
        if let Some(refusal) = Refusal::of(&error) {
            assert_hidden(I::OPERATION, &format!("{refusal} {refusal:?}"));
        }
    }
}

/// What reads.
async fn fail_reads(s: &Simulator, client: &Client, secret: &str) {
    let (jobs, plugins) = (client.jobs(), client.plugins());
    let (resources, system) = (client.resources(), client.system());
    let kind = FeasibilityKind::Job;
    fail(s, secret, || client.health()).await;
    fail(s, secret, || jobs.list()).await;
    fail(s, secret, || jobs.get("j")).await;
    fail(s, secret, || jobs.logs("j")).await;
    fail(s, secret, || client.nodes().list()).await;
    fail(s, secret, || client.tasks().get("t")).await;
    fail(s, secret, || client.serve().list()).await;
    fail(s, secret, || client.gpu_status()).await;
    fail(s, secret, || resources.cluster()).await;
    fail(s, secret, || resources.feasibility(kind, 1.0)).await;
    fail(s, secret, || resources.policy()).await;
    fail(s, secret, || plugins.list()).await;
    fail(s, secret, || plugins.get("d@1")).await;
    fail(s, secret, || client.builds().get("b")).await;
    fail(s, secret, || client.containers().list()).await;
    fail(s, secret, || client.docker().list()).await;
    fail(s, secret, || system.status()).await;
    fail(s, secret, || system.compose_config()).await;
}

/// What changes something.
async fn fail_changes(s: &Simulator, client: &Client, secret: &str) {
    let (plugins, docker) = (client.plugins(), client.docker());
    let (containers, system) = (client.containers(), client.system());
    let file = || Upload::from("PK").named("p.zip");
    fail(s, secret, || client.jobs().stop("j")).await;
    fail(s, secret, || client.serve().delete("a")).await;
    fail(s, secret, || client.resources().update_policy()).await;
    fail(s, secret, || plugins.create("d", "1")).await;
    fail(s, secret, || plugins.delete("d@1")).await;
    fail(s, secret, || plugins.run("d@1", "train")).await;
    fail(s, secret, || plugins.run_debug("train")).await;
    fail(s, secret, || containers.create("d@1")).await;
    fail(s, secret, || containers.create_from_file(file())).await;
    fail(s, secret, || containers.update(1)).await;
    fail(s, secret, || containers.delete(1)).await;
    fail(s, secret, || docker.create("d@1")).await;
    fail(s, secret, || docker.start("4f5e")).await;
    fail(s, secret, || system.update()).await;
    fail(s, secret, || system.restart()).await;
}

#[test]
fn no_error_and_no_trace_shows_a_credential() {
    let traced = capture::run(async {
        let simulator = Simulator::start().await.unwrap();
        let client = client(&simulator.base_url());
        for secret in SECRETS {
            fail_reads(&simulator, &client, secret).await;
            fail_changes(&simulator, &client, secret).await;
        }
    });
    assert_hidden("the trace", &traced);
    assert_hidden("the log", &capture::logged());
    // Otherwise nothing was proved.
    for operation in ["list_jobs", "update_system", "quintet.attempt"] {
        assert!(traced.contains(operation), "{operation}");
    }
}

/// A failure that is a 200 by its status.
#[tokio::test]
async fn an_update_that_failed_shows_no_credential() {
    let simulator = Simulator::start().await.unwrap();
    let system = client(&simulator.base_url()).system();
    for secret in SECRETS {
        for told in [secret.to_owned(), escaped(secret)] {
            let body = format!(
                r#"{{"status":"error","message":"{told}","pull_output":"{told}","up_output":null}}"#
            );
            let failed = Fault::status(200).body("application/json", body);
            simulator.inject(failed.header("x-echo", secret));
            let error = system.update().await.unwrap_err();
            assert_hidden("an update", &shown(&error));
        }
    }
}

/// A job, a build and a result that failed for a reason that has it.
#[tokio::test]
async fn no_wait_shows_a_credential() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for secret in SECRETS {
        let ok = |body: String| Fault::status(200).body("application/json", body);
        simulator.inject(ok(format!(r#"{{"status":"FAILED","message":"{secret}"}}"#)));
        let error = client.jobs().wait("j").await.unwrap_err();
        assert_hidden("a job", &shown(&error));
        simulator.inject(ok(format!(r#"{{"status":"failed","error":"{secret}"}}"#)));
        let error = client.builds().wait("b").await.unwrap_err();
        assert_hidden("a build", &shown(&error));
    }
}
