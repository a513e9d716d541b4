//! The contract layer itself: it lets what is documented pass, and nothing else.

mod documents;
mod exchange;
mod faithful;
mod forwarding;
mod lies;
mod misuse;
mod schemas;
