//! Templates: the client against the simulator, the peers' cases, bad input.

mod common;
mod inputs;
mod life;
mod peers;
mod round_trip;
mod versions;
