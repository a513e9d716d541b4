//! Nothing that is documented goes unexercised, nor any method of a facade.

use std::collections::BTreeSet;

use super::driven::Driven;
use super::sources;
use crate::support::contract::{Coverage, Document};

/// A backend, and the operations that its tests have in their table of calls.
#[derive(Debug)]
pub(super) struct Backend {
    /// As in `openapi/<name>.yaml` and `src/<name>/`.
    pub(super) name: &'static str,
    pub(super) tabled: BTreeSet<String>,
}

impl Backend {
    /// Panics unless document, facade and table of calls have the same operations.
    #[track_caller]
    pub(super) fn assert_tabled(&self) {
        let operations = Document::load(self.name).operations();
        let documented = names(operations.iter().map(|operation| &*operation.id));
        let facade = sources::operations(self.name, &documented);
        same(("documented", &documented), ("in the facade", &facade));
        same(
            ("in the facade", &facade),
            ("in the table of calls", &self.tabled),
        );
    }

    /// Panics unless every method of the facade and every operation of the table was called, and every documented reply seen.
    /// Prints how much that is.
    #[track_caller]
    pub(super) fn assert_exercised(
        &self,
        driven: &[&Driven],
        coverage: &Coverage,
        refusals: usize,
    ) {
        let methods: BTreeSet<String> = driven.iter().flat_map(|one| one.methods()).collect();
        same(
            ("in the facade", &sources::methods(self.name)),
            ("exercised", &methods),
        );
        let operations: BTreeSet<String> = driven.iter().flat_map(|one| one.operations()).collect();
        same(
            ("in the table of calls", &self.tabled),
            ("called", &operations),
        );
        let expected = Document::load(self.name).expected();
        let missing = coverage.missing(&expected);
        assert!(missing.is_empty(), "never seen: {missing:?}");
        println!(
            "{}: {} operations of the facade, {} documented replies, {} methods, {refusals} refusals",
            self.name,
            operations.len(),
            expected.len(),
            methods.len(),
        );
    }
}

pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Panics with what the one set has and the other has not.
#[track_caller]
fn same(one: (&str, &BTreeSet<String>), other: (&str, &BTreeSet<String>)) {
    for ((owner, set), (lacking, rest)) in [(one, other), (other, one)] {
        let excess: Vec<_> = set.difference(rest).collect();
        assert!(excess.is_empty(), "{owner}, but not {lacking}: {excess:?}");
    }
}
