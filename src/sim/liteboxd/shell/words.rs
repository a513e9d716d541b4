//! A script's text as words and operators.

/// A piece of the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(Word),
    /// `;` or the end of a line.
    Semicolon,
    And,
    Or,
    Pipe,
    /// `>` and `>>`, of stdout or stderr.
    Redirect {
        stderr: bool,
        append: bool,
    },
    /// `>&2` and `2>&1`.
    Duplicate {
        to_stderr: bool,
    },
}

/// A word; it becomes a text when its variables are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) parts: Vec<Part>,
    /// A quoted word stays a word even when it is empty.
    pub(super) quoted: bool,
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Variable(String),
}

impl Word {
    /// The word, if it is a plain text.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text)] if !self.quoted => Some(text),
            _ => None,
        }
    }

    fn push(&mut self, c: char) {
        match self.parts.last_mut() {
            Some(Part::Text(text)) => text.push(c),
            _ => self.parts.push(Part::Text(c.into())),
        }
    }

    fn is_empty(&self) -> bool {
        self.parts.is_empty() && !self.quoted
    }
}

/// What a `$` is not followed by here: substitutions and parameters.
const SPECIAL: &str = "(0123456789@*#$!-";

/// Splits a script. The error names what the imitation does not know.
pub(super) fn split(script: &str) -> Result<Vec<Token>, String> {
    let mut lexer = Lexer {
        rest: script,
        tokens: Vec::new(),
        word: Word::default(),
    };
    lexer.run()?;
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
    word: Word,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(c) = self.next() {
            match c {
                ' ' | '\t' => self.end_word(),
                '\'' => self.single_quoted()?,
                '"' => self.double_quoted()?,
                '\\' => {
                    if let Some(c) = self.next().filter(|c| *c != '\n') {
                        self.word.push(c);
                    }
                }
                '$' => self.variable()?,
                '#' if self.word.is_empty() => self.comment(),
                _ => self.operator(c)?,
            }
        }
        self.end_word();
        Ok(())
    }

    fn operator(&mut self, c: char) -> Result<(), String> {
        let token = match c {
            ';' | '\n' => Token::Semicolon,
            '&' if self.eat("&") => Token::And,
            '|' if self.eat("|") => Token::Or,
            '|' => Token::Pipe,
            '>' => return self.redirect(),
            '&' | '<' | '(' | ')' | '`' | '*' => return Err(unsupported(&c.to_string())),
            _ => {
                self.word.push(c);
                return Ok(());
            }
        };
        self.end_word();
        self.tokens.push(token);
        Ok(())
    }

    fn redirect(&mut self) -> Result<(), String> {
        let stderr = match self.word.plain() {
            Some("1") => Some(false),
            Some("2") => Some(true),
            _ => None,
        };
        if stderr.is_some() {
            self.word = Word::default();
        }
        self.end_word();
        let token = match stderr {
            Some(true) if self.eat("&1") => Token::Duplicate { to_stderr: false },
            Some(false) | None if self.eat("&2") => Token::Duplicate { to_stderr: true },
            _ if self.rest.starts_with('&') => return Err(unsupported(">&")),
            _ => Token::Redirect {
                stderr: stderr == Some(true),
                append: self.eat(">"),
            },
        };
        self.tokens.push(token);
        Ok(())
    }

    fn single_quoted(&mut self) -> Result<(), String> {
        let end = self
            .rest
            .find('\'')
            .ok_or("Syntax error: Unterminated quoted string")?;
        self.word.quoted = true;
        let text = &self.rest[..end];
        text.chars().for_each(|c| self.word.push(c));
        self.rest = &self.rest[end + 1..];
        Ok(())
    }

    fn double_quoted(&mut self) -> Result<(), String> {
        self.word.quoted = true;
        loop {
            match self
                .next()
                .ok_or("Syntax error: Unterminated quoted string")?
            {
                '"' => return Ok(()),
                '$' => self.variable()?,
                '`' => return Err(unsupported("`")),
                '\\' => match self.next() {
                    Some(c @ ('"' | '\\' | '$' | '`')) => self.word.push(c),
                    Some('\n') | None => {}
                    Some(c) => {
                        self.word.push('\\');
                        self.word.push(c);
                    }
                },
                c => self.word.push(c),
            }
        }
    }

    fn variable(&mut self) -> Result<(), String> {
        if let Some(special) = self.rest.chars().next().filter(|c| SPECIAL.contains(*c)) {
            return Err(unsupported(&format!("${special}")));
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, length) = if let Some(braced) = self.rest.strip_prefix('{') {
            let end = braced.find('}').ok_or("Syntax error: Missing '}'")?;
            (&braced[..end], end + 2)
        } else if self.rest.starts_with('?') {
            ("?", 1)
        } else {
            let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
            (&self.rest[..end], end)
        };
        match name {
            "" => self.word.push('$'),
            "?" => self.word.parts.push(Part::Variable("?".to_owned())),
            name if name.chars().all(is_name) => {
                self.word.parts.push(Part::Variable(name.to_owned()))
            }
            name => return Err(unsupported(&format!("${{{name}}}"))),
        }
        self.rest = &self.rest[length..];
        Ok(())
    }

    fn comment(&mut self) {
        self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..]);
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.tokens
                .push(Token::Word(std::mem::take(&mut self.word)));
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

/// The complaint about something that a real shell knows.
pub(super) fn unsupported(what: &str) -> String {
    format!("{what}: not supported by the simulator's shell")
}
