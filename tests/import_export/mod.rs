//! Import and export of templates: the client against the simulator.

mod export;
mod import;
