//! The state of the simulated server.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};

use super::auth::Accounts;
use super::lifecycle::Startup;
use super::prepull::Prepulls;
use super::reconcile::Run;
use super::sandbox::Sandbox;
use super::templates::Templates;
use crate::sim::clock::Clock;

/// How often the reconciler runs.
const RECONCILE: Duration = Duration::from_secs(60);
/// How many missed runs are made up for, at most.
const MISSED_RUNS: u32 = 100;
/// How long the rows of deleted sandboxes are kept.
const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);

/// Seconds by which the server's local time, two hours ahead, differs from UTC.
const LOCAL: i32 = 2 * 3600;

/// Everything the server knows.
#[derive(Debug)]
pub(super) struct World {
    clock: Clock,
    /// Where sandboxes are reached: `http://127.0.0.1:PORT`.
    pub(super) root: String,
    pub(super) templates: Templates,
    pub(super) prepulls: Prepulls,
    pub(super) accounts: Accounts,
    pub(super) sandboxes: HashMap<String, Sandbox>,
    pub(super) next_sequence: u64,
    pub(super) next_startup: Startup,
    pub(super) history_ids: Arc<AtomicI64>,
    /// Oldest first.
    pub(super) runs: VecDeque<Run>,
    pub(super) next_item_id: i64,
    next_reconcile: Duration,
}

impl World {
    pub(super) fn new(clock: Clock, root: String) -> Self {
        let mut world = Self {
            clock,
            root,
            templates: Templates::seeded(),
            prepulls: Prepulls::default(),
            accounts: Accounts::default(),
            sandboxes: HashMap::new(),
            next_sequence: 0,
            next_startup: Startup::Normal,
            history_ids: Arc::default(),
            runs: VecDeque::new(),
            next_item_id: 0,
            next_reconcile: RECONCILE,
        };
        world.reconcile(Duration::ZERO, "startup");
        world
    }

    /// Lets everything happen that is due by now, in its order, and returns the time.
    pub(super) fn advance(&mut self) -> Duration {
        let now = self.clock.now();
        self.advance_to(now);
        self.prepulls.settle(now);
        now
    }

    fn advance_to(&mut self, now: Duration) {
        self.skip_missed_runs(now);
        loop {
            let due = self.sandboxes.values().filter_map(Sandbox::next_due).min();
            let at = due.map_or(self.next_reconcile, |due| due.min(self.next_reconcile));
            if at > now {
                break;
            }
            if at == self.next_reconcile {
                self.next_reconcile += RECONCILE;
                self.reconcile(at, "scheduled");
            }
            for sandbox in self
                .sandboxes
                .values_mut()
                .filter(|sandbox| sandbox.next_due() == Some(at))
            {
                sandbox.step(at);
            }
        }
        self.sandboxes.retain(|_, sandbox| {
            sandbox
                .deleted
                .is_none_or(|deleted| deleted + RETENTION > now)
        });
    }

    fn skip_missed_runs(&mut self, now: Duration) {
        let oldest = now.saturating_sub(RECONCILE * MISSED_RUNS);
        if self.next_reconcile < oldest {
            let periods = u32::try_from(oldest.as_secs() / RECONCILE.as_secs()).unwrap_or(u32::MAX);
            self.next_reconcile = RECONCILE * periods;
        }
    }

    /// The sandbox as callers may reach it: not one that is deleted.
    pub(super) fn live(&mut self, id: &str) -> Option<&mut Sandbox> {
        self.sandboxes
            .get_mut(id)
            .filter(|sandbox| !sandbox.is_deleted())
    }

    /// All sandboxes, newest first, deleted ones too.
    pub(super) fn newest_first(&self) -> Vec<&Sandbox> {
        let mut sandboxes: Vec<_> = self.sandboxes.values().collect();
        sandboxes.sort_unstable_by_key(|sandbox| std::cmp::Reverse(sandbox.sequence));
        sandboxes
    }

    /// The date and time of a moment.
    pub(super) fn wall(&self, at: Duration) -> DateTime<Utc> {
        self.clock.wall(at)
    }

    /// A moment as the server writes it.
    pub(super) fn timestamp(&self, at: Duration) -> String {
        self.wall(at).to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// A moment as the server writes it in its local time: those of templates, prepull tasks and API keys.
    pub(super) fn local_timestamp(&self, at: Duration) -> String {
        self.local(at, SecondsFormat::AutoSi)
    }

    /// The same without fractions of a second.
    pub(super) fn local_second(&self, at: Duration) -> String {
        self.local(at, SecondsFormat::Secs)
    }

    fn local(&self, at: Duration, seconds: SecondsFormat) -> String {
        match FixedOffset::east_opt(LOCAL) {
            Some(zone) => {
                let local = self.wall(at).with_timezone(&zone);
                local.to_rfc3339_opts(seconds, true)
            }
            None => self.wall(at).to_rfc3339_opts(seconds, true),
        }
    }
}

#[cfg(test)]
mod tests;
