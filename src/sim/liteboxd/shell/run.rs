//! Running commands.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;

use super::super::tree::{Tree, TreeError, resolve};
use super::builtins;
use super::parser::{Command, Pipeline, Redirect, When, parse};
use super::words::{Part, Word, split};

/// Scripts that call themselves end here.
const MAX_DEPTH: usize = 16;

/// What commands have printed.
#[derive(Debug, Default)]
pub(super) struct Output {
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

/// A shell at work.
#[derive(Debug)]
pub(super) struct Shell<'a> {
    pub(super) files: &'a mut Tree,
    pub(super) env: BTreeMap<String, String>,
    pub(super) directory: String,
    pub(super) out: Output,
    /// Set by `exit`: the rest of the script does not run.
    pub(super) exited: bool,
    pub(super) status: i32,
    depth: usize,
    slept: Duration,
    limit: Duration,
}

impl<'a> Shell<'a> {
    pub(super) fn new(files: &'a mut Tree, env: BTreeMap<String, String>, limit: Duration) -> Self {
        Self {
            files,
            env,
            directory: "/".to_owned(),
            out: Output::default(),
            exited: false,
            status: 0,
            depth: 0,
            slept: Duration::ZERO,
            limit,
        }
    }

    /// What was printed, how long it took, and whether that is over the limit.
    pub(super) fn finish(self) -> (Output, Duration, bool) {
        (self.out, self.slept, self.slept > self.limit)
    }

    /// Runs a command; `None` when there is no such command.
    pub(super) fn command(&mut self, argv: &[String], stdin: &[u8]) -> Option<i32> {
        builtins::run(self, argv, stdin)
    }

    /// Runs a script and returns its status. `exit` ends the script, not what runs it.
    pub(super) fn script(&mut self, script: &str) -> i32 {
        let status = self.statements(script);
        self.exited = false;
        status
    }

    /// Runs what somebody types, up to an `exit`.
    pub(super) fn statements(&mut self, script: &str) -> i32 {
        let pipelines = match split(script).and_then(parse) {
            Ok(pipelines) if self.depth < MAX_DEPTH => pipelines,
            Ok(_) => return self.complain("sh: too many nested scripts", 2),
            Err(error) => return self.complain(&format!("sh: 1: {error}"), 2),
        };
        self.depth += 1;
        for pipeline in pipelines {
            let runs = match pipeline.when {
                When::Always => true,
                When::Succeeded => self.status == 0,
                When::Failed => self.status != 0,
            };
            if runs {
                self.status = self.pipeline(&pipeline);
            }
            if self.exited || self.is_late() {
                break;
            }
        }
        self.depth -= 1;
        std::mem::take(&mut self.status)
    }

    /// Prints a line to stderr and returns the status.
    pub(super) fn complain(&mut self, line: &str, status: i32) -> i32 {
        self.out.stderr.extend_from_slice(line.as_bytes());
        self.out.stderr.push(b'\n');
        status
    }

    /// Prints to stdout.
    pub(super) fn print(&mut self, text: &str) {
        self.out.stdout.extend_from_slice(text.as_bytes());
    }

    /// Lets simulated time pass.
    pub(super) fn sleep(&mut self, span: Duration) {
        self.slept = self.slept.saturating_add(span);
    }

    /// Whether the limit has passed: nothing happens any more.
    pub(super) fn is_late(&self) -> bool {
        self.slept > self.limit
    }

    /// An absolute path.
    pub(super) fn path(&self, path: &str) -> String {
        resolve(&self.directory, path)
    }

    fn pipeline(&mut self, pipeline: &Pipeline) -> i32 {
        let mut input = Vec::new();
        let mut status = 0;
        let before = std::mem::take(&mut self.out.stdout);
        for (at, command) in pipeline.commands.iter().enumerate() {
            if at > 0 {
                input = std::mem::take(&mut self.out.stdout);
            }
            status = self.simple(command, &input);
        }
        let printed = std::mem::replace(&mut self.out.stdout, before);
        self.out.stdout.extend(printed);
        status
    }

    fn simple(&mut self, command: &Command, stdin: &[u8]) -> i32 {
        let before = std::mem::take(&mut self.out);
        let argv: Vec<String> = command
            .words
            .iter()
            .filter_map(|word| self.expand(word))
            .collect();
        let mut status = match argv.split_first() {
            None => 0,
            Some((first, [])) if self.assign(first) => 0,
            Some((name, _)) => match self.command(&argv, stdin) {
                Some(status) => status,
                None => self.complain(&format!("sh: 1: {name}: not found"), 127),
            },
        };
        let printed = std::mem::replace(&mut self.out, before);
        if let Err((target, error)) = self.deliver(command, printed) {
            status = self.complain(&format!("sh: 1: cannot create {target}: {error}"), 2);
        }
        status
    }

    /// `NAME=value`
    fn assign(&mut self, word: &str) -> bool {
        let Some((name, value)) = word.split_once('=') else {
            return false;
        };
        let valid = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if valid {
            self.env.insert(name.to_owned(), value.to_owned());
        }
        valid
    }

    /// Puts what a command has printed where its redirections say, from left to right.
    fn deliver(&mut self, command: &Command, printed: Output) -> Result<(), (String, TreeError)> {
        let mut sinks = [Sink::Stdout, Sink::Stderr];
        for redirect in &command.redirects {
            match redirect {
                Redirect::Duplicate { to_stderr: true } => sinks[0] = sinks[1].clone(),
                Redirect::Duplicate { to_stderr: false } => sinks[1] = sinks[0].clone(),
                Redirect::File {
                    stderr,
                    append,
                    target,
                } => {
                    let path = self.path(&self.expand(target).unwrap_or_default());
                    if !append || self.files.get(&path).is_none() {
                        self.files
                            .write(&path, Bytes::new())
                            .map_err(|error| (path.clone(), error))?;
                    }
                    sinks[usize::from(*stderr)] = Sink::File(path);
                }
            }
        }
        for (sink, bytes) in sinks.into_iter().zip([printed.stdout, printed.stderr]) {
            match sink {
                Sink::Stdout => self.out.stdout.extend(bytes),
                Sink::Stderr => self.out.stderr.extend(bytes),
                Sink::File(path) => self
                    .append(&path, &bytes)
                    .map_err(|error| (path.clone(), error))?,
            }
        }
        Ok(())
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), TreeError> {
        let mut content = self.files.read(path)?.to_vec();
        content.extend_from_slice(bytes);
        self.files.write(path, content.into())
    }

    /// The text of a word; `None` for an unquoted word that is empty. Values of variables are not split into words.
    fn expand(&self, word: &Word) -> Option<String> {
        let mut text = String::new();
        for part in &word.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Variable(name) if name == "?" => text.push_str(&self.status.to_string()),
                Part::Variable(name) => {
                    text.push_str(self.env.get(name).map_or("", String::as_str))
                }
            }
        }
        (word.quoted || !text.is_empty()).then_some(text)
    }
}

#[derive(Clone, Debug)]
enum Sink {
    Stdout,
    Stderr,
    File(String),
}
