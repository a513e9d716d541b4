//! A lie in a document, and what finds it out: an ordinary conversation of the facade with the simulator.

use crate::support::contract::{Side, Violation};

/// A change of a document, and the violation that gives it away.
pub(super) struct Lie {
    pub(super) name: &'static str,
    pub(super) honest: &'static str,
    pub(super) lie: &'static str,
    /// `None`: the request matches no operation any more.
    pub(super) operation: Option<&'static str>,
    pub(super) side: Side,
    pub(super) finding: &'static str,
}

/// Has a conversation under each changed document, in which client and server keep to the honest one. Panics when a change
/// goes unnoticed.
pub(super) async fn assert_found_out(
    honest: &str,
    lies: &[Lie],
    conversation: impl AsyncFn(&str) -> Vec<Violation>,
) {
    for one in lies {
        let name = one.name;
        assert_eq!(honest.matches(one.honest).count(), 1, "{name}: where?");
        let document = honest.replacen(one.honest, one.lie, 1);
        let found = conversation(&document).await;
        let is_it = |violation: &&Violation| {
            violation.operation.as_deref() == one.operation
                && violation.side == one.side
                && violation.what.contains(one.finding)
        };
        assert!(
            found.iter().any(|violation| is_it(&violation)),
            "{name}: {found:#?}"
        );
    }
}
