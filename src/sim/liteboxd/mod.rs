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

use backend::LiteBoxd;

use super::clock::Clock;
use super::exchange::Hooks;
use super::handle::{Served, handle};
use super::server::Bound;

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
    served: Served<LiteBoxd>,
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

handle!(base_url: "/api/v1", time_scale: 20.0);

impl Builder {
    fn serve(self, clock: Clock, bound: Bound) -> Simulator {
        let backend = LiteBoxd::new(clock, bound.root());
        Simulator {
            served: Served::new(bound, Hooks::new(clock), backend),
        }
    }
}

impl Simulator {
    /// Settings for a simulator other than the default ones.
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            time_scale: TIME_SCALE,
        }
    }

    /// The API key that it always accepts, beside those that are created: `quintet-sim`. It is in no list.
    pub fn token(&self) -> &'static str {
        auth::API_KEY
    }
}
