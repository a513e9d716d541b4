//! The written contract of following logs: the tests of the published client's first version. Contract: §6 (17 to 26).
//!
//! Where this crate does something else on purpose, the test holds it to that and says why.

mod addresses;
mod ends;
mod failures;
mod inputs;
mod limits;
