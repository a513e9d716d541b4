//! Logs that are followed.

use super::super::{Simulator, Tail, TailCounts, TailFault};

/// Logs that are followed.
impl Simulator {
    /// How logs are handed out over the transport of `tail`, to connections from now on. The defaults are
    /// [`Tail::websocket`] and [`Tail::http`].
    pub fn set_tail(&self, tail: Tail) {
        self.with(|world| world.tails.set(tail));
    }

    /// Spoils connections to come.
    pub fn inject_tail(&self, fault: TailFault) {
        self.with(|world| world.tails.inject(fault));
    }

    /// How logs were followed so far.
    pub fn tails(&self) -> TailCounts {
        self.with(|world| world.tails.counter.counts())
    }

    /// Returns when the counts are such, at once if they are already.
    pub async fn until_tails(&self, are_such: impl FnMut(&TailCounts) -> bool) {
        let counter = self.with(|world| world.tails.counter.clone());
        counter.until(are_such).await;
    }
}
