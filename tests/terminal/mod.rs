//! Terminals: whole sessions on the simulator, and everything that can go wrong with a connection.

mod ends;
mod handshake;
mod sessions;
mod traffic;

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Sandboxes, Terminal};
use quintet::sim::liteboxd::Simulator;

use crate::support::raw_server;
use crate::support::websocket_peer::{Guest, Peer};

/// A simulator with a sandbox that runs.
struct Bench {
    simulator: Simulator,
    sandboxes: Sandboxes,
    id: String,
}

impl Bench {
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = simulator.start().await.unwrap();
        let client = Client::builder()
            .base_url(simulator.base_url())
            .token(simulator.token())
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        let sandboxes = client.sandboxes();
        let created = sandboxes.create("python-data-science").await.unwrap();
        simulator.recover(&created.id);
        simulator.clear_requests();
        Self {
            simulator,
            sandboxes,
            id: created.id,
        }
    }

    async fn terminal(&self) -> Terminal {
        self.sandboxes.terminal(&self.id).await.unwrap()
    }
}

/// All of the output.
async fn output(terminal: &mut Terminal) -> String {
    let mut whole = String::new();
    while let Some(piece) = terminal.read().await.unwrap() {
        whole.push_str(&piece);
    }
    whole
}

/// The sandboxes of a server that the test plays itself.
fn sandboxes(peer: &Peer) -> Sandboxes {
    let builder = raw_server::builder(&peer.url()).token("canary");
    builder.build().unwrap().sandboxes()
}

/// A terminal and its server.
async fn opened() -> (Terminal, Guest) {
    let peer = Peer::start().await;
    let sandboxes = sandboxes(&peer);
    let call = async { sandboxes.terminal("a1").await.unwrap() };
    tokio::join!(call, peer.open())
}
