//! Starting, listing and reading runs.

use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{ReconcileReport, ReconcileRun, limit};
use crate::runtime::{Call, Exchange, Invoke, path};

/// Starts a run; made by [`Reconciliation::run`](super::Reconciliation::run).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reconcile;

impl Invoke for Reconcile {
    type Output = ReconcileReport;
    const OPERATION: &'static str = "reconcile_sandboxes";

    async fn invoke(self, exchange: Exchange) -> Result<ReconcileReport> {
        Raw::of(&exchange).reconcile_sandboxes().await
    }
}

/// Lists runs; made by [`Reconciliation::runs`](super::Reconciliation::runs).
#[derive(Debug, Clone, Default)]
pub struct ListReconcileRuns {
    limit: Option<i64>,
}

impl Call<ListReconcileRuns> {
    /// The most runs to give, 1 to 100. Default: 20.
    pub fn limit(mut self, runs: i64) -> Self {
        self.parameters.limit = Some(runs);
        self
    }
}

impl Invoke for ListReconcileRuns {
    type Output = Vec<ReconcileRun>;
    const OPERATION: &'static str = "list_reconcile_runs";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<ReconcileRun>> {
        let limit = limit(self.limit, 100)?;
        let listed = Raw::of(&exchange).list_reconcile_runs(limit).await;
        Ok(listed?.items)
    }
}

/// Reads one run; made by [`Reconciliation::get`](super::Reconciliation::get).
#[derive(Debug, Clone)]
pub struct GetReconcileRun {
    pub(super) id: String,
}

impl Invoke for GetReconcileRun {
    type Output = ReconcileReport;
    const OPERATION: &'static str = "get_reconcile_run";

    async fn invoke(self, exchange: Exchange) -> Result<ReconcileReport> {
        let id = path::segment("run id", &self.id)?;
        Raw::of(&exchange).get_reconcile_run(id).await
    }
}
