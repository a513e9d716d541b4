//! Texts of headers.

use http::HeaderMap;

use crate::gt8004::clamp::HEADER;

/// The most of a header that is kept, in bytes: more than is sent, so that it is known that it was cut.
const KEPT: usize = 4 * (HEADER + 1);

/// The beginning of the first header of this name; what is no UTF-8 in it is replaced.
pub(super) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    let kept = &value[..value.len().min(KEPT)];
    Some(String::from_utf8_lossy(kept).into_owned())
}

/// The whole of it.
pub(super) fn whole(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}
