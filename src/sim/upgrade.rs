//! Connections that go on in another protocol.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};

use http::Extensions;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;

use super::lock::lock;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a connection does after its last reply. It runs in the task of the connection and ends with the server.
#[derive(Clone, Default)]
pub(super) struct Session(Arc<Mutex<Option<Work>>>);

impl Session {
    /// Does what was agreed on, if anything was.
    pub(super) async fn run(&self) {
        let work = self.slot().take();
        if let Some(work) = work {
            work.await;
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Work>> {
        lock(&self.0)
    }
}

/// The connection of a request that offers to leave HTTP.
#[derive(Clone)]
pub(crate) struct Upgrade {
    connection: OnUpgrade,
    session: Session,
}

impl Upgrade {
    /// The offer in a request, if there is one.
    pub(super) fn take(extensions: &mut Extensions) -> Option<Self> {
        let connection = extensions.remove::<OnUpgrade>()?;
        let session = extensions.remove::<Session>()?;
        Some(Self {
            connection,
            session,
        })
    }

    /// Accepts: after a reply of 101 the connection belongs to `work`. After any other reply nothing happens.
    pub(super) fn then<F, W>(self, work: F)
    where
        F: FnOnce(TokioIo<Upgraded>) -> W + Send + 'static,
        W: Future<Output = ()> + Send,
    {
        let connection = self.connection;
        *self.session.slot() = Some(Box::pin(async move {
            if let Ok(connection) = connection.await {
                work(TokioIo::new(connection)).await;
            }
        }));
    }
}

impl fmt::Debug for Upgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upgrade").finish_non_exhaustive()
    }
}
