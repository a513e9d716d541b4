//! What the tests share.

pub(crate) mod contract;
pub(crate) mod frozen;
pub(crate) mod raw_request;
pub(crate) mod raw_server;
pub(crate) mod resolver;
mod yaml;
