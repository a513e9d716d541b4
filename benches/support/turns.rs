//! Two ways of the same work that take turns, so that what disturbs the machine disturbs both.

/// What the same work cost in two ways, one right after the other.
pub(crate) struct Round<T> {
    pub(crate) bare: T,
    pub(crate) ours: T,
}

/// Measures rounds, after one that does not count. Who goes first alternates.
pub(crate) fn compare<T>(
    rounds: usize,
    mut bare: impl FnMut() -> T,
    mut ours: impl FnMut() -> T,
) -> Vec<Round<T>> {
    let round = |number: usize| {
        if number.is_multiple_of(2) {
            let bare = bare();
            let ours = ours();
            Round { bare, ours }
        } else {
            let ours = ours();
            let bare = bare();
            Round { bare, ours }
        }
    };
    (0..=rounds).map(round).skip(1).collect()
}
