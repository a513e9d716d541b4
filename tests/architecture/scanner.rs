//! Rust source without what is not program.

/// What the scanner is in the middle of.
enum Inside {
    Code,
    Line,
    Block(usize),
    Text,
    Raw(usize),
}

/// The text without comments; line ends stay.
pub(super) fn without_comments(text: &str) -> String {
    scan(text, true)
}

/// The text without comments and without what stands in strings, so that its braces are those of the program.
pub(super) fn skeleton(text: &str) -> String {
    scan(text, false)
}

fn scan(text: &str, keep_strings: bool) -> String {
    let mut kept = String::new();
    let mut inside = Inside::Code;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let mut length = next.len_utf8();
        let mut keep = true;
        match inside {
            Inside::Code => {
                if rest.starts_with("//") {
                    (inside, keep) = (Inside::Line, false);
                } else if rest.starts_with("/*") {
                    (inside, keep, length) = (Inside::Block(1), false, 2);
                } else if let Some(literal) = character(rest) {
                    (keep, length) = (keep_strings, literal);
                } else if next == '"' {
                    inside = Inside::Text;
                } else if let Some(hashes) = raw_string(rest, kept.chars().last()) {
                    (inside, length) = (Inside::Raw(hashes), hashes + 2);
                }
            }
            Inside::Line if next == '\n' => inside = Inside::Code,
            Inside::Line => keep = false,
            Inside::Block(depth) => {
                keep = next == '\n';
                if rest.starts_with("/*") {
                    (inside, length) = (Inside::Block(depth + 1), 2);
                } else if rest.starts_with("*/") {
                    length = 2;
                    inside = if depth == 1 {
                        Inside::Code
                    } else {
                        Inside::Block(depth - 1)
                    };
                }
            }
            Inside::Text => {
                keep = keep_strings || matches!(next, '"' | '\n');
                if next == '\\' {
                    length += rest[length..].chars().next().map_or(0, char::len_utf8);
                } else if next == '"' {
                    inside = Inside::Code;
                }
            }
            Inside::Raw(hashes) => {
                keep = keep_strings || next == '\n';
                if next == '"' && rest[1..].starts_with(&"#".repeat(hashes)) {
                    (inside, length) = (Inside::Code, hashes + 1);
                }
            }
        }
        if keep {
            kept.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    kept
}

/// The length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let body = if first == '\\' {
        inner[2..].find('\'')? + 2
    } else {
        first.len_utf8()
    };
    inner[body..].starts_with('\'').then_some(body + 2)
}

/// How many hashes a raw string begins with.
fn raw_string(rest: &str, before: Option<char>) -> Option<usize> {
    let inner = rest.strip_prefix('r')?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let is_name = before.is_some_and(|c| c.is_alphanumeric() && c != 'b' || c == '_');
    (!is_name && inner[hashes..].starts_with('"')).then_some(hashes)
}

/// The text, which has no comments, without modules and items that are only for tests.
pub(super) fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::new();
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        kept.push_str(&rest[..start]);
        rest = &rest[start + MARK.len()..];
        rest = &rest[item_end(rest)..];
    }
    kept + rest
}

/// Where the first item ends: after its block, or its semicolon.
fn item_end(code: &str) -> usize {
    let end = code.find(['{', ';']).map_or(code.len(), |at| at + 1);
    match code[..end].ends_with('{') {
        true => end - 1 + block(&code[end - 1..]),
        false => end,
    }
}

/// The length of the block that the text begins with. Braces in strings are passed over.
pub(super) fn block(code: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(next) = code[at..].chars().next() {
        let rest = &code[at..];
        let before = code[..at].chars().last();
        at += match (next, raw_string(rest, before), character(rest)) {
            ('"', ..) => string(rest),
            (_, Some(hashes), _) => {
                let close = format!("\"{}", "#".repeat(hashes));
                let body = &rest[hashes + 2..];
                hashes
                    + 2
                    + body
                        .find(&close)
                        .map_or(body.len(), |end| end + close.len())
            }
            (_, _, Some(length)) => length,
            _ => next.len_utf8(),
        };
        match next {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, next) in rest.char_indices().skip(1) {
        match next {
            '"' if !escaped => return at + 1,
            _ => escaped = next == '\\' && !escaped,
        }
    }
    rest.len()
}

#[test]
fn only_the_program_is_left() {
    let text = r##"/// Says "hi".
fn a<'x>() { /* in { /* here */ */ b("// no comment {", '"', '\'', r#"raw "{" "#); } // end
#[cfg(test)]
mod tests { fn t() { "}" } }
fn c() {}"##;
    let code = without_tests(&without_comments(text));
    assert_eq!(
        code,
        "\nfn a<'x>() {  b(\"// no comment {\", '\"', '\\'', r#\"raw \"{\" \"#); } \n\nfn c() {}"
    );
    assert_eq!(
        skeleton("f(\"{\\\"\", '{', r\"{\") {}"),
        "f(\"\", , r\") {}"
    );
}
