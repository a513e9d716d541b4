//! The wire against the documents.

mod layer;
mod lie;
mod liteboxd;
