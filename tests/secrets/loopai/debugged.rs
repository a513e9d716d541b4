//! `Debug` of everything of Loopai that holds or has touched a secret.

use quintet::loopai::{BatchItem, Client, EdgeClient, WebhookVerifier};
use quintet::sim::Fault;
use quintet::sim::loopai::Simulator;

use super::{DELIVERED, KEY, SIGNS, client, subscribe};
use crate::secrets::{CALL_HEADER, CLIENT_HEADER, assert_debug_hides};
use crate::support::raw_loopai::TASK;

const URL: &str = "http://127.0.0.1:9";

#[test]
fn builders_and_clients_hide_it() {
    for builder in [
        Client::builder().token(KEY),
        Client::builder()
            .base_url(URL)
            .token(format!("{KEY} {KEY}")),
        Client::builder().base_url(URL).token(format!("{KEY}\n")),
    ] {
        assert_debug_hides!(builder);
        assert_debug_hides!(builder.header("x-secret", CLIENT_HEADER).build());
    }
    let edge = EdgeClient::builder().base_url(URL).header("x-secret", KEY);
    assert_debug_hides!(edge);
    assert_debug_hides!(EdgeClient::builder().base_url(URL).token(KEY).build());
    assert_debug_hides!(WebhookVerifier::new(SIGNS).unwrap());
    let client = client(URL);
    assert_debug_hides!(
        client,
        client.tasks(),
        client.validation(),
        client.canary(),
        client.webhooks(),
        subscribe(&client),
        client.health().header("x-call-secret", CALL_HEADER),
        client.execute_many(TASK, [BatchItem::new("a", 1)]),
    );
}

#[tokio::test]
async fn replies_hide_it() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for secret in [KEY, CLIENT_HEADER, CALL_HEADER] {
        let told = Fault::status(200).body("application/json", "[]");
        simulator.inject(told.header("x-echo", secret));
        let call = client.webhooks().list();
        let call = call.header("x-call-secret", CALL_HEADER);
        assert_debug_hides!(call.response().await.unwrap());
    }
    assert_debug_hides!(simulator);
}

/// The server gives them back in clear; they do not show by chance, and are there for whoever asks.
#[tokio::test]
async fn the_secrets_of_a_subscription_are_hidden_but_there() {
    let simulator = Simulator::start().await.unwrap();
    let builder = Client::builder().base_url(simulator.base_url());
    let client = builder.token(simulator.token()).build().unwrap();
    let subscription = subscribe(&client).await.unwrap();
    let all = client.webhooks().list().await.unwrap();
    assert_debug_hides!(subscription, all);
    assert_eq!(subscription.secret.unwrap().expose(), SIGNS);
    assert_eq!(all[0].headers["x-secret"].expose(), DELIVERED);
}
