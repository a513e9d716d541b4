//! What is a secret by its looks.

/// What secrets begin with, wherever they stand.
const PREFIXES: [&str; 21] = [
    "AIza",
    "AKIA",
    "ASIA",
    "eyJ",
    "ghp_",
    "gho_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "gt8004_",
    "pk_live_",
    "rk_live_",
    "sk-",
    "sk_live_",
    "sk_test_",
    "xapp-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
];

/// The scheme of a token, and what stands between them as it is and in forms.
const SCHEME: &str = "bearer";
const GAPS: [&str; 3] = [" ", "+", "%20"];

/// The fewest characters behind a prefix that make a secret.
const SHORTEST: usize = 8;

/// The most of an address that is looked at, in bytes.
const AUTHORITY: usize = 1024;

/// How long the key is that a word begins with.
pub(super) fn key(text: &str) -> Option<usize> {
    let prefix = prefix(text)?;
    let is_of_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(byte);
    let behind = &text.as_bytes()[prefix..];
    let length = behind.iter().take_while(|byte| is_of_key(byte)).count();
    (length >= SHORTEST).then_some(prefix + length)
}

fn prefix(text: &str) -> Option<usize> {
    let first = *text.as_bytes().first()?;
    if first.eq_ignore_ascii_case(&b'b') {
        let (scheme, behind) = text.split_at_checked(SCHEME.len())?;
        let gap = GAPS.iter().find(|gap| behind.starts_with(**gap))?;
        return scheme
            .eq_ignore_ascii_case(SCHEME)
            .then_some(SCHEME.len() + gap.len());
    }
    // Most letters begin none of them.
    if !matches!(first, b'A' | b'e' | b'g' | b'p' | b'r' | b's' | b'x') {
        return None;
    }
    let mut prefixes = PREFIXES.iter();
    prefixes
        .find(|prefix| text.starts_with(**prefix))
        .map(|prefix| prefix.len())
}

/// Where the secret of a private key is: behind its first line, as far as it goes.
pub(super) fn private_key(text: &str) -> Option<(usize, usize)> {
    let label = text.strip_prefix("-----BEGIN ")?;
    let (label, behind) = label.split_once("-----")?;
    if !label.ends_with("PRIVATE KEY") {
        return None;
    }
    let (key, _) = behind.split_once("-----END").unwrap_or((behind, ""));
    // A text in quotes ends with them.
    let key = match key.split_once('"') {
        Some((key, _)) => key.trim_end_matches('\\'),
        None => key,
    };
    let start = text.len() - behind.len();
    Some((start, start + key.len()))
}

/// Where the password is in what follows the scheme of a URL.
pub(super) fn url_password(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(AUTHORITY)];
    let is_end = |byte: &u8| b"/?#\"'<>\\ \t\r\n".contains(byte);
    let end = bytes.iter().position(is_end).unwrap_or(bytes.len());
    let at = bytes[..end].iter().rposition(|byte| *byte == b'@')?;
    let colon = bytes[..at].iter().position(|byte| *byte == b':')?;
    Some((colon + 1, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_begins_with_a_letter_that_is_looked_for() {
        for prefix in PREFIXES {
            let text = format!("{prefix}01234567 x");
            assert_eq!(key(&text), Some(prefix.len() + 8), "{prefix}");
            assert_eq!(key(&text[..prefix.len() + 7]), None, "{prefix}");
        }
    }
}
