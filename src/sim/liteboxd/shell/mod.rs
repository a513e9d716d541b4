//! A small imitation of a container's commands. It works on files in memory and executes nothing.

mod builtins;
mod interactive;
mod parser;
mod python;
mod run;
mod words;

use std::collections::BTreeMap;
use std::time::Duration;

pub(super) use self::interactive::{Interactive, on_terminal};
use self::run::Shell;
use super::tree::Tree;

/// How a command ended.
#[derive(Debug, Default)]
pub(super) struct Finished {
    pub(super) exit_code: i32,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    /// Why it could not be run to its end, in the server's words.
    pub(super) error: Option<String>,
    /// The simulated time it took.
    pub(super) took: Duration,
}

impl Finished {
    /// A command that the cluster could not run.
    pub(super) fn broken(error: &str) -> Self {
        Self {
            exit_code: 1,
            error: Some(error.to_owned()),
            ..Self::default()
        }
    }
}

/// Runs a command, given as its arguments, in a sandbox. Sleeping takes no time here: [`Finished::took`] says how long it
/// would have been, and what comes after the limit does not happen.
pub(super) fn exec(
    files: &mut Tree,
    env: &BTreeMap<String, String>,
    id: &str,
    command: &[String],
    limit: Duration,
) -> Finished {
    let mut shell = Shell::new(files, environment(env, id), limit);
    let name = command.first().map_or("", String::as_str);
    let status = match builtins::is_program(name) {
        true => shell.command(command, &[]),
        false => None,
    };
    let (out, took, late) = shell.finish();
    let (exit_code, error) = match status {
        None => (
            1,
            Some(format!(
                "exec: {name:?}: executable file not found in $PATH"
            )),
        ),
        Some(_) if late => (1, Some("context deadline exceeded".to_owned())),
        Some(status) => (status, None),
    };
    Finished {
        exit_code,
        stdout: out.stdout,
        stderr: out.stderr,
        error,
        took,
    }
}

fn environment(env: &BTreeMap<String, String>, id: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::from([
        ("HOME".to_owned(), "/root".to_owned()),
        ("HOSTNAME".to_owned(), format!("sandbox-{id}")),
        ("PATH".to_owned(), "/usr/local/bin:/usr/bin:/bin".to_owned()),
    ]);
    all.extend(env.clone());
    all
}

#[cfg(test)]
mod tests;
