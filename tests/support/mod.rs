//! What the tests share.

pub(crate) mod contract;
mod yaml;
