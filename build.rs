//! The one place that knows how documents become clients.
//!
//! With feature `codegen` every document of `openapi/` is compiled into `OUT_DIR`. Without it (what users of the
//! library build) the committed files of `generated/` are used, and a document that has changed since is reported.
//! Nothing is ever written outside `OUT_DIR`; `cargo xtask codegen` copies the result into the tree.

#[cfg(feature = "codegen")]
#[path = "build/compiler/mod.rs"]
mod compiler;
#[path = "build/fingerprint.rs"]
mod fingerprint;

use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=openapi");
    println!("cargo::rerun-if-changed=generated");
    if let Err(message) = run() {
        println!("cargo::error={}", message.replace('\n', " | "));
        process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(var("CARGO_MANIFEST_DIR")?);
    let directory = provide(&root, &documents(&root)?)?;
    println!("cargo::rustc-env=QUINTET_GENERATED={}", directory.display());
    Ok(())
}

/// Compiles the documents and returns the directory that holds the clients.
#[cfg(feature = "codegen")]
fn provide(_root: &Path, documents: &[PathBuf]) -> Result<PathBuf, String> {
    let out = PathBuf::from(var("OUT_DIR")?);
    for document in documents {
        let name = stem(document);
        let code = compiler::compile(&name, &read(document)?)?;
        let file = out.join(format!("{name}.rs"));
        fs::write(&file, code).map_err(|e| format!("cannot write {}: {e}", file.display()))?;
    }
    Ok(out)
}

/// Points at the committed clients and warns about each that is older than its document.
#[cfg(not(feature = "codegen"))]
fn provide(root: &Path, documents: &[PathBuf]) -> Result<PathBuf, String> {
    let generated = root.join("generated");
    for document in documents {
        let name = stem(document);
        let code = read(&generated.join(format!("{name}.rs")))?;
        if !code.contains(&fingerprint::banner(&read(document)?)) {
            println!(
                "cargo::warning=generated/{name}.rs is older than openapi/{name}.yaml; run `cargo xtask codegen`"
            );
        }
    }
    Ok(generated)
}

fn documents(root: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = root.join("openapi");
    let entries = fs::read_dir(&folder).map_err(|e| format!("cannot list openapi/: {e}"))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| {
        format!(
            "cannot read {}: {e}; run `cargo xtask codegen` if it is a generated file",
            path.display()
        )
    })
}

fn var(name: &str) -> Result<String, String> {
    env::var(name).map_err(|e| format!("{name}: {e}"))
}
