//! Inputs as they come: each with its place, checked before it can be sent.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::super::execution::duplicate;
use crate::error::Result;
use crate::generated::loopai::types;
use crate::loopai::BatchItem;
use crate::runtime::batch::exact;

pub(super) type Inputs = Pin<Box<dyn Stream<Item = BatchItem> + Send>>;

/// An input, or why it cannot be sent.
pub(super) struct Entry {
    pub(super) index: usize,
    pub(super) id: String,
    pub(super) item: Result<types::BatchItem>,
}

/// The inputs of a batch.
pub(super) struct Intake {
    inputs: Inputs,
    taken: usize,
    ids: Ids,
    force_validation: bool,
}

impl Intake {
    pub(super) fn new(inputs: Inputs, force_validation: bool) -> Self {
        Self {
            inputs,
            taken: 0,
            ids: Ids::default(),
            force_validation,
        }
    }

    pub(super) fn poll_entry(&mut self, context: &mut Context<'_>) -> Poll<Option<Entry>> {
        let Some(mut item) = ready!(self.inputs.as_mut().poll_next(context)) else {
            return Poll::Ready(None);
        };
        if self.force_validation {
            item = item.force_validation();
        }
        let (index, id) = (self.taken, item.id().to_owned());
        self.taken += 1;
        let item = match self.ids.is_new(&item) {
            true => item.checked(),
            false => Err(duplicate(&id)),
        };
        Poll::Ready(Some(Entry { index, id, item }))
    }

    /// How many inputs are left, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        exact(self.inputs.size_hint())
    }
}

/// Which ids there were. Those that are numbered take no room; of others a keyed hash of 64 bits is kept, by which one in 10^19
/// pairs is taken for the same.
#[derive(Default)]
struct Ids {
    /// The first and the last that were numbered.
    numbered: Option<(u64, u64)>,
    others: HashSet<u64>,
    hasher: RandomState,
}

impl Ids {
    fn is_new(&mut self, item: &BatchItem) -> bool {
        if let Some(number) = item.number
            && self.numbered.is_none_or(|(_, last)| last < number)
        {
            let first = self.numbered.map_or(number, |(first, _)| first);
            self.numbered = Some((first, number));
            return self.others.is_empty()
                || !self.others.contains(&self.hasher.hash_one(item.id()));
        }
        // An item without an id is refused for that.
        item.id().is_empty()
            || !self.is_numbered(item.id()) && self.others.insert(self.hasher.hash_one(item.id()))
    }

    /// Whether it is, as it is written, one of the numbers.
    fn is_numbered(&self, id: &str) -> bool {
        let number = id
            .parse::<u64>()
            .ok()
            .filter(|number| number.to_string() == id);
        let among = |(first, last): (u64, u64)| {
            number.is_some_and(|number| (first..=last).contains(&number))
        };
        self.numbered.is_some_and(among)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn news(items: impl IntoIterator<Item = BatchItem>) -> (Vec<bool>, usize) {
        let mut ids = Ids::default();
        let news = items.into_iter().map(|item| ids.is_new(&item)).collect();
        (news, ids.others.len())
    }

    fn named(id: &str) -> BatchItem {
        BatchItem::new(id, 1)
    }

    #[test]
    fn numbers_take_no_room() {
        let (news, room) = news(BatchItem::numbered(0..1000).skip(10));
        assert!(news.iter().all(|new| *new));
        assert_eq!(room, 0);
    }

    #[test]
    fn an_id_comes_once() {
        assert_eq!(
            news(["a", "b", "a", "A", "b"].map(named)).0,
            [true, true, false, true, false]
        );
        assert_eq!(news(["0", "00", "0"].map(named)).0, [true, true, false]);
    }

    #[test]
    fn numbers_and_other_ids_are_told_apart() {
        let numbered = || BatchItem::numbered(0..3);
        let mixed = numbered().chain([named("2"), named("3"), named("02"), named("-1")]);
        assert_eq!(news(mixed).0, [true, true, true, false, true, true, true]);
        let twice = numbered().chain(numbered());
        assert_eq!(news(twice).0, [true, true, true, false, false, false]);
        let before = [named("1"), named("x")].into_iter().chain(numbered());
        assert_eq!(news(before).0, [true, true, true, false, true]);
    }
}
