//! Every method of the user's documents exists under its snake_case name.

mod gateway;
mod gt8004;
mod liteboxd;
mod loopai;
mod synapse;
