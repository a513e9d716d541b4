//! Who asked, by the agent's own reckoning. Contract: §6.5.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::Value;

use super::header::text;
use super::payment::base64;

/// The header that says it.
const HEADER: &str = "x-customer-id";

/// What the headers say: the one for it, or, where that is asked for, the subject of the token.
pub(super) fn customer(headers: &HeaderMap, reads_token: bool) -> Option<String> {
    let named = text(headers, HEADER).map(|id| id.trim().to_owned());
    match named.filter(|id| !id.is_empty()) {
        Some(id) => Some(id),
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
    let subject = claims["sub"].as_str()?.trim();
    (!subject.is_empty()).then(|| subject.to_owned())
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

    #[test]
    fn an_id_may_be_in_any_script_and_no_id_is_empty() {
        let mut headers = HeaderMap::new();
        headers.insert(
            HEADER,
            HeaderValue::from_bytes("고객-1".as_bytes()).unwrap(),
        );
        assert_eq!(customer(&headers, false).as_deref(), Some("고객-1"));
        // {"sub":" "}, {"sub":5}, []
        for claims in ["eyJzdWIiOiIgIn0", "eyJzdWIiOjV9", "W10"] {
            let token = HeaderValue::from_str(&format!("Bearer x.{claims}.y")).unwrap();
            let headers = HeaderMap::from_iter([(AUTHORIZATION, token)]);
            assert_eq!(customer(&headers, true), None, "{claims}");
        }
    }
}
