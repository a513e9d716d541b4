//! Which names are those of secrets.

/// What names of secrets contain, in lower case and without what is between words.
const PARTS: [&str; 18] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "authorization",
    "cookie",
    "credential",
    "mnemonic",
    "seedphrase",
    "cardnumber",
    "creditcard",
    "amzsignature",
];

/// What names of secrets end in; a `token_count` is none.
const ENDINGS: [&str; 6] = ["token", "pwd", "jwt", "ssn", "cvv", "cvc"];

/// What the last word of a name of a secret is; a `compass` is none.
const WORDS: [&str; 4] = ["pass", "auth", "otp", "sig"];

/// The most of a name that is looked at, from its end, in bytes.
const LONGEST: usize = 128;

/// Whether values of this name are secrets. It may be escaped as in JSON and in forms.
pub(super) fn is_secret(name: &str) -> bool {
    let name = &name.as_bytes()[name.len().saturating_sub(LONGEST)..];
    let mut flat = [0; LONGEST];
    let (mut length, mut last_word) = (0, 0);
    let mut before = b' ';
    let mut rest = name;
    while let Some((byte, behind)) = next(rest) {
        rest = behind;
        if byte.is_ascii_alphanumeric() {
            let begins = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
            if begins || !before.is_ascii_alphanumeric() {
                last_word = length;
            }
            flat[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        before = byte;
    }
    let flat = &flat[..length];
    (0..length).any(|at| begins_with_part(&flat[at..]))
        || ENDINGS.iter().any(|end| flat.ends_with(end.as_bytes()))
        || WORDS
            .iter()
            .any(|word| flat[last_word..] == *word.as_bytes())
}

fn begins_with_part(text: &[u8]) -> bool {
    // Most letters begin none of them.
    matches!(text[0], b'a' | b'c' | b'e' | b'm' | b'p' | b's')
        && PARTS.iter().any(|part| text.starts_with(part.as_bytes()))
}

/// The next byte, without its escape, and what is behind.
fn next(text: &[u8]) -> Option<(u8, &[u8])> {
    let (&first, behind) = text.split_first()?;
    let escape = match first {
        b'%' => hex(behind, 2),
        b'\\' if behind.first() == Some(&b'u') => hex(&behind[1..], 4),
        _ => None,
    };
    let escaped = escape.and_then(|(code, behind)| Some((u8::try_from(code).ok()?, behind)));
    Some(escaped.unwrap_or((first, behind)))
}

fn hex(text: &[u8], digits: usize) -> Option<(u32, &[u8])> {
    let (code, behind) = text.split_at_checked(digits)?;
    let code = std::str::from_utf8(code).ok()?;
    Some((u32::from_str_radix(code, 16).ok()?, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_begins_with_a_letter_that_is_looked_for() {
        for part in PARTS {
            assert!(is_secret(part) && is_secret(&format!("x{part}x")), "{part}");
        }
    }

    #[test]
    fn names_are_known_in_every_spelling() {
        for name in [
            "password",
            "DB_PASSWORD",
            "api key",
            "x-api-key",
            "userPass",
            "user[pass]",
            "user%5Btoken%5D",
            "p\\u0061ss\\u0057ord",
            "Auth",
            "set-cookie",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "",
            "bypass",
            "author",
            "tokens",
            "max_tokens",
            "name",
            "é",
            "%",
            "%zz",
            "\\u00",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
