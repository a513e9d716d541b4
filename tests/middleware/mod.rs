//! The middleware of GT8004: nobody notices it, and nothing that should not be logged is.

mod bodies;
mod captured;
mod handles;
mod once;
mod secrets;
mod sockets;
mod stage;
mod transparent;
mod upgrades;
