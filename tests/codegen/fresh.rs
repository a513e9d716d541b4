//! What is committed is what the documents say.

use std::fs;
use std::path::Path;

use super::{documents, files, root, stem};
use crate::fingerprint::banner;

#[test]
fn generated_files_are_those_of_the_documents() {
    let built = Path::new(env!("OUT_DIR"));
    let committed = root().join("generated");
    for path in files(built, "rs") {
        let name = stem(&path);
        let fresh = fs::read_to_string(&path).unwrap();
        let stale = fs::read_to_string(committed.join(format!("{name}.rs"))).unwrap_or_default();
        assert!(
            fresh == stale.replace('\r', ""),
            "generated/{name}.rs is not what openapi/{name}.yaml says; run `cargo xtask codegen`"
        );
    }
}

#[test]
fn each_document_has_its_client_and_each_client_its_document() {
    let clients = files(&root().join("generated"), "rs");
    let clients: Vec<&str> = clients.iter().map(|path| stem(path)).collect();
    let documents = documents();
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(clients, names, "run `cargo xtask codegen`");
}

#[test]
fn the_fingerprints_fit() {
    for (name, text) in documents() {
        let client = root().join(format!("generated/{name}.rs"));
        let client = fs::read_to_string(client).unwrap();
        let second = client.lines().nth(1);
        assert_eq!(
            second,
            Some(banner(&text).as_str()),
            "run `cargo xtask codegen`"
        );
    }
}

#[test]
fn a_fingerprint_tells_any_change_but_line_ends() {
    let text = "openapi: 3.0.3\npaths: {}\n";
    assert_eq!(banner(text), "// Document fingerprint: 20eaeee716fa703b");
    assert_eq!(banner(&text.replace('\n', "\r\n")), banner(text));
    let mut seen = vec![banner(text)];
    for position in 0..text.len() {
        let mut changed = text.to_owned();
        changed.replace_range(position..=position, "~");
        seen.push(banner(&changed));
        changed.remove(position);
        seen.push(banner(&changed));
    }
    seen.push(banner(""));
    let count = seen.len();
    seen.sort();
    seen.dedup();
    // Removing one of two equal neighbours gives the same text twice: `{}` has none, `\n` none, all others differ.
    assert_eq!(seen.len(), count);
}
