//! The usual secrets, taken out of bodies. Contract: §8 (19).

/// Shown in place of a secret.
const MASK: &str = "***";

/// What names of secrets contain, in lower case and without `_` and `-`.
const NAMES: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "cookie",
    "credential",
];

/// What names of secrets end in; a `token_count` is none.
const ENDINGS: [&str; 4] = ["token", "pwd", "jwt", "ssn"];

/// What secrets begin with, wherever they stand.
const PREFIXES: [&str; 9] = [
    "Bearer ",
    "bearer ",
    "sk-",
    "ghp_",
    "gho_",
    "github_pat_",
    "xoxb-",
    "AKIA",
    "eyJ",
];

/// The fewest characters behind a prefix that make a secret.
const SHORTEST: usize = 8;

/// A body without values of fields that are named like secrets, in JSON and in forms, and without what looks like a key. It may
/// be cut off anywhere.
pub(super) fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if next == '"' {
            rest = quoted(rest, &mut clean);
        } else if is_of_name(next) && !clean.ends_with(is_of_name) {
            rest = word(rest, &mut clean);
        } else {
            clean.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    clean
}

/// A text in quotes, and its value if it is a name. Gives what is behind.
fn quoted<'a>(text: &'a str, clean: &mut String) -> &'a str {
    let (inner, behind) = until_quote(&text[1..]);
    let colon = behind.trim_start();
    let is_name = colon.starts_with(':') && is_secret(inner);
    clean.push('"');
    clean.push_str(&without_keys(inner));
    clean.push_str(&text[1 + inner.len()..text.len() - behind.len()]);
    if !is_name {
        return behind;
    }
    let value = colon[1..].trim_start();
    clean.push_str(&behind[..behind.len() - value.len()]);
    if let Some(value) = value.strip_prefix('"') {
        let (secret, behind) = until_quote(value);
        clean.push('"');
        clean.push_str(MASK);
        clean.push_str(&value[secret.len()..value.len() - behind.len()]);
        return behind;
    }
    // A number is masked, too; lists and objects are looked into.
    let end = value.find([',', '}', ']', '[', '{']).unwrap_or(value.len());
    let (scalar, behind) = value.split_at(end);
    if !matches!(scalar.trim(), "" | "null" | "true" | "false") {
        clean.push_str("\"***\"");
        return behind;
    }
    clean.push_str(scalar);
    behind
}

/// A text up to its closing quote, and what is behind that.
fn until_quote(text: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return (&text[..at], &text[at + 1..]),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    (text, "")
}

/// A word outside of quotes: the name in a form, or a key.
fn word<'a>(text: &'a str, clean: &mut String) -> &'a str {
    if let Some(length) = key(text) {
        clean.push_str(MASK);
        return &text[length..];
    }
    let end = text.find(|next| !is_of_name(next)).unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    clean.push_str(name);
    match behind.strip_prefix('=') {
        Some(value) if is_secret(name) => {
            let end = value
                .find(['&', ';', ' ', '\n', '\r', '"'])
                .unwrap_or(value.len());
            clean.push('=');
            clean.push_str(if end > 0 { MASK } else { "" });
            &value[end..]
        }
        _ => behind,
    }
}

/// A text in quotes without what looks like a key.
fn without_keys(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let starts = !clean.ends_with(is_of_name);
        match starts.then(|| key(rest)).flatten() {
            Some(length) => {
                clean.push_str(MASK);
                rest = &rest[length..];
            }
            None => {
                clean.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    clean
}

/// How long the key is that a text begins with.
fn key(text: &str) -> Option<usize> {
    let prefix = PREFIXES.iter().find(|prefix| text.starts_with(**prefix))?;
    let behind = &text[prefix.len()..];
    let is_of_key = |next: char| next.is_ascii_alphanumeric() || "-_.~+/=".contains(next);
    let length = behind.find(|next| !is_of_key(next)).unwrap_or(behind.len());
    (length >= SHORTEST).then_some(prefix.len() + length)
}

fn is_of_name(next: char) -> bool {
    next.is_alphanumeric() || next == '_' || next == '-'
}

fn is_secret(name: &str) -> bool {
    if name.len() > 64 {
        return false;
    }
    let name: String = name
        .chars()
        .filter(|next| next.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    NAMES.iter().any(|part| name.contains(part)) || ENDINGS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(redact(text), expected);
    }

    #[test]
    fn fields_named_like_secrets_are_masked() {
        check(
            r#"{"password":"hunter2","a":1}"#,
            r#"{"password":"***","a":1}"#,
        );
        check(
            r#"{"API-Key" : "x\"y", "b": "z"}"#,
            r#"{"API-Key" : "***", "b": "z"}"#,
        );
        check(r#"{"access_token":12345}"#, r#"{"access_token":"***"}"#);
        check(
            r#"{"clientSecret":null,"x":true}"#,
            r#"{"clientSecret":null,"x":true}"#,
        );
        check(
            r#"{"credentials":{"user":"a","pwd":"b"}}"#,
            r#"{"credentials":{"user":"a","pwd":"***"}}"#,
        );
        check("user=a&password=b&x=c", "user=a&password=***&x=c");
        check("token=&x=1", "token=&x=1");
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            r#"{"token_count":5,"tokens":[1,2],"text":"the password is not here"}"#,
            r#"{"query":"a \"quoted\" word","n":-1.5e3,"l":[{"k":"v"}]}"#,
            "plain text, nothing else",
            "data: {\"type\":\"delta\"}\n\n",
            "task-1 risk-free desk-2",
            "",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn keys_are_found_anywhere() {
        check(
            r#"{"a":"use sk-abcdefgh123 now"}"#,
            r#"{"a":"use *** now"}"#,
        );
        check("Authorization: Bearer abcdefgh.ijk", "Authorization: ***");
        check("x ghp_0123456789 y", "x *** y");
        check("sk-short", "sk-short");
    }

    #[test]
    fn a_text_may_be_cut_off() {
        check(r#"{"password":"hunt"#, r#"{"password":"***"#);
        check(r#"{"password":"#, r#"{"password":"#);
        check(r#"{"passwo"#, r#"{"passwo"#);
        check(r#"{"password"#, r#"{"password"#);
    }

    proptest! {
        #[test]
        fn any_text_has_an_end(text in any::<String>()) {
            redact(&text);
        }

        #[test]
        fn no_secret_comes_through(before in "[a-z{}\\[\\],: ]{0,20}", secret in "[A-Za-z0-9]{6,20}") {
            let body = format!(r#"{before}{{"x":"y","db_password": "{secret}"}}"#);
            let canary = format!("\"{secret}\"");
            prop_assert!(!redact(&body).contains(&canary), "{}", redact(&body));
        }

        #[test]
        fn json_stays_json(name in "[a-z_]{0,12}", value in any::<String>(), number: i32) {
            let body = serde_json::json!({ name: { "password": value, "secret": number, "text": value } });
            let clean: serde_json::Value = serde_json::from_str(&redact(&body.to_string())).unwrap();
            prop_assert!(clean.is_object());
        }
    }
}
