//! The application behind a socket.

use std::net::Ipv4Addr;
use std::sync::mpsc;
use std::thread;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::app::Kind;
use crate::clock::{self, ClockId, now};

/// An application that is served on loopback by a thread of this process, and a client of it.
pub(crate) struct Served {
    base: String,
    http: reqwest::Client,
    runtime: Runtime,
}

impl Served {
    pub(crate) fn new(app: Router) -> Self {
        let (sender, address) = mpsc::channel();
        // It serves until the program ends.
        thread::spawn(move || {
            clock::runtime().block_on(async {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
                let listener = listener.expect("a port");
                let address = listener.local_addr().expect("an address");
                sender.send(address).expect("somebody who waits for it");
                axum::serve(listener, app).await.expect("a server");
            });
        });
        let address = address.recv().expect("a server");
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]);
        Self {
            base: format!("http://{address}"),
            http: http.build().expect("an HTTP client"),
            runtime: clock::runtime(),
        }
    }

    /// Makes so many calls, one after the other; gives what they took in microseconds.
    pub(crate) fn call(&self, requests: usize, kind: Kind) -> Vec<f64> {
        let url = format!("{}{}", self.base, kind.path());
        self.runtime.block_on(async {
            let mut times = Vec::with_capacity(requests);
            for _ in 0..requests {
                let request = self.http.request(kind.method(), &url).body(kind.body());
                let begun = now(ClockId::Monotonic);
                let reply = request.send().await.expect("a reply");
                let body = reply.bytes().await.expect("a body");
                times.push(now(ClockId::Monotonic) - begun);
                assert!(!body.is_empty());
            }
            times
        })
    }
}
