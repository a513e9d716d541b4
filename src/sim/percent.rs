//! Percent escapes in paths.

/// Resolves percent escapes; a malformed one stands for itself.
pub(crate) fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Escapes everything but unreserved characters and those of `kept`.
pub(crate) fn encode(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || "-._~".contains(letter) || kept.contains(letter) {
            encoded.push(letter);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(decode("/a%62c%2Fd"), "/abc/d");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%C3%A9"), "%zzé");
    }

    #[test]
    fn what_is_escaped_comes_back() {
        let key = "a b/é+c&d=%41.txt";
        let escaped = encode(key, "/");
        assert_eq!(escaped, "a%20b/%C3%A9%2Bc%26d%3D%2541.txt");
        assert_eq!(decode(&escaped), key);
    }
}
