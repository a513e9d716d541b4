//! The wire against the documents, backend by backend, and what the backends' tests share.

mod completeness;
mod driven;
mod gateway;
mod gt8004;
mod layer;
mod lie;
mod liteboxd;
mod loopai;
mod refused;
mod sources;
mod synapse;
mod wire;
