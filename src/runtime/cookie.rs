//! Cookies that a server sets: each may be a credential.

use http::header::{Entry, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use crate::Secret;

/// The cookie of that name, the last if there are several. No cookie is shown in `Debug` from then on.
pub(crate) fn find(headers: &mut HeaderMap, name: &str) -> Option<Secret> {
    let Entry::Occupied(mut lines) = headers.entry(SET_COOKIE) else {
        return None;
    };
    let mut found = None;
    for line in lines.iter_mut() {
        line.set_sensitive(true);
        let cookie = line.to_str().ok().and_then(split);
        if let Some((_, value, _)) = cookie.filter(|(key, _, _)| *key == name) {
            found = Some(value)
                .filter(|value| !value.is_empty())
                .map(Secret::new);
        }
    }
    found
}

/// A `Set-Cookie` header without the value of its cookie.
pub(crate) fn masked(line: &HeaderValue, mask: &str) -> HeaderValue {
    let shown = line.to_str().ok().and_then(split);
    let shown = shown.map(|(name, _, attributes)| format!("{name}={mask}{attributes}"));
    shown
        .and_then(|shown| HeaderValue::try_from(shown).ok())
        .unwrap_or_else(|| HeaderValue::from_static(""))
}

/// Name, value and the rest with its semicolon.
fn split(line: &str) -> Option<(&str, &str, &str)> {
    let (pair, attributes) = line.split_at(line.find(';').unwrap_or(line.len()));
    let (name, value) = pair.split_once('=')?;
    Some((name.trim(), value.trim(), attributes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&'static str]) -> HeaderMap {
        let line = |line: &&'static str| (SET_COOKIE, HeaderValue::from_static(line));
        lines.iter().map(line).collect()
    }

    #[test]
    fn only_the_cookie_of_that_name_is_found() {
        for (lines, found) in [
            (&["sid=1; Path=/; HttpOnly"][..], Some("1")),
            (&["a=0", " sid = 1 ;Path=/", "b=sid=2"], Some("1")),
            (&["sid=1", "sid=2"], Some("2")),
            (&["sid=1", "sid=; Max-Age=0"], None),
            (&["sid=a=b=="], Some("a=b==")),
            (&["SID=1", "xsid=1", "sid", "; sid=1", "a=0; sid=1"], None),
            (&[], None),
        ] {
            let mut headers = headers(lines);
            let cookie = find(&mut headers, "sid");
            let value = cookie.as_ref().map(Secret::expose);
            assert_eq!(value, found, "{lines:?}");
            assert!(headers.values().all(HeaderValue::is_sensitive));
        }
    }

    #[test]
    fn a_mask_covers_the_value_only() {
        for (line, shown) in [
            ("sid=1; Path=/", "sid=***; Path=/"),
            ("sid=a=b", "sid=***"),
            ("sid", ""),
            ("", ""),
        ] {
            assert_eq!(masked(&HeaderValue::from_static(line), "***"), shown);
        }
    }
}
