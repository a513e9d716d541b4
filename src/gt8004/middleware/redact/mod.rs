//! The usual secrets, taken out of bodies. Contract: §8 (19).
//!
//! A body may be of any form, cut off anywhere, and hold others in quotes. So nothing is parsed: names of secrets are looked
//! for wherever they stand, and what follows them is taken out. One pass, which looks a bounded way ahead.

mod keys;
mod names;
mod quote;

use names::is_secret;
use quote::{Quote, escape, escapes};

/// Shown in place of a secret.
const MASK: &str = "***";

/// The most of a name that is looked at, in bytes.
const NAME: usize = 256;

/// The most space between a name and its value, in bytes.
const SPACE: usize = 64;

/// A body without values of fields that are named like secrets, and without what looks like a key.
pub(super) fn redact(text: &str) -> String {
    let mut walk = Walk {
        text,
        bytes: text.as_bytes(),
        clean: String::with_capacity(text.len()),
        copied: 0,
        harmless: 0,
    };
    let mut at = 0;
    while at < text.len() {
        at = walk.step(at);
    }
    walk.copy_to(text.len());
    walk.clean
}

/// On the way through a text.
struct Walk<'a> {
    text: &'a str,
    bytes: &'a [u8],
    clean: String,
    /// How far the text is in the clean one.
    copied: usize,
    /// Where the last name in quotes ends that is none of a secret.
    harmless: usize,
}

/// What stands between a name and its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Colon,
    Equals,
    /// The value is in quotes, or there is none.
    Comma,
    Space,
}

