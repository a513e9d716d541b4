//! The same calls and streams from plain threads.

mod gateway;
mod gt8004;
mod liteboxd;
mod loopai;
mod synapse;
