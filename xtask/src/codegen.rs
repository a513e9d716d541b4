//! `cargo xtask codegen`: carries the build script's output into `generated/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::Mode;
use crate::files;
use crate::process::{self, cargo};

/// Compiles every document and writes the result to `generated/`, or only compares it.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    // When generated code no longer fits the hand-written code, the check fails only after
    // the build script ran. The fresh files are then what is needed to repair the rest, so
    // they are carried over first and the failure is reported afterwards.
    let checked = process::output(&mut cargo(&[
        "check",
        "--package",
        "quintet",
        "--all-features",
        "--message-format=json-render-diagnostics",
    ]))?;
    let out_dir = match (out_dir(&checked.stdout, &package_id()?), &checked.result) {
        (Some(out_dir), _) => out_dir,
        (None, Err(failure)) => {
            return Err(format!(
                "the build script of quintet did not finish: {failure}"
            ));
        }
        (None, Ok(())) => return Err("cargo named no output folder of quintet".to_owned()),
    };
    let root = process::root();
    let changes = synchronize(
        &root.join("openapi"),
        &out_dir,
        &root.join("generated"),
        mode,
    )?;
    conclude(&changes, mode)?;
    checked.result
}

/// Reports the changes; in check mode each one is a failure.
fn conclude(changes: &[PathBuf], mode: Mode) -> Result<(), String> {
    let listed = |verb: fn(&Path) -> &'static str| -> String {
        let lines: Vec<String> = changes
            .iter()
            .map(|path| format!("{} {}", verb(path), files::display(path)))
            .collect();
        lines.join("\n")
    };
    match mode {
        _ if changes.is_empty() => {
            println!("generated code is up to date");
            Ok(())
        }
        Mode::Write => {
            println!(
                "{}",
                listed(|path| if path.exists() { "updated" } else { "removed" })
            );
            Ok(())
        }
        Mode::Check => Err(format!(
            "generated code is stale; run `cargo xtask codegen` and commit the result\n{}",
            listed(|_| "  stale:")
        )),
    }
}

/// Makes `generated` mirror what `out_dir` holds for the documents; returns what differed.
fn synchronize(
    documents: &Path,
    out_dir: &Path,
    generated: &Path,
    mode: Mode,
) -> Result<Vec<PathBuf>, String> {
    let wanted: BTreeSet<String> = files::stems(documents, "yaml")?.into_iter().collect();
    if wanted.is_empty() {
        return Err("openapi/ holds no documents".to_owned());
    }
    let mut changes = Vec::new();
    for name in &wanted {
        let source = out_dir.join(name).with_extension("rs");
        if !source.is_file() {
            return Err(format!(
                "the build script made nothing of openapi/{name}.yaml"
            ));
        }
        let target = generated.join(name).with_extension("rs");
        if files::ensure_file_contents(&target, &files::read(&source)?, mode)? {
            changes.push(target);
        }
    }
    for name in files::stems(generated, "rs")? {
        if !wanted.contains(&name) {
            let orphan = generated.join(name).with_extension("rs");
            files::ensure_absent(&orphan, mode)?;
            changes.push(orphan);
        }
    }
    Ok(changes)
}

/// The id by which cargo's messages name the root package.
fn package_id() -> Result<String, String> {
    let metadata = process::output(&mut cargo(&["metadata", "--no-deps", "--format-version=1"]))?;
    metadata.result?;
    let metadata: Value = serde_json::from_str(&metadata.stdout)
        .map_err(|error| format!("cannot read cargo's metadata: {error}"))?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice);
    packages
        .unwrap_or_default()
        .iter()
        .find(|package| package["name"] == "quintet")
        .and_then(|package| package["id"].as_str())
        .map(str::to_owned)
        .ok_or_else(|| "the workspace has no package quintet".to_owned())
}

