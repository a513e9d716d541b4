//! Text that is meant to break out of a path.

use proptest::collection::vec;
use proptest::prelude::*;

/// What URL parsers, servers and proxies have been tricked with.
pub(super) const PIECES: [&str; 48] = [
    "",
    ".",
    "..",
    "...",
    "/",
    "//",
    "\\",
    "..\\",
    "../",
    "/..",
    "../../templates",
    "%",
    "%%",
    "%2",
    "%2e",
    "%2E%2e",
    "%2e%2e%2f",
    ".%2e",
    "%252e%252e",
    "%2f",
    "%5c",
    "%00",
    "%0d%0a",
    "?",
    "?a=b",
    "#",
    "#x",
    ";",
    ";a=b",
    ":",
    "@",
    "a@b:c",
    "&",
    "=",
    "+",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "\u{7f}",
    "\u{85}",
    "é",
    "日本",
    "🦀",
    "\u{202e}txt.exe",
    "[::1]",
    "{id}",
];

/// Any text: random characters, tricks in any combination, and long ones.
pub(super) fn text() -> impl Strategy<Value = String> {
    let characters = vec(any::<char>(), 0..24).prop_map(String::from_iter);
    let printable = vec(prop::char::range(' ', '~'), 0..24).prop_map(String::from_iter);
    let tricks = vec(prop::sample::select(&PIECES[..]), 0..6).prop_map(|pieces| pieces.concat());
    let long = (any::<char>(), 1_000..3_000usize).prop_map(|(c, n)| c.to_string().repeat(n));
    prop_oneof![4 => characters, 4 => printable, 8 => tricks, 1 => long]
}
