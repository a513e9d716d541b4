//! Import and export of templates as YAML.

mod document;
mod export;
mod import;
mod yaml;

pub(super) use export::{export, export_all};
pub(super) use import::import;

#[cfg(test)]
mod tests;
