//! Words and operators as commands.

use super::words::{Token, Word, unsupported};

/// When a pipeline runs, given how the one before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Always,
    Succeeded,
    Failed,
}

/// Commands of which each reads what the one before it prints.
#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) when: When,
    pub(super) commands: Vec<Command>,
}

/// A command with its words not yet expanded.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
}

/// Where output goes.
#[derive(Debug)]
pub(super) enum Redirect {
    File {
        stderr: bool,
        append: bool,
        target: Word,
    },
    Duplicate {
        to_stderr: bool,
    },
}

const KEYWORDS: [&str; 8] = ["if", "for", "while", "until", "case", "function", "{", "!"];

/// Makes commands of a script. The error is what the shell would say.
pub(super) fn parse(tokens: Vec<Token>) -> Result<Vec<Pipeline>, String> {
    let mut pipelines = Vec::new();
    let mut when = When::Always;
    let mut commands = Vec::new();
    let mut command = Command::default();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let next = match token {
            Token::Word(word) => {
                command.push(word)?;
                continue;
            }
            Token::Redirect { stderr, append } => {
                let Some(Token::Word(target)) = tokens.next() else {
                    return Err("Syntax error: redirection without a file".to_owned());
                };
                command.redirects.push(Redirect::File {
                    stderr,
                    append,
                    target,
                });
                continue;
            }
            Token::Duplicate { to_stderr } => {
                command.redirects.push(Redirect::Duplicate { to_stderr });
                continue;
            }
            Token::Pipe => None,
            Token::Semicolon => Some(When::Always),
            Token::And => Some(When::Succeeded),
            Token::Or => Some(When::Failed),
        };
        let empty = command.is_empty();
        if empty && (next != Some(When::Always) || !commands.is_empty()) {
            return Err("Syntax error: an operator without a command before it".to_owned());
        }
        if !empty {
            commands.push(std::mem::take(&mut command));
        }
        if let Some(next) = next {
            // An empty line between `&&` and its command changes nothing.
            if !commands.is_empty() {
                pipelines.push(Pipeline {
                    when,
                    commands: std::mem::take(&mut commands),
                });
                when = next;
            }
        }
    }
    if !command.is_empty() {
        commands.push(command);
    } else if !commands.is_empty() || when != When::Always {
        return Err("Syntax error: end of file unexpected".to_owned());
    }
    if !commands.is_empty() {
        pipelines.push(Pipeline { when, commands });
    }
    Ok(pipelines)
}

impl Command {
    fn push(&mut self, word: Word) -> Result<(), String> {
        if self.words.is_empty()
            && let Some(keyword) = word.plain().filter(|word| KEYWORDS.contains(word))
        {
            return Err(unsupported(keyword));
        }
        self.words.push(word);
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.redirects.is_empty()
    }
}
