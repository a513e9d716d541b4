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

use std::sync::Arc;

use backend::Gateway;
use store::Store;
pub use stream::StreamCounts;

use super::clock::Clock;
use super::exchange::Hooks;
use super::fastapi::{body, query};
use super::handle::{Served, handle};
use super::lock::lock;
use super::server::Bound;

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
///
/// Faults and requests are those of the gateway; the object store has its own, such as [`store_requests`](Self::store_requests).
#[derive(Clone)]
pub struct Simulator {
    served: Served<Gateway>,
    store: Served<Store>,
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

handle!(base_url: "", time_scale: 20.0, beside: store at store_port);

impl Builder {
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

    /// Lets in whoever comes without a credential, as from a whitelisted address. By default nobody is: a request without a
    /// credential gets a 401.
    pub fn allow_whitelist(mut self) -> Self {
        self.whitelisted = true;
        self
    }

    fn serve(self, clock: Clock, bound: Bound, store: Bound) -> Simulator {
        let backend = Gateway::new(clock, store.root(), self.whitelisted);
        let objects = Store(Arc::clone(&backend.shared));
        let simulator = Simulator {
            served: Served::new(bound, Hooks::new(clock), backend),
            store: Served::new(store, Hooks::new(clock), objects),
        };
        if let Some(url) = &self.public_store_url {
            simulator.set_public_store_url(url);
        }
        simulator
    }
}

impl Simulator {
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

    /// The internal token that it accepts, and the bearer token of the legacy route: `quintet-sim`.
    pub fn token(&self) -> &'static str {
        auth::TOKEN
    }
}
