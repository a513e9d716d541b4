//! Starting cargo in the workspace.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable for `cargo run` and `cargo test`; the constant serves a
    // binary that somebody starts by hand.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
    match Path::new(&manifest).parent() {
        Some(root) => root.to_owned(),
        None => PathBuf::from("."),
    }
}

/// The cargo that runs this task (or `cargo`), started in the workspace's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root()).args(arguments);
    command
}

/// Runs a command with its output passed through.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| format!("cannot start {}: {error}", describe(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", describe(command)))
    }
}

/// What a finished command printed, and whether it succeeded.
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) result: Result<(), String>,
}

/// Runs a command, keeps its standard output and passes its standard error through.
pub(crate) fn output(command: &mut Command) -> Result<Output, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start {}: {error}", describe(command)))?;
    let result = if output.status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({})", describe(command), output.status))
    };
    Ok(Output {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        result,
    })
}

fn describe(command: &Command) -> String {
    let arguments: Vec<_> = command
        .get_args()
        .map(|part| part.to_string_lossy())
        .collect();
    format!("`cargo {}`", arguments.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.toml").is_file());
        assert!(root().join("xtask").is_dir());
    }

    #[test]
    fn a_failing_command_is_named() {
        let error = run(cargo(&["no-such-command-of-cargo"]).stderr(Stdio::null()))
            .expect_err("cargo has no such command");
        assert!(
            error.starts_with("`cargo no-such-command-of-cargo` failed"),
            "{error}"
        );
    }
}
