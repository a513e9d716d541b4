//! Dependencies go one way: `error, secret ← runtime ← generated ← backends`, and the simulators share nothing with them.

use super::{Source, backends, library, read};

/// What the engine and the errors must not know of.
const NOUNS: [&str; 17] = [
    "liteboxd",
    "sandbox",
    "sandboxes",
    "kubernetes",
    "pod",
    "gateway",
    "prefab",
    "prefabs",
    "synapse",
    "ray",
    "serve",
    "loopai",
    "synthesis",
    "gt8004",
    "analytics",
    "prepull",
    "raysubmit",
];

/// Words that a backend shares with the name of another.
const SHARED: [(&str, &str); 1] = [
    // The way to the ports of its sandboxes.
    ("liteboxd", "gateway"),
];

/// The modules that a module may use besides itself.
fn allowed(module: &str) -> Vec<&'static str> {
    match module {
        "secret" | "sim" => vec![],
        "error" => vec!["secret"],
        "runtime" | "blocking" => vec!["error", "secret"],
        "generated" => vec!["error", "secret", "runtime"],
        _ => vec!["error", "secret", "runtime", "generated"],
    }
}

/// The module at the top that a file belongs to, and how deep the file's own module is below the crate's root.
fn place(source: &Source) -> (&str, usize) {
    let inner = source.path.strip_prefix("src/").unwrap();
    let inner = inner.strip_suffix(".rs").unwrap();
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    (inner.split('/').next().unwrap(), inner.split('/').count())
}

/// Where the names at the crate's root come from: each with its module.
fn reexports() -> Vec<(String, String)> {
    let library = super::scanner::without_comments(&read("src/lib.rs"));
    let mut names = Vec::new();
    for list in library.split("pub use ").skip(1) {
        let (module, list) = list.split(';').next().unwrap().split_once("::").unwrap();
        let list = list.trim_matches(['{', '}']).split(',');
        names.extend(list.map(|name| (name.trim().to_owned(), module.to_owned())));
    }
    names.retain(|(name, _)| !name.is_empty());
    names
}

/// The first names of all paths that begin at the crate's root.
fn roots(code: &str) -> Vec<String> {
    let mut roots = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            roots.push(name(rest));
            continue;
        };
        let mut depth = 0;
        for member in group.split_inclusive([',', '{', '}']) {
            if depth == 0 {
                roots.push(name(member.trim_start()));
            }
            depth += i32::from(member.ends_with('{')) - i32::from(member.ends_with('}'));
            if depth < 0 {
                break;
            }
        }
    }
    roots.retain(|root| !root.is_empty());
    roots
}

fn name(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn every_edge_goes_inwards() {
    let reexports = reexports();
    assert!(
        reexports
            .iter()
            .any(|(name, module)| name == "ErrorKind" && module == "error")
    );
    let mut wrong = Vec::new();
    for source in library() {
        let (module, _) = place(&source);
        if module == "lib" {
            continue;
        }
        for root in roots(&source.code()) {
            let named = reexports.iter().find(|(name, _)| *name == root);
            let target = named.map_or(root.as_str(), |(_, module)| module.as_str());
            if target != module && !allowed(module).contains(&target) {
                wrong.push(format!("{}: {module} uses crate::{root}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_module_climbs_out_of_its_ring() {
    for source in library() {
        let (module, depth) = place(&source);
        let code = source.code();
        let climbs = code.match_indices("super::").map(|(at, _)| {
            let mut rest = &code[at..];
            let mut steps = 0;
            while let Some(next) = rest.strip_prefix("super::") {
                (rest, steps) = (next, steps + 1);
            }
            steps
        });
        let most = climbs.max().unwrap_or(0);
        assert!(
            module == "lib" || most < depth,
            "{} climbs {most} of {depth}",
            source.path
        );
    }
}

/// The words of a program, names taken apart: `ReadSandbox` has `read` and `sandbox`.
fn words(code: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for next in code.chars() {
        if !next.is_alphanumeric() || next.is_uppercase() && before.is_lowercase() {
            words.push(String::new());
        }
        if next.is_alphanumeric() {
            words.last_mut().unwrap().extend(next.to_lowercase());
        }
        before = next;
    }
    words
}

#[test]
fn the_engine_knows_no_backend() {
    let mut nouns: Vec<String> = NOUNS.map(str::to_owned).into();
    nouns.extend(backends());
    let engine = [
        "src/runtime/",
        "src/error/",
        "src/secret.rs",
        "src/blocking.rs",
    ];
    let files = library()
        .into_iter()
        .filter(|source| engine.iter().any(|folder| source.path.starts_with(folder)));
    let files: Vec<Source> = files.collect();
    assert!(files.len() > engine.len());
    for source in files {
        for word in words(&source.code()) {
            assert!(!nouns.contains(&word), "{} speaks of {word}", source.path);
        }
    }
}

#[test]
fn backends_do_not_know_each_other() {
    let backends = backends();
    for source in library() {
        let (module, _) = place(&source);
        if !backends.iter().any(|backend| backend == module) {
            continue;
        }
        let words = words(&source.code());
        let shared = |other: &str| SHARED.contains(&(module, other));
        for other in backends.iter().filter(|backend| *backend != module) {
            if shared(other) {
                continue;
            }
            assert!(!words.contains(other), "{} speaks of {other}", source.path);
        }
    }
}

#[test]
fn simulators_do_not_know_the_clients() {
    for source in library() {
        if !source.path.starts_with("src/sim/") {
            continue;
        }
        let roots = roots(&source.code());
        assert!(
            roots.iter().all(|root| root == "sim"),
            "{} uses {roots:?}",
            source.path
        );
    }
}

#[test]
fn roots_are_found_in_groups_too() {
    let code = "use crate::error::{Error, kind}; use crate::{a, b::{c, d}, e}; x(crate::Secret);";
    assert_eq!(roots(code), ["error", "a", "b", "e", "Secret"]);
    assert_eq!(
        words("ReadSandbox a_b HTTP")[..5],
        ["read", "sandbox", "a", "b", "http"]
    );
}
