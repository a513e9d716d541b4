//! The command table and its hand-written argument parsing.

use std::path::PathBuf;

use crate::{bench, ci, codegen, lint};

/// Why a command did not succeed; decides the exit code.
#[derive(Debug, PartialEq)]
pub(crate) enum Failure {
    /// The command line makes no sense (exit code 2).
    Usage(String),
    /// The task itself failed (exit code 1).
    Failed(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// Whether a task writes its result or only compares it with what is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mode {
    Write,
    Check,
}

struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), Failure>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "codegen",
        usage: "codegen [--check]",
        about: "compile openapi/*.yaml into generated/*.rs, or only compare",
        run: run_codegen,
    },
    Command {
        name: "lint",
        usage: "lint [FILE…]",
        about: "report what the generator would refuse, drop or get wrong in the documents",
        run: run_lint,
    },
    Command {
        name: "bench",
        usage: "bench",
        about: "measure what a call costs over plain reqwest",
        run: |arguments| {
            no_arguments("bench", arguments)?;
            Ok(bench::run()?)
        },
    },
    Command {
        name: "ci",
        usage: "ci",
        about: "run the whole gate and stop at the first failure",
        run: |arguments| {
            no_arguments("ci", arguments)?;
            Ok(ci::run()?)
        },
    },
    Command {
        name: "help",
        usage: "help",
        about: "print this list",
        run: |arguments| {
            no_arguments("help", arguments)?;
            println!("{}", help());
            Ok(())
        },
    },
];

/// Runs the command that the arguments name.
pub(crate) fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("no command given".to_owned()));
    };
    let name = match name.as_str() {
        "--help" | "-h" => "help",
        name => name,
    };
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(rest),
        None => Err(Failure::Usage(format!("unknown command `{name}`"))),
    }
}

/// One line per command.
pub(crate) fn help() -> String {
    let mut text = "usage: cargo xtask <command>\n".to_owned();
    for command in COMMANDS {
        text.push_str(&format!("\n  {:<18} {}", command.usage, command.about));
    }
    text
}

fn run_codegen(arguments: &[String]) -> Result<(), Failure> {
    let mode = match arguments {
        [] => Mode::Write,
        [flag] if flag == "--check" => Mode::Check,
        [flag] => return Err(unexpected("codegen", flag)),
        [_, second, ..] => return Err(unexpected("codegen", second)),
    };
    Ok(codegen::run(mode)?)
}

fn run_lint(arguments: &[String]) -> Result<(), Failure> {
    if let Some(flag) = arguments.iter().find(|argument| argument.starts_with('-')) {
        return Err(unexpected("lint", flag));
    }
    let files: Vec<PathBuf> = arguments.iter().map(PathBuf::from).collect();
    Ok(lint::run(&files)?)
}

fn no_arguments(command: &str, arguments: &[String]) -> Result<(), Failure> {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => Err(unexpected(command, argument)),
    }
}

fn unexpected(command: &str, argument: &str) -> Failure {
    Failure::Usage(format!("`{command}` does not take `{argument}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage_error(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        match dispatch(&arguments) {
            Err(Failure::Usage(message)) => message,
            other => panic!("{arguments:?} gave {other:?}"),
        }
    }

    #[test]
    fn unknown_commands_and_flags_are_usage_errors() {
        assert_eq!(usage_error(&[]), "no command given");
        assert_eq!(usage_error(&["deploy"]), "unknown command `deploy`");
        assert_eq!(
            usage_error(&["codegen", "--chekc"]),
            "`codegen` does not take `--chekc`"
        );
        assert_eq!(
            usage_error(&["codegen", "--check", "now"]),
            "`codegen` does not take `now`"
        );
        assert_eq!(
            usage_error(&["lint", "--fix"]),
            "`lint` does not take `--fix`"
        );
        assert_eq!(usage_error(&["ci", "fast"]), "`ci` does not take `fast`");
        assert_eq!(usage_error(&["bench", "-v"]), "`bench` does not take `-v`");
    }

    #[test]
    fn help_lists_every_command_on_one_line() {
        let help = help();
        for command in COMMANDS {
            assert_eq!(help.matches(command.about).count(), 1, "{}", command.name);
        }
        assert_eq!(help.lines().count(), COMMANDS.len() + 2);
    }
}
