//! What the published client does wrong, and this crate does not. Contract: §8.

mod clocks;
mod ends;
mod entries;
mod loss;
mod package;
mod traffic;
