//! The wire against the documents.

mod layer;
