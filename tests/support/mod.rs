//! What the tests share.

pub(crate) mod child;
pub(crate) mod contract;
pub(crate) mod error;
pub(crate) mod frozen;
pub(crate) mod gateway;
pub(crate) mod gt8004;
pub(crate) mod liteboxd;
pub(crate) mod loopai;
pub(crate) mod raw_gateway;
pub(crate) mod raw_loopai;
pub(crate) mod raw_request;
pub(crate) mod raw_server;
pub(crate) mod raw_synapse;
pub(crate) mod resolver;
pub(crate) mod stage;
pub(crate) mod websocket_peer;
pub(crate) mod yaml;
