//! The rule table against its fixtures, and the linter against anything at all.

mod accepted;
mod fixtures;
mod mutations;

use std::fs;
use std::path::PathBuf;

/// A document that breaks one rule, on the line marked `# <- here`.
pub(super) struct Fixture {
    /// The name of the file, which is that of the rule.
    pub(super) rule: String,
    pub(super) text: String,
}

pub(super) fn load() -> Vec<Fixture> {
    let folder: PathBuf = crate::process::root().join("xtask/fixtures/lint");
    let rules = crate::files::stems(&folder, "yaml").expect("the fixtures' folder");
    assert!(!rules.is_empty(), "no fixtures in {}", folder.display());
    rules
        .into_iter()
        .map(|rule| {
            let path = folder.join(&rule).with_extension("yaml");
            let text = fs::read_to_string(path).expect("a readable fixture");
            Fixture { rule, text }
        })
        .collect()
}
