//! The line that ties a generated file to the document it came from.

/// The banner line of the client of this document.
///
/// FNV-1a over the text with unified line ends: a checkout that rewrites line ends is not a change, and std alone
/// can compute it, so users of the library need no further build dependency.
pub(crate) fn banner(document: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in document.bytes().filter(|byte| *byte != b'\r') {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("// Document fingerprint: {hash:016x}")
}
