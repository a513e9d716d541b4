//! Reconciliation: the server compares its records with the cluster and mends them. Contract: §1.2, §5.2.

mod calls;

use std::sync::Arc;

pub use calls::{GetReconcileRun, ListReconcileRuns, Reconcile};

use crate::runtime::{Call, Invoke, Transport};

/// The reconciler of a server; made by [`Client::reconciliation`](super::Client::reconciliation).
#[derive(Debug, Clone)]
pub struct Reconciliation {
    transport: Arc<Transport>,
}

impl Reconciliation {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        Self {
            transport: Arc::clone(transport),
        }
    }

    /// Compares the records with the cluster now, and gives the run and what it found. (Contract §1.2.)
    ///
    /// The run is over when the reply comes. The server does the same by itself every minute; asking for it shortens the
    /// time until a started sandbox shows as running. Sent once.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let report = client.reconciliation().run().await?;
    /// println!("{} of {} differences mended", report.run.fixed_count, report.run.drift_count);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call. A run that failed is no error: its `status` and `error` tell.
    pub fn run(&self) -> Call<Reconcile> {
        self.call(Reconcile)
    }

    /// Lists the latest runs, newest first. (Contract §1.2.)
    ///
    /// # Errors
    /// As every call.
    pub fn runs(&self) -> Call<ListReconcileRuns> {
        self.call(ListReconcileRuns::default())
    }

    /// Reads one run and what it found. (Contract §1.2.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such run.
    pub fn get(&self, id: impl Into<String>) -> Call<GetReconcileRun> {
        self.call(GetReconcileRun { id: id.into() })
    }

    fn call<I: Invoke>(&self, parameters: I) -> Call<I> {
        Call::new(&self.transport, parameters)
    }
}
