//! What the tests share.

pub(crate) mod contract;
pub(crate) mod yaml;
