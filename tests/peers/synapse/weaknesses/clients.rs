//! Clients: what they say when nobody answers, from plain threads and in async code. Contract: §3.2, §3.3, §7 (23, 29, 32).

use std::sync::Arc;
use std::time::Duration;

use quintet::blocking::{Blocking, BlockingStream};
use quintet::sim::synapse::{JobStatus, Simulator};
use quintet::synapse::{Client, FeasibilityKind};
use quintet::{Error, ErrorKind, Upload};
use reqwest::dns::{Name, Resolve, Resolving};
use tokio::runtime::Runtime;
use tokio::time::{Instant, advance};

use super::super::stage::{ALL, Read, lines, numbered};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Silence, Tell};
use crate::support::raw_server::{RawServer, given, http, signal};
use crate::support::raw_synapse::{answers, builder, builder_to, client};
use crate::support::resolver::{Refused, URL};

/// Every name is unknown.
struct Unknown;

impl Resolve for Unknown {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(std::future::ready(Err("no such host".into())))
    }
}

/// No code is missing, since there is a kind of every error: of calls that read, that change, and of tails.
#[tokio::test]
async fn w23_nobody_at_home_is_an_error_that_can_be_told() {
    let refused = Refused::new();
    let unknown = builder(URL).http_client(http().dns_resolver(Arc::new(Unknown)));
    for client in [
        builder_to([refused.address()]).build().unwrap(),
        unknown.build().unwrap(),
    ] {
        let mut errors: Vec<Error> = vec![
            client.jobs().get("job").await.unwrap_err(),
            client.jobs().stop("job").await.unwrap_err(),
        ];
        for protocol in ALL {
            let tail = client.jobs().tail("job").protocol(protocol);
            errors.push(tail.await.unwrap_err());
        }
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
            assert!(error.is_retryable() && !error.is_timeout());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn w23_a_reply_that_does_not_come_is_a_timeout() {
    let _frozen = Frozen::new();
    let received = signal();
    let script = vec![Request, Tell(received.clone()), Silence];
    let server = RawServer::start([script]).await;
    let jobs = client(server.url()).jobs();
    let begun = Instant::now();
    let pass = async {
        given(&received).await;
        advance(Duration::from_secs(10)).await;
    };
    let (read, ()) = tokio::join!(jobs.get("job").into_future(), pass);
    let error = read.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.is_timeout() && error.status().is_none());
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[test]
fn w29_a_client_is_closed_by_dropping_it() {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(RawServer::start([answers("200 OK", "[]")]));
    let client = client(server.url());
    for _ in 0..2 {
        client.jobs().list().blocking().unwrap();
    }
    drop(client);
    // Returns once every connection is closed.
    let received = runtime.block_on(server.finish());
    assert_eq!((received.len(), received[1].connection), (2, 1));
}

/// A simulator on a runtime of its own, and a client for a thread that has none.
fn stage(runtime: &Runtime) -> (Simulator, Client) {
    let simulator = Simulator::builder().time_scale(1_000.0).start();
    let simulator = runtime.block_on(simulator).unwrap();
    let client = builder(&simulator.base_url()).token(simulator.token());
    (simulator, client.build().unwrap())
}

/// Every call is both: here are those that the published client has for one of its two kinds only, from a plain thread.
#[test]
fn w32_every_operation_can_be_waited_for() {
    let runtime = Runtime::new().unwrap();
    let (_simulator, client) = stage(&runtime);
    let plugins = client.plugins();
    let made = plugins.create("demo", "1").blocking().unwrap();
    let lookup = made.lookup().unwrap();
    plugins.get(&lookup).blocking().unwrap();
    assert!(!plugins.list().all().blocking().unwrap().is_empty());
    plugins.run("demo@1", "train").blocking().unwrap();
    plugins.run_debug("train").blocking().unwrap();
    plugins.delete("demo@1").blocking().unwrap();

    let containers = client.containers();
    let build = containers.create("detector@1.2.0").blocking().unwrap();
    let soon = Duration::from_millis(1);
    let wait = client.builds().wait(build.build_id.unwrap()).interval(soon);
    let id = wait.blocking().unwrap().result.unwrap().id;
    let id = id.unwrap().as_i64().unwrap();
    assert_eq!(containers.get(id).blocking().unwrap().id, Some(id));
    containers.update(id).status("stopped").blocking().unwrap();
    assert!(!containers.list().all().blocking().unwrap().is_empty());
    containers.delete(id).blocking().unwrap();
    let plugin = Upload::from("PK").named("a.zip");
    containers.create_from_file(plugin).blocking().unwrap();

    let docker = client.docker();
    let made = docker.create("detector@1.2.0").blocking().unwrap();
    let id = made.id.unwrap();
    let id = id.as_str().unwrap();
    docker.stop(id).blocking().unwrap();
    docker.start(id).blocking().unwrap();
    docker.get(id).blocking().unwrap();
    assert!(!docker.list().blocking().unwrap().is_empty());
    docker.delete(id).blocking().unwrap();

    let system = client.system();
    system.compose_config().blocking().unwrap();
    assert!(!system.status().blocking().unwrap().in_progress);
    system.update().api_tag("2").blocking().unwrap();
    let resources = client.resources();
    resources.cluster().blocking().unwrap();
    let asked = resources.feasibility(FeasibilityKind::Job, 1.0);
    asked.blocking().unwrap();
}

/// And a tail is the same from a plain thread: its limits, its lines, its errors.
#[test]
fn w32_a_tail_is_the_same_from_a_plain_thread() {
    let runtime = Runtime::new().unwrap();
    let (simulator, client) = stage(&runtime);
    simulator.add_job(numbered(100).then(JobStatus::Succeeded));
    for protocol in ALL {
        let tail = || client.jobs().tail("job").protocol(protocol);
        let found = tail().blocking().unwrap().blocking_iter().unwrap();
        let found: Vec<_> = found.map(Result::unwrap).collect();
        assert_eq!(found, lines(100));
        let awaited = runtime.block_on(async {
            let mut tail = tail().await.unwrap();
            Read::all(&mut tail).await.complete()
        });
        assert_eq!(found, awaited);
        let nobody = client.jobs().tail("nobody").protocol(protocol);
        assert!(nobody.blocking().unwrap_err().is_not_found());
    }
}
