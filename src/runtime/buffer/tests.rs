//! The pump against a scripted server: time is a number, and nothing spawns but where it says so.

mod driven;
mod model;
mod script;
#[cfg(feature = "spool")]
mod spooled;
mod steps;
