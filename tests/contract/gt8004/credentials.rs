//! What a request has besides its body, and where it goes: of every call. Contract: §1.1, §1.4, §2.

use quintet::gt8004::{Client, Envelope, Gt8004, Network};
use quintet::sim::gt8004::Simulator;
use quintet::sim::{Fault, Recorded};
use quintet::{Builder, ErrorKind};
use serde_json::json;

use super::calls::Facade;
use super::stage::{ATTEMPTS, Stage, attempts, drive, entry};
use crate::support::raw_server::http;

/// Makes a client with everything that other tests do not set.
pub(super) async fn drive_all(stage: &Stage) {
    let client = stage.client(|builder| {
        let builder = drive!(stage, Builder<Gt8004>, agent_id, builder, " agent-2 ");
        let network = Network::Mainnet;
        let builder = drive!(stage, Builder<Gt8004>, network, builder, network);
        let spelling = Envelope::SnakeCase;
        drive!(stage, Builder<Gt8004>, envelope, builder, spelling)
    });
    client.ingest([entry("/")]).await.unwrap();
    assert_eq!(stage.row().agent_id, "agent-2");
    let network = drive!(stage, Network, ingest_url, Network::default());
    assert_eq!(network, "https://testnet.ingest.gt8004.xyz/v1/ingest");
}

/// The headers, without those that every HTTP client sends, sorted.
fn headers(request: &Recorded) -> Vec<(&str, &str)> {
    let all = request.headers().iter();
    let all = all.map(|(name, value)| (name.as_str(), value.to_str().unwrap()));
    let mut all: Vec<_> = all.collect();
    all.retain(|(name, _)| !["host", "user-agent"].contains(name));
    all.sort_unstable();
    all
}

/// The documented path, the key and nothing but it, and a body that says what it is.
#[tokio::test]
async fn every_request_has_its_key_and_nothing_else() {
    let stage = Stage::start().await;
    let key = format!("Bearer {}", stage.simulator.token());
    for call in Facade::ALL {
        call.call(&stage, &stage.clients()).await.unwrap();
        let last = stage.last();
        let documented = call.documented();
        let line = (last.method(), last.path());
        assert_eq!(line, (&*documented.method, &*documented.path));
        let length = last.body().len().to_string();
        let mut expected = vec![("accept", "application/json"), ("authorization", &*key)];
        if documented.method == "POST" {
            expected.push(("content-length", &*length));
            expected.push(("content-type", "application/json"));
        }
        assert_eq!(headers(&last), expected, "{call:?}");
    }
    stage.proxy.assert_clean();
}

/// What a caller adds goes along with everything, the logger's batches included.
#[tokio::test]
async fn headers_of_the_client_go_with_every_request() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.header("x-team", "search"));
    for call in Facade::ALL {
        call.call(&stage, &clients).await.unwrap();
        assert_eq!(stage.last().headers()["x-team"], "search", "{call:?}");
    }
}

/// A wrong key, a revoked one, and one that is good again.
#[tokio::test]
async fn the_key_alone_decides() {
    let stage = Stage::start().await;
    let wrong = stage.unwatched(|builder| builder.token("wrong"));
    let keyed = [Facade::Ingest, Facade::Verify, Facade::VerifyLogger];
    for call in keyed {
        let error = call.call(&stage, &wrong).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), error.message()),
            (ErrorKind::Unauthorized, 1, "invalid api key")
        );
        stage.simulator.set_revoked(true);
        let error = call.call(&stage, &stage.clients()).await.unwrap_err();
        assert!(error.is_auth() && !error.is_retryable(), "{error}");
        stage.simulator.set_revoked(false);
        call.call(&stage, &stage.clients()).await.unwrap();
    }
    // Not even the agent's id.
    let other = stage.client(|builder| builder.agent_id("somebody else"));
    other.verify_connection().await.unwrap();
    stage.proxy.assert_clean();
}

/// Whatever the service repeats of what it was sent, nobody sees the key in an error.
#[tokio::test]
async fn no_error_shows_a_key_that_comes_back() {
    let stage = Stage::start().await;
    let secret = "canary-key-0123";
    let clients = stage.unwatched(|builder| builder.token(secret));
    let echo = format!("Bearer {secret}");
    for status in [400, 401, 403, 413, 500] {
        for call in Facade::ALL {
            // A refused key stops a logger.
            let clients = match call {
                Facade::Ship => &stage.unwatched(|builder| builder.token(secret)),
                _ => &clients,
            };
            let body = json!({ "error": echo, "code": echo });
            let fault = Fault::status(status).header("x-echo", &echo);
            let fault = fault.body("application/json", body.to_string());
            // A 500 is asked for again.
            let again = status == 500 && call.is_idempotent();
            let times = if again { ATTEMPTS as usize } else { 1 };
            stage.simulator.inject(fault.times(times));
            let result = call.call(&stage, clients).await;
            let error = result.unwrap_err();
            let shown = format!("{error} {error:?} {:?} {:?}", error.body(), error.headers());
            assert!(!shown.contains(secret), "{call:?}: {shown}");
            assert!(shown.contains("***"), "{call:?}: {shown}");
            assert_eq!(error.status().unwrap(), status, "{call:?}");
        }
    }
}

/// The whole URL, one without the path, one with a path before it, and one with a path of its own, which is taken to the letter.
#[tokio::test]
async fn urls_come_in_several_forms() {
    let simulator = Simulator::start().await.unwrap();
    let root = simulator.base_url();
    for (given, ingest, health) in [
        ("", "/v1/ingest", "/healthz"),
        ("/", "/v1/ingest", "/healthz"),
        ("/v1/ingest", "/v1/ingest", "/healthz"),
        ("/v1/ingest/", "/v1/ingest", "/healthz"),
        ("/gt8004/v1/ingest", "/gt8004/v1/ingest", "/gt8004/healthz"),
        ("/logs", "/logs", "/healthz"),
        ("/logs/", "/logs/", "/healthz"),
        ("/a/b/c", "/a/b/c", "/healthz"),
        ("/a%20b/%C3%A9", "/a%20b/%C3%A9", "/healthz"),
        ("/v1", "/v1", "/healthz"),
        ("/v2/ingest", "/v2/ingest", "/healthz"),
        ("/a/../v1/ingest", "/v1/ingest", "/healthz"),
        ("/a\\v1\\ingest", "/a/v1/ingest", "/a/healthz"),
    ] {
        let builder = Client::builder().base_url(format!(" {root}{given} "));
        let builder = builder.agent_id("a").token("k").http_client(http());
        let client = builder.retry(attempts(1)).build().unwrap();
        let _ = client.ingest([entry("/")]).await;
        let _ = client.verify_connection().await;
        let _ = client.health().await;
        let requests = simulator.requests();
        simulator.clear_requests();
        let paths: Vec<_> = requests.iter().map(Recorded::path).collect();
        assert_eq!(paths, [ingest, ingest, health], "{given}");
    }
}
