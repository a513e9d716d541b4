//! Items that came early wait for those before them.

use std::collections::VecDeque;

use super::Item;
use crate::error::Result;

/// The items from the next one to be given to the last one started.
pub(super) struct Reorder<T> {
    /// The index of the first slot.
    next: usize,
    slots: VecDeque<Option<Result<T>>>,
}

impl<T> Reorder<T> {
    pub(super) fn new() -> Self {
        Self {
            next: 0,
            slots: VecDeque::new(),
        }
    }

    /// How many items are in flight or wait.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Makes room for the item that was just started.
    pub(super) fn reserve(&mut self) {
        self.slots.push_back(None);
    }

    /// Takes an item in.
    pub(super) fn put(&mut self, item: Item<T>) {
        if let Some(slot) = self.slots.get_mut(item.index - self.next) {
            *slot = Some(item.outcome);
        }
    }

    /// The next item in order, if it is there.
    pub(super) fn take(&mut self) -> Option<Item<T>> {
        let outcome = self.slots.front_mut()?.take()?;
        self.slots.pop_front();
        let index = self.next;
        self.next += 1;
        Some(Item { index, outcome })
    }
}
