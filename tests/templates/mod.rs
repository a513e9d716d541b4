//! Templates: the client against the simulator, and bad input.

mod common;
mod inputs;
mod life;
mod round_trip;
mod versions;
