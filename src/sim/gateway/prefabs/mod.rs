//! The prefabs that there are, and what they do.

mod act;
mod llm;
mod manifest;
mod test_kit;
mod translator;
mod video;
mod weather;

pub(super) use act::{Act, End, Event, Inputs, Script};
pub(super) use manifest::{Direction, Function, Prefab};

/// Every prefab in every version, newest first.
pub(super) const PREFABS: [&Prefab; 7] = [
    &test_kit::PREFAB,
    &weather::PREFAB,
    &video::PREFAB,
    &translator::PREFAB,
    &llm::PREFAB,
    &video::BROKEN,
    &translator::OLDER,
];

/// The prefab of that name and version.
pub(super) fn find(id: &str, version: &str) -> Option<&'static Prefab> {
    let mut prefabs = PREFABS.into_iter();
    prefabs.find(|prefab| prefab.id == id && prefab.version == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_listed_newest_first() {
        let ages = PREFABS.map(|prefab| prefab.hours_old);
        assert!(ages.is_sorted());
        for prefab in PREFABS {
            let found = find(prefab.id, prefab.version).unwrap();
            assert_eq!(found.hours_old, prefab.hours_old);
            assert!(!prefab.functions.is_empty());
        }
        assert!(find("llm-client", "9.9.9").is_none());
    }
}
