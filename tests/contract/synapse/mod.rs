//! Synapse: facade, document and simulator against one another.
//!
//! Every call goes client → contract proxy → simulator, and the proxy holds both sides to the unmodified document.

mod calls;
mod cluster;
mod containers;
mod coverage;
mod credentials;
mod errors;
mod jobs;
mod lie;
mod once;
mod plugins;
mod refusals;
mod resources;
mod stage;
mod system;
mod tails;
