//! What tests can make happen, and see.

mod cluster;
mod credentials;
mod jobs;
mod plugins;
mod system;
mod tails;
