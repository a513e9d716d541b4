//! A Gateway: prefabs that run and stream, files with an object store, the catalogue and secrets.
//!
//! The object store is a server of its own, on a second port, so that presigned URLs lead to another origin. It checks
//! signatures and their time, wants the content type that was signed and a length, refuses credentials of the gateway, serves
//! ranges, and speaks XML where something is wrong.
//!
//! # What is there
//!
//! | prefab | functions |
//! |---|---|
//! | `llm-client@1.0.0` | `chat` says what it was told, `chat_stream` the same word by word |
//! | `translator@1.0.0` (and `0.9.0`) | `translate` knows Hello and World in `zh` and `fr` |
//! | `video-processor@1.0.0` | `extract_audio` makes of each object in `video` one in `audio`: its content after `audio:` |
//! | `video-processor@2.0.0-beta` | could not be deployed: 503 |
//! | `weather-api@1.0.0` | `get_current_weather` needs the secret `WEATHER_API_KEY` |
//! | `test-kit@1.0.0` | `echo`; `fail` raises; `refuse` returns `success: false`; `nothing` and `void` return null, inside and instead of the envelope; `sleep`; and the streams `count_slowly`, `stream_error`, `stream_unfinished` and `stream_endless` |
//!
//! The bucket is `bucket`; `s3://bucket/input.mp4` is in it. Everybody is `user123`, the agent of the internal token is
//! `agent456`.
//!
//! # Where the contract is silent
//!
//! - Presigning is let through without an agent context, whether there is such an object or not.
//! - A function that streams cannot be one of several calls: 400.
//! - The catalogue and secrets take any credential; `/v1/run` takes `X-API-Key` and `Authorization: Bearer`, not
//!   `X-Internal-Token`.
//! - Whoever comes without a credential, where that is allowed, has no agent.

mod auth;
mod backend;
mod catalogue;
mod files;
mod levers;
mod prefabs;
mod quota;
mod reply;
mod router;
mod run;
mod secrets;
mod store;
mod stream;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use backend::Gateway;
use store::Store;
pub use stream::StreamCounts;
use world::World;

use super::clock::Clock;
use super::exchange::Hooks;
use super::fastapi::{body, query};
use super::server::{Bound, Server};
use super::{Fault, Recorded};

/// The time scale of a simulator that is not told another one.
const TIME_SCALE: f64 = 20.0;

/// A running Gateway with its object store. Clones are handles of the same servers; they end when the last one is dropped.
///
/// ```
/// use quintet::sim::gateway::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{} takes the internal token {}", simulator.base_url(), simulator.token());
/// println!("and changes the API key {} into others", simulator.api_key());
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
///
/// Time in the simulator runs 20 times as fast as real time unless [`Builder::time_scale`] says otherwise: a presigned URL
/// that is valid for an hour has expired after three minutes, and so does a temporary file of that age.
#[derive(Clone)]
pub struct Simulator {
    server: Arc<Server>,
    backend: Arc<Gateway>,
    hooks: Arc<Hooks>,
    store_server: Arc<Server>,
    store_hooks: Arc<Hooks>,
}

/// How a list of files says that a page is the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LastPage {
    /// It has no `next_token`.
    Absent,
    /// `next_token` is null. The default.
    #[default]
    Null,
    /// `next_token` is an empty text.
    Empty,
}

/// Settings of a simulator that is to be started.
///
/// ```
/// use quintet::sim::gateway::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::builder().time_scale(1.0).allow_whitelist().start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    store_port: u16,
    public_store_url: Option<String>,
    time_scale: f64,
    whitelisted: bool,
}

impl Builder {
    /// The port on 127.0.0.1. The default, 0, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The port of the object store on 127.0.0.1. The default, 0, takes a free one.
    pub fn store_port(mut self, port: u16) -> Self {
        self.store_port = port;
        self
    }

    /// Where presigned URLs lead, such as a proxy in front of the object store. The default is the object store itself.
    pub fn public_store_url(mut self, url: impl Into<String>) -> Self {
        self.public_store_url = Some(url.into());
        self
    }

    /// How much faster than real time the simulated time runs. The default is 20; values outside of 0.001 to 1,000,000 are
    /// brought into that range.
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.time_scale = scale;
        self
    }

    /// Lets in whoever comes without a credential, as from a whitelisted address. By default nobody is: a request without a
    /// credential gets a 401.
    pub fn allow_whitelist(mut self) -> Self {
        self.whitelisted = true;
        self
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// A port cannot be bound.
    pub async fn start(self) -> io::Result<Simulator> {
        let bound = Bound::new(self.port).await?;
        let store = Bound::new(self.store_port).await?;
        let clock = Clock::new(self.time_scale);
        let backend = Arc::new(Gateway::new(clock, store.root(), self.whitelisted));
        let hooks = Arc::new(Hooks::new(clock));
        let store_hooks = Arc::new(Hooks::new(clock));
        let objects = Arc::new(Store(Arc::clone(&backend.shared)));
        let simulator = Simulator {
            server: Arc::new(bound.serve(Arc::clone(&backend), Arc::clone(&hooks))),
            backend,
            hooks,
            store_server: Arc::new(store.serve(objects, Arc::clone(&store_hooks))),
            store_hooks,
        };
        if let Some(url) = &self.public_store_url {
            simulator.set_public_store_url(url);
        }
        Ok(simulator)
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("base_url", &self.base_url())
            .field("store_url", &self.store_url())
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a simulator with the default settings on free ports.
    ///
    /// # Errors
    ///
    /// No port can be bound.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings for a simulator other than the default ones.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            store_port: 0,
            public_store_url: None,
            time_scale: TIME_SCALE,
            whitelisted: false,
        }
    }

    /// Where the gateway is: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        self.server.root().to_owned()
    }

    /// The internal token that it accepts, and the bearer token of the legacy route: `quintet-sim`.
    pub fn token(&self) -> &'static str {
        auth::TOKEN
    }

    /// Spoils requests to the gateway to come.
    pub fn inject(&self, fault: Fault) {
        self.hooks.faults.inject(fault);
    }

    /// The requests that the gateway received so far, oldest first; the last 100,000 of them and at most 64 MiB of their
    /// bodies.
    pub fn requests(&self) -> Vec<Recorded> {
        self.hooks.recorder.all()
    }

    /// How many of these requests have that method (`*` is any) and a path that starts so.
    pub fn request_count(&self, method: &str, path_prefix: &str) -> usize {
        self.hooks.recorder.count(method, path_prefix)
    }

    /// Forgets the requests that the gateway received so far.
    pub fn clear_requests(&self) {
        self.hooks.recorder.clear();
    }

    /// Closes both ports, lets requests under way finish for up to five seconds, and returns when every connection is closed.
    /// Other handles stay valid, but nothing answers any more.
    pub async fn stop(&self) {
        tokio::join!(self.server.stop(), self.store_server.stop());
    }
}

/// The state. A panic in between leaves it as it was.
fn lock(shared: &Mutex<World>) -> MutexGuard<'_, World> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
