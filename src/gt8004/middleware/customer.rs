//! Who asked, by the agent's own reckoning. Contract: §6.5.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::Value;

use super::payment::base64;

/// The header that says it.
const HEADER: &str = "x-customer-id";

/// What the headers say: the one for it, or, where that is asked for, the subject of the token.
pub(super) fn customer(headers: &HeaderMap, reads_token: bool) -> Option<String> {
    let named = headers.get(HEADER).and_then(|value| value.to_str().ok());
    let named = named.map(str::trim).filter(|id| !id.is_empty());
    match named {
        Some(id) => Some(id.to_owned()),
        None if reads_token => subject(headers),
        None => None,
    }
}

/// The subject of a JWT. It is read, and not verified: that is the application's business.
fn subject(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let claims = base64(token.trim().split('.').nth(1)?)?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    Some(claims["sub"].as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn who(headers: &[(&'static str, &'static str)], reads_token: bool) -> Option<String> {
        let pairs = headers.iter().map(|(name, value)| {
            let name = http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        customer(&pairs.collect(), reads_token)
    }

    #[test]
    fn the_header_comes_before_the_token() {
        // {"sub":"alice"}
        let token = ("authorization", "Bearer x.eyJzdWIiOiJhbGljZSJ9.y");
        let named = ("x-customer-id", " bob ");
        assert_eq!(who(&[named, token], true).as_deref(), Some("bob"));
        assert_eq!(who(&[token], true).as_deref(), Some("alice"));
        assert_eq!(who(&[token], false), None);
        assert_eq!(
            who(&[("x-customer-id", " "), token], true).as_deref(),
            Some("alice")
        );
        for bad in [
            "Bearer secret",
            "Basic x.eyJzdWIiOiJhbGljZSJ9.y",
            "Bearer x.!.y",
            "Bearer",
        ] {
            assert_eq!(who(&[("authorization", bad)], true), None, "{bad}");
        }
    }
}
