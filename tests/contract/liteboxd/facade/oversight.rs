//! The calls for reconciliation and health.

use quintet::Result;
use quintet::liteboxd::{Client, Reconciliation};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for reconciliation or health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum OversightCall {
    Reconcile,
    Runs,
    Run,
    Health,
    Readiness,
}

use OversightCall::{Health, Readiness, Reconcile, Run, Runs};

impl OversightCall {
    pub(super) const ALL: [Self; 5] = [Reconcile, Runs, Run, Health, Readiness];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Reconcile => "reconcile_sandboxes",
            Runs => "list_reconcile_runs",
            Run => "get_reconcile_run",
            Health => "get_health",
            Readiness => "get_readiness",
        }
    }

    /// Makes the call, for the run with that id where it is for one.
    pub(super) async fn call(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, reconciliation, client);
        match self {
            Reconcile => done(stage, drive!(stage, Reconciliation, run, &all)).await,
            Runs => done(stage, drive!(stage, Reconciliation, runs, &all)).await,
            Run => done(stage, drive!(stage, Reconciliation, get, &all, id)).await,
            Health => done(stage, drive!(stage, Client, health, client)).await,
            Readiness => done(stage, drive!(stage, Client, readiness, client)).await,
        }
    }
}
