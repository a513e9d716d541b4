//! What may be done in one place only.

use super::{Source, backends, library, root, scanner, sources};

/// The files of the clients, simulators apart, whose program has such a text, whatever white space it is written with.
fn files_with(text: &str) -> Vec<String> {
    let has = |source: &Source| {
        let code: String = source.code().split_whitespace().collect();
        !source.path.starts_with("src/sim/") && code.contains(text)
    };
    let files = library().into_iter().filter(has);
    files.map(|source| source.path).collect()
}

#[test]
fn only_an_attempt_sends() {
    assert_eq!(files_with("http.execute("), ["src/runtime/attempt.rs"]);
    for sending in [".send().await", "reqwest::get(", "reqwest::blocking"] {
        assert_eq!(files_with(sending), [""; 0], "{sending}");
    }
}

#[test]
fn only_retries_and_waits_sleep() {
    assert_eq!(
        files_with("sleep("),
        ["src/runtime/retry/mod.rs", "src/runtime/wait.rs"]
    );
}

#[test]
fn only_the_builder_makes_http_clients() {
    assert_eq!(
        files_with("reqwest::Client::builder()"),
        ["src/runtime/builder.rs"]
    );
    assert_eq!(files_with("reqwest::Client::new()"), [""; 0]);
}

#[test]
fn only_settings_read_the_environment() {
    assert_eq!(files_with("env::var("), ["src/runtime/env.rs"]);
}

#[test]
fn every_backend_has_the_same_files() {
    for backend in backends() {
        for file in ["mod.rs", "client.rs"] {
            let path = format!("src/{backend}/{file}");
            assert!(root().join(&path).is_file(), "{path} is missing");
        }
    }
}

/// All that people write.
fn everything() -> Vec<Source> {
    let mut all = Vec::new();
    for folder in [
        "src", "build", "tests", "examples", "benches", "openapi", "xtask", ".ci", ".cargo",
    ] {
        if root().join(folder).is_dir() {
            all.extend(sources(folder, &[".rs", ".yaml", ".toml", ".md", "run"]));
        }
    }
    for file in [
        "build.rs",
        "Cargo.toml",
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        all.push(Source {
            path: file.to_owned(),
            text: super::read(file),
        });
    }
    all
}

#[test]
fn nothing_is_left_to_do() {
    // Put together, so that this file does not find itself.
    let marks = [
        ["to", "do!("],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["unimple", "mented!("],
    ];
    for source in everything() {
        for mark in marks.map(|parts| parts.concat()) {
            assert!(!source.text.contains(&mark), "{} has {mark}", source.path);
        }
    }
}

#[test]
fn no_path_is_that_of_a_machine() {
    let places = [
        ["\"/", "home/"],
        ["/", "root/"],
        ["/", "Users/"],
        ["C:", "\\"],
        ["/mnt", "/"],
        ["/wo", "rk/"],
    ];
    for source in everything() {
        for place in places.map(|parts| parts.concat()) {
            assert!(!source.text.contains(&place), "{} has {place}", source.path);
        }
    }
}

#[test]
fn the_library_neither_prints_nor_panics() {
    for source in library() {
        let code = scanner::skeleton(&source.text);
        let code = scanner::without_tests(&code);
        for call in [
            "println!(",
            "eprintln!(",
            "panic!(",
            ".unwrap()",
            ".expect(",
            "unreachable!(",
            "dbg!(",
        ] {
            assert!(!code.contains(call), "{} has {call}", source.path);
        }
    }
}
