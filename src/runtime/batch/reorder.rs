//! Items that came early wait for those before them.

use std::collections::VecDeque;

/// The items from the next one to be given to the last one started.
pub(super) struct Reorder<O> {
    /// The index of the first slot.
    next: usize,
    slots: VecDeque<Option<O>>,
}

impl<O> Reorder<O> {
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
    pub(super) fn put(&mut self, (index, output): (usize, O)) {
        if let Some(slot) = self.slots.get_mut(index - self.next) {
            *slot = Some(output);
        }
    }

    /// The next item in order, if it is there.
    pub(super) fn take(&mut self) -> Option<(usize, O)> {
        let output = self.slots.front_mut()?.take()?;
        self.slots.pop_front();
        let index = self.next;
        self.next += 1;
        Some((index, output))
    }
}
