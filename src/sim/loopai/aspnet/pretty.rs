//! JSON over several lines, as in Development.

/// The same JSON with an item to a line.
pub(in super::super) fn pretty(json: &str) -> String {
    let mut lines = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let (mut quoted, mut escaped) = (false, false);
    let mut letters = json.chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            lines.push(letter);
            continue;
        }
        match letter {
            '{' | '[' => {
                lines.push(letter);
                while letters
                    .next_if(|letter| letter.is_ascii_whitespace())
                    .is_some()
                {}
                if let Some(close) = letters.next_if(|next| matches!(next, '}' | ']')) {
                    lines.push(close);
                } else {
                    depth += 1;
                    line(&mut lines, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut lines, depth);
                lines.push(letter);
            }
            ',' => {
                lines.push(letter);
                line(&mut lines, depth);
            }
            ':' => lines.push_str(": "),
            letter if letter.is_ascii_whitespace() => {}
            letter => {
                quoted = letter == '"';
                lines.push(letter);
            }
        }
    }
    lines
}

fn line(lines: &mut String, depth: usize) {
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_changes() {
        let json = r#"{"a":[1.50,{"b":"x, \"y\": {"}],"c":{ },"d":[]}"#;
        let lines = "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": \"x, \\\"y\\\": {\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}";
        assert_eq!(pretty(json), lines);
        assert_eq!(pretty("\"\\\\\""), "\"\\\\\"");
    }
}
