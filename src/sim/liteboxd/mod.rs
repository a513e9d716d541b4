//! A LiteBoxd server: sandboxes with their commands, files, logs and history, templates with their versions, import and
//! export, image prepull, sessions and API keys.
//!
//! It behaves like the real one where that matters to a client, and it matters in odd places: an unknown template is a 500,
//! a bad quantity is a 500 without a body that leaves a record behind, the logs of an unknown sandbox are a 200, deleting
//! takes half a minute, a command that does not exist exits with 1, and a wrong verb is a 404 in plain text.
//!
//! Nothing is executed on the host: commands run in a small imitation of a shell over files in memory. It knows `echo`,
//! `printf`, `cat`, `ls`, `pwd`, `cd`, `env`, `export`, `true`, `false`, `exit`, `sleep`, `mkdir`, `rm`, `touch`, `wc`, `sh` and
//! `bash` (with `;`, `&&`, `||`, `|`, `>`, `>>`, `>&2`, variables and quotes), and `python` for `print` of literals and
//! arithmetic. Any other command is missing.
//!
//! Terminals run the same shell, or another command of it. The gateway to the ports of sandboxes is on the same port as the
//! API. In every sandbox that runs, an application listens on port 44772: `GET /ping` says that all is well, `/echo` and
//! everything below it describes the request, `/status/418` answers with that status, `/redirect` with a redirect to `/ping`,
//! `/slow?seconds=3` takes that long in simulated time, and `/stream?seconds=3` sends a line each simulated second. The
//! gateway cuts them after ten simulated seconds. On port 8765 a WebSocket sends back what it gets.
//!
//! It starts with the templates `python-data-science` (two versions), `persistent-workspace` and `code-interpreter`. The
//! administrator is `admin` with the password `liteboxd-admin`. The cluster has three nodes, and its local time, in which
//! templates, prepull tasks and API keys are dated, is two hours ahead of UTC.

mod application;
mod auth;
mod backend;
mod create;
mod exec;
mod files;
mod gateway;
mod history;
mod json;
mod levers;
mod lifecycle;
mod lists;
mod logs;
mod power;
mod prepull;
mod pvcs;
mod quantity;
mod query;
mod random;
mod reconcile;
mod reply;
mod router;
mod sandbox;
mod shape;
mod shell;
mod templates;
mod terminal;
#[cfg(test)]
mod testing;
mod transfer;
mod tree;
mod view;
mod world;

use std::sync::Arc;
use std::{fmt, io};

use backend::LiteBoxd;

use super::clock::Clock;
use super::exchange::Hooks;
use super::server::{Bound, Server};
use super::{Fault, Recorded};

/// The time scale of a simulator that is not told another one.
const TIME_SCALE: f64 = 20.0;

/// A running LiteBoxd server. Clones are handles of the same server; it ends when the last one is dropped.
///
/// ```
/// use quintet::sim::liteboxd::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::start().await?;
/// println!("{} takes the API key {}", simulator.base_url(), simulator.token());
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
///
/// Time in the simulator runs 20 times as fast as real time unless [`Builder::time_scale`] says otherwise: a sandbox that
/// takes 2.5 s to start is ready in 125 ms, a deletion of 36 s is over in 1.8 s, and so is a `sleep 36`. Times of day in
/// replies run ahead accordingly. The ten seconds in which the server reads a request are real ones.
#[derive(Clone)]
pub struct Simulator {
    server: Arc<Server>,
    backend: Arc<LiteBoxd>,
    hooks: Arc<Hooks>,
}

/// Settings of a simulator that is to be started.
///
/// ```
/// use quintet::sim::liteboxd::Simulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let simulator = Simulator::builder().time_scale(1.0).start().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is started"]
pub struct Builder {
    port: u16,
    time_scale: f64,
}

impl Builder {
    /// The port on 127.0.0.1. The default, 0, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How much faster than real time the simulated time runs. The default is 20; values outside of 0.001 to 1,000,000 are
    /// brought into that range.
    pub fn time_scale(mut self, scale: f64) -> Self {
        self.time_scale = scale;
        self
    }

    /// Starts the simulator on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// The port cannot be bound.
    pub async fn start(self) -> io::Result<Simulator> {
        let bound = Bound::new(self.port).await?;
        let clock = Clock::new(self.time_scale);
        let backend = Arc::new(LiteBoxd::new(clock, bound.root()));
        let hooks = Arc::new(Hooks::new(clock));
        let server = bound.serve(Arc::clone(&backend), Arc::clone(&hooks));
        Ok(Simulator {
            server: Arc::new(server),
            backend,
            hooks,
        })
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a simulator with the default settings on a free port.
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
            time_scale: TIME_SCALE,
        }
    }

    /// Where the API is: `http://127.0.0.1:PORT/api/v1`.
    pub fn base_url(&self) -> String {
        format!("{}/api/v1", self.server.root())
    }

    /// The API key that it always accepts, beside those that are created: `quintet-sim`. It is in no list.
    pub fn token(&self) -> &'static str {
        auth::API_KEY
    }

    /// Spoils requests to come.
    pub fn inject(&self, fault: Fault) {
        self.hooks.faults.inject(fault);
    }

    /// The requests received so far, oldest first; the last 100,000 of them and at most 64 MiB of their bodies.
    pub fn requests(&self) -> Vec<Recorded> {
        self.hooks.recorder.all()
    }

    /// How many of these requests have that method (`*` is any) and a path that starts so, seen from the server's root.
    pub fn request_count(&self, method: &str, path_prefix: &str) -> usize {
        self.hooks.recorder.count(method, path_prefix)
    }

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.hooks.recorder.clear();
    }

    /// Closes the port, lets requests under way finish for up to five seconds, and returns when every connection is closed.
    /// Other handles stay valid, but nothing answers any more.
    pub async fn stop(&self) {
        self.server.stop().await;
    }
}
