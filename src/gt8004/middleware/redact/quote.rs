//! Quotes, which are escaped as often as the text around them is quoted itself.

/// A quote that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    /// The backslashes before it.
    escapes: usize,
    sign: &'static str,
}

/// How JSON writes a quote besides `\"`.
const AS_CODE: &str = "u0022";

impl Quote {
    /// The quote at this place.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let escapes = escapes(text.as_bytes(), at);
        let behind = &text.as_bytes()[at + escapes..];
        let sign = match behind.first()? {
            b'"' => "\"",
            b'\'' if escapes == 0 => "'",
            b'u' if escapes > 0 && behind.starts_with(AS_CODE.as_bytes()) => AS_CODE,
            _ => return None,
        };
        Some(Self { escapes, sign })
    }

    /// Its length in bytes.
    pub(super) fn len(self) -> usize {
        self.escapes + self.sign.len()
    }

    /// Where a text that begins here ends, and what is behind its closing quote. A text that has none ends with the text around
    /// it.
    pub(super) fn close(self, text: &str, from: usize) -> (usize, usize) {
        if self.sign == "'" {
            return close_apostrophe(text, from);
        }
        let bytes = text.as_bytes();
        let cycle = 2 * (self.escapes + 1);
        let mut at = from;
        // Most are short.
        while let Some(found) = bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\'))
        {
            at += found;
            let escapes = escapes(bytes, at);
            let behind = &bytes[at + escapes..];
            let sign = match behind.first() {
                Some(b'"') => "\"",
                Some(b'u') if behind.starts_with(AS_CODE.as_bytes()) => AS_CODE,
                _ => {
                    at += escapes.max(1);
                    continue;
                }
            };
            // That of a text around this one.
            if sign == "\"" && escapes < self.escapes {
                return (at, at);
            }
            let end = at + escapes + sign.len();
            if sign == self.sign && escapes % cycle == self.escapes {
                return (end - self.len(), end);
            }
            at = end;
        }
        (text.len(), text.len())
    }

    pub(super) fn is_apostrophe(self) -> bool {
        self.sign == "'"
    }

    /// As it is written.
    pub(super) fn text(self) -> String {
        "\\".repeat(self.escapes) + self.sign
    }

    /// Whether a text in these quotes may stand in one in those.
    pub(super) fn is_inside(self, other: Self) -> bool {
        self.escapes >= other.escapes
    }
}

/// Up to the next one in the line; without one, the text around ends it.
fn close_apostrophe(text: &str, from: usize) -> (usize, usize) {
    let bytes = &text.as_bytes()[from..];
    match bytes.iter().position(|byte| matches!(byte, b'\'' | b'\n')) {
        Some(found) if bytes[found] == b'\'' => (from + found, from + found + 1),
        _ => {
            let end = bytes.iter().position(|byte| b"\"\\\n\r".contains(byte));
            let end = from + end.unwrap_or(bytes.len());
            (end, end)
        }
    }
}

/// How many backslashes there are.
pub(super) fn escapes(text: &[u8], at: usize) -> usize {
    text[at..].iter().take_while(|byte| **byte == b'\\').count()
}

/// The length of what stands for a break of a line or another character, escaped at least once.
pub(super) fn escape(text: &str, at: usize) -> Option<(usize, u8)> {
    let escapes = escapes(text.as_bytes(), at);
    let sign = *text.as_bytes().get(at + escapes)?;
    let length = match sign {
        _ if escapes == 0 => return None,
        b'n' | b'r' | b't' | b'b' | b'f' => 1,
        b'u' => 5,
        _ => return None,
    };
    let end = at + escapes + length;
    text.is_char_boundary(end).then_some((end - at, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn inner(text: &str) -> &str {
        let quote = Quote::at(text, 0).unwrap();
        let (end, _) = quote.close(text, quote.len());
        &text[quote.len()..end]
    }

    #[test]
    fn a_text_ends_with_the_quote_it_began_with() {
        for (text, expected) in [
            (r#""a" b"#, "a"),
            (r#""a\"b\\" c"#, r#"a\"b\\"#),
            (r#"\"a\\\"b\\\\\" c\""#, r#"a\\\"b\\\\"#),
            (r#"\"a" b"#, "a"),
            (r#"\u0022a\\u0022b\u0022"#, r#"a\\u0022b"#),
            (r#""a"#, "a"),
            (r#""a\"#, "a\\"),
            ("'a\"b' c", "a\"b"),
            ("'a\" b\nc'", "a"),
        ] {
            assert_eq!(inner(text), expected, "{text}");
        }
        for none in ["a", "\\a", "\\'", "", "u0022"] {
            assert_eq!(Quote::at(none, 0), None, "{none}");
        }
    }
}
