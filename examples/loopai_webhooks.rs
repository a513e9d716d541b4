//! Webhooks: subscribing to events, and receiving them with their signature checked.
//!
//! ```text
//! cargo run --features sim,blocking --example loopai_webhooks
//! LOOPAI_BASE_URL=https://loopai.example LOOPAI_API_KEY=key-0123 \
//!     cargo run --features sim,blocking --example loopai_webhooks -- https://hooks.example/loopai
//! ```
//!
//! Without `LOOPAI_BASE_URL` the server is a simulator in this process, which delivers two events to a receiver in this process.
//! Published servers take subscriptions and deliver nothing yet: with one of them, it subscribes that URL, lists, and ends the
//! subscription.

#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use quintet::blocking::Blocking;
use quintet::loopai::{Client, WebhookEvent, WebhookEventType, WebhookVerifier};
use quintet::sim::loopai::{self, Simulator};
use serde_json::json;
use tokio::sync::mpsc;

/// What signs the deliveries: both sides know it. A real one is long, random, and not in the code.
const SECRET: &str = "whsec-0123456789abcdef";

/// What the receiver needs.
struct Receiver {
    verifier: WebhookVerifier,
    events: mpsc::Sender<WebhookEvent>,
}

/// Takes a delivery. The signature is that of the body as it came, so it is not read as JSON before.
async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    match receiver.verifier.event(&headers, &body) {
        // A delivery may come twice: `event.id` tells. What takes time belongs behind the reply, which the server waits for.
        Ok(event) => match receiver.events.send(event).await {
            Ok(()) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        },
        Err(error) => {
            println!("not taken: {error}");
            StatusCode::UNAUTHORIZED
        }
    }
}

/// Two events on their way: the simulator delivers them, with a receiver in this process.
async fn deliver(client: &Client, simulator: &Simulator) -> Result<(), Box<dyn Error>> {
    let (events, mut received) = mpsc::channel(16);
    let verifier = WebhookVerifier::new(SECRET)?;
    let receiver = Arc::new(Receiver { verifier, events });
    let routes = Router::new().route("/loopai", post(receive));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/loopai", listener.local_addr()?);
    let server = axum::serve(listener, routes.with_state(receiver));
    let server = tokio::spawn(server.into_future());

    let id = subscribe(client, &url).await?;
    // Somebody else calls the same URL, with a secret of their own.
    let forged = subscribe_with(client, &url, "guessed").await?;
    let task = simulator.task_id();
    for kind in [
        loopai::WebhookEvent::ProgramImproved,
        loopai::WebhookEvent::CanaryRollback,
    ] {
        simulator.publish(kind, task, None, "told by hand", json!({"stage": 2}));
    }
    for _ in 0..2 {
        let event = received.recv().await.ok_or("the receiver is gone")?;
        let (kind, task) = (event.event_type, event.task_id);
        println!("{kind} of task {task:?}: {:?}", event.message);
    }
    // Two events for each of two subscriptions, and those that were not taken were tried three times.
    simulator.until_deliveries(2 + 2 * 3).await;
    for delivery in client.webhooks().history(&id).limit(10).await? {
        let (event, status) = (delivery.event_id, delivery.status_code);
        println!("delivered {event}: {status:?}");
    }
    let refused = client.webhooks().history(&forged).await?;
    println!("{} deliveries were not taken", refused.len());

    for id in [id, forged] {
        client.webhooks().delete(id).await?;
    }
    server.abort();
    Ok(())
}

async fn subscribe(client: &Client, url: &str) -> quintet::Result<String> {
    let id = subscribe_with(client, url, SECRET).await?;
    println!("subscribed {url} as {id}");
    Ok(id)
}

async fn subscribe_with(client: &Client, url: &str, secret: &str) -> quintet::Result<String> {
    let events = [
        WebhookEventType::ProgramImproved,
        WebhookEventType::CanaryRollback,
    ];
    let subscription = client
        .webhooks()
        .subscribe(url, events)
        .secret(secret)
        .delivery_attempts(3)
        .delivery_timeout(Duration::from_secs(5))
        .delivery_header("X-Team", "mail")
        .await?;
    Ok(subscription.id)
}

/// The same from synchronous code.
fn blocking(client: &Client, url: &str) -> quintet::Result<()> {
    let webhooks = client.webhooks();
    let events = [WebhookEventType::AbTestCompleted];
    let mine = webhooks.subscribe(url, events).secret(SECRET).blocking()?;
    for subscription in webhooks.list().blocking()? {
        // The server gives the secret back in clear; it is not shown.
        let (url, secret) = (subscription.url, subscription.secret);
        println!("blocking: {url} is subscribed, {secret:?}");
    }
    webhooks.delete(&mine.id).blocking()
}

fn main() -> Result<(), Box<dyn Error>> {
    // The simulator lives on it.
    let runtime = tokio::runtime::Runtime::new()?;
    if std::env::var_os("LOOPAI_BASE_URL").is_some() {
        let url = std::env::args().nth(1);
        blocking(&Client::from_env()?, &url.ok_or("which URL? give yours")?)?;
        return Ok(());
    }
    let simulator = runtime.block_on(Simulator::start())?;
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .build()?;
    runtime.block_on(deliver(&client, &simulator))?;
    blocking(&client, "https://hooks.example/loopai")?;
    Ok(())
}
