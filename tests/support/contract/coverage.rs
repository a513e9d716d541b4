//! Which documented replies were seen.

use std::collections::BTreeSet;

/// Pairs of `operationId` and the documented status (`200`, `4XX`, `default`) that a reply fell under.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    seen: BTreeSet<(String, String)>,
}

impl Coverage {
    pub(super) fn record(&mut self, operation: &str, status: &str) {
        self.seen.insert((operation.to_owned(), status.to_owned()));
    }

    /// Whether a whole reply of this operation under this documented status was seen.
    pub(crate) fn contains(&self, operation: &str, status: &str) -> bool {
        self.seen
            .contains(&(operation.to_owned(), status.to_owned()))
    }

    /// Adds what another proxy of the same document saw.
    pub(crate) fn merge(&mut self, other: &Coverage) {
        self.seen.extend(other.seen.iter().cloned());
    }

    /// The pairs of `expected` that were not seen. See [`super::Document::expected`].
    pub(crate) fn missing(&self, expected: &BTreeSet<(String, String)>) -> Vec<(String, String)> {
        expected.difference(&self.seen).cloned().collect()
    }

    /// The operations of `expected` of which no reply at all was seen.
    pub(crate) fn missing_operations(&self, expected: &BTreeSet<(String, String)>) -> Vec<String> {
        let seen: BTreeSet<_> = self.seen.iter().map(|(operation, _)| operation).collect();
        let all: BTreeSet<_> = expected.iter().map(|(operation, _)| operation).collect();
        all.difference(&seen).map(|name| name.to_string()).collect()
    }
}
