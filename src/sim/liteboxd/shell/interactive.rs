//! A shell on a terminal: one line after the other.

use std::collections::BTreeMap;
use std::time::Duration;

use super::environment;
use super::run::Shell;
use crate::sim::liteboxd::tree::Tree;

/// What stays between the lines.
#[derive(Debug)]
pub(in crate::sim::liteboxd) struct Interactive {
    env: BTreeMap<String, String>,
    directory: String,
    status: i32,
}

/// What a line came to.
#[derive(Debug)]
pub(in crate::sim::liteboxd) struct Line {
    /// stdout and stderr, as a terminal shows them.
    pub(in crate::sim::liteboxd) output: String,
    /// The simulated time it took.
    pub(in crate::sim::liteboxd) took: Duration,
    /// Set by `exit`.
    pub(in crate::sim::liteboxd) exit_code: Option<i32>,
}

impl Interactive {
    pub(in crate::sim::liteboxd) fn new(env: &BTreeMap<String, String>, id: &str) -> Self {
        Self {
            env: environment(env, id),
            directory: "/".to_owned(),
            status: 0,
        }
    }

    /// The terminal has another size: shells tell their children.
    pub(in crate::sim::liteboxd) fn resize(&mut self, cols: i64, rows: i64) {
        self.env.insert("COLUMNS".to_owned(), cols.to_string());
        self.env.insert("LINES".to_owned(), rows.to_string());
    }

    /// The exit code of the last line, which becomes the shell's at the end of its input.
    pub(in crate::sim::liteboxd) fn status(&self) -> i32 {
        self.status
    }

    /// Runs a line.
    pub(in crate::sim::liteboxd) fn run(&mut self, files: &mut Tree, line: &str) -> Line {
        let mut shell = Shell::new(files, std::mem::take(&mut self.env), Duration::MAX);
        std::mem::swap(&mut shell.directory, &mut self.directory);
        shell.status = self.status;
        let status = shell.statements(line);
        let exited = shell.exited;
        self.env = std::mem::take(&mut shell.env);
        std::mem::swap(&mut shell.directory, &mut self.directory);
        self.status = status;
        let (out, took, _) = shell.finish();
        Line {
            output: on_terminal(&[out.stdout, out.stderr].concat()),
            took,
            exit_code: exited.then_some(status),
        }
    }
}

/// Output as a terminal sends it: every line ends with a carriage return, too.
pub(in crate::sim::liteboxd) fn on_terminal(output: &[u8]) -> String {
    String::from_utf8_lossy(output).replace('\n', "\r\n")
}
