//! YAML as Go's `yaml.v3` reads and writes it.

mod document;
mod read;
mod write;

pub(super) use document::Node;
pub(super) use read::read;
pub(super) use write::write;

#[cfg(test)]
mod tests;
