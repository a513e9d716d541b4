//! Uploads and downloads that stream.
