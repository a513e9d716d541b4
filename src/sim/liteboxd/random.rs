//! Identifiers as the server makes them.

pub(super) use crate::sim::random::{hex, uuid};

/// Whether the text is a version 4 UUID.
pub(super) fn is_uuid_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_version_4() {
        assert!((0..100).all(|_| is_uuid_v4(&uuid())));
        assert!(!is_uuid_v4("7d444840-9dc0-11d1-b245-5ffdce74fad2"));
        assert!(!is_uuid_v4("abc"));
        assert!(!is_uuid_v4(""));
    }
}