impl Walk<'_> {
    /// Looks at what is here, and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        match self.bytes[at] {
            b'"' | b'\'' => self.quoted(at),
            b'\\' if Quote::at(self.text, at).is_some() => self.quoted(at),
            b'\\' => match escape(self.text, at) {
                Some((length, _)) => at + length,
                None => at + escapes(self.bytes, at),
            },
            b'%' if self.is_hex(at + 1) && self.is_hex(at + 2) => at + 3,
            b':' if self.text[at..].starts_with("://") => self.address(at + 3),
            b'-' if self.text[at..].starts_with("-----BEGIN ") => self.private_key(at),
            byte if is_of_word(byte) => self.word(at),
            _ => at + 1,
        }
    }

    fn is_hex(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_hexdigit)
    }

    /// A quote: perhaps the one before a name.
    fn quoted(&mut self, at: usize) -> usize {
        let Some(quote) = Quote::at(self.text, at) else {
            return at + 1;
        };
        let start = at + quote.len();
        let near = self.floor(start + NAME);
        let (end, behind) = quote.close(&self.text[..near], start);
        let name = &self.text[start..end];
        if behind > end
            && let Some((sign, value)) = self.sign(behind, Some(quote), name)
        {
            if is_secret(name) {
                return self.value(value, sign, Some(quote)).unwrap_or(start);
            }
            self.harmless = end;
        }
        start
    }

    /// A word: a key, or perhaps a name.
    fn word(&mut self, at: usize) -> usize {
        if let Some(length) = keys::key(&self.text[at..]) {
            return self.mask(at, at + length);
        }
        let rest = &self.bytes[at..];
        let length = rest.iter().take_while(|byte| is_of_word(**byte)).count();
        let near = &rest[..rest.len().min(NAME)];
        let is_of_name = |byte: &u8| is_of_word(*byte) || b"[]%.".contains(byte);
        let end = at
            + near
                .iter()
                .take_while(|byte| is_of_name(byte))
                .count()
                .max(length);
        if end == self.harmless {
            return at + length;
        }
        let name = &self.text[at..end];
        let closing = Quote::at(self.text, end);
        let behind = end + closing.map_or(0, Quote::len);
        let masked = match self.sign(behind, closing, name) {
            Some((sign, value)) if is_secret(name) => self.value(value, sign, closing),
            Some(_) => None,
            None => self.unusual(at, end),
        };
        masked.unwrap_or(at + length)
    }

    /// What is between a name that ends here and its value.
    fn sign(&self, at: usize, quote: Option<Quote>, name: &str) -> Option<(Sign, usize)> {
        let at = self.skip(at, quote.map_or(b" \t", |_| b" \t\r\n"));
        let two = self.bytes.get(at..at + 2).unwrap_or_default();
        match (*self.bytes.get(at)?, quote) {
            (b':', _) if two == b"::" || self.text[at..].starts_with("://") => None,
            (b':', _) => Some((Sign::Colon, at + 1 + usize::from(two == b":="))),
            (b'=', _) => Some((Sign::Equals, at + 1 + usize::from(two == b"=>"))),
            (b',', Some(_)) if is_flag(name) => Some((Sign::Comma, at + 1)),
            (b',', Some(quote)) => self.value_field(at + 1, quote),
            (_, None) if is_flag(name) && self.bytes[at - 1] == b' ' => Some((Sign::Space, at)),
            _ => None,
        }
    }

    /// A field called `value` behind one whose value is the name.
    fn value_field(&self, at: usize, quote: Quote) -> Option<(Sign, usize)> {
        let at = self.skip(at, b" \t\r\n");
        let next = Quote::at(self.text, at).filter(|next| *next == quote)?;
        let at = at + next.len();
        let at = at
            + self.text[at..]
                .starts_with("value")
                .then_some("value".len())?;
        let closing = Quote::at(self.text, at).filter(|next| *next == quote)?;
        let at = self.skip(at + closing.len(), b" \t\r\n");
        (self.bytes.get(at) == Some(&b':')).then_some((Sign::Colon, at + 1))
    }

    /// Masks a value, and says what is behind it; `None` when there is nothing to hide.
    fn value(&mut self, at: usize, sign: Sign, name: Option<Quote>) -> Option<usize> {
        let space: &[u8] = name.map_or(b" \t", |_| b" \t\r\n");
        let at = self.skip(at, space);
        if let Some(quote) = Quote::at(self.text, at)
            && name.is_none_or(|name| quote.is_inside(name))
        {
            let start = at + quote.len();
            let next = self.bytes.get(self.skip(start, b" \t\r\n"));
            if name.is_none() && next.is_none_or(|next| b",}]".contains(next)) {
                // It ends the text that the name stands in.
                return None;
            }
            let (end, behind) = quote.close(self.text, start);
            let is_name = self.bytes.get(self.skip(behind, b" \t\r\n")) == Some(&b':');
            if sign == Sign::Comma && is_name {
                return None;
            }
            self.mask(start, end);
            // An apostrophe may be one, and the text around it end first: what is there is looked at nevertheless.
            let around = self.bytes[start..end].iter().position(|byte| *byte == b'"');
            let around = around.filter(|_| quote.is_apostrophe());
            return Some(around.map_or(behind, |around| start + around));
        }
        let end = match (sign, name, *self.bytes.get(at)?) {
            (Sign::Comma, ..) => return None,
            (Sign::Colon, name, b'[' | b'{') => self.container(at, name),
            (Sign::Colon, Some(_), _) => self.until(at, b",}][{ \t\r\n\"\\"),
            (Sign::Colon, None, _) => self.line(at),
            _ => self.form_value(at),
        };
        let plain = self.text[at..end].trim_end();
        let end = at + plain.len();
        if matches!(
            plain,
            "" | "null" | "true" | "false" | "None" | "True" | "False"
        ) {
            return None;
        }
        // What was no text becomes one, so that JSON stays JSON.
        let quote = name.filter(|_| sign == Sign::Colon && at >= self.copied);
        let quote = quote.map_or(String::new(), Quote::text);
        self.copy_to(at);
        self.clean.push_str(&quote);
        self.mask(at, end);
        self.clean.push_str(&quote);
        Some(end)
    }

    /// Names that are followed by their values in other ways: an element of XML, a part of a form.
    fn unusual(&mut self, at: usize, end: usize) -> Option<usize> {
        let before = at.checked_sub(1).map(|before| self.bytes[before]);
        let name = &self.text[at..end];
        if matches!(before, Some(b'<' | b':')) && self.bytes.get(end) == Some(&b'>') {
            let end = self.until(end + 1, b"<\"");
            return is_secret(name).then(|| self.mask(at + name.len() + 1, end));
        }
        if !self.text[..at].ends_with("name=\"") || !is_secret(name) {
            return None;
        }
        let line = &self.text[self.floor(at.saturating_sub(NAME))..at];
        let line = line.rsplit('\n').next().unwrap_or_default();
        if !line.contains("form-data") {
            return None;
        }
        let head = &self.text[end..self.floor(end + NAME)];
        let blank = ["\r\n\r\n", "\n\n"];
        let start = blank
            .iter()
            .find_map(|blank| Some(head.find(blank)? + blank.len()))?;
        let start = end + start;
        let bounds = ["\r\n--", "\n--"]
            .iter()
            .filter_map(|bound| self.text[start..].find(bound));
        let end = bounds.min().map_or(self.text.len(), |found| start + found);
        Some(self.mask(start, end))
    }

    fn address(&mut self, at: usize) -> usize {
        match keys::url_password(&self.text[at..]) {
            Some((start, end)) => self.mask(at + start, at + end),
            None => at,
        }
    }

    fn private_key(&mut self, at: usize) -> usize {
        match keys::private_key(&self.text[at..]) {
            Some((start, end)) => self.mask(at + start, at + end),
            None => at + "-----BEGIN ".len(),
        }
    }

    /// Where a list or an object ends.
    fn container(&self, at: usize, name: Option<Quote>) -> usize {
        let (mut at, mut depth) = (at, 0_usize);
        while let Some(byte) = self.bytes.get(at) {
            if let Some(quote) = Quote::at(self.text, at) {
                if name.is_some_and(|name| !quote.is_inside(name)) {
                    return at;
                }
                (_, at) = quote.close(self.text, at + quote.len());
                continue;
            }
            at += escapes(self.bytes, at).max(1);
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' if depth == 1 => return at,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
        }
        self.text.len()
    }

    /// Where a line ends, or the text in quotes that it is in.
    fn line(&self, at: usize) -> usize {
        self.end_of(at, b"\r\n\"", b"nru")
    }

    /// Where a value of a form ends, or a word; one behind the name of a scheme belongs to it.
    fn form_value(&self, at: usize) -> usize {
        let end = self.end_of(at, b"&; \t\r\n\"'<", b"nrtu");
        let schemes = ["basic", "bearer", "digest", "negotiate", "token"];
        let scheme = &self.text[at..end];
        match self.bytes.get(end) == Some(&b' ')
            && schemes
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
        {
            true => self.end_of(end + 1, b"&; \t\r\n\"'<", b"nrtu"),
            false => end,
        }
    }

    /// Where the first of these stands, or of those behind a backslash, or a quote behind one.
    fn end_of(&self, mut at: usize, ends: &[u8], escaped: &[u8]) -> usize {
        while let Some(byte) = self.bytes.get(at) {
            if ends.contains(byte) {
                return at;
            }
            let is_end = |(_, sign)| escaped.contains(&sign);
            if *byte == b'\\'
                && (Quote::at(self.text, at).is_some() || escape(self.text, at).is_some_and(is_end))
            {
                return at;
            }
            at += escapes(self.bytes, at).max(1);
        }
        at
    }

    fn until(&self, at: usize, ends: &[u8]) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let found = rest.iter().position(|byte| ends.contains(byte));
        found.map_or(self.text.len(), |found| at + found)
    }

    fn skip(&self, at: usize, space: &[u8]) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let rest = &rest[..rest.len().min(SPACE)];
        at + rest.iter().take_while(|byte| space.contains(byte)).count()
    }

    /// The place of a character at or before this one.
    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.clean.push_str(&self.text[self.copied..end]);
            self.copied = end;
        }
    }

    fn mask(&mut self, start: usize, end: usize) -> usize {
        if start >= self.copied {
            self.copy_to(start);
            self.clean.push_str(MASK);
        }
        self.copied = self.copied.max(end);
        end
    }
}

/// Whether it is an option of a command, whose value is the next argument.
fn is_flag(name: &str) -> bool {
    let name = name.strip_prefix("--").map(str::as_bytes);
    name.is_some_and(|name| !name.is_empty() && name.iter().all(|byte| is_of_word(*byte)))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests;
