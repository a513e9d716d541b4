//! What the connections of one proxy found.

use std::sync::{Mutex, MutexGuard};

use super::{Coverage, Violation};

/// The findings of a proxy, shared by its connections.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<Findings>);

#[derive(Debug, Default)]
struct Findings {
    violations: Vec<Violation>,
    /// How many of `violations` were handed out.
    looked_at: usize,
    coverage: Coverage,
}

impl Ledger {
    pub(super) fn report(&self, violation: Violation) {
        self.lock().violations.push(violation);
    }

    pub(super) fn cover(&self, operation: &str, status: &str) {
        self.lock().coverage.record(operation, status);
    }

    pub(super) fn coverage(&self) -> Coverage {
        self.lock().coverage.clone()
    }

    /// All violations so far, which from now on count as looked at.
    pub(super) fn look(&self) -> Vec<Violation> {
        let mut findings = self.lock();
        findings.looked_at = findings.violations.len();
        findings.violations.clone()
    }

    /// Whether there are violations that nobody looked at.
    pub(super) fn has_news(&self) -> bool {
        let findings = self.lock();
        findings.looked_at < findings.violations.len()
    }

    fn lock(&self) -> MutexGuard<'_, Findings> {
        self.0.lock().expect("no holder of the lock panics")
    }
}
