//! `python`: `print` of literals, variables and arithmetic, and a few statements around it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::run::Shell;

/// Texts do not grow beyond this.
const MAX_TEXT: usize = 1 << 20;

/// Runs `-c`, `--version`, a file or stdin.
pub(super) fn run(shell: &mut Shell<'_>, arguments: &[String], stdin: &[u8]) -> i32 {
    let source = match (arguments.first().map(String::as_str), arguments.get(1)) {
        (Some("--version" | "-V"), _) => {
            shell.print("Python 3.12.0\n");
            return 0;
        }
        (Some("-c"), Some(source)) => source.clone(),
        (None | Some("-"), _) => String::from_utf8_lossy(stdin).into_owned(),
        (Some(flag), _) if flag.starts_with('-') => {
            return shell.complain(&format!("Unknown option: {flag}"), 2);
        }
        (Some(file), _) => match shell.files.read(&shell.path(file)) {
            Ok(content) => String::from_utf8_lossy(&content).into_owned(),
            Err(error) => {
                let line = format!("python: can't open file '{file}': [Errno 2] {error}");
                return shell.complain(&line, 2);
            }
        },
    };
    let mut program = Program {
        shell,
        variables: BTreeMap::new(),
    };
    match program.run(&source) {
        Ok(status) => status,
        Err(error) => shell.complain(&error, 1),
    }
}

#[derive(Clone, Debug)]
enum Value {
    Int(i64),
    Float(f64),
    Text(String),
}

impl Value {
    fn show(&self) -> String {
        match self {
            Self::Int(value) => value.to_string(),
            Self::Float(value) => format!("{value:?}"),
            Self::Text(value) => value.clone(),
        }
    }
}

struct Program<'a, 'b> {
    shell: &'a mut Shell<'b>,
    variables: BTreeMap<String, Value>,
}

impl Program<'_, '_> {
    fn run(&mut self, source: &str) -> Result<i32, String> {
        for statement in statements(source) {
            if let Some(status) = self.statement(statement)? {
                return Ok(status);
            }
            if self.shell.is_late() {
                break;
            }
        }
        Ok(0)
    }

