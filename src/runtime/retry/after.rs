//! `Retry-After`, in seconds and as a date.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// How long the server asks to wait; what cannot be read counts as not sent.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    // The server's own clock, where it tells it, so that a wrong clock here does not matter.
    let sent = headers
        .get(DATE)
        .and_then(|value| httpdate::parse_http_date(value.to_str().ok()?).ok());
    let now = sent.unwrap_or_else(SystemTime::now);
    // A date that has passed means: now.
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn read(value: &'static str, date: Option<&'static str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static(value));
        headers.extend(date.map(|date| (DATE, HeaderValue::from_static(date))));
        retry_after(&headers)
    }

    #[test]
    fn both_forms_are_read() {
        let sent = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(read("7", None), Some(Duration::from_secs(7)));
        assert_eq!(read(" 0 ", None), Some(Duration::ZERO));
        assert_eq!(
            read("Sun, 06 Nov 1994 08:50:07 GMT", sent),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            read("Sun, 06 Nov 1994 08:00:00 GMT", sent),
            Some(Duration::ZERO)
        );
        assert_eq!(
            read("Sun, 06 Nov 1994 08:49:37 GMT", None),
            Some(Duration::ZERO)
        );
    }

    #[test]
    fn garbage_counts_as_not_sent() {
        for garbage in ["soon", "-1", "1.5", "", "99999999999999999999999"] {
            assert_eq!(read(garbage, None), None, "{garbage:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
