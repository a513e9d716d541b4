//! What became of one input of many.

use crate::error::{Error, ErrorKind, Result};
use crate::loopai::Execution;
use crate::runtime::batch::{Outcome, Tally, is_congested};

/// What became of one input of many; see [`Client::execute_many`](crate::loopai::Client::execute_many).
#[derive(Debug)]
#[non_exhaustive]
pub struct ManyResult {
    /// The position of the input, from 0.
    pub index: usize,
    /// The id of the input.
    pub id: String,
    /// What became of it. A program that failed is an execution.
    pub outcome: Result<Execution>,
    /// The server left it out, because another item had failed; the outcome is an error that says so.
    pub is_skipped: bool,
    /// It took more than one request.
    is_retried: bool,
}

impl ManyResult {
    pub(super) fn new(index: usize, id: String, outcome: Result<Execution>) -> Self {
        Self {
            index,
            id,
            outcome,
            is_skipped: false,
            is_retried: false,
        }
    }

    /// An input that the server left out.
    pub(super) fn skipped(index: usize, id: String) -> Self {
        let message = "the server did not execute this item, because another one had failed";
        let outcome = Err(Error::new(ErrorKind::Failed, message).with_repeatable(true));
        Self {
            is_skipped: true,
            ..Self::new(index, id, outcome)
        }
    }

    pub(super) fn retried(mut self, is_retried: bool) -> Self {
        self.is_retried = is_retried;
        self
    }

    /// Whether the input was executed, and the program succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.outcome.as_ref().is_ok_and(Execution::is_success)
    }

    /// The execution; a program that failed is an error, as [`Execution::into_result`] has it.
    ///
    /// # Errors
    /// That of the call; [`Failed`](ErrorKind::Failed) when the program failed, or the server left the input out.
    pub fn into_result(self) -> Result<Execution> {
        self.outcome?.into_result()
    }
}

impl Outcome for ManyResult {
    fn tally(&self) -> Tally {
        let failed = !self.is_skipped && !self.is_success();
        Tally {
            succeeded: self.is_success().into(),
            failed: failed.into(),
            skipped: self.is_skipped.into(),
            is_congested: self.is_retried || is_congested(&self.outcome),
        }
    }
}

impl Outcome for Vec<ManyResult> {
    fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for one in self.iter().map(ManyResult::tally) {
            sum.succeeded += one.succeeded;
            sum.failed += one.failed;
            sum.skipped += one.skipped;
            sum.is_congested |= one.is_congested;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn result(outcome: Result<Execution>) -> ManyResult {
        ManyResult::new(0, "x".to_owned(), outcome)
    }

    fn execution(success: bool) -> Execution {
        let item = json!({"id": "x", "success": success, "latency_ms": 1, "sampled_for_validation": false});
        let item = serde_json::from_value(item).unwrap();
        Execution::of_item(item, "t", None)
    }

    fn tally(succeeded: u64, failed: u64, skipped: u64, is_congested: bool) -> Tally {
        Tally {
            succeeded,
            failed,
            skipped,
            is_congested,
        }
    }

    #[test]
    fn a_program_that_failed_is_an_execution_and_counts_as_failed() {
        assert_eq!(result(Ok(execution(true))).tally(), tally(1, 0, 0, false));
        let failed = result(Ok(execution(false)));
        assert_eq!(failed.tally(), tally(0, 1, 0, false));
        assert_eq!(failed.into_result().unwrap_err().kind(), ErrorKind::Failed);
    }

    #[test]
    fn a_server_that_has_too_much_to_do_is_recognised() {
        for (kind, is_congested) in [
            (ErrorKind::RateLimited, true),
            (ErrorKind::Unavailable, true),
            (ErrorKind::Timeout, true),
            (ErrorKind::Server, false),
            (ErrorKind::BadRequest, false),
        ] {
            let failed = result(Err(Error::new(kind, "no")));
            assert_eq!(failed.tally(), tally(0, 1, 0, is_congested), "{kind:?}");
        }
        let retried = result(Ok(execution(true))).retried(true);
        assert_eq!(retried.tally(), tally(1, 0, 0, true));
        let all = vec![
            retried,
            ManyResult::skipped(1, "y".to_owned()),
            result(Ok(execution(false))),
        ];
        assert_eq!(all.tally(), tally(1, 1, 1, true));
    }
}
