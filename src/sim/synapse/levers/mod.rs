//! What tests can make happen, and see.

mod credentials;
mod jobs;
mod tails;
