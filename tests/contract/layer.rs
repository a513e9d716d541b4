//! The contract layer itself: it lets what is documented pass, and nothing else.

mod documents;
mod events;
mod exchange;
mod faithful;
mod forwarding;
mod lies;
mod misuse;
mod schemas;
mod servers;
mod store;
mod twins;
