//! What the tests share.

pub(crate) mod contract;
pub(crate) mod liteboxd;
pub(crate) mod yaml;
