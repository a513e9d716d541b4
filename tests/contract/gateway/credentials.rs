//! The five credentials: what each sends, where runs go, and who does not get to see it. Contract: §2.

use quintet::gateway::Gateway;
use quintet::sim::{Fault, Recorded};
use quintet::{Builder, ErrorKind, Upload};

use super::stage::{Stage, drive};
use crate::support::gateway::said;

const RUN: &str = "/v1/internal/run";

/// Makes a client of each kind that other tests do not make.
pub(super) fn drive_all(stage: &Stage) {
    let key = stage.simulator.api_key();
    stage.client(|builder| drive!(stage, Builder<Gateway>, api_key, builder, key));
    stage.client(|builder| drive!(stage, Builder<Gateway>, whitelist, builder));
}

/// The headers that could be a credential.
fn credentials(request: &Recorded) -> Vec<(&str, &str)> {
    let names = ["authorization", "cookie", "x-api-key", "x-internal-token"];
    let all = names.into_iter().filter_map(|name| {
        let value = request.headers().get(name)?;
        Some((name, value.to_str().unwrap()))
    });
    all.collect()
}

/// What a request with this path carried.
fn carried(stage: &Stage, path: &str) -> Vec<(String, String)> {
    let requests = stage.simulator.requests();
    let mut found = requests.iter().filter(|request| request.path() == path);
    let found = found
        .next()
        .unwrap_or_else(|| panic!("no {path}: {requests:#?}"));
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    credentials(found).into_iter().map(own).collect()
}

/// How a client is told its credential, what each of its requests carries then, and where its runs go.
type Choice = (
    fn(Builder<Gateway>, &Stage) -> Builder<Gateway>,
    &'static [(&'static str, &'static str)],
    &'static str,
);

const CHOICES: [Choice; 6] = [
    (
        |builder, stage| builder.token(stage.simulator.token()),
        &[("x-internal-token", "quintet-sim")],
        RUN,
    ),
    (
        |builder, stage| builder.api_key(stage.simulator.api_key()),
        &[("x-internal-token", "it-")],
        RUN,
    ),
    (|builder, _| builder.whitelist(), &[], RUN),
    (
        |builder, stage| builder.legacy_jwt(stage.simulator.token()),
        &[("authorization", "Bearer quintet-sim")],
        "/v1/run",
    ),
    (
        |builder, stage| builder.legacy_jwt(format!("Bearer {}", stage.simulator.token())),
        &[("authorization", "Bearer quintet-sim")],
        "/v1/run",
    ),
    (
        |builder, stage| builder.legacy_api_key(stage.simulator.api_key()),
        &[("x-api-key", "sk-quintet-sim")],
        "/v1/run",
    ),
];

#[tokio::test]
async fn each_credential_has_its_own_header_and_its_own_path() {
    for (choose, expected, path) in CHOICES {
        let stage = Stage::start().await;
        stage.simulator.set_whitelisted(expected.is_empty());
        let client = stage.client(|builder| choose(builder, &stage));
        let check = |path: &str| {
            let carried = carried(&stage, path);
            let names = carried.iter().map(|(name, value)| {
                // The token of an API key is a new one each time.
                (
                    &**name,
                    if value.starts_with("it-") {
                        "it-"
                    } else {
                        value
                    },
                )
            });
            assert_eq!(names.collect::<Vec<_>>(), expected, "{path}");
            stage.simulator.clear_requests();
        };
        client.health().await.unwrap();
        client.info().await.unwrap();
        for request in stage.simulator.requests() {
            assert_eq!(credentials(&request), [], "{}", request.path());
        }
        client.run("test-kit", "1.0.0", "echo").await.unwrap();
        check(path);
        client.run_batch([]).await.unwrap();
        check(path);
        let events = client.run_stream("test-kit", "1.0.0", "stream_error");
        drop(events.await.unwrap());
        check(path);
        client.catalogue().list_prefabs().await.unwrap();
        check("/v1/prefabs");
        client.secrets().list().await.unwrap();
        check("/v1/secrets");

        // Files take internal tokens only; to the store nobody sends one.
        let input = Upload::from("abc").named("a.txt");
        let stored = client.files().upload_input_file(input).await;
        check("/internal/files/generate_upload_url");
        assert_eq!(stored.is_ok(), path == RUN, "{stored:?}");
        for request in stage.simulator.store_requests() {
            assert_eq!(credentials(&request), []);
        }
        stage.proxy.assert_clean();
    }
}

/// The server tells everybody what it was sent.
#[tokio::test]
async fn no_error_shows_a_credential_that_comes_back() {
    for (choose, expected, _) in CHOICES {
        let stage = Stage::start().await;
        let client = stage.unwatched(|builder| choose(builder, &stage));
        let prefabs = || client.catalogue();
        prefabs().list_prefabs().await.ok();
        let sent = stage.last();
        let carried = credentials(&sent).into_iter();
        let carried = carried.map(|(_, value)| value.trim_start_matches("Bearer "));
        let mut secrets: Vec<&str> = carried.collect();
        if stage.exchanges() > 0 {
            secrets.push(stage.simulator.api_key());
        }
        assert_eq!(secrets.is_empty(), expected.is_empty());
        let echo = secrets.join(" and ");
        let detail = serde_json::json!({ "detail": { "message": echo, "error_code": echo } });
        let fault = Fault::status(403).body("application/json", detail.to_string());
        stage.simulator.inject(fault.header("x-echo", &echo));
        let error = prefabs().list_prefabs().await.unwrap_err();
        let shown = format!("{error} {error:?} {:?} {:?}", error.body(), error.headers());
        for secret in secrets {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        assert_eq!(said(&error).1, Some(403));
    }
}

/// Where a reading call is sent elsewhere, it goes without its credential; one that changes something does not go.
#[tokio::test]
async fn a_redirect_takes_no_credential_along() {
    for (choose, _, _) in CHOICES {
        let stage = Stage::start().await;
        let client = stage.unwatched(|builder| choose(builder, &stage));
        let elsewhere = format!("{}/bucket/input.mp4", stage.simulator.store_url());
        let redirect = || Fault::redirect(&*elsewhere).times(2);
        stage.simulator.inject(redirect().on("GET", "/v1/prefabs"));
        stage.simulator.inject(redirect().on("POST", "/v1/run"));
        stage.simulator.inject(redirect().on("POST", RUN));
        client.catalogue().list_prefabs().await.unwrap_err();
        let error = client.run("test-kit", "1.0.0", "echo").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
        for request in stage.simulator.store_requests() {
            assert_eq!((request.method(), credentials(&request)), ("GET", vec![]));
        }
    }
}
