//! Weaknesses of the published clients, as tests against this one. Contract: §8.

mod batches;
mod calls;
mod environment;
mod errors;
mod replies;
mod retries;
mod surface;
