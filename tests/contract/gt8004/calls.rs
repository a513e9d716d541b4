//! The calls of the facade, by name, so that a table can hold them.

use quintet::gt8004::{Client, Logger};
use quintet::{Call, Invoke, Result};

use super::stage::{Clients, Stage, drive, entry};
use crate::support::contract::{Document, OperationSpec};

/// A call of the facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    Ingest,
    Verify,
    Health,
    Readiness,
    /// Of the logger.
    Ship,
    /// Of the logger.
    VerifyLogger,
}

use Facade::{Health, Ingest, Readiness, Ship, Verify, VerifyLogger};

impl Facade {
    pub(super) const ALL: [Self; 6] = [Ingest, Verify, Health, Readiness, Ship, VerifyLogger];

    /// Those that are a [`Call`], with a policy of retries.
    pub(super) const CALLS: [Self; 5] = [Ingest, Verify, Health, Readiness, VerifyLogger];

    /// The `operationId`.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Ingest | Verify | Ship | VerifyLogger => "ingest",
            Health => "check_health",
            Readiness => "check_readiness",
        }
    }

    /// What the document says about it.
    pub(super) fn documented(self) -> OperationSpec {
        let operations = Document::load("gt8004").operations().into_iter();
        let mut named = operations.filter(|spec| spec.id == self.operation());
        named.next().unwrap()
    }

    /// Whether the client itself may send it twice: what reads, and what says again that an agent is connected.
    pub(super) fn is_idempotent(self) -> bool {
        !matches!(self, Ingest | Ship)
    }

    /// Makes the call.
    pub(super) async fn call(self, stage: &Stage, clients: &Clients) -> Result<()> {
        let Clients { client, logger } = clients;
        match self {
            Ingest => {
                let entries = [entry("/api/search")];
                done(stage, drive!(stage, Client, ingest, client, entries)).await
            }
            Verify => done(stage, drive!(stage, Client, verify_connection, client)).await,
            Health => done(stage, drive!(stage, Client, health, client)).await,
            Readiness => done(stage, drive!(stage, Client, readiness, client)).await,
            Ship => {
                stage.driven.operation(self.operation());
                drive!(stage, Logger, log, logger, entry("/api/search"));
                drive!(stage, Logger, flush, logger).await
            }
            VerifyLogger => {
                stage.driven.operation(self.operation());
                drive!(stage, Logger, verify_connection, logger).await
            }
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
