//! Image prepull: the client against the simulator, waits, the peers' cases.

mod peers;
mod tasks;
mod waits;
