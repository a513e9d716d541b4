//! What the tests and the weaknesses of other clients demand of this crate, backend by backend.

mod gateway;
mod gt8004;
mod liteboxd;
mod loopai;
mod numbers;
mod synapse;
