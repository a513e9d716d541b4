//! The pump against a scripted server: time is a number, and nothing spawns but where it says so.

#[cfg(feature = "spool")]
mod broken;
mod driven;
mod ends;
mod extremes;
mod model;
mod outage;
#[cfg(feature = "spool")]
mod platter;
mod script;
#[cfg(feature = "spool")]
mod spooled;
mod steps;
#[cfg(feature = "spool")]
mod turns;
