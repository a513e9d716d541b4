//! Who may send.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The API key of the one agent.
pub(super) const TOKEN: &str = "quintet-sim";

/// Whether who sends these headers may send; what is wrong, if not.
pub(super) fn admit(headers: &HeaderMap, revoked: bool) -> Result<(), &'static str> {
    let value = headers.get(AUTHORIZATION);
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return Err("missing authorization header");
    };
    // The key may be any bytes.
    let mut parts = value.as_bytes().splitn(2, |byte| *byte == b' ');
    match (parts.next(), parts.next()) {
        (Some(scheme), Some(key)) if scheme.eq_ignore_ascii_case(b"bearer") => {
            match key == TOKEN.as_bytes() && !revoked {
                true => Ok(()),
                false => Err("invalid api key"),
            }
        }
        _ => Err("invalid authorization format"),
    }
}