    /// Runs a statement; a status ends the program.
    fn statement(&mut self, statement: &str) -> Result<Option<i32>, String> {
        let ignored = ["import ", "from ", "#"]
            .iter()
            .any(|start| statement.starts_with(start));
        if ignored || statement.is_empty() || statement == "pass" {
            return Ok(None);
        }
        if let Some(arguments) = call(statement, "print") {
            let values = Expression::new(arguments, &self.variables).list()?;
            let line = values.iter().map(Value::show).collect::<Vec<_>>().join(" ");
            self.shell.print(&line);
            self.shell.print("\n");
            return Ok(None);
        }
        if let Some(arguments) = call(statement, "sys.exit").or_else(|| call(statement, "exit")) {
            return match Expression::new(arguments, &self.variables).list()?.first() {
                None => Ok(Some(0)),
                Some(Value::Int(status)) => Ok(Some((*status & 0xff) as i32)),
                Some(other) => Err(other.show()),
            };
        }
        if let Some(arguments) = call(statement, "time.sleep") {
            let seconds = match Expression::new(arguments, &self.variables).list()?.first() {
                Some(Value::Int(seconds)) => *seconds as f64,
                Some(Value::Float(seconds)) => *seconds,
                _ => return Err(unknown(statement)),
            };
            self.shell
                .sleep(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
            return Ok(None);
        }
        self.assign(statement)
    }

    fn assign(&mut self, statement: &str) -> Result<Option<i32>, String> {
        let (name, expression) = statement
            .split_once('=')
            .ok_or_else(|| unknown(statement))?;
        let name = name.trim();
        if !is_name(name) || expression.starts_with('=') {
            return Err(unknown(statement));
        }
        let mut values = Expression::new(expression, &self.variables).list()?;
        match (values.pop(), values.pop()) {
            (Some(value), None) => self.variables.insert(name.to_owned(), value),
            _ => return Err(unknown(statement)),
        };
        Ok(None)
    }
}

/// What is between the parentheses when the statement is a call of that function.
fn call<'a>(statement: &'a str, function: &str) -> Option<&'a str> {
    statement
        .strip_prefix(function)?
        .trim_start()
        .strip_prefix('(')?
        .strip_suffix(')')
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The statements of a program: cut at line ends and semicolons outside of quotes.
fn statements(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    let mut start = 0;
    for (at, c) in source.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some(_)) => escaped = true,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('\n' | ';', None) => {
                found.push(source[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(source[start..].trim());
    found
}

fn unknown(what: &str) -> String {
    format!(
        "SyntaxError: the simulator's python does not know: {}",
        what.trim()
    )
}

/// An expression that is evaluated while it is read.
struct Expression<'a> {
    rest: &'a str,
    variables: &'a BTreeMap<String, Value>,
    depth: usize,
}

impl<'a> Expression<'a> {
    fn new(text: &'a str, variables: &'a BTreeMap<String, Value>) -> Self {
        Self {
            rest: text,
            variables,
            depth: 0,
        }
    }

    /// Expressions with commas between them, to the end of the text.
    fn list(mut self) -> Result<Vec<Value>, String> {
        let mut values = Vec::new();
        while !self.at_end() {
            values.push(self.sum()?);
            if !self.eat(",") && !self.at_end() {
                return Err(unknown(self.rest));
            }
        }
        Ok(values)
    }

    fn sum(&mut self) -> Result<Value, String> {
        let mut left = self.product()?;
        while let Some(operator) = self.eat_any(&["+", "-"]) {
            left = apply(operator, left, self.product()?)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Value, String> {
        let mut left = self.factor()?;
        while let Some(operator) = self.eat_any(&["**", "//", "*", "/", "%"]) {
            left = apply(operator, left, self.factor()?)?;
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > 100 {
            return Err("RecursionError: maximum recursion depth exceeded".to_owned());
        }
        let value = if self.eat("-") {
            apply("-", Value::Int(0), self.factor()?)
        } else if self.eat("(") {
            let value = self.sum()?;
            if self.eat(")") {
                Ok(value)
            } else {
                Err(unknown(self.rest))
            }
        } else {
            self.atom()
        };
        self.depth -= 1;
        value
    }

    fn atom(&mut self) -> Result<Value, String> {
        let text = self.rest.trim_start();
        if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            return self.text(&text[1..], quote);
        }
        let end = text
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')
            .unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        self.rest = rest;
        if let Ok(value) = word.parse::<i64>() {
            return Ok(Value::Int(value));
        }
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return word.parse().map(Value::Float).map_err(|_| unknown(word));
        }
        if !is_name(word) || rest.starts_with(['(', '[', '"', '\'']) {
            return Err(unknown(&format!("{word}{rest}")));
        }
        self.variables
            .get(word)
            .cloned()
            .ok_or_else(|| format!("NameError: name '{word}' is not defined"))
    }

    fn text(&mut self, text: &'a str, quote: char) -> Result<Value, String> {
        let mut value = String::new();
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next().map(|(_, c)| c) {
                    Some('n') => value.push('\n'),
                    Some('t') => value.push('\t'),
                    Some(c @ ('\\' | '\'' | '"')) => value.push(c),
                    _ => return Err(unknown(text)),
                },
                c if c == quote => {
                    self.rest = &text[at + 1..];
                    return Ok(Value::Text(value));
                }
                c => value.push(c),
            }
        }
        Err("SyntaxError: unterminated string literal".to_owned())
    }

    fn at_end(&self) -> bool {
        self.rest.trim_start().is_empty()
    }

    fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn eat_any(&mut self, operators: &[&'static str]) -> Option<&'static str> {
        operators
            .iter()
            .copied()
            .find(|operator| self.eat(operator))
    }
}

fn apply(operator: &str, left: Value, right: Value) -> Result<Value, String> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) if operator != "/" => integers(operator, left, right),
        (Value::Text(left), Value::Text(right)) if operator == "+" => {
            match left.len() + right.len() <= MAX_TEXT {
                true => Ok(Value::Text(left + &right)),
                false => Err("MemoryError".to_owned()),
            }
        }
        (Value::Text(text), Value::Int(times)) | (Value::Int(times), Value::Text(text))
            if operator == "*" =>
        {
            let times = usize::try_from(times).unwrap_or(0);
            match text.len().saturating_mul(times) <= MAX_TEXT {
                true => Ok(Value::Text(text.repeat(times))),
                false => Err("MemoryError".to_owned()),
            }
        }
        (left, right) => floats(operator, number(&left)?, number(&right)?),
    }
}

fn integers(operator: &str, left: i64, right: i64) -> Result<Value, String> {
    if right == 0 && matches!(operator, "//" | "%") {
        return Err("ZeroDivisionError: integer division or modulo by zero".to_owned());
    }
    let value = match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        // Python rounds towards minus infinity.
        "//" => left
            .checked_div_euclid(right)
            .map(|quotient| quotient - i64::from(right < 0 && left % right != 0)),
        "%" => left.checked_rem(right).map(|rest| {
            if rest != 0 && (rest < 0) != (right < 0) {
                rest + right
            } else {
                rest
            }
        }),
        _ => u32::try_from(right)
            .ok()
            .and_then(|power| left.checked_pow(power)),
    };
    value
        .map(Value::Int)
        .ok_or_else(|| unknown("numbers beyond 64 bits"))
}

fn floats(operator: &str, left: f64, right: f64) -> Result<Value, String> {
    if right == 0.0 && matches!(operator, "/" | "//" | "%") {
        return Err("ZeroDivisionError: division by zero".to_owned());
    }
    Ok(Value::Float(match operator {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "//" => (left / right).floor(),
        "%" => left - right * (left / right).floor(),
        _ => left.powf(right),
    }))
}

fn number(value: &Value) -> Result<f64, String> {
    match value {
        Value::Int(value) => Ok(*value as f64),
        Value::Float(value) => Ok(*value),
        Value::Text(_) => Err("TypeError: unsupported operand type(s)".to_owned()),
    }
}
