//! `Debug` of everything that holds or has touched a secret.

use std::time::Duration;

use quintet::liteboxd::Client;
use quintet::sim::Fault;
use quintet::sim::liteboxd::Simulator;
use quintet::{End, Secret};

use super::provoked::client;
use super::{CALL_HEADER, CLIENT_HEADER, ECHO, TOKEN, assert_debug_hides};

#[test]
fn secrets_and_builders_hide_it() {
    let builder = Client::builder()
        .base_url("http://127.0.0.1:8080")
        .token(TOKEN)
        .header("x-secret", CLIENT_HEADER);
    let proxy = reqwest::Proxy::all("http://user:canary-7f3a@127.0.0.1:9").unwrap();
    let proxied = Client::builder()
        .http_client(reqwest::Client::builder().proxy(proxy))
        .build()
        .unwrap();
    assert_debug_hides!(
        Secret::new(TOKEN),
        Some(Secret::from(TOKEN)),
        builder,
        proxied
    );
    let client = builder.build().unwrap();
    assert_debug_hides!(client, client.sandboxes());
}

#[tokio::test]
async fn calls_and_what_they_give_hide_it() {
    let simulator = Simulator::start().await.unwrap();
    let sandboxes = client(&simulator.base_url(), TOKEN, 1 << 20);
    let secret = |name: &str| (name.to_owned(), TOKEN.to_owned());
    assert_debug_hides!(
        sandboxes.get("x").header("x-call-secret", CALL_HEADER),
        sandboxes
            .create("x")
            .env("KEY", TOKEN)
            .envs([secret("A"), secret("B")]),
        sandboxes.execute("x", ["login", TOKEN]),
        sandboxes.upload("x", "/f", TOKEN),
        sandboxes.wait_for_ready("x"),
        sandboxes.wait_until_deleted("x"),
        simulator,
    );
    simulator.inject(
        Fault::status(200)
            .body("text/plain", "x")
            .header("x-echo", ECHO),
    );
    let call = sandboxes
        .download("x", "/f")
        .header("x-call-secret", CALL_HEADER);
    assert_debug_hides!(call.response().await.unwrap());
    simulator.inject(
        Fault::status(200)
            .body("text/plain", "x")
            .header("x-echo", ECHO),
    );
    assert_debug_hides!(sandboxes.download("x", "/f").await.unwrap());
}

#[tokio::test]
async fn the_access_token_is_hidden_but_there() {
    let simulator = Simulator::start().await.unwrap();
    let sandboxes = client(&simulator.base_url(), simulator.token(), 1 << 20);
    let created = sandboxes
        .create("python-data-science")
        .response()
        .await
        .unwrap();
    let token = created
        .value()
        .access_token
        .as_ref()
        .unwrap()
        .expose()
        .to_owned();
    assert_eq!(token.len(), 64);
    let read = sandboxes.get(&created.value().id).await.unwrap();
    assert_eq!(read.access_token.as_ref().unwrap().expose(), token);
    let wait = sandboxes
        .wait_for_ready(&read.id)
        .interval(Duration::from_millis(1));
    let end = wait.end().await.unwrap();
    assert!(matches!(end, End::Ready(_)));
    let deleted = sandboxes.delete(&read.id).await.unwrap();
    for shown in [
        format!("{created:?}{created:#?}"),
        format!("{read:?}{read:#?}"),
        format!("{end:?}{end:#?}"),
        format!("{deleted:?}{deleted:#?}"),
        format!("{simulator:?}{simulator:#?}"),
    ] {
        assert!(!shown.contains(&token), "{shown}");
    }
}
