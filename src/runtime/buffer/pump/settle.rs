//! What came of a batch, and what follows from it.

use tokio::time::Instant;

use super::Pump;
use crate::runtime::buffer::core::{Core, Phase};
use crate::runtime::buffer::ledger::DropCause;
use crate::runtime::buffer::piece::Batch;
use crate::runtime::buffer::settings::Settings;
use crate::runtime::buffer::worker::Shared;
use crate::runtime::buffer::{Refused, Ship, Why};

/// Refusals of batches as malformed, with nothing accepted in between, after which batches are no longer taken apart: it is
/// not one entry that the server dislikes.
const FRUITLESS: u32 = 10;

impl Pump {
    /// Takes note of what came of the batch that was sent.
    pub(in crate::runtime::buffer) fn settle<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        outcome: Result<(), Refused>,
        now: Instant,
    ) {
        let mut core = shared.core();
        if core.phase == Phase::Closed {
            return;
        }
        core.set_in_flight(0);
        let Some(mut batch) = self.batches.pop_front() else {
            return;
        };
        match outcome {
            Ok(()) => {
                self.answered();
                self.fruitless = 0;
                core.ledger.delivered += batch.len();
                core.ledger.batches += 1;
                self.release(&mut core, &batch.pieces);
            }
            Err(Refused { why, error }) => {
                self.not_before = error
                    .retry_after()
                    .and_then(|asked| now.checked_add(asked.min(shared.settings.max_retry_after)));
                core.last_error = Some(error);
                match why {
                    Why::Passing { is_doubtful } => {
                        batch.is_doubtful |= is_doubtful;
                        self.batches.push_front(batch);
                        self.failed(&shared.settings, &mut core, now);
                    }
                    Why::Unauthorized => {
                        self.breaker.succeeded();
                        self.credential.failed(now);
                        self.batches.push_front(batch);
                        self.round_failed(&mut core);
                        if core.phase != Phase::Open {
                            core.end(DropCause::Unauthorized);
                        }
                    }
                    Why::TooLarge | Why::Malformed | Why::Rejected => {
                        self.answered();
                        self.refused(shared, &mut core, batch, why);
                    }
                }
            }
        }
        self.note(&mut core);
    }

    /// The server has answered: no reason to leave it alone.
    pub(super) fn answered(&mut self) {
        (self.attempts, self.retry_at, self.rest_until) = (0, None, None);
        self.breaker.succeeded();
        self.credential.succeeded();
    }

    /// The request failed, and the next may not.
    pub(super) fn failed<T>(&mut self, settings: &Settings, core: &mut Core<T>, now: Instant) {
        self.attempts += 1;
        let is_probe = self.breaker.is_probing();
        self.credential.gave_up(now);
        if self.attempts < settings.attempts && !is_probe {
            self.retry_at = now.checked_add(settings.delay(self.attempts));
            return;
        }
        // The last call is not the last: there is time until the deadline.
        let rest = match core.phase {
            Phase::Open => settings.interval,
            _ => settings.delay(self.attempts),
        };
        if core.phase == Phase::Open {
            self.breaker.failed(now);
        }
        // An open breaker says itself when the next round begins.
        let is_open = self.breaker.open_until().is_some();
        self.rest_until = now.checked_add(rest).filter(|_| !is_open);
        self.round_failed(core);
    }

    pub(super) fn round_failed<T>(&mut self, core: &mut Core<T>) {
        (self.attempts, self.retry_at) = (0, None);
        core.failed_rounds += 1;
        if let Some(error) = &core.last_error {
            tracing::warn!(%error, "a batch could not be sent; its entries wait");
        }
    }

    /// The server takes no such batch: perhaps halves of it, or less of an entry.
    pub(super) fn refused<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        core: &mut Core<S::Entry>,
        mut batch: Batch,
        why: Why,
    ) {
        self.fruitless += u32::from(why == Why::Malformed);
        let divides = why == Why::TooLarge || (why == Why::Malformed && self.fruitless < FRUITLESS);
        if divides && batch.len() > 1 {
            core.ledger.split += 1;
            let rest = batch.halve(shared.ship.batch_id());
            batch.id = shared.ship.batch_id();
            self.batches.push_front(rest);
            self.batches.push_front(batch);
            return;
        }
        if why == Why::TooLarge
            && let [piece] = batch.pieces.as_mut_slice()
            && let Some(less) = shared.ship.strip(&piece.bytes)
        {
            core.ledger.stripped += u64::from(!piece.is_stripped);
            (piece.bytes, piece.is_stripped) = (less, true);
            self.batches.push_front(batch);
            return;
        }
        let cause = match why {
            Why::TooLarge => DropCause::TooLarge,
            _ => DropCause::Rejected,
        };
        if let Some(error) = &core.last_error {
            tracing::warn!(%error, %cause, entries = batch.len(), "entries are given up");
        }
        self.release(core, &batch.pieces);
        core.ledger.drop_some(cause, batch.len());
    }

    /// The worker went away while it was sending: the server may have the batch, and another worker sends it again.
    pub(in crate::runtime::buffer) fn interrupted(&mut self, was_sending: bool, now: Instant) {
        self.breaker.gave_up(now);
        self.credential.gave_up(now);
        if was_sending && let Some(batch) = self.batches.front_mut() {
            batch.is_doubtful = true;
        }
    }
}
