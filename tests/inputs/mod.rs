//! Bad input is refused before any I/O, in words that help.
