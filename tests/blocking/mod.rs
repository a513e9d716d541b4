//! The same calls and streams from plain threads.

mod gateway;
mod liteboxd;
mod loopai;
mod synapse;
