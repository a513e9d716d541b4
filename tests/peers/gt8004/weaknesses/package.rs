//! What users are told to install and to switch on is there. Contract: §8 (20).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The names between the brackets or behind the equals sign of a line: `["a", "b"]`, `"a"`, `a,b`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |next: char| next.is_ascii_alphanumeric() || "-_/:".contains(next);
    text.split(move |next| !is_of_name(next))
        .filter(|name| !name.is_empty())
}

/// The features that the manifest declares.
fn declared() -> BTreeSet<String> {
    let manifest = read("Cargo.toml");
    let (_, features) = manifest.split_once("\n[features]\n").unwrap();
    let (features, _) = features.split_once("\n[").unwrap();
    let lines = features.lines().filter_map(|line| line.split_once(" = "));
    lines.map(|(name, _)| name.to_owned()).collect()
}

/// The features that a text tells its reader to switch on.
fn told(text: &str) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for line in text.lines() {
        let of_command = line.split("--features ").skip(1).flat_map(|rest| {
            rest.split_whitespace()
                .next()
                .unwrap_or_default()
                .split(',')
        });
        told.extend(of_command.map(|name| name.trim_matches('`').to_owned()));
        let is_ours = line.starts_with("quintet = ") || line.starts_with("required-features = ");
        if let Some((_, list)) = line.rsplit_once("features = [").filter(|_| is_ours) {
            told.extend(names(list.split(']').next().unwrap()).map(str::to_owned));
        }
    }
    told
}

#[test]
fn w20_the_features_exist() {
    let declared = declared();
    assert!(declared.is_superset(&["gt8004", "spool"].map(str::to_owned).into()));
    let mut texts = vec![
        read("README.md"),
        read("CONTRIBUTING.md"),
        read("Cargo.toml"),
    ];
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
    let told: BTreeSet<_> = texts.iter().flat_map(|text| told(text)).collect();
    assert!(told.contains("sim") && told.contains("gt8004"), "{told:?}");
    let missing: Vec<_> = told.difference(&declared).collect();
    assert_eq!(missing, [""; 0]);
}

/// There is one manifest, and what its default switches on is declared in it.
#[test]
fn w20_a_logger_is_there_by_default() {
    let manifest = read("Cargo.toml");
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    let (_, default) = default.unwrap().split_once('=').unwrap();
    let default: BTreeSet<_> = names(default).map(str::to_owned).collect();
    assert!(default.contains("gt8004"), "{default:?}");
    assert!(default.is_subset(&declared()), "{default:?}");
    assert!(read("README.md").contains("\nquintet = "));
}

/// What the library is compiled of goes into the package.
#[test]
fn w20_the_package_is_whole() {
    let manifest = read("Cargo.toml");
    let (_, include) = manifest.split_once("\ninclude = [").unwrap();
    let (include, _) = include.split_once(']').unwrap();
    for part in [
        "/build.rs",
        "/build/**",
        "/openapi/**",
        "/generated/**",
        "/src/**",
    ] {
        assert!(include.contains(&format!("\"{part}\"")), "{part}");
    }
    for file in [
        "openapi/gt8004.yaml",
        "generated/gt8004.rs",
        "src/gt8004/mod.rs",
    ] {
        assert!(!read(file).is_empty());
    }
}
