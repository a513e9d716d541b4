//! What came of a batch, and what follows from it.

use bytes::Bytes;
use tokio::time::Instant;

use super::{Notice, Pump};
use crate::runtime::breaker::later;
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
        // Before the lock: nobody waits for it.
        let less = match &outcome {
            Err(refused) if refused.why == Why::TooLarge => self.stripped(shared),
            _ => None,
        };
        let mut core = shared.core();
        if core.phase == Phase::Closed {
            return;
        }
        core.set_in_flight(0, 0);
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
                let most = shared.settings.max_retry_after;
                let asked = error.retry_after();
                self.not_before = asked.map(|asked| later(now, asked.min(most)));
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
                            self.verdict = Some(DropCause::Unauthorized);
                        }
                    }
                    Why::TooLarge | Why::Malformed | Why::Rejected => {
                        self.answered();
                        self.refused(shared, &mut core, batch, why, less);
                    }
                }
            }
        }
        self.note(&mut core);
        drop(core);
        self.say();
    }

    /// What is left of the one entry that was sent, when its bodies are left out.
    fn stripped<S: Ship>(&self, shared: &Shared<S>) -> Option<Bytes> {
        match self.batches.front()?.pieces.as_slice() {
            [piece] => shared.ship.strip(&piece.bytes),
            _ => None,
        }
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
            self.retry_at = Some(settings.after(self.attempts, now));
            return;
        }
        // The last call is not the last: there is time until the deadline.
        let rest = match core.phase {
            Phase::Open => later(now, settings.interval),
            _ => settings.after(self.attempts, now),
        };
        if core.phase == Phase::Open {
            self.breaker.failed(now);
        }
        // An open breaker says itself when the next round begins.
        let is_open = self.breaker.open_until().is_some();
        self.rest_until = Some(rest).filter(|_| !is_open);
        self.round_failed(core);
    }

    pub(super) fn round_failed<T>(&mut self, core: &mut Core<T>) {
        (self.attempts, self.retry_at) = (0, None);
        core.failed_rounds += 1;
        if let Some(error) = &core.last_error {
            self.notice = Some(Notice::Waits(error.again()));
        }
    }

    /// The server takes no such batch: perhaps halves of it, or less of an entry.
    pub(super) fn refused<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        core: &mut Core<S::Entry>,
        mut batch: Batch,
        why: Why,
        less: Option<Bytes>,
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
            && let Some(less) = less
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
            self.notice = Some(Notice::GivenUp(error.again(), cause, batch.len()));
        }
        self.release(core, &batch.pieces);
        core.ledger.drop_some(cause, batch.len());
    }

    /// The worker went away while it was sending: the server may have the batch, and another worker sends it again.
    pub(in crate::runtime::buffer) fn interrupted(&mut self, was_sending: bool, now: Instant) {
        self.breaker.gave_up(now);
        self.credential.gave_up(now);
        self.has_written = false;
        if was_sending && let Some(batch) = self.batches.front_mut() {
            batch.is_doubtful = true;
        }
    }
}
