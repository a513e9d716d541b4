//! Identifiers as servers make them.

/// So many hexadecimal digits.
pub(crate) fn hex(digits: usize) -> String {
    (0..digits).map(|_| fastrand::digit(16)).collect()
}

/// A random (version 4) UUID.
pub(crate) fn uuid() -> String {
    let variant = fastrand::choice(['8', '9', 'a', 'b']).unwrap_or('8');
    format!(
        "{}-{}-4{}-{variant}{}-{}",
        hex(8),
        hex(4),
        hex(3),
        hex(3),
        hex(12)
    )
}