/// The output folder of the package's build script, from cargo's JSON messages.
fn out_dir(messages: &str, package_id: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| {
            message["reason"] == "build-script-executed" && message["package_id"] == package_id
        })
        .filter_map(|message| message["out_dir"].as_str().map(PathBuf::from))
        .next_back()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ID: &str = "path+file:///w#quintet@0.1.0";

    fn executed(id: &str, folder: &str) -> String {
        format!(r#"{{"reason":"build-script-executed","package_id":"{id}","out_dir":"{folder}"}}"#)
    }

    #[test]
    fn only_the_root_package_names_the_folder() {
        let messages = [
            executed("registry+x#quintet@0.1.0", "/foreign"),
            "   not json".to_owned(),
            executed(ID, "/ours"),
            executed("path+file:///w/vendor#quintet-more@0.1.0", "/other"),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
        ]
        .join("\n");
        assert_eq!(out_dir(&messages, ID), Some(PathBuf::from("/ours")));
        assert_eq!(out_dir(r#"{"reason":"build-finished"}"#, ID), None);
        assert_eq!(out_dir("", ID), None);
    }

    #[test]
    fn the_workspace_has_the_package() {
        let id = package_id().expect("cargo metadata works here");
        assert!(id.contains("quintet"), "{id}");
    }

    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(folder.join("openapi")).expect("scratch folder");
            fs::create_dir_all(folder.join("out")).expect("scratch folder");
            Self(folder)
        }

        fn put(&self, name: &str, text: &str) {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("folder");
            fs::write(path, text).expect("scratch file");
        }

        fn generated(&self) -> Vec<String> {
            files::stems(&self.0.join("generated"), "rs").expect("readable")
        }

        fn synchronize(&self, mode: Mode) -> Result<Vec<String>, String> {
            let folder = |name: &str| self.0.join(name);
            let changes = synchronize(
                &folder("openapi"),
                &folder("out"),
                &folder("generated"),
                mode,
            )?;
            Ok(changes
                .iter()
                .filter_map(|path| path.file_name())
                .map(|name| name.to_string_lossy().into_owned())
                .collect())
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn writes_updates_and_removes() {
        let scratch = Scratch::new("sync");
        scratch.put("openapi/one.yaml", "");
        scratch.put("openapi/two.yaml", "");
        scratch.put("openapi/README.md", "");
        scratch.put("out/one.rs", "one");
        scratch.put("out/two.rs", "two");
        scratch.put("out/other.rs", "not of a document");
        scratch.put("generated/two.rs", "old");
        scratch.put("generated/gone.rs", "orphan");

        let stale = scratch.synchronize(Mode::Check).expect("compares");
        assert_eq!(stale, ["one.rs", "two.rs", "gone.rs"]);
        assert_eq!(scratch.generated(), ["gone", "two"], "check wrote");

        scratch.synchronize(Mode::Write).expect("writes");
        assert_eq!(scratch.generated(), ["one", "two"]);
        assert_eq!(scratch.synchronize(Mode::Check), Ok(Vec::new()));
    }

    #[test]
    fn a_document_without_output_is_an_error() {
        let scratch = Scratch::new("missing");
        scratch.put("openapi/one.yaml", "");
        let error = scratch.synchronize(Mode::Write).expect_err("no output");
        assert!(error.contains("openapi/one.yaml"), "{error}");
    }

    #[test]
    fn without_documents_nothing_is_removed() {
        let scratch = Scratch::new("none");
        scratch.put("generated/one.rs", "kept");
        assert!(scratch.synchronize(Mode::Write).is_err());
        assert_eq!(scratch.generated(), ["one"]);
    }

    #[test]
    fn a_stale_file_is_named_with_the_remedy() {
        let stale = process::root().join("generated/liteboxd.rs");
        let error = conclude(&[stale], Mode::Check).expect_err("stale");
        assert!(error.contains("run `cargo xtask codegen` and commit the result"));
        assert!(error.contains(&format!(
            "{}",
            Path::new("generated").join("liteboxd.rs").display()
        )));
    }
}
