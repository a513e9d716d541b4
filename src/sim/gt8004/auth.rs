//! Who may send.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The API key of the one agent.
pub(super) const TOKEN: &str = "quintet-sim";

/// Whether who sends these headers may send; what is wrong, if not.
pub(super) fn admit(headers: &HeaderMap, revoked: bool) -> Result<(), &'static str> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Err("missing authorization header");
    };
    let credential = value.to_str().ok().and_then(|value| value.split_once(' '));
    match credential {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer") => {
            match key == TOKEN && !revoked {
                true => Ok(()),
                false => Err("invalid api key"),
            }
        }
        _ => Err("invalid authorization format"),
    }
}
