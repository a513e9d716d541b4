//! What the handles of all simulators have in common, written once.

use std::sync::Arc;

use super::exchange::{Backend, Hooks};
use super::server::{Bound, Server};

/// A backend that is served. Clones are of the same server, which ends when the last one is dropped.
#[derive(Debug)]
pub(crate) struct Served<B> {
    server: Arc<Server>,
    pub(crate) backend: Arc<B>,
    pub(crate) hooks: Arc<Hooks>,
}

impl<B> Clone for Served<B> {
    fn clone(&self) -> Self {
        Self {
            server: Arc::clone(&self.server),
            backend: Arc::clone(&self.backend),
            hooks: Arc::clone(&self.hooks),
        }
    }
}

impl<B: Backend> Served<B> {
    /// Serves a backend at this port.
    pub(crate) fn new(bound: Bound, hooks: Hooks, backend: B) -> Self {
        let (backend, hooks) = (Arc::new(backend), Arc::new(hooks));
        Self {
            server: Arc::new(bound.serve(Arc::clone(&backend), Arc::clone(&hooks))),
            backend,
            hooks,
        }
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn root(&self) -> &str {
        self.server.root()
    }

    /// Ends the server, as [`Server::stop`] does.
    pub(crate) async fn stop(&self) {
        self.server.stop().await;
    }
}

/// Writes what a module's `Simulator` and `Builder` have in common with all others.
///
/// It is told where the API is below the root, how fast time runs unless somebody says otherwise, and maybe a field of the
/// `Simulator` for a second server, with the setting of its port. A `Simulator` has a field `served` and makes a `Builder`, which
/// has a `port` and a `time_scale`, and serves it.
macro_rules! handle {
    (base_url: $path:literal, time_scale: $scale:literal $(, beside: $beside:ident at $port:ident)?) => {
        /// The time scale of a simulator that is not told another one.
        const TIME_SCALE: f64 = $scale;

        impl Builder {
            /// The port on 127.0.0.1. The default, 0, takes a free one.
            pub fn port(mut self, port: u16) -> Self {
                self.port = port;
                self
            }

            /// How much faster than real time the simulated time runs.
            #[doc = concat!("The default is ", $scale, ";")]
            /// values outside of 0.001 to 1,000,000 are brought into that range.
            pub fn time_scale(mut self, scale: f64) -> Self {
                self.time_scale = scale;
                self
            }

            /// Starts the simulator on the current tokio runtime.
            ///
            /// # Errors
            ///
            /// A port cannot be bound.
            pub async fn start(self) -> std::io::Result<Simulator> {
                let bound = $crate::sim::server::Bound::new(self.port).await?;
                $(let $beside = $crate::sim::server::Bound::new(self.$port).await?;)?
                let clock = $crate::sim::clock::Clock::new(self.time_scale);
                Ok(self.serve(clock, bound $(, $beside)?))
            }
        }

        impl Simulator {
            /// Starts a simulator with the default settings on a free port.
            ///
            /// # Errors
            ///
            /// No port can be bound.
            pub async fn start() -> std::io::Result<Self> {
                Self::builder().start().await
            }

            /// Where it is:
            #[doc = concat!("`http://127.0.0.1:PORT", $path, "`.")]
            pub fn base_url(&self) -> String {
                [self.served.root(), $path].concat()
            }

            /// Spoils requests to come.
            pub fn inject(&self, fault: $crate::sim::Fault) {
                self.served.hooks.faults.inject(fault);
            }

            /// The requests received so far, oldest first; the last 100,000 of them and at most 64 MiB of their bodies.
            pub fn requests(&self) -> Vec<$crate::sim::Recorded> {
                self.served.hooks.recorder.all()
            }

            /// How many of these requests have that method (`*` is any) and a path that starts so, seen from the server's root.
            pub fn request_count(&self, method: &str, path_prefix: &str) -> usize {
                self.served.hooks.recorder.count(method, path_prefix)
            }

            /// Forgets the requests received so far. What they have done stays.
            pub fn clear_requests(&self) {
                self.served.hooks.recorder.clear();
            }

            /// Accepts no more connections, lets requests under way finish for up to five seconds, and returns when every
            /// connection is closed. Other handles stay valid, but nothing answers any more.
            pub async fn stop(&self) {
                tokio::join!(self.served.stop() $(, self.$beside.stop())?);
            }
        }

        impl std::fmt::Debug for Simulator {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct("Simulator")
                    .field("base_url", &self.base_url())
                    $(.field(concat!(stringify!($beside), "_url"), &self.$beside.root()))?
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use handle;
