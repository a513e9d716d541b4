//! What the published client does wrong, and this crate does not. Contract: §8.

mod entries;
mod loss;
mod traffic;
