//! Image prepull: the client against the simulator, and waits.

mod tasks;
mod waits;
