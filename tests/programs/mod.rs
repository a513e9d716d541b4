//! What the parts of Loopai's client promise, but for its batches.

mod calls;
mod edge;
mod replies;
mod wire;
