//! No number of the contract is left out.

use std::collections::BTreeSet;
use std::path::Path;

/// The numbers of the tests of one kind: of the names `c05_…` those after `c`.
fn numbers(kind: char, folder: &Path, found: &mut BTreeSet<u32>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            numbers(kind, &path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().map(str::trim_start) {
            let line = line.strip_prefix("async ").unwrap_or(line);
            let name = line.strip_prefix("fn ").unwrap_or(line);
            let number = name
                .strip_prefix(kind)
                .and_then(|rest| rest.split_once('_'));
            found.extend(number.and_then(|(number, _)| number.parse::<u32>().ok()));
        }
    }
}

#[test]
fn none_is_missing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/gt8004");
    for (kind, last) in [('c', 73), ('w', 20)] {
        let mut found = BTreeSet::new();
        numbers(kind, &folder, &mut found);
        let expected: BTreeSet<u32> = (1..=last).collect();
        let missing: Vec<_> = expected.difference(&found).collect();
        let unknown: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty(), "{kind}: no test for {missing:?}");
        assert!(
            unknown.is_empty(),
            "{kind}: the contract has no {unknown:?}"
        );
    }
}
