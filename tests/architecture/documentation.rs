//! What must be written down.

use super::{backends, read};

/// The keys of the sections of Cargo.toml with these names.
fn keys(sections: &[&str]) -> Vec<String> {
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut keys = Vec::new();
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if let Some((key, _)) = line.split_once(" = ")
            && sections.contains(&section)
            && !line.starts_with([' ', '#', '"'])
        {
            keys.push(key.to_owned());
        }
    }
    assert!(!keys.is_empty(), "{sections:?}");
    keys
}

/// Whether a text has a name that is not a part of a longer one.
fn mentions(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

#[test]
fn every_feature_is_described() {
    let text = read("README.md") + &read("src/lib.rs");
    for feature in keys(&["features"]) {
        let named = feature == "default" || mentions(&text, &format!("`{feature}`"));
        assert!(named, "README.md does not describe the feature {feature}");
    }
}

#[test]
fn every_backend_is_a_feature_and_is_described() {
    let features = keys(&["features"]);
    let architecture = read("ARCHITECTURE.md");
    for backend in backends() {
        assert!(features.contains(&backend), "{backend} is no feature");
        assert!(
            mentions(&architecture, &backend),
            "ARCHITECTURE.md does not mention {backend}"
        );
    }
}

#[test]
fn every_dependency_is_justified() {
    let architecture = read("ARCHITECTURE.md");
    let sections = ["dependencies", "build-dependencies", "dev-dependencies"];
    let missing: Vec<String> = keys(&sections)
        .into_iter()
        .filter(|name| !mentions(&architecture, name))
        .collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md does not say why: {}",
        missing.join(", ")
    );
}
